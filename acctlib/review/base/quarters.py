"""The quarter under review, and why: by default, the last one that the data covers in full."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib import periods
from acctlib.errors import PeriodError
from acctlib.phrases import in_english

ONE_DAY = pd.Timedelta(1, "D")


def covered_quarter(
    quarter: str, covered_to: date, fiscal_year_start: int, covered_from: date | None = None
) -> pd.Period:
    """Return the requested quarter if the data covers any of it; by default, the last full quarter.

    Notes
    -----
    - If no quarter is covered in full, the default is the quarter in which the data ends.

    Raises
    ------
    PeriodError
        If the quarter lies before or after the data; the message gives the dates covered.
    """
    wanted = periods.quarter(quarter, fiscal_year_start) if quarter else None
    if wanted is None:
        return usual_quarter(covered_to, fiscal_year_start, covered_from)
    start, end = periods.bounds(wanted)
    known = _range(covered_from, covered_to, fiscal_year_start)
    if start > pd.Timestamp(covered_to):
        raise PeriodError(f"quarter: {periods.name(wanted)} has not begun in the data: {known}")
    if covered_from is not None and end <= pd.Timestamp(covered_from):
        raise PeriodError(f"quarter: {periods.name(wanted)} was over before the data begin: {known}")
    return wanted


def usual_quarter(covered_to: date, fiscal_year_start: int, covered_from: date | None = None) -> pd.Period:
    """The last quarter that the data covers in full, or else the one in which the data ends."""
    last = periods.last_full_quarter(covered_to, fiscal_year_start)
    if covered_from is None or periods.bounds(last)[0] >= pd.Timestamp(covered_from):
        return last
    return periods.quarter_of(covered_to, fiscal_year_start)


def full_quarters(first: date, last: date, fiscal_year_start: int) -> tuple[pd.Period, pd.Period] | None:
    """The first and last full quarters between two dates; None if there is no full quarter.

    >>> [str(q) for q in full_quarters(date(2025, 2, 28), date(2026, 3, 31), 1)]
    ['2025Q2', '2026Q1']
    """
    begun = periods.quarter_of(first, fiscal_year_start)
    begun = begun if periods.bounds(begun)[0] >= pd.Timestamp(first) else begun + 1
    ended = periods.last_full_quarter(last, fiscal_year_start)
    return (begun, ended) if begun <= ended else None


def why_this_quarter(covered_to: date, fiscal_year_start: int, covered_from: date | None = None) -> str:
    """A sentence stating the default quarter and the reason for it."""
    taken = usual_quarter(covered_to, fiscal_year_start, covered_from)
    start, end = periods.bounds(taken)
    named = f"{periods.name(taken)} ({_days(start.date(), (end - ONE_DAY).date())})"
    data = f"the data covers {_days(covered_from, covered_to)}"
    if end - ONE_DAY <= pd.Timestamp(covered_to):
        why = "the last quarter that the data covers in full"
        if covered_from is not None and start < pd.Timestamp(covered_from):
            why = "though it is only partly covered, as no quarter is covered in full"
        return f"`review` takes {named}, {why}: {data}."
    return f"`review` takes {named} as far as it is known: no quarter is covered in full; {data}."


def _days(first: date | None, last: date) -> str:
    return f"{in_english(first)} to {in_english(last)}" if first else f"every day up to {in_english(last)}"


def _range(first: date | None, last: date, fiscal_year_start: int) -> str:
    told = f"the data covers {_days(first, last)}"
    full = full_quarters(first, last, fiscal_year_start) if first else None
    if first and not full:
        return f"{told}, and no quarter in full"
    whole = periods.name(periods.last_full_quarter(last, fiscal_year_start))
    if full is None:
        return f"{told}; the last full quarter is {whole}"
    return f"{told}; the full quarters are {periods.name(full[0])} to {periods.name(full[1])}"
