"""The days that each table's data covers, and the single rule for whether a period is covered in full.

A table covers a period if its first day is not after the period's first day, and its last day is not before
the period's last day. Anything outside was not recorded: it is unknown, never zero.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from acctlib.phrases import phrase


@dataclass(frozen=True)
class Days:
    """First and last day that a table covers, both inclusive."""

    first: date
    last: date


@dataclass(frozen=True)
class Coverage:
    """First and last day covered by each table.

    Attributes
    ----------
    tables : Mapping
        Table name -> its days. A table not listed has no dated events and covers every day; a coverage
        without tables restricts nothing.

    Examples
    --------
    >>> held = Coverage({"revenue": Days(date(2025, 2, 1), date(2026, 3, 31))})
    >>> held.lacking(["revenue"], date(2025, 1, 1), date(2025, 3, 31))
    'data begin on 1 Feb 2025'
    >>> held.lacking(["revenue"], date(2025, 4, 1), date(2025, 6, 30))
    ''
    """

    tables: Mapping[str, Days] = field(default_factory=dict)

    def of(self, names: Collection[str]) -> Coverage:
        """Return the coverage of some tables only."""
        return Coverage({name: days for name, days in self.tables.items() if name in names})

    def first(self, tables: Collection[str]) -> date | None:
        """Return the first day that all these tables cover; None if none of them is listed."""
        return max((self.tables[name].first for name in tables if name in self.tables), default=None)

    def last(self, tables: Collection[str]) -> date | None:
        """Return the last day that all these tables cover; None if none of them is listed."""
        return min((self.tables[name].last for name in tables if name in self.tables), default=None)

    def lacking(self, tables: Collection[str], start: date, last: date) -> str:
        """Explain why some tables do not cover a period in full; empty if they do.

        Parameters
        ----------
        start, last : date
            The first and the last day of the period.
        """
        begin, end = self.first(tables), self.last(tables)
        if begin is not None and begin > start:
            return phrase("data begin on {day}", day=begin)
        if end is not None and end < last:
            return phrase("data end on {day}", day=end)
        return ""
