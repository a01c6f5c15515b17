"""Facts about satisfaction: each contact's latest answer in four quarters, and how many contacts were asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Measure, reading, share_differs, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.satisfaction.answers import (
    AFTER_WORK,
    NO_INVITATIONS,
    NO_SURVEY,
    RELATIONSHIP,
    Answers,
    answers,
    asked,
    invitations,
)
from acctlib.facts.satisfaction.respondents import FEW, Replies, replies_of, side_by_side, tells_a_few
from acctlib.metrics.base.intervals import Interval, newcombe_difference, nps_difference, wilson
from acctlib.metrics.satisfaction import satisfaction
from acctlib.metrics.satisfaction.satisfaction import (
    all_invited,
    net_promoter_score,
    nps_bounds,
    nps_counts,
    nps_interval,
    nps_points,
)
from acctlib.periods import year_ago
from acctlib.phrases import phrase

__all__ = ["NO_SURVEY", "POOLED", "SATISFACTION", "asked", "ces", "csat", "nps", "nps_differs", "response_rate"]

Question = Literal["csat", "ces"]
SHARES = {"csat": satisfaction.csat, "ces": satisfaction.customer_effort}
Change = Callable[[Estimate, Estimate], Interval]


def nps(prepared: Prepared, kind: str = RELATIONSHIP) -> Estimate:
    """Net Promoter Score, in points."""
    told = answers(prepared, "nps", kind)
    if told.why:
        return _none(told)
    scores = told.scores
    low, high = nps_interval(scores, _population(told, prepared.context))
    value = net_promoter_score(scores)
    left = _left_out(told, net_promoter_score(told.every) - value, prepared.context)
    return Estimate(
        value, len(scores), told.asked, low, high, counts=nps_counts(scores), left_out=left,
        series=told.series, series_break=told.series_break, replies=_replies(prepared, nps_points(scores), kind),
    )  # fmt: skip


def nps_over_time(prepared: Prepared, quarters: Sequence[pd.Period]) -> list[Estimate]:
    """Each quarter's score, for a line chart.

    A score has no value if the question differed from the last quarter's, if the data do not cover its four quarters,
    or, for a client, if it would reveal beside the others what a few people answered.
    """
    found = {quarter: MEASURED.evaluate(prepared.at(quarter)) for quarter in quarters}
    series = found[quarters[-1]].series
    alike = {quarter: x if x.series == series and not x.partial else Estimate() for quarter, x in found.items()}
    # In the order in which facts show them: now, a year ago, the previous quarter; then the others, latest first.
    order = [
        q for q in dict.fromkeys((prepared.quarter, year_ago(prepared.quarter), *reversed(quarters))) if q in alike
    ]
    shown = dict(
        zip(order, side_by_side([alike[q] for q in order], prepared.context.policy.fewest_respondents), strict=True)
    )
    return [shown[quarter] for quarter in quarters]


def nps_differs(now: Estimate, before: Estimate) -> bool | None:
    """Two scores differ if the interval for their difference excludes zero."""
    if not (now.counts and before.counts):
        return None
    low, high = nps_difference(now.counts, before.counts)
    return low > 0 or high < 0


def share_of_yes(prepared: Prepared, column: Question) -> Estimate:
    """Share of contacts whose latest score counts as a yes."""
    told = answers(prepared, column)
    if told.why:
        return _none(told)
    yes = satisfaction.says_yes(told.scores, column)
    n, value = len(yes), SHARES[column](told.scores)
    low, high = wilson(int(yes.sum()), n, population=_population(told, prepared.context))
    left = _left_out(told, SHARES[column](told.every) - value, prepared.context)
    return Estimate(
        value, n, told.asked, low, high, counts=(int(yes.sum()),), left_out=left,
        series=told.series, series_break=told.series_break, replies=_replies(prepared, yes),
    )  # fmt: skip


csat = partial(share_of_yes, column="csat")
ces = partial(share_of_yes, column="ces")


def response_rate(prepared: Prepared) -> Estimate:
    """Share of contacts asked who answered at least once; repeat invitations of a contact count once."""
    sent = invitations(prepared)
    contacts = asked(prepared)
    people = contacts["answered_date"].notna()
    if people.empty:
        return Estimate(n=0, note=NO_SURVEY)
    if not all_invited(contacts):
        return Estimate(n=int(people.sum()), note=NO_INVITATIONS)
    value, more = satisfaction.response_rate(contacts), len(sent) - len(people)
    low, high = wilson(int(people.sum()), len(people))
    effect = satisfaction.response_rate(sent) - value
    left = (LeftOut(phrase("further invitations of the same contacts"), more, effect),) if more else ()
    return Estimate(value, len(people), None, low, high, counts=(int(people.sum()),), left_out=left)


def silent(prepared: Prepared) -> Estimate:
    """Non-respondents: contacts who were asked and did not answer."""
    people = asked(prepared)
    if people.empty:
        return Estimate(n=0, note=NO_SURVEY)
    if not all_invited(people):
        return Estimate(n=len(people), note=NO_INVITATIONS)
    return Estimate(float(people["answered_date"].isna().sum()), len(people))


def _bound(prepared: Prepared, end: int) -> Estimate:
    """The score if every contact without a score were a detractor (0) or a promoter (1)."""
    told = answers(prepared, "nps")
    if not len(told.scores):  # bounds of -100 to +100 would be uninformative
        return _none(told)
    if told.asked is None:
        return Estimate(n=len(told.scores), note=NO_INVITATIONS)
    return Estimate(nps_bounds(told.scores, told.asked - len(told.scores))[end], len(told.scores), told.asked)


def nps_change(prepared: Prepared) -> Estimate:
    """The score minus last year's, with the interval for the difference, both variances adjusted."""
    return _change(nps, lambda now, before: nps_difference(now.counts, before.counts), 1, prepared)


def csat_change(prepared: Prepared) -> Estimate:
    """The satisfied share minus last year's, in percentage points, with Newcombe's interval."""
    return _change(csat, _share_change, 100, prepared)


def _share_change(now: Estimate, before: Estimate) -> Interval:
    low, high = newcombe_difference(now.counts[0], now.n or 0, before.counts[0], before.n or 0)
    return 100 * low, 100 * high


def _change(
    take: Callable[[Prepared], Estimate],
    interval: Change,
    scale: float,
    prepared: Prepared,
) -> Estimate:
    """A score minus last year's; no value if either is unknown, the question changed, or it reveals a few replies."""
    now, before = (take(at) for at in (prepared, prepared.at(year_ago(prepared.quarter))))
    if now.value is None:
        return Estimate(n=now.n, asked=now.asked, note=now.note)
    if before.value is None:
        return Estimate(n=now.n, asked=now.asked, note=phrase("a year ago: {why}", why=before.note))
    if now.series != before.series:
        return Estimate(n=now.n, asked=now.asked, note=now.series_break)
    if tells_a_few(now, before, prepared.context.policy.fewest_respondents):
        return Estimate(n=now.n, asked=now.asked, note=FEW)
    low, high = interval(now, before)
    return Estimate(scale * (now.value - before.value), now.n, now.asked, low, high)


def _never_compared(now: Estimate, before: Estimate) -> None:
    """Never compare: the change of a change, or of a bound, is not meaningful to report."""


def _none(told: Answers) -> Estimate:
    return Estimate(
        n=len(told.scores), asked=told.asked, note=told.why, series=told.series, series_break=told.series_break
    )


def _replies(prepared: Prepared, adds: pd.Series, kind: str = RELATIONSHIP) -> Replies:
    """Replies by respondent, for a client edition; internally, the effect of a single reply may be shown."""
    return replies_of(invitations(prepared, kind), adds) if prepared.context.edition == "client" else ()


def _population(told: Answers, context: ReviewContext) -> int | None:
    """The number of contacts in all, if the policy states that every one is asked."""
    return told.asked if context.policy.census else None


def _left_out(told: Answers, effect: float, context: ReviewContext) -> tuple[LeftOut, ...]:
    """Earlier answers from contacts who answered again; a client is not shown the effect of only a few."""
    again = len(told.every) - len(told.scores)
    few = context.edition == "client" and again < context.policy.fewest_respondents
    earlier = LeftOut(phrase("earlier answers of contacts who answered again"), again, None if few else effect)
    return (*((earlier,) if again else ()), *told.left_out)


MEASURED = Measure("nps", nps, nps_differs, "year", reads=("surveys",), when="part")
POOLED: tuple[Measure, ...] = reading(
    ("surveys",),
    MEASURED,
    Measure("csat", csat, share_differs, "year", when="part"),
    Measure("ces", ces, share_differs, "year", when="part"),
    Measure("response_rate", response_rate, share_differs, "year", when="part"),
)
SATISFACTION: tuple[Measure, ...] = reading(
    ("surveys",),
    *POOLED,
    Measure("nps_change", nps_change, _never_compared, "year", 7),
    Measure("csat_change", csat_change, _never_compared, "year", 7),
    Measure("nps_worst", partial(_bound, end=0), _never_compared, "year", when="part"),
    Measure("nps_best", partial(_bound, end=1), _never_compared, "year", when="part"),
    Measure("silent", silent, sum_differs, "year", when="part"),
    Measure("nps_after_work", partial(nps, kind=AFTER_WORK), nps_differs, "year", when="part"),
)
