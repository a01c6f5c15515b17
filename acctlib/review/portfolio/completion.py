"""Estimates at completion of a quarter ago, held against the day and the cost that came."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, Table
from acctlib.facts.health.forecast_ledger import Estimates, estimates_scored

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

WORST = 5


def completion(book: PortfolioPage) -> list[Block]:
    """Both forecasts over all projects delivered in the quarter, and the projects that were missed by most."""
    found = estimates_scored(book.frames, book.terms)
    if found is None or found.projects.empty:
        return []
    return [_all(book, found), *_farthest(book, found.projects), Note(_how(book))]


def _all(book: PortfolioPage, found: Estimates) -> Block:
    reader, say = book.reader, book.reader.say
    days, ratios = (found.projects[name].dropna().astype("float64") for name in ("days", "ratio"))
    whole = say("all costs together: {ratio}", ratio=reader.number(found.ratio, 2)) if len(ratios) else ""
    columns = (
        Col(say("Estimate at completion, a quarter ago"), width=3.4), Col(say("Projects"), "right", 1),
        Col(say("Median"), "right", 1), Col(say("Middle half"), "right", 1.6), Col(say("How"), width=3),
    )  # fmt: skip
    rows = (
        (Cell(say("Days delivered after the day expected")), *_spread(book, days, 0),
         Cell(say("below zero: earlier than expected"), muted=True)),
        (Cell(say("Forecast cost over actual cost (f/A)")), *_spread(book, ratios, 2), Cell(whole, muted=True)),
    )  # fmt: skip
    return Table(columns, rows)


def _spread(book: PortfolioPage, values: pd.Series, digits: int) -> tuple[Cell, Cell, Cell]:
    reader = book.reader
    if values.empty:
        return Cell(reader.number(0), 0), Cell(reader.unknown, state="unknown"), Cell("")
    low, middle, high = (float(values.quantile(share)) for share in (0.25, 0.5, 0.75))
    half = reader.say("{low} to {high}", low=reader.number(low, digits), high=reader.number(high, digits))
    return Cell(reader.number(len(values)), len(values)), Cell(reader.number(middle, digits), middle), Cell(half)


def _farthest(book: PortfolioPage, projects: pd.DataFrame) -> list[Block]:
    """The projects whose day was missed by most, either way; none where no day was forecast."""
    known = projects.dropna(subset=["days"])
    if known.empty:
        return []
    say = book.reader.say
    far = known.assign(_by=known["days"].abs()).sort_values(["_by", "project_id"], ascending=[False, True])
    columns = (
        Col(say("Farthest from its day"), width=3), Col(say("Client"), width=2.4), Col(say("Expected"), width=1.4),
        Col(say("Delivered"), width=1.4), Col(say("Days"), "right", 0.8), Col(say("f/A, cost"), "right", 1),
    )  # fmt: skip
    return [Table(columns, tuple(_row(book, row) for _, row in far.head(WORST).iterrows()))]


def _row(book: PortfolioPage, row: pd.Series) -> tuple[Cell, ...]:
    reader = book.reader
    ratio = None if pd.isna(row["ratio"]) else float(row["ratio"])
    return (
        Cell(str(row["name"]) if isinstance(row.get("name"), str) else str(row["project_id"])),
        Cell(str(book.names.get(row["client_id"], row["client_id"]))),
        Cell(reader.day(row["expected_finish"])),
        Cell(reader.day(row["delivered_date"])),
        Cell(reader.number(row["days"]), float(row["days"])),
        Cell(reader.number(ratio, 2), ratio),
    )


def _how(book: PortfolioPage) -> str:
    return book.reader.say(
        "Forecasts rest on the milestones reached before the quarter, the day first promised and the first budget, for "
        "projects delivered in the quarter that had begun before it. f/A above 1: it cost less than forecast."
    )
