"""Internal: which services the client buys, what comparable clients buy beside them, and what to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Reader, State, Table, group
from acctlib.facts.growth.pipeline import open_chances
from acctlib.facts.growth.whitespace import FEWEST_CLIENTS, service_outlook
from acctlib.facts.scorecard import prepared
from acctlib.metrics.growth.whitespace import LEAST_SHARE
from acctlib.review.client.sections.wallet import wallet
from acctlib.words import phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

WORDS: dict[str, tuple[str, State | None]] = {
    "owned": (phrase("owned"), "good"),
    "pipeline": (phrase("in pipeline"), "watch"),
    "gap": (phrase("gap"), None),
    "not_eligible": (phrase("not eligible"), None),
    "unknown": (phrase("unknown"), "unknown"),
}


def whitespace(review: ClientPage) -> Block:
    """A row for each service, what the money in it is and is not, and the share of wallet."""
    reader, say = review.reader, review.reader.say
    found = service_outlook(prepared(review.frames, review.terms), review.terms, review.slice.benchmarks)
    if found is None:
        return group(
            (Note(say("Which services this client does not buy is unknown: invoices name none.")), wallet(review))
        )
    rows = tuple(_service(review, row) for _, row in found.iterrows())
    columns = (
        Col(say("Service"), width=1.4), Col(say("State"), width=1.3),
        Col(say("Of comparable clients buy it"), width=2.2), Col(say("Worth a year, if like them"), "right", 1.9),
        Col(say("What to ask"), width=3.4),
    )  # fmt: skip
    note = say(
        "A gap that {share} or more of at least {n} comparable clients do not have is a hypothesis, no forecast. The "
        "money is the middle half of what buyers pay for the service beside all else, at this client's fees.",
        share=reader.percent(LEAST_SHARE, 0), n=FEWEST_CLIENTS,
    )  # fmt: skip
    return group((Table(columns, rows), Note(note), wallet(review)))


def _service(review: ClientPage, row: pd.Series) -> tuple[Cell, ...]:
    reader = review.reader
    worth = _between(reader, row["low"], row["high"]) if row["hypothesis"] else ""
    return (
        Cell(row["service"]), in_words(reader, row["state"]), _peers(reader, row), Cell(worth),
        Cell(_question(review, row)),
    )  # fmt: skip


def in_words(reader: Reader, state: str) -> Cell:
    """A state of the grid as its word and its shape; a gap and what is not sold have none, the one in bold."""
    word, shape = WORDS[state]
    return Cell(reader.told(word), state=shape, strong=state == "gap", muted=state == "not_eligible")


def _peers(reader: Reader, row: pd.Series) -> Cell:
    """The share with its n, and who they are; too few say nothing."""
    if pd.isna(row["share"]):
        return Cell(reader.say("too few to tell (n = {n})", n=int(row["n"])), muted=True)
    share, n = reader.percent(row["share"], 0), int(row["n"])
    return Cell(
        reader.say("{share} of {n}, same segment", share=share, n=n)
        if row["alike"]
        else reader.say("{share} of {n}, all clients", share=share, n=n),
        float(row["share"]),
    )


def _between(reader: Reader, low: float, high: float) -> str:
    """A range of money; unknown where there are too few prices."""
    if pd.isna(low) or pd.isna(high):
        return reader.unknown
    return reader.say("{low} to {high}", low=reader.compact(low), high=reader.compact(high))


def _question(review: ClientPage, row: pd.Series) -> str:
    say, service = review.reader.say, row["service"]
    if row["state"] == "pipeline":
        return _offered(review, service)
    if row["state"] == "unknown":
        return say("Which service are the fees for that name none?")
    if row["state"] == "not_eligible":
        return say("Nothing: it is not sold to this segment.")
    if row["state"] == "gap":
        return say("Who does it for them now, and what would they change?") if row["hypothesis"] else ""
    return ""


def _offered(review: ClientPage, service: str) -> str:
    """The nearest chance of a service."""
    reader, chances = review.reader, open_chances(review.frames, review.terms)
    if chances is None:
        return ""
    first = chances[chances["service_line"] == service].iloc[0]
    name = first["name"] if isinstance(first["name"], str) else str(first["opportunity_id"])
    if pd.isna(first["expected_close"]):
        return reader.say("What is missing for a decision on {name}?", name=name)
    day = reader.day(first["expected_close"])
    return reader.say("What is missing for a decision on {name} by {day}?", name=name, day=day)
