"""A measure: how to compute one fact from one client's rows, for any quarter.

The scorecard evaluates every measure for the quarter, a quarter earlier and a year earlier, so that each
fact and its comparisons come from the same function.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.base.intervals import newcombe_difference, wilson
from acctlib.periods import label
from acctlib.phrases import phrase

YEAR = 4  # quarters


@dataclass(frozen=True)
class Estimate:
    """A measure's result: a value, or the reason why there is none.

    Attributes
    ----------
    n, asked
        The number of observations behind it, and how many could have responded.
    low, high
        95 % interval; None for sums, which have no sampling error.
    counts
        The counts used to test a difference between two estimates: successes for a share, or promoters,
        passives and detractors.
    left_out
        Excluded rows, with reason, count and effect.
    series, series_break
        Version of the question behind it, and the note shown beside an estimate from another version.
    partial
        The data cover only part of its period: it is shown with a note, and without comparisons.
    replies
        In a client edition, the respondents whose replies count towards a score, and how much each contributes.
    """

    value: float | None = None
    n: int | None = None
    asked: int | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""
    counts: tuple[int, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    series: str = ""
    series_break: str = ""
    partial: bool = False
    replies: tuple[tuple[str, float], ...] = ()


Compute = Callable[[Prepared], Estimate]
IsRealChange = Callable[[Estimate, Estimate], bool | None]


@dataclass(frozen=True)
class Measure:
    """A metric's name, its function, its test of a change against chance, and the data it needs.

    Attributes
    ----------
    lookback_quarters : int
        How many quarters back it looks, if it compares a client then with the same client now.
    reads : tuple of str
        Tables whose events it counts: they must cover its full period, or there is no value; see `reading`.
    when : str
        Which days must be covered. `over`: all, from the first day of its first quarter. `end`: only the last day, for
        a snapshot. `part`: any; the covered part is reported, with a note that it is incomplete.
    """

    name: str
    compute: Compute
    is_real_change: IsRealChange
    window: str = "quarter"
    lookback_quarters: int = 0
    reads: tuple[str, ...] = ()
    when: Literal["over", "end", "part"] = "over"

    def evaluate(self, prepared: Prepared) -> Estimate:
        """Return the estimate; without a value if the data do not cover its period or it spans a merger.

        References
        ----------
        docs/definitions.md, retention, merger: a cohort is restated or not reported; it cannot be restated from
        one client's rows.
        """
        found, lacks = self.compute(prepared), self.lacking(prepared.context)
        if lacks and found.value is None and not set(self.reads) <= set(prepared.frames):
            return found  # the table itself is missing, whichever days are covered
        if lacks and self.when == "part" and not self._outside(prepared.context):
            note = phrase("{why}; {more}", why=found.note, more=lacks) if found.note else lacks
            return replace(found, partial=True, note=note)
        if lacks:
            return Estimate(n=found.n, note=lacks)
        merged = (
            prepared.context.merger_since(prepared.quarter - self.lookback_quarters) if self.lookback_quarters else None
        )
        return found if merged is None else Estimate(n=found.n, note=self._merger(merged, prepared.context))

    def lacking(self, context: ReviewContext) -> str:
        """Explain why the data do not cover its period in full; empty if they do."""
        return context.lacking(self.reads, None if self.when == "end" else self._first(context))

    def _first(self, context: ReviewContext) -> pd.Period:
        return context.quarter - max(self.lookback_quarters, YEAR - 1 if self.window == "year" else 0)

    def _outside(self, context: ReviewContext) -> bool:
        """Whether no day of its period is covered."""
        return bool(context.lacking(self.reads))

    def _merger(self, day: date, context: ReviewContext) -> str:
        when = label(pd.Period(day, freq=context.quarter.freqstr))
        return phrase(
            "this account was merged into another one in {quarter}"
            if day == context.absorbed_on
            else "another business was merged into this account in {quarter}",
            quarter=when,
        )


def reading(tables: tuple[str, ...], *measures: Measure) -> tuple[Measure, ...]:
    """Return the measures with the tables that they read; a measure that already names its own keeps them."""
    return tuple(measure if measure.reads else replace(measure, reads=tables) for measure in measures)


def sum_differs(now: Estimate, before: Estimate) -> bool | None:
    """Invoice sums are counted, not sampled, so any difference is real."""
    return None if now.value is None or before.value is None else now.value != before.value


def share_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two shares differ if Newcombe's interval for their difference excludes zero."""
    if not (now.counts and before.counts and now.n and before.n):
        return None
    low, high = newcombe_difference(now.counts[0], now.n, before.counts[0], before.n)
    return low > 0 or high < 0


def interval_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two estimates differ if the interval for their difference, derived from both intervals, excludes zero."""
    ends = (now.low, now.high, before.low, before.high)
    if now.value is None or before.value is None or any(end is None or math.isnan(end) for end in ends):
        return None
    apart = now.value - before.value
    up = math.hypot(now.value - float(now.low or 0), float(before.high or 0) - before.value)
    down = math.hypot(float(now.high or 0) - now.value, before.value - float(before.low or 0))
    return apart - up > 0 or apart + down < 0


def share(yes: pd.Series, nothing: str, asked: int | None = None) -> Estimate:
    """Share of True among the known values, with Wilson's interval.

    Parameters
    ----------
    yes : Series
        One row per observation: True, False, or missing if unknown.
    nothing : str
        The reason to state if there is nothing to count.
    """
    known = yes.dropna().astype(bool)
    if known.empty:
        return Estimate(n=0, asked=asked, note=nothing)
    low, high = wilson(int(known.sum()), len(known))
    return Estimate(float(known.mean()), len(known), asked, low, high, counts=(int(known.sum()),))
