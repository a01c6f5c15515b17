"""Money of many currencies as money of one, at the rate that held on the day."""

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
    """The same rows with `amount` in one currency.

        amount in `to` = amount x rate(own currency) / rate(to)

    Parameters
    ----------
    frame : DataFrame
        One row per amount: `amount`, `currency` (ISO 4217), and the date column `on`.
    rates : DataFrame
        One row per day and currency: `date`, `currency`, `rate` (units of the firm's currency for
        one unit of that currency). A rate holds until the next one.
    to, firm_currency : str
        Target, and the currency that all rates are quoted in, whose own rate is 1.
    at : date, optional
        Convert everything at the rates of this one day (constant currency).

    Returns
    -------
    DataFrame
        A copy; `currency` is `to` in every row.

    Notes
    -----
    - Rows that are already in `to` keep their amounts to the last digit, and need no rate.
    - A day before a currency's first rate has no rate.

    Raises
    ------
    MissingRateError
        Naming the currency and the first day that has none.

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
    """One rate per currency for a whole period: the mean over its days of the rate that held.

    Given to `converted` in place of `rates`, it puts two periods at one rate: what is left of the
    growth is the client's, and the rest is currency.

    Parameters
    ----------
    rates : DataFrame
        One row per day and currency, as for `converted`.
    period : Period or Span
        As a rule the earlier of the two that are compared.

    Returns
    -------
    DataFrame
        `date` (first day of the period: the rate holds from there on), `currency`, `rate`; one row per
        currency.

    Notes
    -----
    - Days count, not rows: a rate that held for two months of three weighs two thirds.
    - A currency whose first rate is later than the first day has no average, and no row.

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
    """The rate that holds for each row: the last one on or before its day."""
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
