"""Internal: services that the client buys, others that comparable clients buy, and discovery questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Formatter, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts.growth.pipeline import open_chances
from acctlib.facts.growth.whitespace import FEWEST_CLIENTS, service_outlook
from acctlib.metrics.growth.whitespace import LEAST_SHARE
from acctlib.phrases import phrase
from acctlib.review.client.sections.wallet import wallet

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

WORDS: dict[str, tuple[str, State | None]] = {
    "owned": (phrase("active"), "good"),
    "pipeline": (phrase("in pipeline"), "watch"),
    "gap": (phrase("whitespace"), None),
    "not_eligible": (phrase("not eligible"), None),
    "unknown": (phrase("unknown"), "unknown"),
}


def whitespace(review: ClientPage) -> Block:
    """One row per service, a note on what the amounts do and do not mean, and the share of wallet."""
    formatter, translate = review.formatter, review.formatter.translate
    found = service_outlook(review.prepared, review.slice.benchmarks)
    if found is None:
        return group((Note(translate("Whitespace not available: invoices name no service line.")), wallet(review)))
    rows = tuple(_service(review, row) for _, row in found.iterrows())
    columns = (
        TableColumn(translate("Service"), width=1.4), TableColumn(translate("Status"), width=1.3),
        TableColumn(translate("Penetration, comparable clients"), width=2.2),
        TableColumn(translate("Potential annual value"), "right", 1.9),
        TableColumn(translate("Discovery question"), width=3.4),
    )  # fmt: skip
    note = translate(
        "Whitespace is a hypothesis, not a forecast: services bought by {share} or more of at"
        " least {n} comparable clients. Value = interquartile range of what those clients "
        "spend on the service relative to their other fees, scaled to this client.",
        share=formatter.percent(LEAST_SHARE, 0), n=FEWEST_CLIENTS,
    )  # fmt: skip
    return group((Table(columns, rows), Note(note), wallet(review)))


def _service(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    worth = _between(formatter, row["low"], row["high"]) if row["hypothesis"] else ""
    return (
        TableCell(row["service"]), in_words(formatter, row["state"]), _peers(formatter, row), TableCell(worth),
        TableCell(_question(review, row)),
    )  # fmt: skip


def in_words(formatter: Formatter, state: str) -> TableCell:
    """A grid state as a word and a symbol; gaps (in bold) and services not sold have no symbol."""
    word, shape = WORDS[state]
    return TableCell(formatter.translate(word), state=shape, strong=state == "gap", muted=state == "not_eligible")


def _peers(formatter: Formatter, row: pd.Series) -> TableCell:
    """The penetration with its n and peer group, or that there are too few clients to tell."""
    if pd.isna(row["share"]):
        return TableCell(formatter.translate("too few to tell (n = {n})", n=int(row["n"])), muted=True)
    share, n = formatter.percent(row["share"], 0), int(row["n"])
    return TableCell(
        formatter.translate("{share} of {n}, same segment", share=share, n=n)
        if row["alike"]
        else formatter.translate("{share} of {n}, all clients", share=share, n=n),
        float(row["share"]),
    )


def _between(formatter: Formatter, low: float, high: float) -> str:
    """A range of amounts; unknown if there are too few prices."""
    if pd.isna(low) or pd.isna(high):
        return formatter.unknown
    return formatter.translate("{low} to {high}", low=formatter.compact(low), high=formatter.compact(high))


def _question(review: ClientPage, row: pd.Series) -> str:
    translate, service = review.formatter.translate, row["service"]
    if row["state"] == "pipeline":
        return _offered(review, service)
    if row["state"] == "unknown":
        return translate("Which service are the fees for that name none?")
    if row["state"] == "not_eligible":
        return translate("Nothing: it is not sold to this segment.")
    if row["state"] == "gap":
        return translate("Who provides this today, and what would they change?") if row["hypothesis"] else ""
    return ""


def _offered(review: ClientPage, service: str) -> str:
    """The question about a service's nearest open opportunity."""
    formatter, chances = review.formatter, open_chances(review.prepared)
    if chances is None:
        return ""
    first = chances[chances["service_line"] == service].iloc[0]
    name = first["name"] if isinstance(first["name"], str) else str(first["opportunity_id"])
    if pd.isna(first["expected_close"]):
        return formatter.translate("What is missing for a decision on {name}?", name=name)
    day = formatter.day(first["expected_close"])
    return formatter.translate("What is needed to decide on {name} by {day}?", name=name, day=day)
