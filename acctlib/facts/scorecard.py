"""The scorecard: every measure for one client at one quarter, with its comparisons, as facts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.fact import Fact, finite_or_none, status_of
from acctlib.facts.base.measures import Estimate, Measure
from acctlib.facts.base.mergers import restated
from acctlib.facts.base.money import with_categories
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.actions import PROMISES
from acctlib.facts.delivery.delivery import BOOK_DELIVERY, DELIVERY
from acctlib.facts.growth.growth import BOOK_GROWTH, GROWTH
from acctlib.facts.growth.price_volume_mix import PRICE_VOLUME_MIX
from acctlib.facts.growth.profit import PROFIT
from acctlib.facts.retention.retention import BOOK_RETENTION, RETENTION
from acctlib.facts.satisfaction.book_satisfaction import BOOK_SATISFACTION
from acctlib.facts.satisfaction.relationship import RELATIONSHIP
from acctlib.facts.satisfaction.respondents import FEW, side_by_side
from acctlib.facts.satisfaction.satisfaction import SATISFACTION
from acctlib.metrics.registry import definition
from acctlib.periods import label, previous, year_ago
from acctlib.phrases import counted, phrase

MEASURES: tuple[Measure, ...] = (
    *GROWTH,
    *PRICE_VOLUME_MIX,
    *RETENTION,
    *SATISFACTION,
    *DELIVERY,
    *PROMISES,
    *PROFIT,
    *RELATIONSHIP,
)
BOOK_MEASURES: tuple[Measure, ...] = (
    *BOOK_GROWTH,
    *BOOK_RETENTION,
    *BOOK_SATISFACTION,
    *BOOK_DELIVERY,
    *PROMISES,
    *PROFIT,
)
Benchmarks = Mapping[str, Mapping[str, float]]


def scorecard(
    frames: Frames, context: ReviewContext, benchmarks: Benchmarks | None = None, only: Collection[str] = ()
) -> dict[str, Fact]:
    """All of a client's facts that the edition may show, by metric name.

    Parameters
    ----------
    frames : Mapping
        A slice's tables; one client's rows.
    benchmarks : Mapping, optional
        Metric name -> {value, n}: the other clients' median, already cleared for display.
    only : collection of str, optional
        Names of the facts to compute; all if empty.
    """
    return client_facts(Prepared(frames, context), benchmarks or {}, only)


def client_facts(prepared: Prepared, benchmarks: Benchmarks, only: Collection[str] = ()) -> dict[str, Fact]:
    """All of a client's facts that the edition may show, from prepared tables."""
    inside = prepared.context.edition == "internal"
    visible = [m for m in MEASURES if inside or definition(m.name, "client").class_ == "client"]
    return facts_of(_named(visible, only), prepared, benchmarks)


def book_scorecard(frames: Frames, context: ReviewContext, only: Collection[str] = ()) -> dict[str, Fact]:
    """All internal facts about the whole book, or about the part whose rows are passed, by metric name.

    Parameters
    ----------
    frames : Mapping
        Complete tables; all clients.
    context : ReviewContext
        For the quarter: internal, in the firm's currency.
    only : collection of str, optional
        As for `scorecard`.
    """
    return facts_of(_named(BOOK_MEASURES, only), Prepared(with_categories(restated(frames, context)), context), {})


def _named(measures: Sequence[Measure], only: Collection[str]) -> tuple[Measure, ...]:
    return tuple(measure for measure in measures if not only or measure.name in only)


def facts_of(measures: tuple[Measure, ...], prepared: Prepared, benchmarks: Benchmarks) -> dict[str, Fact]:
    """Evaluate every measure for the quarter, a quarter earlier and a year earlier; return facts by name."""
    quarters = (prepared.quarter, previous(prepared.quarter), year_ago(prepared.quarter))
    now, prior, before = map(prepared.at, quarters)
    return {
        m.name: fact(
            m, (m.evaluate(now), m.evaluate(prior), m.evaluate(before)), prepared.context, benchmarks.get(m.name, {})
        )
        for m in measures
    }


def fact(
    measure: Measure, taken: tuple[Estimate, Estimate, Estimate], context: ReviewContext, benchmark: Mapping[str, float]
) -> Fact:
    """Build a fact from estimates for now, a quarter earlier and a year earlier, with target and benchmark."""
    known = definition(measure.name, context.edition)
    now, money = taken[0], known.unit == "money"
    taken = taken if known.compared else (now, Estimate(), Estimate())
    since = (
        context.merger_since(then) if money else None for then in (previous(context.quarter), year_ago(context.quarter))
    )
    prior, before = (_comparable(now, then, merged) for then, merged in zip(taken[1:], since, strict=True))
    _, before, prior = side_by_side((now, before, prior), context.policy.fewest_respondents)
    value, low, high = finite_or_none(now.value), finite_or_none(now.low), finite_or_none(now.high)
    target = context.targets.get(measure.name)
    return Fact(
        name=measure.name,
        definition=known.id,
        label=known.label,
        unit=known.unit,
        value=value,
        n=now.n,
        asked=now.asked,
        low=low,
        high=high,
        period=period_text(measure, context),
        prior=finite_or_none(prior.value),
        year_ago=finite_or_none(before.value),
        moved=None if known.unit == "growth" else _moved(measure, now, before),
        target=target,
        benchmark=finite_or_none(benchmark.get("value")),
        peers=int(benchmark["n"]) if "n" in benchmark else None,
        # A partial quarter is provisional: it has neither met nor missed its target yet.
        status=status_of(value, (low, high), target if context.elapsed is None else None, known.direction, known.unit),
        currency=context.currency if known.unit == "money" else None,
        note=_noted(now.note or _broken(now, taken[2]) or _few(before), _uncompared(measure, now, context)),
        left_out=now.left_out,
    )


def _comparable(now: Estimate, then: Estimate, merged: date | None) -> Estimate:
    """Return an earlier estimate, without its value if the question or the account changed, or if it is partial."""
    alike = now.series == then.series and not merged and not then.partial
    return then if alike else replace(then, value=None)


def _broken(now: Estimate, before: Estimate) -> str:
    """Why a value is not compared with last year's, although there is one."""
    return now.series_break if None not in (now.value, before.value) and now.series != before.series else ""


def _few(before: Estimate) -> str:
    """Why a client is not shown last year's score."""
    return FEW if before.note is FEW else ""


def _uncompared(measure: Measure, now: Estimate, context: ReviewContext) -> str:
    """Why a value is not compared: the data do not reach back a quarter or a year."""
    if now.value is None or now.partial:
        return ""
    lacks = (measure.lacking(context.at(then)) for then in (year_ago(context.quarter), previous(context.quarter)))
    why = next(filter(None, lacks), "")
    return phrase("not compared: {why}", why=why) if why else ""


def _noted(note: str, uncompared: str) -> str:
    return phrase("{why}; {more}", why=note, more=uncompared) if note and uncompared else note or uncompared


def _moved(measure: Measure, now: Estimate, before: Estimate) -> bool | None:
    return None if now.value is None or before.value is None else measure.is_real_change(now, before)


def quarter_in_part(quarter: str, days: int) -> str:
    """The label of a partial quarter, with its number of days."""
    return counted(days, "{quarter}, first {n} day", "{quarter}, first {n} days", quarter=quarter)


def period_text(measure: Measure, context: ReviewContext) -> str:
    """The period that a fact covers, in words."""
    when, days = label(context.quarter), context.elapsed
    if days is not None:
        when = quarter_in_part(when, days)
    return when if measure.window == "quarter" else phrase("four quarters to {quarter}", quarter=when)
