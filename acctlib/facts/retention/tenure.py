"""Facts about tenure: how long relationships last, including those that have not ended."""

from __future__ import annotations

import math
from datetime import date

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import finite_or_none
from acctlib.facts.base.measures import Estimate, Measure
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.retention.tenure import (
    median_interval,
    median_tenure,
    restricted_mean,
    restricted_mean_interval,
    stays,
    survival,
)
from acctlib.phrases import phrase

HORIZON = 3.0
NOT_AVERAGE_AGE = phrase("the average age of today's clients is another number: none of their stays is over")
NO_DAYS = phrase("the days on which relationships began are not kept")


def tenure_curve(prepared: Prepared) -> tuple[pd.DataFrame, int]:
    """The survival curve of all relationships observed up to the end of the data, and their number."""
    clients, revenue = prepared.frames.get("clients"), prepared.revenue
    if clients is None or not {"start_date", "end_date"} <= set(clients) or revenue.empty:
        return survival(pd.DataFrame({"entry": [], "exit": [], "left": pd.Series([], dtype="bool")})), 0
    seen = stays(clients, seen_since(prepared), prepared.context.covered_to)
    return survival(seen), len(seen)


def seen_since(prepared: Prepared) -> date:
    """The first day of observation: relationships that ended earlier are unknown."""
    first = prepared.context.coverage.first(["revenue"])
    return first if first is not None else prepared.revenue["service_date"].min().date()


def _read(context: ReviewContext, note: str) -> str:
    """Add the first day of observation to a note: relationships that ended earlier are not included."""
    first = context.coverage.first(["revenue"])
    return note if first is None else phrase("relationships seen from {day} on; {more}", day=first, more=note)


def tenure(prepared: Prepared) -> Estimate:
    """Mean duration of a relationship within its first three years, in years."""
    curve, n = tenure_curve(prepared)
    if not n:
        return Estimate(n=0, note=_read(prepared.context, NO_DAYS))
    value = finite_or_none(restricted_mean(curve, HORIZON))
    if value is None:
        return Estimate(n=n, note=_read(prepared.context, phrase("nobody was seen for three years")))
    low, high = restricted_mean_interval(curve, HORIZON)
    if not low < high:
        none = phrase("none of {n} left within three years: how many may, is not known", n=n)
        return Estimate(value, n, note=_read(prepared.context, none))
    return Estimate(value, n, low=low, high=high, note=_read(prepared.context, NOT_AVERAGE_AGE))


def tenure_median(prepared: Prepared) -> Estimate:
    """Median tenure: the age reached by half of all relationships."""
    curve, n = tenure_curve(prepared)
    if not n:
        return Estimate(n=0, note=_read(prepared.context, NO_DAYS))
    value = median_tenure(curve)
    if math.isnan(value):
        long = phrase("longer than observed: more than half last beyond the longest stay seen")
        return Estimate(n=n, note=_read(prepared.context, long))
    low, high = median_interval(curve)
    return Estimate(
        value, n, low=finite_or_none(low), high=finite_or_none(high), note=_read(prepared.context, NOT_AVERAGE_AGE)
    )


def years_differ(now: Estimate, before: Estimate) -> bool | None:
    """Return None: the curves share most of their relationships, so a difference cannot be tested against chance."""
    return None


BOOK_TENURE: tuple[Measure, ...] = (
    Measure("tenure", tenure, years_differ, when="end"),
    Measure("tenure_median", tenure_median, years_differ, when="end"),
)
