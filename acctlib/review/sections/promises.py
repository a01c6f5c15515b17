"""Promises: what became of the last ones, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Cell, Col, Note, State, Table
from acctlib.facts.promises import open_promises, since_last_time

if TYPE_CHECKING:
    from acctlib.review.review import Review

OUTCOMES: dict[str, tuple[str, State]] = {
    "done": ("done", "good"),
    "late": ("done late", "watch"),
    "dropped": ("dropped", "neutral"),
    "overdue": ("overdue", "bad"),
    "open": ("open", "neutral"),
}


def since_last(review: Review) -> Block:
    """Every promise that fell due, with what became of it and why."""
    actions = review.frames.get("actions")
    if actions is None:
        return Note("Promises are unknown: the firm keeps no list of actions.")
    told = since_last_time(actions, review.quarter, review.terms.covered_to)
    if told.empty:
        return Note("No promise fell due in this quarter.")
    rows = tuple(_told(review, row) for _, row in told.iterrows())
    columns = (Col("Promise", width=5), Col("Whose", width=1.6), Col("Due", width=1.5), Col("Outcome", width=2.4))
    return Table(columns, rows)


def _told(review: Review, row: pd.Series) -> tuple[Cell, ...]:
    word, state = OUTCOMES[row["outcome"]]
    why = f"{word}: {row['dropped_reason']}" if row["outcome"] == "dropped" else word
    due = Cell(review.reader.day(row["due_date"]) if pd.notna(row["due_date"]) else "no date")
    return Cell(str(row["text"])), Cell(owner(review, row)), due, Cell(why, state=state)


def owner(review: Review, row: pd.Series) -> str:
    """Who answers for a promise; the side, as its reader would say, where no name is given."""
    if isinstance(row.get("owner"), str):
        return str(row["owner"])
    client = "you" if review.edition == "client" else "the client"
    return {"us": "our team", "client": client}.get(str(row.get("side")), "not named")


def next_steps(review: Review) -> Block:
    """What is still to be done, numbered, with owner and date."""
    actions = review.frames.get("actions")
    if actions is None:
        return Note("The plan is unknown: the firm keeps no list of actions.")
    left = open_promises(actions, review.quarter, review.terms.covered_to)
    if left.empty:
        return Note("Nothing is open. What shall we do next?")
    rows = tuple(
        (
            Cell(str(number), muted=True),
            Cell(str(row["text"])),
            Cell(owner(review, row)),
            Cell(review.reader.day(row["due_date"]) if pd.notna(row["due_date"]) else "no date"),
            Cell("overdue", state="bad") if row["outcome"] == "overdue" else Cell(""),
        )
        for number, (_, row) in enumerate(left.iterrows(), 1)
    )
    columns = (
        Col("", width=0.3),
        Col("Action", width=5),
        Col("Owner", width=1.7),
        Col("Due", width=1.4),
        Col("", width=1.1),
    )
    return Table(columns, rows)
