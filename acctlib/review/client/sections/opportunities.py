"""Internal: open opportunities with this client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Formatter, Note, Table, TableCell, TableColumn, group
from acctlib.facts.growth.pipeline import open_chances

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page


def opportunities(review: ClientPage) -> Block:
    """Open opportunities, nearest decision first, and their total."""
    translate, left = review.formatter.translate, open_chances(review.prepared)
    if left is None:
        return Note(translate("Opportunities not available: none are recorded."))
    if left.empty:
        return Note(translate("No opportunity is open in this account."))
    firm = Formatter(review.formatter.locale, review.context.firm_currency)
    rows = tuple(_opportunity(firm, row) for _, row in left.iterrows())
    columns = (
        TableColumn(translate("Opportunity"), width=3.4), TableColumn(translate("Service"), width=1.5),
        TableColumn(translate("Stage"), width=1.4),
        TableColumn(translate("Annual value"), "right", 1.3), TableColumn(translate("Probability"), "right", 1),
        TableColumn(translate("Decision due"), width=1.4),
    )  # fmt: skip
    return group((Table(columns, rows), Note(whole_pipeline(review, left))))


def _opportunity(firm: Formatter, row: pd.Series) -> tuple[TableCell, ...]:
    dated = pd.notna(row["expected_close"])
    return (
        TableCell(_text(row["name"], str(row["opportunity_id"]))),
        TableCell(_text(row["service_line"], firm.translate("not named"))),
        TableCell(_text(row["stage"], firm.unknown)),
        TableCell(firm.compact(row["amount"])),
        TableCell(firm.percent(row["probability"], 0)),
        TableCell(firm.day(row["expected_close"]) if dated else firm.translate("date tbc")),
    )


def whole_pipeline(page: Page, chances: pd.DataFrame) -> str:
    """The open pipeline in a sentence: count, value, weighted value, and how many cannot be weighted."""
    firm = Formatter(page.formatter.locale, page.context.firm_currency)
    many = firm.count(len(chances), "{n} opportunity is open", "{n} opportunities are open")
    told = firm.translate(
        "{many}: {amount} annual value, {weighted} weighted.",
        many=many,
        amount=firm.compact(chances["amount"].sum(min_count=1)),
        weighted=firm.compact(chances["weighted"].sum(min_count=1)),
    )
    unknown = int(chances["weighted"].isna().sum())
    one, several = (
        "{n} has no amount or no probability and is excluded.",
        "{n} have no amount or no probability and are excluded.",
    )
    return f"{told} {firm.count(unknown, one, several)}" if unknown else told


def _text(value: object, otherwise: str) -> str:
    return value if isinstance(value, str) else otherwise
