"""The evidence behind the numbers: every fact with its definition, and the headline metrics' source rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Evidence, Number, Table, TableCell, TableColumn
from acctlib.facts import Fact
from acctlib.metrics.registry import definition
from acctlib.review.base.tables import interval_of
from acctlib.review.client.sections.rows_behind import rows_behind

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage


def evidence(review: ClientPage) -> Block:
    """All facts in one table, for every format; for the workbook, also their definitions and source rows."""
    facts = list(review.facts.values())
    numbers = tuple(_number(review, fact) for fact in facts)
    return Evidence(_table(review, facts), numbers, rows_behind(review))


def _table(review: ClientPage, facts: list[Fact]) -> Table:
    """Value, count and interval, with the prior quarter's and last year's values."""
    translate = review.formatter.translate
    columns = (
        TableColumn(translate("All metrics"), width=3.4), TableColumn(periods.label(review.quarter), "right", 1.7),
        TableColumn("n", "right", 0.9),
        TableColumn(translate("95% interval"), "right", 2.1),
        TableColumn(periods.label(periods.previous(review.quarter)), "right", 1.7),
        TableColumn(periods.label(periods.year_ago(review.quarter)), "right", 1.7),
    )  # fmt: skip
    return Table(columns, tuple(_row(review, fact) for fact in facts))


def _row(review: ClientPage, fact: Fact) -> tuple[TableCell, ...]:
    formatter = review.formatter
    interval = interval_of(formatter, fact)
    count = TableCell(formatter.number(fact.n)) if fact.n is not None else TableCell("")
    compared = definition(fact.name, review.edition).compared
    then = (
        TableCell(formatter.value(value, fact.unit) if compared else "", muted=True)
        for value in (fact.prior, fact.year_ago)
    )
    return (
        TableCell(formatter.translate(fact.label)),
        _value(review, fact),
        count,
        TableCell(interval, muted=True),
        *then,
    )


def _value(review: ClientPage, fact: Fact) -> TableCell:
    """The value; if there is none, whether it is withheld or unknown."""
    if fact.known:
        return TableCell(review.formatter.value(fact.value, fact.unit), strong=True)
    return TableCell(review.formatter.translate("withheld") if fact.n else review.formatter.unknown, state="unknown")


def _number(review: ClientPage, fact: Fact) -> Number:
    formatter, known = review.formatter, definition(fact.name, review.edition)
    return Number(
        fact=fact.name,
        label=formatter.translate(fact.label),
        text=formatter.value(fact.value, fact.unit) if fact.known else formatter.translate(fact.note),
        form=formatter.form(fact.unit),
        period=formatter.translate(fact.period),
        meaning=formatter.translate(known.formula),
        basis=formatter.translate(known.denominator),
        rules=tuple(formatter.translate(rule) for rule in known.edge_cases),
        source=known.source,
    )
