"""Internal sections: what a client never sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Reader, Table, group
from acctlib.facts.growth.pipeline import open_chances

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page


def opportunities(review: ClientPage) -> Block:
    """Chances that are not decided yet, the nearest decision first, and what they come to."""
    say, left = review.reader.say, open_chances(review.frames, review.terms)
    if left is None:
        return Note(say("Opportunities are unknown: the firm keeps none here."))
    if left.empty:
        return Note(say("No opportunity is open in this account."))
    firm = Reader(review.reader.locale, review.terms.firm_currency)
    rows = tuple(_opportunity(firm, row) for _, row in left.iterrows())
    columns = (
        Col(say("Opportunity"), width=3.4), Col(say("Service"), width=1.5), Col(say("Stage"), width=1.4),
        Col(say("A year"), "right", 1.3), Col(say("Chance"), "right", 1), Col(say("Decision"), width=1.4),
    )  # fmt: skip
    return group((Table(columns, rows), Note(whole_pipeline(review, left))))


def _opportunity(firm: Reader, row: pd.Series) -> tuple[Cell, ...]:
    dated = pd.notna(row["expected_close"])
    return (
        Cell(_text(row["name"], str(row["opportunity_id"]))),
        Cell(_text(row["service_line"], firm.say("not named"))),
        Cell(_text(row["stage"], firm.unknown)),
        Cell(firm.compact(row["amount"])),
        Cell(firm.percent(row["probability"], 0)),
        Cell(firm.day(row["expected_close"]) if dated else firm.say("no date")),
    )


def whole_pipeline(page: Page, chances: pd.DataFrame) -> str:
    """All open chances in a sentence: how many, for how much, times their chance, and how many cannot be told."""
    firm = Reader(page.reader.locale, page.terms.firm_currency)
    many = firm.count(len(chances), "{n} opportunity is open", "{n} opportunities are open")
    told = firm.say(
        "{many}: {amount} a year, {weighted} times their chance.",
        many=many,
        amount=firm.compact(chances["amount"].sum(min_count=1)),
        weighted=firm.compact(chances["weighted"].sum(min_count=1)),
    )
    unknown = int(chances["weighted"].isna().sum())
    one, several = (
        "{n} has no amount or no chance and is not in it.",
        "{n} have no amount or no chance and are not in it.",
    )
    return f"{told} {firm.count(unknown, one, several)}" if unknown else told


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise
