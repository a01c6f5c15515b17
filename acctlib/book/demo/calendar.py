"""A demonstration book's quarters, and date arithmetic; plain dates for speed, because there are many."""

from __future__ import annotations

import calendar as months
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from acctlib.periods import name, quarter, trailing

SEASON = {1: 0.9, 2: 0.92, 3: 1.0, 4: 1.0, 5: 1.02, 6: 1.0, 7: 0.85, 8: 0.7, 9: 1.0, 10: 1.12, 11: 1.25, 12: 1.24}


@dataclass(frozen=True)
class Calendar:
    """The book's quarters, numbered from 0.

    Attributes
    ----------
    names : tuple of str
        Each quarter's name, such as 2026Q3.
    starts : tuple of date
        First day of each quarter, and of the quarter after the last.
    """

    names: tuple[str, ...]
    starts: tuple[date, ...]

    @property
    def last(self) -> int:
        """Number of the last quarter."""
        return len(self.names) - 1

    @property
    def begin(self) -> date:
        """First day of the data."""
        return self.starts[0]

    @property
    def cut(self) -> date:
        """First day after the data: nothing happens on or after it."""
        return self.starts[-1]

    @cached_property
    def months(self) -> tuple[date, ...]:
        """First day of every covered month."""
        return tuple(later(self.begin, k) for k in range(3 * len(self.names)))


def calendar(end: str, quarters: int) -> Calendar:
    """Return the calendar of the given number of quarters up to `end`, which is covered in full.

    >>> covered = calendar("2026Q3", 2)
    >>> covered.names, covered.begin.isoformat(), covered.cut.isoformat()
    (('2026Q2', '2026Q3'), '2026-04-01', '2026-10-01')
    """
    covered = trailing(quarter(end), quarters)
    starts = (*(q.start_time.date() for q in covered.quarters), covered.end.date())
    return Calendar(tuple(name(q) for q in covered.quarters), starts)


def later(day: date, count: int) -> date:
    """Return the same day `count` months later (or earlier), or the last day of a month that is too short.

    >>> later(date(2026, 1, 31), 1).isoformat(), later(date(2026, 1, 15), -2).isoformat()
    ('2026-02-28', '2025-11-15')
    """
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, months.monthrange(year, month + 1)[1]))


def after(day: date, count: int) -> date:
    """Return the date `count` days later, or earlier if negative."""
    return day + timedelta(days=count)
