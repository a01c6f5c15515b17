"""What stands behind the numbers: every fact with its meaning, and the rows that the headlines were made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Cell, Col, Evidence, Number, Table
from acctlib.facts import Fact
from acctlib.metrics.registry import definition
from acctlib.review.base.tables import interval_of
from acctlib.review.client.sections.rows_behind import rows_behind

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage


def evidence(review: ClientPage) -> Block:
    """Every fact in one table, for all formats; and for the workbook what they mean and what they were made from."""
    facts = list(review.facts.values())
    numbers = tuple(_number(review, fact) for fact in facts)
    return Evidence(_table(review, facts), numbers, rows_behind(review))


def _table(review: ClientPage, facts: list[Fact]) -> Table:
    """Value, count, interval, and the same a quarter and a year before."""
    say = review.reader.say
    columns = (
        Col(say("Every number"), width=3.4), Col(periods.label(review.quarter), "right", 1.7), Col("n", "right", 0.9),
        Col(say("95% interval"), "right", 2.1), Col(periods.label(periods.previous(review.quarter)), "right", 1.7),
        Col(periods.label(periods.year_ago(review.quarter)), "right", 1.7),
    )  # fmt: skip
    return Table(columns, tuple(_row(review, fact) for fact in facts))


def _row(review: ClientPage, fact: Fact) -> tuple[Cell, ...]:
    reader = review.reader
    interval = interval_of(reader, fact)
    count = Cell(reader.number(fact.n)) if fact.n is not None else Cell("")
    compared = definition(fact.name, review.edition).compared
    then = (
        Cell(reader.value(value, fact.unit) if compared else "", muted=True) for value in (fact.prior, fact.year_ago)
    )
    return (Cell(reader.told(fact.label)), _value(review, fact), count, Cell(interval, muted=True), *then)


def _value(review: ClientPage, fact: Fact) -> Cell:
    """The value; where there is none, whether it is withheld or unknown."""
    if fact.known:
        return Cell(review.reader.value(fact.value, fact.unit), strong=True)
    return Cell(review.reader.say("not shown") if fact.n else review.reader.unknown, state="unknown")


def _number(review: ClientPage, fact: Fact) -> Number:
    reader, known = review.reader, definition(fact.name, review.edition)
    return Number(
        fact=fact.name,
        label=reader.told(fact.label),
        text=reader.value(fact.value, fact.unit) if fact.known else reader.told(fact.note),
        form=reader.form(fact.unit),
        period=reader.told(fact.period),
        meaning=reader.told(known.formula),
        basis=reader.told(known.denominator),
        rules=tuple(reader.told(rule) for rule in known.edges),
        source=known.source,
    )
