"""A measure: how one fact is taken from one client's rows, for any quarter.

The scorecard takes every measure at the quarter, a quarter before and a year before, so that each
fact comes with its comparisons from the same function.
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
    """What a measure found: a value or the reason why there is none.

    Attributes
    ----------
    n, asked
        How many things it rests on, and how many could have answered.
    low, high
        95 % interval; absent for sums, which have no sampling error.
    counts
        What a difference between two estimates is judged by: successes of a share, or promoters,
        passives and detractors.
    left_out
        What was not counted, with reason, count and effect.
    series, series_break
        The version of the question it rests on, and what to say where it meets an estimate of another one.
    partial
        The data cover only a part of its time: it stands with its note, and is compared with nothing.
    replies
        In a client edition, who gave the replies that a score counts, and what each adds to it.
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
    """A metric's name, its function, how to tell a change from chance, and which data it needs.

    Attributes
    ----------
    lookback_quarters : int
        How many quarters before its own it looks, where it holds the client of then against the client of now.
    reads : tuple of str
        Tables whose events it counts: they must cover all of its time, else there is no value; see `reading`.
    when : str
        Which days those are. `over`: from the first day of its first quarter on. `end`: its last day alone, for what
        tells how things stand. `part`: any of them; what the data cover is told, and that it is not all.
    """

    name: str
    compute: Compute
    is_real_change: IsRealChange
    window: str = "quarter"
    lookback_quarters: int = 0
    reads: tuple[str, ...] = ()
    when: Literal["over", "end", "part"] = "over"

    def evaluate(self, prepared: Prepared) -> Estimate:
        """What it finds; nothing where the data do not cover its time, or where a merger falls into it.

        References
        ----------
        docs/definitions.md, retention, merger: a cohort is restated or not told; one client's rows cannot restate it.
        """
        found, lacks = self.compute(prepared), self.lacking(prepared.context)
        if lacks and found.value is None and not set(self.reads) <= set(prepared.frames):
            return found  # no such table is kept, whatever the days
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
        """Why the data do not cover its time in full; empty where they do."""
        return context.lacking(self.reads, None if self.when == "end" else self._first(context))

    def _first(self, context: ReviewContext) -> pd.Period:
        return context.quarter - max(self.lookback_quarters, YEAR - 1 if self.window == "year" else 0)

    def _outside(self, context: ReviewContext) -> bool:
        """No day of its time is covered."""
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
    """The same measures, each with the tables that it reads; one that says so itself keeps its own."""
    return tuple(measure if measure.reads else replace(measure, reads=tables) for measure in measures)


def sum_differs(now: Estimate, before: Estimate) -> bool | None:
    """Sums of invoices are counted, not sampled: any difference is one."""
    return None if now.value is None or before.value is None else now.value != before.value


def share_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two shares differ where Newcombe's interval for their difference leaves out zero."""
    if not (now.counts and before.counts and now.n and before.n):
        return None
    low, high = newcombe_difference(now.counts[0], now.n, before.counts[0], before.n)
    return low > 0 or high < 0


def interval_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two estimates differ where the interval of their difference, made from both of theirs, leaves out zero."""
    ends = (now.low, now.high, before.low, before.high)
    if now.value is None or before.value is None or any(end is None or math.isnan(end) for end in ends):
        return None
    apart = now.value - before.value
    up = math.hypot(now.value - float(now.low or 0), float(before.high or 0) - before.value)
    down = math.hypot(float(now.high or 0) - now.value, before.value - float(before.low or 0))
    return apart - up > 0 or apart + down < 0


def share(yes: pd.Series, nothing: str, asked: int | None = None) -> Estimate:
    """A share of yes among what is known, with Wilson's interval.

    Parameters
    ----------
    yes : Series
        One row per thing: True, False, or missing where it is not known.
    nothing : str
        The reason to give where there is nothing to count.
    """
    known = yes.dropna().astype(bool)
    if known.empty:
        return Estimate(n=0, asked=asked, note=nothing)
    low, high = wilson(int(known.sum()), len(known))
    return Estimate(float(known.mean()), len(known), asked, low, high, counts=(int(known.sum()),))
