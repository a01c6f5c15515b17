"""Internal: health scorecard vs renewal forecast, six and three months before a contract ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Formatter, Note, State, Table, TableCell, TableColumn
from acctlib.facts.health.checkpoints import checkpoints as points_of
from acctlib.facts.health.health_history import HealthHistory
from acctlib.periods import label
from acctlib.phrases import phrase

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

PANEL = {
    "met": phrase("on track"), "watch": phrase("watch"), "missed": phrase("at risk"), "unknown": phrase("unknown"),
}  # fmt: skip
CALLS = {
    "renew": phrase("will renew"), "at_risk": phrase("at risk"), "lost": phrase("will churn"),
    "monitor": phrase("undecided"),
}  # fmt: skip
VERDICTS = {
    "disagree": phrase("disagree"), "call_needed": phrase("forecast needed"), "no_call": phrase("no forecast"),
    "unknown": phrase("health unknown"), "agree": phrase("agree"), "later": phrase("upcoming"),
}  # fmt: skip
STATES: dict[str, State] = {
    "disagree": "bad", "call_needed": "watch", "no_call": "watch", "unknown": "unknown", "agree": "good",
    "later": "neutral",
}  # fmt: skip


def checkpoints(review: ClientPage) -> list[Block]:
    """Each checkpoint for contracts that end soon; empty if there are none."""
    points = points_of(review.prepared, HealthHistory(review.prepared))
    if points is None or points.empty:
        return []
    translate = review.formatter.translate
    columns = (
        TableColumn(translate("Renewal checkpoint"), width=1.5),
        TableColumn(translate("Before contract end"), width=2.4),
        TableColumn(translate("Health at checkpoint"), width=1.8),
        TableColumn(translate("Supervisor's renewal forecast"), width=2.4), TableColumn(translate("Why"), width=3),
        TableColumn(translate("Agreement"), width=1.6),
    )  # fmt: skip
    ordered = points.sort_values(["end_date", "contract_id", "day"], kind="stable")
    rows = tuple(_row(review, row) for _, row in ordered.iterrows())
    return [Table(columns, rows), Note(said_of(review.formatter, points))]


def _row(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    named = row.get("service_line")
    contract = named if isinstance(named, str) else str(row["contract_id"])
    months = formatter.count(int(row["months"]), "{n} month", "{n} months")
    return (
        TableCell(contract),
        TableCell(formatter.translate("{months}: {day}", months=months, day=formatter.day(row["day"]))),
        TableCell(panel_then(formatter, row), muted=row["verdict"] == "later"),
        TableCell(call_then(formatter, row), muted=row["verdict"] == "later"),
        TableCell(row["reason"] if isinstance(row["reason"], str) else "", muted=True),
        TableCell(formatter.translate(VERDICTS[row["verdict"]]), state=STATES[row["verdict"]]),
    )


def panel_then(formatter: Formatter, row: pd.Series) -> str:
    """The health status at a checkpoint, and the quarter it is taken from."""
    if row["verdict"] == "later":
        return ""
    return formatter.translate("{state}, {quarter}", state=PANEL[row["state"]], quarter=label(row["seen"]))


def call_then(formatter: Formatter, row: pd.Series) -> str:
    """The renewal forecast in place at a checkpoint, with its date and author."""
    if not isinstance(row["call"], str):
        return "" if row["verdict"] == "later" else formatter.translate("none")
    day = formatter.day(row["called_on"])
    if not isinstance(row["caller"], str):
        return formatter.translate("{call}, {day}", call=CALLS[row["call"]], day=day)
    return formatter.translate("{call}, {day}, {who}", call=CALLS[row["call"]], day=day, who=row["caller"])


def said_of(formatter: Formatter, points: pd.DataFrame) -> str:
    """How often health and forecast disagree, and how to read it."""
    n = int(points["verdict"].eq("disagree").sum())
    parted = formatter.count(
        n, "Health and forecast disagree at {n} checkpoint.", "Health and forecast disagree at {n} checkpoints."
    )
    parted = parted if n else formatter.translate("No disagreements at past checkpoints.")
    rule = formatter.translate(
        "Health as at the last completed quarter; forecast as last entered before the "
        "checkpoint. Neither overrides the other. “Undecided” is not accepted three months "
        "before contract end."
    )
    return f"{parted} {rule}"
