"""Fiscal quarters, and the one rule by which a row belongs to a period.

A quarter is a `pandas.Period` with freq `Q-<last month of the fiscal year>`; it is named for the
calendar year in which its fiscal year ends (2026Q1 of a year that starts in April begins on
1 April 2025). Every period is half-open, [start, end): a row on the last day of the quarter
belongs to it, one at midnight of the next day does not.
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
    """A stretch of time, [start, end), with the quarters it is made of.

    Attributes
    ----------
    first, last : Period
        The first and the last quarter of the stretch; equal for a single quarter.
    """

    first: pd.Period
    last: pd.Period

    @property
    def start(self) -> pd.Timestamp:
        """Midnight at which the stretch begins."""
        return self.first.start_time

    @property
    def end(self) -> pd.Timestamp:
        """Midnight at which it is over: the first moment that is outside."""
        return (self.last + 1).start_time

    @property
    def last_day(self) -> date:
        """The last calendar day that is inside."""
        return (self.end - pd.Timedelta(1, "D")).date()

    @property
    def quarters(self) -> list[pd.Period]:
        """Its quarters, oldest first."""
        return list(pd.period_range(self.first, self.last))


def frequency(fiscal_year_start: int = 1) -> str:
    """Pandas' name for quarters of a fiscal year that starts in this month (1 to 12).

    >>> frequency(1), frequency(4), frequency(10)
    ('Q-DEC', 'Q-MAR', 'Q-SEP')
    """
    if fiscal_year_start not in range(1, 13):
        raise PeriodError(f"fiscal_year_start: {fiscal_year_start} is not a month; give 1 to 12")
    return f"Q-{MONTHS[fiscal_year_start - 2]}"


def quarter(text: str | pd.Period, fiscal_year_start: int = 1) -> pd.Period:
    """The quarter that a text such as `2026Q3` names.

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
    """The quarter in which a day lies."""
    return pd.Period(pd.Timestamp(day), freq=frequency(fiscal_year_start))


def span(period: pd.Period | Span) -> Span:
    """A quarter as a stretch of one; a stretch as it is."""
    return period if isinstance(period, Span) else Span(period, period)


def bounds(period: pd.Period | Span) -> tuple[pd.Timestamp, pd.Timestamp]:
    """Start and end, half-open.

    >>> [t.date().isoformat() for t in bounds(quarter("2024Q1"))]
    ['2024-01-01', '2024-04-01']
    """
    return _bounds(span(period))


@lru_cache(maxsize=256)
def _bounds(stretch: Span) -> tuple[pd.Timestamp, pd.Timestamp]:
    return stretch.start, stretch.end


def previous(period: pd.Period) -> pd.Period:
    """The quarter before."""
    return period - 1


def year_ago(period: pd.Period) -> pd.Period:
    """The same quarter of the fiscal year before."""
    return period - 4


def trailing_four(period: pd.Period) -> Span:
    """The four quarters that end with this one."""
    return Span(period - 3, period)


def trailing(period: pd.Period, quarters: int) -> Span:
    """The last so many quarters, this one included."""
    return Span(period - (quarters - 1), period)


def within(frame: pd.DataFrame, period: pd.Period | Span, on: str) -> pd.DataFrame:
    """The rows of a frame whose date lies in a period, [start, end).

    The only place that decides it, for every table. A row without a date lies in no period.

    Parameters
    ----------
    frame : DataFrame
        Any table; one row per whatever it holds.
    period : Period or Span
        A quarter or a stretch of quarters.
    on : str
        The datetime column that decides.
    """
    start, end = bounds(period)
    days = frame[on].to_numpy()  # bare arrays: a review cuts its small tables hundreds of times
    if days.dtype.kind != "M":
        return frame[(frame[on] >= start) & (frame[on] < end)]
    return frame[(days >= start.to_datetime64()) & (days < end.to_datetime64())]


def last_full_quarter(covered_to: date | pd.Timestamp, fiscal_year_start: int = 1) -> pd.Period:
    """The last quarter that data reaching to this day covers in full.

    >>> str(last_full_quarter(date(2026, 9, 30))), str(last_full_quarter(date(2026, 9, 29)))
    ('2026Q3', '2026Q2')
    """
    return quarter_of(pd.Timestamp(covered_to) + pd.Timedelta(1, "D"), fiscal_year_start) - 1


def name(period: pd.Period) -> str:
    """A quarter as files and parameters spell it.

    >>> name(quarter("2026 q3"))
    '2026Q3'
    """
    return f"{period.qyear}Q{period.quarter}"


def label(period: pd.Period) -> str:
    """A quarter as a reader meets it in a heading or on an axis.

    >>> label(quarter("2026Q3"))
    'Q3 2026'
    """
    return f"Q{period.quarter} {period.qyear}"


@lru_cache(maxsize=64)
def public_holidays(calendar: str, first: int, last: int) -> tuple[date, ...]:
    """Days on which nobody works in a country or a part of it, from the `holidays` library.

    Parameters
    ----------
    calendar : str
        ISO 3166 code of a country, with its part where parts differ: `FR`, `DE-BY`, `GB-ENG`; none where empty.
    first, last : int
        Years, both included.

    Raises
    ------
    PeriodError
        For a calendar that the library does not know.

    Examples
    --------
    >>> [date(2026, 6, 4) in public_holidays(calendar, 2026, 2026) for calendar in ("DE-BY", "DE-BE")]
    [True, False]
    """
    if not calendar:
        return ()
    import holidays  # some 0.1 seconds, which only a firm with a calendar pays

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
    """Whether there is such a calendar of public holidays.

    >>> known_calendar("DE-BY"), known_calendar("DE-QQ")
    (True, False)
    """
    try:
        public_holidays(calendar, 2026, 2026)
    except PeriodError:
        return False
    return True
