"""Internal: forecasts for work in progress, by tier, and how the budget rate depends on its tolerance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts.base.measures import Estimate
from acctlib.facts.delivery.delivery import budget_at_tolerances

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

TIERS = {"value": "earned value", "weight": "milestones by weight, 0/100", "dates": "dates and budget"}
ESTIMATES = ("estimate", "estimate_at_budget", "estimate_at_both")


def in_hand(review: ClientPage, forecast: pd.DataFrame) -> list[Block]:
    """The budget rate's sensitivity, each open project's forecast, and its earned value if available."""
    return [*_tolerances(review), *_forecast(review, forecast), *_earned_value(review, forecast)]


def _tolerances(review: ClientPage) -> list[Block]:
    found = budget_at_tolerances(review.prepared)
    if all(estimate.value is None for estimate in found):
        return []
    formatter, translate = review.formatter, review.formatter.translate
    rows = tuple(
        (
            TableCell(formatter.percent(float(str(share)), 0)),
            _rate(review, estimate),
            TableCell(formatter.number(estimate.n), estimate.n),
        )
        for share, estimate in found.items()
    )
    columns = (
        TableColumn(translate("Cost within budget, if it may overrun by"), width=3.4),
        TableColumn(translate("Value"), "right", 1.9),
        TableColumn(translate("n"), "right", 0.8),
    )
    return [Table(columns, rows)]


def _rate(review: ClientPage, estimate: Estimate) -> TableCell:
    return TableCell(review.formatter.percent(estimate.value), estimate.value)


def _forecast(review: ClientPage, forecast: pd.DataFrame) -> list[Block]:
    translate = review.formatter.translate
    if forecast.empty:
        return [Note(translate("No open projects to forecast."))]
    rows = tuple(_expected(review, row) for _, row in forecast.sort_values(["committed_date", "project_id"]).iterrows())
    columns = (
        TableColumn(translate("Open projects: forecast (not in the rates)"), width=2.8),
        TableColumn(translate("Date based on"), width=2.2),
        TableColumn(translate("Original due date"), width=1.4),
        TableColumn(translate("Expected"), width=1.4),
        TableColumn(translate("Budget"), "right", 1.1),
        TableColumn(translate("Expected cost"), "right", 1.4),
    )
    return [Table(columns, rows)]


def _expected(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    day = TableCell(
        formatter.day(row["expected_finish"]), state=None if pd.notna(row["expected_finish"]) else "unknown"
    )
    over = pd.notna(row["expected_cost"]) and row["expected_cost"] > row["total"]
    cost = TableCell(
        formatter.compact(row["expected_cost"]), _number(row["expected_cost"]), state="watch" if over else None
    )
    return (
        TableCell(str(row["name"])),
        TableCell(formatter.translate(TIERS[row["time_tier"]]), muted=True),
        TableCell(formatter.day(row["committed_date"]))
        if pd.notna(row["committed_date"])
        else TableCell(formatter.translate("date tbc")),
        day,
        TableCell(formatter.compact(row["total"]), _number(row["total"])),
        cost if pd.notna(row["expected_cost"]) else TableCell(formatter.unknown, state="unknown"),
    )


def _earned_value(review: ClientPage, forecast: pd.DataFrame) -> list[Block]:
    """Indices and the three estimates for each project with milestones, and a note on any project in error."""
    translate = review.formatter.translate
    known = forecast[forecast[["cpi", "spi_time"]].notna().any(axis=1)] if len(forecast) else forecast
    wrong = forecast[forecast["over_earned"]] if len(forecast) else forecast
    blocks: list[Block] = []
    if len(known):
        heads = ("PV", "EV", "AC", "CPI", "SPI(t)", "EAC (CPI)", "EAC at budget", "EAC (CPI × SPI)", "TCPI")
        columns = (
            TableColumn(translate("Earned value"), width=2.2),
            *(TableColumn(translate(head), "right", 1) for head in heads),
        )
        ordered = known.sort_values(["committed_date", "project_id"])
        blocks.append(Table(columns, tuple(_indices(review, row) for _, row in ordered.iterrows())))
    said = "{project}: more is earned than the budget; its milestones are in error, and its cost has no forecast."
    return [*blocks, *(Note(translate(said, project=str(name))) for name in wrong["name"])] if len(wrong) else blocks


def _indices(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    costed = pd.notna(row["cost_to_date"])
    money = (row[name] for name in ("planned", "earned", "cost_to_date"))
    spent = costed and row["cost_to_date"] >= row["total"] and row["earned"] < row["total"]
    needed = formatter.translate("out of reach") if spent else _index(review, row["needed_cpi"])
    return (
        TableCell(str(row["name"])),
        *(TableCell(formatter.compact(value), _number(value)) for value in money),
        *(TableCell(_index(review, row[name]), _number(row[name]), strong=True) for name in ("cpi", "spi_time")),
        *(TableCell(formatter.compact(row[name]), _number(row[name])) for name in ESTIMATES),
        TableCell(needed, state="bad" if spent else None),
    )


def _index(review: ClientPage, value: float) -> str:
    return review.formatter.number(value, 2)


def _number(value: float) -> float | None:
    return float(value) if pd.notna(value) else None
