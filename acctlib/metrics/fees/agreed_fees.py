"""Contracted fees for a period, for comparison with the fees invoiced."""

from __future__ import annotations

import pandas as pd

MONTHS = 12


def agreed_fees(contracts: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> pd.Series:
    """Each contract's fees for the days from `start` up to, but excluding, `end`.

        agreed = sum over months of annual_value / 12 x days in force / days of the month

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `annual_value` (annual fees), `start_date` (first day), `end_date` (last day;
        missing if open-ended).
    start, end : Timestamp
        First day, and first day after.

    Returns
    -------
    Series[index of contracts -> money]
        0 if a contract is not in force on any of the days; missing if its value is missing.

    Notes
    -----
    - Full months weigh the same, as they are invoiced; only partial months are prorated by days.

    References
    ----------
    docs/definitions.md, fees invoiced against agreed.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> terms = pd.DataFrame({"annual_value": [1200.0, 1200.0], "start_date": [day("2026-01-01"), day("2026-09-16")],
    ...                       "end_date": [pd.NaT, pd.NaT]})
    >>> agreed_fees(terms, day("2026-07-01"), day("2026-10-01")).to_list()
    [300.0, 50.0]
    """
    first = contracts["start_date"].fillna(start)
    last = (contracts["end_date"] + pd.Timedelta(1, "D")).fillna(end)
    share = pd.Series(0.0, index=contracts.index)
    for month in pd.period_range(start, end - pd.Timedelta(1, "D"), freq="M"):
        begins, over = max(month.start_time, start), min((month + 1).start_time, end)
        days = (last.where(last < over, over) - first.where(first > begins, begins)).dt.days
        share += days.clip(lower=0) / month.days_in_month
    return contracts["annual_value"].astype("float64") / MONTHS * share
