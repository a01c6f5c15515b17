"""Actions: the outcomes of those due, and the next steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn
from acctlib.facts.delivery.actions import open_promises, since_last_time

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

OUTCOMES: dict[str, tuple[str, State]] = {
    "done": ("completed", "good"),
    "late": ("completed late", "watch"),
    "dropped": ("cancelled", "neutral"),
    "overdue": ("overdue", "bad"),
    "open": ("open", "neutral"),
}


def since_last(review: ClientPage) -> Block:
    """Every action that fell due, with its outcome and the reason if cancelled."""
    translate, actions = review.formatter.translate, review.frames.get("actions")
    if actions is None:
        return Note(translate("Actions not available: none are recorded."))
    told = since_last_time(actions, review.quarter, review.context.covered_to)
    if told.empty:
        return Note(translate("No actions were due this quarter."))
    rows = tuple(_told(review, row) for _, row in told.iterrows())
    heads = (("Action", 5), ("Owner", 1.6), ("Due", 1.5), ("Outcome", 2.4))
    return Table(tuple(TableColumn(translate(head), width=width) for head, width in heads), rows)


def _told(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    word, state = OUTCOMES[row["outcome"]]
    said = review.formatter.translate(word)
    why = f"{said} – {row['dropped_reason']}" if row["outcome"] == "dropped" else said
    return (
        TableCell(str(row["text"])),
        TableCell(owner(review, row)),
        day(review, row["due_date"]),
        TableCell(why, state=state),
    )


def day(review: ClientPage, when: pd.Timestamp) -> TableCell:
    """A date cell with its value, or "date tbc" if there is no date."""
    if pd.isna(when):
        return TableCell(review.formatter.translate("date tbc"), muted=True)
    return TableCell(review.formatter.day(when), when.date().isoformat())


def owner(review: ClientPage, row: pd.Series) -> str:
    """An action's owner; if no name is given, the side responsible, worded for the edition's reader."""
    if isinstance(row.get("owner"), str):
        return str(row["owner"])
    client = "you" if review.edition == "client" else "the client"
    return review.formatter.translate({"us": "our team", "client": client}.get(str(row.get("side")), "not named"))


def next_steps(review: ClientPage) -> Block:
    """Open actions, numbered, with owner and due date."""
    translate, actions = review.formatter.translate, review.frames.get("actions")
    if actions is None:
        return Note(translate("Plan not available: no actions are recorded."))
    left = open_promises(actions, review.quarter, review.context.covered_to)
    if left.empty:
        return Note(translate("No open actions. Priorities for next quarter to be agreed in the meeting."))
    served = objectives_by_id(review)
    rows = tuple(_step(review, number, row, served) for number, (_, row) in enumerate(left.iterrows(), 1))
    heads = (("No.", 0.3), ("Action", 4.2), ("Supports goal", 2.4), ("Owner", 1.6), ("Due", 1.4), ("Status", 1.1))
    return Table(tuple(TableColumn(translate(head), width=width) for head, width in heads), rows)


def _step(review: ClientPage, number: int, row: pd.Series, served: dict[str, str]) -> tuple[TableCell, ...]:
    late = (
        TableCell(review.formatter.translate("overdue"), state="bad") if row["outcome"] == "overdue" else TableCell("")
    )
    goal = served.get(str(row.get("objective_id")), "")
    what = (TableCell(str(number), muted=True), TableCell(str(row["text"])), TableCell(goal, muted=True))
    return *what, TableCell(owner(review, row)), day(review, row["due_date"]), late


def objectives_by_id(review: ClientPage) -> dict[str, str]:
    """Each objective's statement, by id."""
    frame = review.frames.get("objectives")
    if frame is None:
        return {}
    return dict(zip(frame["objective_id"].astype(str), frame["statement"].astype(str), strict=True))
