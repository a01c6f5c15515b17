"""The client's own objectives."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn, group
from acctlib.display.formatter import Formatter
from acctlib.facts.delivery.objectives import LEEWAY, objective_pace, running_objectives

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

_CURRENCY = re.compile(r"[A-Z]{3}")
STATES: dict[str, State] = {
    "reached": "good",
    "on track": "good",
    "behind pace": "watch",
    "missed": "bad",
    "unknown": "unknown",
}


BEHIND = ("behind pace", "missed")


def objectives(review: ClientPage) -> Block:
    """Baseline, actual, target and pace of each objective active in the quarter."""
    translate, frame = review.formatter.translate, review.frames.get("objectives")
    if frame is None:
        return Note(translate("Goals not available: none are recorded."))
    running = running_objectives(frame, review.quarter)
    if running.empty:
        return Note(translate("No goals are agreed for this quarter. Agreeing measurable goals is on the agenda."))
    paced = objective_pace(running, review.context.covered_to).sort_values(["due_date", "objective_id"])
    columns = (
        TableColumn(translate("Objective"), width=3.6),
        TableColumn(translate("Baseline"), "right", 1.3),
        TableColumn(translate("Actual"), "right", 1.3),
        TableColumn(translate("Target"), "right", 1.3),
        TableColumn(translate("Due"), width=2),
        TableColumn(translate("Status"), width=1.8),
    )
    table = Table(columns, tuple(_row(review.formatter, row) for _, row in paced.iterrows()))
    return group((table, *_bars(review, paced)))


def _bars(review: ClientPage, paced: pd.DataFrame) -> tuple[Block, ...]:
    """Each objective's progress as a chart, if there are at least two to compare; for one, the table row is enough."""
    if paced["progress"].notna().sum() < 2:
        return ()
    from acctlib.display.charts import targets

    named = paced.rename(columns={"statement": "name", "elapsed": "pace"})
    aims = named.assign(behind=named["state"].isin(BEHIND))[["name", "progress", "pace", "behind"]]
    told = (
        "Progress from baseline to target; the mark is where time alone would have it. "
        "Striped: missed, or behind the mark by more than {leeway} of the way."
    )
    caption = review.formatter.translate(told, leeway=review.formatter.percent(LEEWAY, 0))
    return (targets(aims, review.formatter, review.brand, caption),)


def _row(formatter: Formatter, row: pd.Series) -> tuple[TableCell, ...]:
    numbers = tuple(
        TableCell(measured(formatter, row[c], row["unit"]), _value(row[c])) for c in ("baseline", "actual", "target")
    )
    by = TableCell(formatter.day(row["due_date"]) if pd.notna(row["due_date"]) else formatter.translate("date tbc"))
    named = row["unit"] if _is_word(row["unit"]) else None
    return (
        TableCell(f"{row['statement']} ({named})" if named else str(row["statement"])),
        *numbers,
        by,
        TableCell(formatter.translate(row["state"]), state=STATES[row["state"]]),
    )


def _value(number: float) -> float | None:
    return float(number) if pd.notna(number) else None


def _is_word(unit: object) -> bool:
    """Whether a unit is a word, neither percent nor a currency; it is then shown once, with the objective."""
    return isinstance(unit, str) and bool(unit) and unit != "%" and not _CURRENCY.fullmatch(unit)


def measured(formatter: Formatter, number: float, unit: object) -> str:
    """A value in the objective's own unit: percent, a currency, or a plain number."""
    if pd.isna(number):
        return formatter.unknown
    if unit == "%":
        return formatter.percent(number / 100)
    if isinstance(unit, str) and _CURRENCY.fullmatch(unit):
        return Formatter(formatter.locale, unit).money(number, 0 if float(number).is_integer() else None)
    return formatter.number(number, 2)
