"""Whitespace across the book: client counts by service and state, and what the largest clients buy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts.growth.whitespace import Grid, whitespace_grid
from acctlib.metrics.growth.whitespace import OWNED, STATES, state_counts
from acctlib.review.client.sections.whitespace import WORDS, in_words

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

CLIENTS = 15
SERVICES = 10


def whitespace(book: PortfolioPage) -> list[Block]:
    """Client counts by service and state, then a grid of clients by service, largest first."""
    translate = book.formatter.translate
    grid = whitespace_grid(book.prepared)
    if grid is None or grid.states.empty:
        return [Note(translate("Whitespace not available: invoices name no service line."))]
    return [_counts(book, grid), *_clients(book, grid)]


def _counts(book: PortfolioPage, grid: Grid) -> Block:
    formatter, translate = book.formatter, book.formatter.translate
    found = state_counts(grid.states).sort_values([OWNED, "n"], ascending=False, kind="stable")
    columns = (
        TableColumn(translate("Clients by service"), width=2),
        *(TableColumn(formatter.translate(WORDS[state][0]), "right", 1) for state in STATES),
        TableColumn(translate("Penetration (eligible clients)"), "right", 1.9),
    )  # fmt: skip
    rows = tuple(
        (
            TableCell(str(service)), *(TableCell(formatter.number(row[state])) for state in STATES),
            TableCell(translate("{share} (n = {n})", share=formatter.percent(row["share"], 0), n=int(row["n"])),
                      row["share"]),
        )
        for service, row in found.iterrows()
    )  # fmt: skip
    return Table(columns, rows)


def _clients(book: PortfolioPage, grid: Grid) -> list[Block]:
    """The largest clients by the services with most clients; the rest are counted in a note."""
    formatter, translate = book.formatter, book.formatter.translate
    fees = grid.fees.sum(axis=1).reindex(grid.states.index, fill_value=0.0)
    bought = (grid.states == OWNED).sum()
    largest = list(fees.sort_values(ascending=False, kind="stable").index[:CLIENTS])
    services = list(bought.sort_values(ascending=False, kind="stable").index[:SERVICES])
    shown = grid.states.loc[largest, services]
    rows = tuple(
        (TableCell(str(book.names.get(client, client))), *(in_words(formatter, state) for state in row))
        for client, row in zip(shown.index, shown.to_numpy(), strict=True)
    )
    heads = (
        TableColumn(translate("Client"), width=2.2),
        *(TableColumn(str(service), width=1.2) for service in services),
    )
    return [Table(heads, rows), *_rest(book, grid.states, len(largest), len(services))]


def _rest(book: PortfolioPage, states: pd.DataFrame, clients: int, services: int) -> list[Block]:
    formatter, (all_clients, all_services) = book.formatter, states.shape
    told = []
    if all_clients > clients:
        told.append(
            formatter.count(all_clients - clients, "{n} smaller client not shown.", "{n} smaller clients not shown.")
        )
    if all_services > services:
        told.append(formatter.count(all_services - services, "{n} service not shown.", "{n} services not shown."))
    return [Note(" ".join(told))] if told else []
