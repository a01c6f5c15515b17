"""Estimates at completion from a quarter ago vs actual delivery dates and costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts.health.forecast_ledger import Estimates, estimates_scored

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

WORST = 5


def completion(book: PortfolioPage) -> list[Block]:
    """Date and cost forecasts for all projects delivered in the quarter, and the largest forecast errors."""
    found = estimates_scored(book.prepared)
    if found is None or found.projects.empty:
        return []
    return [_all(book, found), *_farthest(book, found.projects), Note(_how(book))]


def _all(book: PortfolioPage, found: Estimates) -> Block:
    formatter, translate = book.formatter, book.formatter.translate
    days, ratios = (found.projects[name].dropna().astype("float64") for name in ("days", "ratio"))
    whole = translate("all costs together: {ratio}", ratio=formatter.number(found.ratio, 2)) if len(ratios) else ""
    columns = (
        TableColumn(translate("Estimate at completion, a quarter ago"), width=3.4),
        TableColumn(translate("Projects"), "right", 1),
        TableColumn(translate("Median"), "right", 1), TableColumn(translate("Interquartile range"), "right", 1.6),
        TableColumn(translate("How"), width=3),
    )  # fmt: skip
    rows = (
        (TableCell(translate("Days delivered after the day expected")), *_spread(book, days, 0),
         TableCell(translate("negative = earlier than forecast"), muted=True)),
        (TableCell(translate("Forecast cost over actual cost (f/A)")), *_spread(book, ratios, 2),
         TableCell(whole, muted=True)),
    )  # fmt: skip
    return Table(columns, rows)


def _spread(book: PortfolioPage, values: pd.Series, digits: int) -> tuple[TableCell, TableCell, TableCell]:
    formatter = book.formatter
    if values.empty:
        return TableCell(formatter.number(0), 0), TableCell(formatter.unknown, state="unknown"), TableCell("")
    low, middle, high = (float(values.quantile(share)) for share in (0.25, 0.5, 0.75))
    half = formatter.translate(
        "{low} to {high}", low=formatter.number(low, digits), high=formatter.number(high, digits)
    )
    return (
        TableCell(formatter.number(len(values)), len(values)),
        TableCell(formatter.number(middle, digits), middle),
        TableCell(half),
    )


def _farthest(book: PortfolioPage, projects: pd.DataFrame) -> list[Block]:
    """The projects with the largest date errors, early or late; empty if no date was forecast."""
    known = projects.dropna(subset=["days"])
    if known.empty:
        return []
    translate = book.formatter.translate
    far = known.assign(_by=known["days"].abs()).sort_values(["_by", "project_id"], ascending=[False, True])
    columns = (
        TableColumn(translate("Largest forecast errors"), width=3), TableColumn(translate("Client"), width=2.4),
        TableColumn(translate("Expected"), width=1.4),
        TableColumn(translate("Delivered"), width=1.4), TableColumn(translate("Days"), "right", 0.8),
        TableColumn(translate("f/A, cost"), "right", 1),
    )  # fmt: skip
    return [Table(columns, tuple(_row(book, row) for _, row in far.head(WORST).iterrows()))]


def _row(book: PortfolioPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = book.formatter
    ratio = None if pd.isna(row["ratio"]) else float(row["ratio"])
    return (
        TableCell(str(row["name"]) if isinstance(row.get("name"), str) else str(row["project_id"])),
        TableCell(str(book.names.get(row["client_id"], row["client_id"]))),
        TableCell(formatter.day(row["expected_finish"])),
        TableCell(formatter.day(row["delivered_date"])),
        TableCell(formatter.number(row["days"]), float(row["days"])),
        TableCell(formatter.number(ratio, 2), ratio),
    )


def _how(book: PortfolioPage) -> str:
    return book.formatter.translate(
        "Forecasts are based on the milestones reached before the quarter, the original due "
        "date and the original budget, for projects delivered in the quarter that had begun "
        "before it. f/A above 1: the project cost less than forecast."
    )
