"""The review context in which facts are computed: quarter, edition, currencies, policy and targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import pandas as pd

from acctlib.config import Policy
from acctlib.coverage import Coverage
from acctlib.periods import bounds

Frames = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class ReviewContext:
    """Everything that a fact depends on apart from the rows.

    Attributes
    ----------
    quarter
        The quarter under review.
    edition
        `client` or `internal`: determines which facts are included. A fact in both has the same value in both.
    currency, firm_currency
        ISO codes of the currency shown and of the firm's own, in which the rates table is expressed.
    covered_to
        The data's as-of date: work still open on it and due by it is overdue.
    acceptance_kept
        Whether the firm records acceptance dates; this cannot be determined from one client's rows.
    coverage
        The first and last day covered by each table.
    merged_on
        Dates on which another client was merged into this one; that client's rows are not among this client's. Empty
        for a whole book, where mergers are restated.
    absorbed_on
        The date on which this client was merged into another; None if it was not.
    """

    quarter: pd.Period
    edition: str
    currency: str
    firm_currency: str
    covered_to: date
    policy: Policy = field(default_factory=Policy)
    targets: Mapping[str, float] = field(default_factory=dict)
    acceptance_kept: bool | None = None
    merged_on: tuple[date, ...] = ()
    absorbed_on: date | None = None
    coverage: Coverage = field(default_factory=Coverage)

    def merger_since(self, earlier: pd.Period) -> date | None:
        """Return the latest merger date since the start of an earlier quarter; values across it are not comparable."""
        first, after = bounds(earlier)[0], bounds(self.quarter)[1]
        days = (*self.merged_on, *([self.absorbed_on] if self.absorbed_on else []))
        return max((day for day in days if first < pd.Timestamp(day) < after), default=None)

    def lacking(self, tables: Collection[str], since: pd.Period | None = None) -> str:
        """Explain why tables do not cover the time from a quarter's start to the end under review; empty if they do.

        Parameters
        ----------
        since : Period, optional
            The first quarter needed; by default only the last day is checked.
        """
        last = min(self.covered_to, (bounds(self.quarter)[1] - pd.Timedelta(1, "D")).date())
        return self.coverage.lacking(tables, last if since is None else bounds(since)[0].date(), last)

    @property
    def elapsed(self) -> int | None:
        """The number of days covered in a partial quarter; None for a complete one."""
        first, after = bounds(self.quarter)
        days = (pd.Timestamp(self.covered_to) - first).days + 1
        return days if days < (after - first).days else None

    def at(self, quarter: pd.Period) -> ReviewContext:
        """Return the context for another quarter; if this one is partial, an earlier one is cut to as many days."""
        first, after = bounds(quarter)
        last = after - pd.Timedelta(1, "D")
        if (days := self.elapsed) is not None and quarter < self.quarter:
            last = min(last, first + pd.Timedelta(days - 1, "D"))
        return replace(self, quarter=quarter, covered_to=min(self.covered_to, last.date()))
