"""Whitespace over the book: which of the largest clients buys what, and how many there are in each state."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Table
from acctlib.facts.growth.whitespace import Grid, whitespace_grid
from acctlib.metrics.growth.whitespace import OWNED, STATES, state_counts
from acctlib.review.client.sections.whitespace import WORDS, in_words

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

CLIENTS = 15
SERVICES = 10


def whitespace(book: PortfolioPage) -> list[Block]:
    """Each service with its number of clients by state; then clients against services, the largest first."""
    say = book.reader.say
    grid = whitespace_grid(book.ready, book.terms)
    if grid is None or grid.states.empty:
        return [Note(say("Which services clients do not buy is unknown: invoices name none."))]
    return [_counts(book, grid), *_clients(book, grid)]


def _counts(book: PortfolioPage, grid: Grid) -> Block:
    reader, say = book.reader, book.reader.say
    found = state_counts(grid.states).sort_values([OWNED, "n"], ascending=False, kind="stable")
    columns = (
        Col(say("Clients by service"), width=2), *(Col(reader.told(WORDS[state][0]), "right", 1) for state in STATES),
        Col(say("Of those that could, buy it"), "right", 1.9),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(str(service)), *(Cell(reader.number(row[state])) for state in STATES),
            Cell(say("{share} (n = {n})", share=reader.percent(row["share"], 0), n=int(row["n"])), row["share"]),
        )
        for service, row in found.iterrows()
    )  # fmt: skip
    return Table(columns, rows)


def _clients(book: PortfolioPage, grid: Grid) -> list[Block]:
    """The largest clients and the services with most clients; the rest is counted."""
    reader, say = book.reader, book.reader.say
    fees = grid.fees.sum(axis=1).reindex(grid.states.index, fill_value=0.0)
    bought = (grid.states == OWNED).sum()
    largest = list(fees.sort_values(ascending=False, kind="stable").index[:CLIENTS])
    services = list(bought.sort_values(ascending=False, kind="stable").index[:SERVICES])
    shown = grid.states.loc[largest, services]
    rows = tuple(
        (Cell(str(book.names.get(client, client))), *(in_words(reader, state) for state in row))
        for client, row in zip(shown.index, shown.to_numpy(), strict=True)
    )
    heads = (Col(say("Client"), width=2.2), *(Col(str(service), width=1.2) for service in services))
    return [Table(heads, rows), *_rest(book, grid.states, len(largest), len(services))]


def _rest(book: PortfolioPage, states: pd.DataFrame, clients: int, services: int) -> list[Block]:
    reader, (all_clients, all_services) = book.reader, states.shape
    told = []
    if all_clients > clients:
        told.append(
            reader.count(
                all_clients - clients, "{n} smaller client is not shown.", "{n} smaller clients are not shown."
            )
        )
    if all_services > services:
        told.append(reader.count(all_services - services, "{n} service is not shown.", "{n} services are not shown."))
    return [Note(" ".join(told))] if told else []
