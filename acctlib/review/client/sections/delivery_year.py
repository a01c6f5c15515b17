"""Delivery over four quarters: rates by the first and by the last promise, slips, and what was agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Cell, Col, Note, Table
from acctlib.facts import Fact
from acctlib.facts.base.measures import Frames
from acctlib.facts.delivery.milestones import milestones_due
from acctlib.facts.delivery.projects import BY_WHOM, cancelled
from acctlib.metrics.delivery.delivery_groups import cancelled_by_reason
from acctlib.metrics.delivery.milestones import slip_distribution
from acctlib.periods import trailing_four
from acctlib.review.base.tables import interval_of
from acctlib.rounding import one_or_many

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

# Each measure with the same by the day agreed last, where there is one.
RATES = {
    "delivery_success": "delivery_success_agreed",
    "on_time": "on_time_agreed",
    "within_fees": "",
    "accepted": "",
    "on_budget": "",
    "milestones_met": "",
}
AMOUNTS = ("milestone_slip", "milestone_slip_p90", "scope_change", "hours_agreed", "hours_billed")


def four_quarters(review: ClientPage, held: Frames) -> list[Block]:
    """The measures with n and interval, the milestones' slips on both sides, and what was cancelled by whom."""
    known = [name for name in (*RATES, *AMOUNTS) if name in review.facts and review.facts[name].known]
    if lacks := review.terms.lacking(["projects", "milestones"], trailing_four(review.quarter).first):
        say, told = review.reader.say, review.reader.told(lacks)
        note = Note(say("Not all of the last four quarters is known: {why}.", why=told))
        return [*([_measures(review, known)] if known else []), note]
    if not known:
        return [Note(review.reader.say("No project was closed or due in the last four quarters."))]
    return [_measures(review, known), *_unknown(review, known), *_slips(review, held), *_cancelled(review, held)]


def _measures(review: ClientPage, names: list[str]) -> Table:
    say = review.reader.say
    columns = (
        Col(say("Four quarters"), width=3.8),
        Col(say("Value"), "right", 1.5),
        Col(say("By the latest agreed date"), "right", 1.8),
        Col(say("n"), "right", 0.8),
        Col(say("95% interval"), "right", 1.7),
    )
    return Table(columns, tuple(_measure(review, review.facts[name], RATES.get(name, "")) for name in names))


def _measure(review: ClientPage, fact: Fact, other: str) -> tuple[Cell, ...]:
    reader = review.reader
    agreed = review.facts[other] if other else None
    interval = interval_of(reader, fact)
    return (
        Cell(reader.told(fact.label)),
        Cell(_value(review, fact), fact.value, strong=True),
        Cell(_value(review, agreed), agreed.value, muted=True) if agreed else Cell(""),
        Cell(reader.number(fact.n), fact.n),
        Cell(interval, muted=True),
    )


def _value(review: ClientPage, fact: Fact) -> str:
    """The value; a slip has a sign, because it goes both ways."""
    if fact.unit == "days" and fact.value is not None:
        slip = review.reader.number(fact.value, 1, signed=True)
        return review.reader.count(one_or_many(fact.value, fact.unit), "{n} day", "{n} days", n=slip)
    return review.reader.value(fact.value, fact.unit)


def _unknown(review: ClientPage, known: list[str]) -> list[Block]:
    """Why a measure is not there; measures with the same reason share a line."""
    told = review.reader.told
    missing = [review.facts[name] for name in (*RATES, *AMOUNTS) if name in review.facts and name not in known]
    reasons = dict.fromkeys(fact.note for fact in missing)
    return [
        Note(f"{', '.join(told(fact.label) for fact in missing if fact.note == why)}: {told(why)}.") for why in reasons
    ]


def _slips(review: ClientPage, held: Frames) -> list[Block]:
    """How many milestones came how early or late: one row, both sides."""
    promised = milestones_due(held, review.terms)
    if promised.empty or promised["slip"].isna().all():
        return []
    slips = promised["slip"].dropna()
    say, counts = review.reader.say, slip_distribution(slips)
    columns = (
        Col(say("Milestones due, by working days"), width=2.6),
        *(Col(say(k), "right", 1.1) for k in counts.index),
    )
    cells = (Cell(review.reader.number(n), int(n), muted=not n) for n in counts)
    return [Table(columns, ((Cell(review.reader.count(len(slips), "{n} milestone", "{n} milestones")), *cells),))]


def _cancelled(review: ClientPage, held: Frames) -> list[Block]:
    """What was cancelled, by whom; it is in none of the rates."""
    gone = cancelled(held, review.terms)
    if gone.empty:
        return []
    reader = review.reader
    parts = [
        f"{reader.told(BY_WHOM[str(reason)])}: {reader.number(n)}" for reason, n in cancelled_by_reason(gone).items()
    ]
    return [Note(reader.say("Not counted in the rates: {parts}.", parts="; ".join(parts)))]
