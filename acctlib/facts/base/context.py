"""The terms under which facts are made: which quarter, which money, which promises to hold them to."""

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
    """Everything a fact depends on beside the rows.

    Attributes
    ----------
    quarter
        The quarter under review.
    edition
        `client` or `internal`: which facts there are. What both have is the same number in both.
    currency, firm_currency
        ISO codes of the money shown and of the money in the rates table.
    covered_to
        Day as of which the data are read: work that is open then and due by then is overdue.
    acceptance_kept
        Whether the firm keeps the day of acceptance; one client's rows cannot tell.
    coverage
        First and last day of each table.
    merged_on
        Days on which another client was merged into this one, whose rows this client's do not hold. Over a whole
        book there are none: mergers are restated there.
    absorbed_on
        The day on which this client was merged into another one; None where it was not.
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
        """The last day of a merger after an earlier quarter had begun: before and after it do not compare."""
        first, after = bounds(earlier)[0], bounds(self.quarter)[1]
        days = (*self.merged_on, *([self.absorbed_on] if self.absorbed_on else []))
        return max((day for day in days if first < pd.Timestamp(day) < after), default=None)

    def lacking(self, tables: Collection[str], since: pd.Period | None = None) -> str:
        """Why tables do not cover the time from the start of a quarter to the end under review; empty where they do.

        Parameters
        ----------
        since : Period, optional
            The first quarter needed; where there is none the last day alone.
        """
        last = min(self.covered_to, (bounds(self.quarter)[1] - pd.Timedelta(1, "D")).date())
        return self.coverage.lacking(tables, last if since is None else bounds(since)[0].date(), last)

    @property
    def elapsed(self) -> int | None:
        """Days of the quarter that the data covers, where it is not all of them; None for a whole quarter."""
        first, after = bounds(self.quarter)
        days = (pd.Timestamp(self.covered_to) - first).days + 1
        return days if days < (after - first).days else None

    def at(self, quarter: pd.Period) -> ReviewContext:
        """The same terms for another quarter: of one that is not over, for as many of its days."""
        first, after = bounds(quarter)
        last = after - pd.Timedelta(1, "D")
        if (days := self.elapsed) is not None and quarter < self.quarter:
            last = min(last, first + pd.Timedelta(days - 1, "D"))
        return replace(self, quarter=quarter, covered_to=min(self.covered_to, last.date()))
