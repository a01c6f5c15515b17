"""Method notes: definitions of the numbers shown, exclusions, policy choices and missing data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.book.schema.tables import TABLES
from acctlib.display import Block, Definitions, Item, Note, Table, TableCell, TableColumn, group
from acctlib.facts import Fact
from acctlib.facts.retention.retention import longest_pause
from acctlib.metrics.registry import definition
from acctlib.periods import trailing
from acctlib.review.client.sections.commercial import KINDS
from acctlib.review.client.sections.conventions import conventions

if TYPE_CHECKING:
    from acctlib.review.base.page import Page


def method(review: Page) -> Block:
    """Definitions of the facts shown so far, exclusions with count and effect, policy choices and missing tables.

    If nothing has been shown yet, every fact is defined.
    """
    names = list(review.facts.used) or list(review.facts)
    context = [_defined(review, name) for name in names]
    facts = [review.facts[name] for name in names]
    notes = Definitions((*context, *_choices(review), *_missing(review)))
    return group((notes, *_left_out(review, facts)))


def _defined(review: Page, name: str) -> Item:
    formatter, known = review.formatter, definition(name, review.edition)
    basis = formatter.translate(known.period)
    said = f"{formatter.translate(known.formula)} {basis[:1].upper()}{basis[1:].rstrip('.')}."
    if known.changed:
        said += " " + formatter.translate("Definition changed: {what}", what=formatter.translate(known.changed))
    return Item(f"{formatter.translate(known.label)} ({known.id})", said)


def _left_out(review: Page, facts: list[Fact]) -> list[Block]:
    """What the numbers shown exclude, with the count and the value if it were included."""
    formatter = review.formatter
    rows = tuple(
        (
            TableCell(formatter.translate(fact.label)), TableCell(formatter.translate(rows.why)),
            TableCell(formatter.number(rows.n), rows.n),
            TableCell(_effect(review, fact, rows.effect), rows.effect, muted=rows.effect is None),
        )
        for fact in facts
        for rows in fact.left_out
        if rows.n
    )  # fmt: skip
    if not rows:
        return [Note(formatter.translate("No data was excluded."))]
    columns = (
        TableColumn(formatter.translate("Metric"), width=2.2),
        TableColumn(formatter.translate("Excluded"), width=4.4),
        TableColumn(formatter.translate("Count"), "right", 1.1),
        TableColumn(formatter.translate("Value if included"), "right", 1.9),
    )  # fmt: skip
    return [Table(columns, rows)]


def _effect(review: Page, fact: Fact, effect: float | None) -> str:
    if effect is None or fact.value is None:
        return review.formatter.unknown
    return review.formatter.value(fact.value + effect, fact.unit)


def _choices(review: Page) -> list[Item]:
    policy, formatter, translate = review.context.policy, review.formatter, review.formatter.translate
    fees = translate("Within agreed fees means that the fees invoiced, or forecast, do not exceed those last agreed.")
    budget = "Cost within budget means that actual cost is within {share} of the approved budget."
    own = (
        ""
        if review.edition == "client"
        else " " + translate(budget, share=formatter.percent(policy.budget_tolerance, 0))
    )
    days = formatter.count(policy.late_days, "{n} day", "{n} days")
    judged = (
        "On time means delivered by the original due date, with a grace period of {days}."
        if policy.on_time == "delivered"
        else "On time means accepted by the original due date, with a grace period of {days}."
    )
    on_time = translate(judged, days=days)
    return [
        Item(
            translate("Confidence intervals"),
            translate(
                "95% confidence intervals (Wilson for proportions, adjusted Wald for NPS). A change "
                "is reported only if its interval excludes zero."
            ),
        ),
        Item(translate("Delivery"), f"{on_time} {fees}{own}"),
        Item(
            translate("Survey confidentiality"),
            translate(
                "Scores based on fewer than {n} responses are withheld.",
                n=policy.fewest_respondents,
            )
            + (
                " " + translate("All contacts there are were asked: intervals are of a finite population.")
                if policy.census
                else ""
            ),
        ),
        *_of_data(review),
        *_of_contracts(review),
        *conventions(review),
        *_of_peers(review),
        Item(
            translate("Currency and tax"),
            translate(
                "All amounts in {currency}, excluding tax. Fees exclude pass-through costs and "
                "expenses and are recognised in the service period.",
                currency=review.context.currency,
            ),
        ),
    ]


def _of_data(review: Page) -> list[Item]:
    """The dates covered by the invoices, if less than the two years up to the quarter's end."""
    formatter, days = review.formatter, review.context.coverage.tables.get("revenue")
    if days is None or not review.context.lacking(["revenue"], trailing(review.quarter, 8).first):
        return []
    said = (
        "Invoices are known from {first} to {last}. Nothing is compared with a time that the data do not cover in full."
    )
    return [
        Item(
            formatter.translate("Data"),
            formatter.translate(said, first=formatter.day(days.first), last=formatter.day(days.last)),
        )
    ]


def _of_peers(review: Page) -> list[Item]:
    """How peer figures are calculated, if this edition may show any."""
    policy, translate = review.context.policy, review.formatter.translate
    if review.edition == "client" and not policy.peer_benchmarks:
        return []
    said = (
        "A peer figure is the median of at least {n} other clients, with companies of one "
        "group counted once. It is shown to a client only where none of them has more than a "
        "quarter of the responses or projects, and where no earlier figure would identify a "
        "few of them."
    )
    return [Item(translate("Peer figures"), translate(said, n=policy.fewest_peers))]


def _of_contracts(review: Page) -> list[Item]:
    """What counts as recurring, the tolerance for pauses and late signatures, and the calendar used, if any."""
    policy, formatter, translate = review.context.policy, review.formatter, review.formatter.translate
    kinds = ", ".join(translate(KINDS[kind]) for kind in policy.recurring_kinds)
    recurring = translate("Recurring fees comprise: {kinds}.", kinds=kinds)
    pause = formatter.translate(longest_pause(policy))
    grace = formatter.count(policy.renewal_grace_days, "{n} day", "{n} days")
    rests = translate(
        "A pause of up to {pause} does not count as churn; a renewal signed up to {grace} "
        "late counts as late, and after that as churned.",
        pause=pause,
        grace=grace,
    )
    told = recurring if review.edition == "client" else f"{recurring} {rests}"
    calendar = policy.calendar and translate(
        "Working days exclude the public holidays of {calendar}, or of the client's own calendar.",
        calendar=policy.calendar,
    )
    return [Item(translate("Retainers"), told), *([Item(translate("Working days"), calendar)] if calendar else [])]


def _missing(review: Page) -> list[Item]:
    translate = review.formatter.translate
    absent = [name for name, table in TABLES.items() if name not in review.frames and table.visible(review.edition)]
    if not absent:
        return []
    return [
        Item(
            translate("Not recorded"),
            translate("{tables}: the sections that need them say so.", tables=", ".join(absent)),
        )
    ]
