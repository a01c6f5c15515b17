"""Internal: six and three months before a contract ends, the panel's state then beside the supervisor's call."""

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
    "met": phrase("well"), "watch": phrase("watch"), "missed": phrase("act"), "unknown": phrase("unknown"),
}  # fmt: skip
CALLS = {
    "renew": phrase("will renew"), "at_risk": phrase("at risk"), "lost": phrase("will be lost"),
    "monitor": phrase("not yet"),
}  # fmt: skip
VERDICTS = {
    "disagree": phrase("they disagree"), "call_needed": phrase("call needed"), "no_call": phrase("no call"),
    "unknown": phrase("panel unknown"), "agree": phrase("they agree"), "later": phrase("not due yet"),
}  # fmt: skip
STATES: dict[str, State] = {
    "disagree": "bad", "call_needed": "watch", "no_call": "watch", "unknown": "unknown", "agree": "good",
    "later": "neutral",
}  # fmt: skip


def checkpoints(review: ClientPage) -> list[Block]:
    """Each checkpoint of the contracts that end soon; nothing where none does."""
    points = points_of(review.prepared, HealthHistory(review.prepared))
    if points is None or points.empty:
        return []
    translate = review.formatter.translate
    columns = (
        TableColumn(translate("Checkpoint"), width=1.5), TableColumn(translate("Before the end"), width=2.4),
        TableColumn(translate("Panel then"), width=1.8),
        TableColumn(translate("Supervisor's call"), width=2.4), TableColumn(translate("Why"), width=3),
        TableColumn(translate("Side by side"), width=1.6),
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
    """The panel's state at a checkpoint, with the quarter that it was taken at."""
    if row["verdict"] == "later":
        return ""
    return formatter.translate("{state}, {quarter}", state=PANEL[row["state"]], quarter=label(row["seen"]))


def call_then(formatter: Formatter, row: pd.Series) -> str:
    """What the supervisor had said by a checkpoint, who, and when."""
    if not isinstance(row["call"], str):
        return "" if row["verdict"] == "later" else formatter.translate("none")
    day = formatter.day(row["called_on"])
    if not isinstance(row["caller"], str):
        return formatter.translate("{call}, {day}", call=CALLS[row["call"]], day=day)
    return formatter.translate("{call}, {day}, {who}", call=CALLS[row["call"]], day=day, who=row["caller"])


def said_of(formatter: Formatter, points: pd.DataFrame) -> str:
    """How often they disagree, and what that means."""
    n = int(points["verdict"].eq("disagree").sum())
    parted = formatter.count(n, "At {n} checkpoint they disagree.", "At {n} checkpoints they disagree.")
    parted = parted if n else formatter.translate("They disagree at none of these checkpoints.")
    rule = formatter.translate(
        "The panel is that of the last quarter over by then, the call the latest made by then; both stand, and neither "
        "is changed by the other. Three months before the end “not yet” is no call."
    )
    return f"{parted} {rule}"
