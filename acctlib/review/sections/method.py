"""Method notes: what every number means, which choices were made, and what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.book.schema import TABLES
from acctlib.display import Block, Definitions, Item
from acctlib.metrics.registry import definition

if TYPE_CHECKING:
    from acctlib.review.review import Review

SHOWN = {
    "client": ("fees", "nrr", "growth", "nps", "csat", "response_rate", "delivery_success", "on_time"),
    "internal": (
        "fees",
        "nrr",
        "grr",
        "growth",
        "nps",
        "csat",
        "response_rate",
        "delivery_success",
        "margin",
        "over_servicing",
    ),
}


def method(review: Review) -> Block:
    """Definitions in words with their version, the firm's choices, and tables that are not there."""
    known = [definition(name, review.edition) for name in SHOWN[review.edition]]
    terms = [Item(f"{d.label} ({d.id})", f"{d.formula} {_period(d.period)}") for d in known]
    return Definitions((*terms, *_choices(review), *_missing(review)))


def _period(basis: str) -> str:
    return f"{basis[:1].upper()}{basis[1:].rstrip('.')}."


def _choices(review: Review) -> list[Item]:
    policy, reader = review.terms.policy, review.reader
    budget = (
        "within budget means that the fees agreed in the end stayed within those first agreed"
        if review.edition == "client"
        else "within budget means that the cost of the work stayed within the approved budget"
    )
    return [
        Item(
            "Intervals",
            "95%: Wilson for shares, adjusted Wald for the Net Promoter Score. A change counts as one only where its interval leaves out zero.",
        ),
        Item(
            "Delivery",
            f"On time is judged by the day first promised ({policy.late_days} days' grace); {budget}, with {reader.percent(policy.budget_tolerance, 0)} tolerance.",
        ),
        Item(
            "Answers",
            f"In what leaves the house, scores from fewer than {policy.fewest_respondents} answers are not shown.",
        ),
        Item(
            "Money",
            f"In {review.terms.currency}, net of tax; what is passed through and expenses are not fees. Fees count in the period of the service.",
        ),
    ]


def _missing(review: Review) -> list[Item]:
    absent = [name for name, table in TABLES.items() if name not in review.frames and table.visible(review.edition)]
    return [Item("Not kept here", f"{', '.join(absent)}: the sections that need them say so.")] if absent else []
