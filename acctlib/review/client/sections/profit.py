"""Internal: account profitability, and work in progress vs plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Table, TableCell, TableColumn
from acctlib.facts import Fact
from acctlib.review.base.tables import interval_of

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

MEASURES = ("margin", "realisation", "over_servicing", "cpi", "spi_time", "nrr", "grr")


def profit(review: ClientPage) -> Block:
    """Margin, over-servicing, realisation, work in progress and retention, each vs a year ago and with its basis."""
    translate = review.formatter.translate
    rows = tuple(_fact(review, review.facts[name]) for name in MEASURES)
    columns = (
        TableColumn(translate("Metric"), width=3),
        TableColumn(translate("Actual"), "right", 1.2),
        TableColumn(translate("Year ago"), "right", 1.2),
        TableColumn(translate("n"), "right", 0.8),
        TableColumn(translate("95% interval"), "right", 1.7),
        TableColumn(translate("Period"), width=2.6),
    )
    return Table(columns, rows)


def _fact(review: ClientPage, fact: Fact) -> tuple[TableCell, ...]:
    formatter = review.formatter
    interval = interval_of(formatter, fact)
    return (
        TableCell(formatter.translate(fact.label)),
        TableCell(
            formatter.value(fact.value, fact.unit),
            fact.value,
            strong=fact.known,
            state=None if fact.known else "unknown",
        ),
        TableCell(formatter.value(fact.year_ago, fact.unit), fact.year_ago, muted=fact.year_ago is None),
        TableCell(str(fact.n if fact.n is not None else 0), fact.n),
        TableCell(interval, muted=True),
        TableCell(formatter.translate(fact.period if fact.known else fact.note), muted=True),
    )
