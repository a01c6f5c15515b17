"""Accounts that need attention, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts.health.attention import MOST
from acctlib.review.portfolio.files import attention_file

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

STATES: dict[str, State] = {"met": "good", "watch": "watch", "missed": "bad", "unknown": "unknown"}
WORDS = {"met": "on track", "watch": "watch", "missed": "at risk", "unknown": "unknown"}


def attention(book: PortfolioPage) -> Block:
    """Up to ten accounts, most urgent first."""
    translate, found = book.formatter.translate, book.attention_list
    if found.listed.empty:
        return group((Note(translate("No accounts currently need attention.")), attention_file(book)))
    rows = tuple(_row(book, str(client), row) for client, row in found.listed.iterrows())
    columns = (
        TableColumn(translate("Client"), width=2.2),
        TableColumn(translate("Why"), width=4.6),
        TableColumn(translate("Status"), width=1),
        TableColumn(translate("Fees, last 4 quarters"), "right", 1.2),
        TableColumn(translate("Rank range"), "right", 1.4),
    )
    return group((Table(columns, rows), Note(_trust(book)), attention_file(book)))


def _row(book: PortfolioPage, client: str, row: pd.Series) -> tuple[TableCell, ...]:
    formatter, state = book.formatter, str(row["state"])
    ranks = f"{row['rank_low']}–{row['rank_high']}" if row["rank_low"] != row["rank_high"] else str(row["rank"])
    return (
        TableCell(str(book.names.get(client, client)), strong=True),
        TableCell(formatter.translate(row["why"])),
        TableCell(formatter.translate(WORDS[state]), state=STATES[state]),
        TableCell(formatter.compact(row["fees"])),
        TableCell(ranks, muted=True),
    )


def _trust(book: PortfolioPage) -> str:
    """How many more accounts meet a criterion, and how many false alarms to expect by chance."""
    translate, found = book.formatter.translate, book.attention_list
    more = book.formatter.count(
        found.more, "{n} more account meets at least one criterion.", "{n} more accounts meet at least one criterion."
    )
    chance = translate(
        "{looks} control-limit tests; about {n} false alarms expected. Threshold drivers are "
        "not significance-tested. Top {most} shown.",
        looks=found.looks,
        n=book.formatter.number(found.by_chance, 2),
        most=MOST,
    )
    return f"{more} {chance}" if found.more else chance
