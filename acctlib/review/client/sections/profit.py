"""Internal: what an account earns, and how work in hand stands to its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Cell, Col, Table
from acctlib.facts import Fact
from acctlib.review.base.tables import interval_of

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

MEASURES = ("margin", "realisation", "over_servicing", "cpi", "spi_time", "nrr", "grr")


def profit(review: ClientPage) -> Block:
    """Margin, over-servicing, realisation, work in hand and retention, each with a year ago and what it rests on."""
    say = review.reader.say
    rows = tuple(_fact(review, review.facts[name]) for name in MEASURES)
    columns = (
        Col(say("Measure"), width=3),
        Col(say("Now"), "right", 1.2),
        Col(say("Year ago"), "right", 1.2),
        Col(say("n"), "right", 0.8),
        Col(say("95% interval"), "right", 1.7),
        Col(say("Over"), width=2.6),
    )
    return Table(columns, rows)


def _fact(review: ClientPage, fact: Fact) -> tuple[Cell, ...]:
    reader = review.reader
    interval = interval_of(reader, fact)
    return (
        Cell(reader.told(fact.label)),
        Cell(
            reader.value(fact.value, fact.unit), fact.value, strong=fact.known, state=None if fact.known else "unknown"
        ),
        Cell(reader.value(fact.year_ago, fact.unit), fact.year_ago, muted=fact.year_ago is None),
        Cell(str(fact.n if fact.n is not None else 0), fact.n),
        Cell(interval, muted=True),
        Cell(reader.told(fact.period if fact.known else fact.note), muted=True),
    )
