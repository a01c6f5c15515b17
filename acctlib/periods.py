"""Fiscal quarters, and the single rule for whether a row belongs to a period.

A quarter is a `pandas.Period` with freq `Q-<last month of the fiscal year>`, named after the
calendar year in which its fiscal year ends (if the fiscal year starts in April, 2026Q1 begins on
1 April 2025). Every period is half-open, [start, end): a row dated the last day of the quarter
belongs to it; a row dated midnight at the start of the next day does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import pandas as pd

from acctlib.errors import PeriodError

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_QUARTER = re.compile(r"^\s*(\d{4})\s*-?\s*Q([1-4])\s*$", re.IGNORECASE)


@dataclass(frozen=True)
class Span:
    """A span of one or more quarters, [start, end).

    Attributes
    ----------
    first, last : Period
        The span's first and last quarter; equal for a single quarter.
    """

    first: pd.Period
    last: pd.Period

    @property
    def start(self) -> pd.Timestamp:
        """Midnight at the start of the span."""
        return self.first.start_time

    @property
    def end(self) -> pd.Timestamp:
        """Midnight after the span: the first moment outside it."""
        return (self.last + 1).start_time

    @property
    def last_day(self) -> date:
        """The last calendar day in the span."""
        return (self.end - pd.Timedelta(1, "D")).date()

    @property
    def quarters(self) -> list[pd.Period]:
        """The span's quarters, oldest first."""
        return list(pd.period_range(self.first, self.last))


def frequency(fiscal_year_start: int = 1) -> str:
    """Return the pandas frequency of quarters in a fiscal year that starts in this month (1 to 12).

    >>> frequency(1), frequency(4), frequency(10)
    ('Q-DEC', 'Q-MAR', 'Q-SEP')
    """
    if fiscal_year_start not in range(1, 13):
        raise PeriodError(f"fiscal_year_start: {fiscal_year_start} is not a month; give 1 to 12")
    return f"Q-{MONTHS[fiscal_year_start - 2]}"


def quarter(text: str | pd.Period, fiscal_year_start: int = 1) -> pd.Period:
    """Parse text such as `2026Q3` into a quarter.

    >>> quarter("2026Q1", 4).start_time.date().isoformat()
    '2025-04-01'
    """
    if isinstance(text, pd.Period):
        return text
    found = _QUARTER.match(str(text))
    if not found:
        raise PeriodError(f"quarter: '{text}' is not a quarter; write it like 2026Q3")
    return pd.Period(f"{found[1]}Q{found[2]}", freq=frequency(fiscal_year_start))


def quarter_of(day: date | pd.Timestamp, fiscal_year_start: int = 1) -> pd.Period:
    """Return the quarter that contains a day."""
    return pd.Period(pd.Timestamp(day), freq=frequency(fiscal_year_start))


def span(period: pd.Period | Span) -> Span:
    """Convert a quarter to a span of one quarter; return a span unchanged."""
    return period if isinstance(period, Span) else Span(period, period)


def bounds(period: pd.Period | Span) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Return a period's start and end, half-open.

    >>> [t.date().isoformat() for t in bounds(quarter("2024Q1"))]
    ['2024-01-01', '2024-04-01']
    """
    return _bounds(span(period))


@lru_cache(maxsize=256)
def _bounds(stretch: Span) -> tuple[pd.Timestamp, pd.Timestamp]:
    return stretch.start, stretch.end


def previous(period: pd.Period) -> pd.Period:
    """Return the previous quarter."""
    return period - 1


def year_ago(period: pd.Period) -> pd.Period:
    """Return the same quarter of the previous fiscal year."""
    return period - 4


def trailing_four(period: pd.Period) -> Span:
    """Return the span of four quarters ending with this one."""
    return Span(period - 3, period)


def trailing(period: pd.Period, quarters: int) -> Span:
    """Return the span of the given number of quarters ending with this one."""
    return Span(period - (quarters - 1), period)


def within(frame: pd.DataFrame, period: pd.Period | Span, on: str) -> pd.DataFrame:
    """Return a frame's rows dated within a period, [start, end).

    The same rule applies to every table and is implemented only here. A row without a date belongs to no period.

    Parameters
    ----------
    frame : DataFrame
        Any table with the date column.
    period : Period or Span
        A quarter or a span of quarters.
    on : str
        Name of the datetime column to compare.
    """
    start, end = bounds(period)
    days = frame[on].to_numpy()  # plain arrays for speed: a review filters its small tables hundreds of times
    if days.dtype.kind != "M":
        return frame[(frame[on] >= start) & (frame[on] < end)]
    return frame[(days >= start.to_datetime64()) & (days < end.to_datetime64())]


def last_full_quarter(covered_to: date | pd.Timestamp, fiscal_year_start: int = 1) -> pd.Period:
    """Return the last quarter covered in full by data up to and including this day.

    >>> str(last_full_quarter(date(2026, 9, 30))), str(last_full_quarter(date(2026, 9, 29)))
    ('2026Q3', '2026Q2')
    """
    return quarter_of(pd.Timestamp(covered_to) + pd.Timedelta(1, "D"), fiscal_year_start) - 1


def name(period: pd.Period) -> str:
    """Format a quarter as in file names and parameters.

    >>> name(quarter("2026 q3"))
    '2026Q3'
    """
    return f"{period.qyear}Q{period.quarter}"


def label(period: pd.Period) -> str:
    """Format a quarter as in headings and on axes.

    >>> label(quarter("2026Q3"))
    'Q3 2026'
    """
    return f"Q{period.quarter} {period.qyear}"


@lru_cache(maxsize=64)
def public_holidays(calendar: str, first: int, last: int) -> tuple[date, ...]:
    """Return the public holidays of a country or region, from the `holidays` library.

    Parameters
    ----------
    calendar : str
        ISO 3166 code of a country, with the region if holidays differ by region: `FR`, `DE-BY`, `GB-ENG`; no holidays
        if empty.
    first, last : int
        First and last year, both inclusive.

    Raises
    ------
    PeriodError
        The library does not know the calendar.

    Examples
    --------
    >>> [date(2026, 6, 4) in public_holidays(calendar, 2026, 2026) for calendar in ("DE-BY", "DE-BE")]
    [True, False]
    """
    if not calendar:
        return ()
    import holidays  # takes some 0.1 seconds, so only if a calendar is set

    country, _, part = calendar.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=range(first, last + 1))
    except NotImplementedError as error:
        raise PeriodError(
            f"calendar: '{calendar}' is not a known calendar ({error}); "
            "write a country code, with the region where holidays differ, like DE-BY"
        ) from None
    return tuple(sorted(found))


def known_calendar(calendar: str) -> bool:
    """Whether a public-holiday calendar with this code exists.

    >>> known_calendar("DE-BY"), known_calendar("DE-QQ")
    (True, False)
    """
    try:
        public_holidays(calendar, 2026, 2026)
    except PeriodError:
        return False
    return True
