"""Delivery over four quarters: rates by original and latest agreed dates, milestone slippage, scope and hours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts import Fact
from acctlib.facts.delivery.milestones import milestones_due
from acctlib.facts.delivery.projects import BY_WHOM, cancelled
from acctlib.metrics.delivery.delivery_groups import cancelled_by_reason
from acctlib.metrics.delivery.milestones import slip_distribution
from acctlib.periods import trailing_four
from acctlib.review.base.tables import interval_of
from acctlib.rounding import one_or_many

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

# Each measure, with its counterpart by the latest agreed date, if there is one.
RATES = {
    "delivery_success": "delivery_success_agreed",
    "on_time": "on_time_agreed",
    "within_fees": "",
    "accepted": "",
    "on_budget": "",
    "milestones_met": "",
}
AMOUNTS = ("milestone_slip", "milestone_slip_p90", "scope_change", "hours_agreed", "hours_billed")


def four_quarters(review: ClientPage) -> list[Block]:
    """The measures with n and interval, milestone slippage both early and late, and cancellations by party."""
    known = [name for name in (*RATES, *AMOUNTS) if name in review.facts and review.facts[name].known]
    if lacks := review.context.lacking(["projects", "milestones"], trailing_four(review.quarter).first):
        translate, told = review.formatter.translate, review.formatter.translate(lacks)
        note = Note(translate("Not all of the last four quarters is known: {why}.", why=told))
        return [*([_measures(review, known)] if known else []), note]
    if not known:
        return [Note(review.formatter.translate("No projects were completed or due in the last four quarters."))]
    return [_measures(review, known), *_unknown(review, known), *_slips(review), *_cancelled(review)]


def _measures(review: ClientPage, names: list[str]) -> Table:
    translate = review.formatter.translate
    columns = (
        TableColumn(translate("Last four quarters"), width=3.8),
        TableColumn(translate("Value"), "right", 1.5),
        TableColumn(translate("By the latest agreed date"), "right", 1.8),
        TableColumn(translate("n"), "right", 0.8),
        TableColumn(translate("95% interval"), "right", 1.7),
    )
    return Table(columns, tuple(_measure(review, review.facts[name], RATES.get(name, "")) for name in names))


def _measure(review: ClientPage, fact: Fact, other: str) -> tuple[TableCell, ...]:
    formatter = review.formatter
    agreed = review.facts[other] if other else None
    interval = interval_of(formatter, fact)
    return (
        TableCell(formatter.translate(fact.label)),
        TableCell(_value(review, fact), fact.value, strong=True),
        TableCell(_value(review, agreed), agreed.value, muted=True) if agreed else TableCell(""),
        TableCell(formatter.number(fact.n), fact.n),
        TableCell(interval, muted=True),
    )


def _value(review: ClientPage, fact: Fact) -> str:
    """The value; slippage is signed, because it can be early or late."""
    if fact.unit == "days" and fact.value is not None:
        slip = review.formatter.number(fact.value, 1, signed=True)
        return review.formatter.count(one_or_many(fact.value, fact.unit), "{n} day", "{n} days", n=slip)
    return review.formatter.value(fact.value, fact.unit)


def _unknown(review: ClientPage, known: list[str]) -> list[Block]:
    """Why a measure is missing; measures with the same reason share a line."""
    told = review.formatter.translate
    missing = [review.facts[name] for name in (*RATES, *AMOUNTS) if name in review.facts and name not in known]
    reasons = dict.fromkeys(fact.note for fact in missing)
    return [
        Note(f"{', '.join(told(fact.label) for fact in missing if fact.note == why)}: {told(why)}.") for why in reasons
    ]


def _slips(review: ClientPage) -> list[Block]:
    """Milestone counts by days early or late, in one row."""
    promised = milestones_due(review.prepared)
    if promised.empty or promised["slip"].isna().all():
        return []
    slips = promised["slip"].dropna()
    translate, counts = review.formatter.translate, slip_distribution(slips)
    columns = (
        TableColumn(translate("Milestone delivery vs due date (working days)"), width=2.6),
        *(TableColumn(translate(k), "right", 1.1) for k in counts.index),
    )
    cells = (TableCell(review.formatter.number(n), int(n), muted=not n) for n in counts)
    return [
        Table(columns, ((TableCell(review.formatter.count(len(slips), "{n} milestone", "{n} milestones")), *cells),))
    ]


def _cancelled(review: ClientPage) -> list[Block]:
    """Cancelled projects by who cancelled them; excluded from all rates."""
    gone = cancelled(review.prepared)
    if gone.empty:
        return []
    formatter = review.formatter
    parts = [
        f"{formatter.translate(BY_WHOM[str(reason)])}: {formatter.number(n)}"
        for reason, n in cancelled_by_reason(gone).items()
    ]
    return [Note(formatter.translate("Excluded from these rates: {parts}.", parts="; ".join(parts)))]
