"""Convert amounts in several currencies into one, at each date's exchange rate."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.periods import Span, bounds


def converted(
    frame: pd.DataFrame,
    rates: pd.DataFrame,
    *,
    to: str,
    firm_currency: str,
    on: str = "service_date",
    at: date | None = None,
) -> pd.DataFrame:
    """Convert `amount` in every row to a single currency.

        amount in `to` = amount x rate(own currency) / rate(to)

    Parameters
    ----------
    frame : DataFrame
        One row per amount: `amount`, `currency` (ISO 4217), and the date column `on`.
    rates : DataFrame
        One row per day and currency: `date`, `currency`, `rate` (units of the firm's currency for
        one unit of that currency). A rate applies until the next rate.
    to, firm_currency : str
        The target currency, and the currency in which all rates are quoted, whose own rate is 1.
    at : date, optional
        Convert everything at this day's rates (constant currency).

    Returns
    -------
    DataFrame
        A copy; `currency` is `to` in every row.

    Notes
    -----
    - Amounts already in `to` are left exactly unchanged, and need no rate.
    - Days before a currency's first rate have no rate.

    Raises
    ------
    MissingRateError
        If a rate is missing; names the currency and the first day without a rate.

    References
    ----------
    docs/definitions.md, currency.
    """
    foreign = (frame["currency"] != to).to_numpy(dtype=bool)
    if not foreign.any():
        return frame.assign(currency=to)
    days = pd.Series(pd.Timestamp(at), index=frame.index) if at is not None else frame[on]
    own = _rate(frame["currency"][foreign], days[foreign], rates, firm_currency)
    target = _rate(pd.Series(to, index=own.index), days[foreign], rates, firm_currency)
    amount = frame["amount"].astype("float64").copy()
    amount[foreign] = amount[foreign] * own / target
    return frame.assign(amount=amount, currency=to)


def average_rates(rates: pd.DataFrame, period: pd.Period | Span, firm_currency: str) -> pd.DataFrame:
    """Average exchange rate per currency for a period: the mean of the daily rates.

    Passed to `converted` as `rates`, the result converts two periods at the same rate, which separates the
    client's growth from the currency effect.

    Parameters
    ----------
    rates : DataFrame
        One row per day and currency, as for `converted`.
    period : Period or Span
        Usually the earlier of the two periods compared.

    Returns
    -------
    DataFrame
        `date` (first day of the period, from which the rate applies), `currency`, `rate`; one row per
        currency.

    Notes
    -----
    - Rates are weighted by days, not rows: a rate that applied for two months of three weighs two thirds.
    - A currency whose first rate is after the period's first day has no average, and no row.

    References
    ----------
    IAS 21, average rate of a period, constant currency.

    Examples
    --------
    >>> from acctlib.periods import quarter
    >>> known = pd.DataFrame({"date": pd.to_datetime(["2025-01-01", "2025-03-02"]), "currency": ["USD"] * 2,
    ...                       "rate": [0.9, 1.2]})
    >>> average_rates(known, quarter("2025Q1"), "EUR")["rate"].round(6).to_list()  # 60 days and 30
    [1.0]
    """
    start, end = bounds(period)
    days = pd.Series(pd.date_range(start, end, inclusive="left"))
    known = rates.loc[(rates["date"] <= start) & (rates["currency"] != firm_currency), "currency"].unique()
    means = [_rate(pd.Series(code, index=days.index), days, rates, firm_currency).mean() for code in known]
    return pd.DataFrame({"date": start, "currency": known, "rate": means})


def _rate(currency: pd.Series, days: pd.Series, rates: pd.DataFrame, firm_currency: str) -> pd.Series:
    """Return the rate that applies to each row: the last rate on or before its date."""
    found = pd.Series(np.nan, index=currency.index)
    for code in currency.unique():  # a handful of currencies, never clients
        rows = currency == code
        if code == firm_currency:
            found[rows] = 1.0
            continue
        known = rates[rates["currency"] == code].sort_values("date")
        place = np.searchsorted(known["date"].to_numpy(), days[rows].to_numpy(), side="right") - 1
        values = known["rate"].to_numpy(dtype="float64")
        found[rows] = np.where(place >= 0, values[np.maximum(place, 0)], np.nan) if len(values) else np.nan
    if found.isna().any():
        gap = found.isna()
        first = days[gap].min()
        raise MissingRateError(
            f"rates: no rate for {currency[gap][days[gap] == first].iloc[0]} on {first.date()} or before; "
            f"add one, in units of {firm_currency}"
        )
    return found
