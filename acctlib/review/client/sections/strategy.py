"""Internal: the client's objectives with our supporting actions, and proof points for pitches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts.delivery.actions import open_promises, promise_outcomes
from acctlib.facts.delivery.objectives import objective_pace
from acctlib.periods import bounds, within
from acctlib.review.client.sections.objectives import STATES

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

GRADES: dict[int, tuple[str, State]] = {
    4: ("A – measured, attributed, balanced", "good"),
    3: ("B – one part is missing", "watch"),
}


def objective_tree(review: ClientPage) -> Block:
    """Each objective with its completed actions, progress and next action, then unlinked actions and objectives."""
    translate, frame = review.formatter.translate, review.frames.get("objectives")
    if frame is None:
        return Note(translate("Goals not available: none are recorded."))
    start, end = bounds(review.quarter)
    running = frame[~(frame["start_date"] >= end) & ~(frame["due_date"] < start)]
    if running.empty:
        return Note(translate("No goals are agreed for this quarter. Agreeing measurable goals is on the agenda."))
    paced = objective_pace(running, review.context.covered_to).sort_values(["due_date", "objective_id"])
    actions = _actions(review)
    rows = tuple(_branch(review, row, actions) for _, row in paced.iterrows())
    columns = (
        TableColumn(translate("Objective"), width=2.4),
        TableColumn(translate("Actions completed this quarter"), "right", 1.4),
        TableColumn(translate("Progress to target"), "right", 1.1), TableColumn(translate("Status"), width=1.3),
        TableColumn(translate("Next action"), width=3),
    )  # fmt: skip
    return group((Table(columns, rows), *_loose(review, paced, actions)))


def _actions(review: ClientPage) -> pd.DataFrame:
    actions = review.frames.get("actions")
    if actions is None or "objective_id" not in actions:
        return pd.DataFrame({"objective_id": [], "due_date": pd.to_datetime([]), "outcome": []})
    return actions.assign(outcome=promise_outcomes(actions, review.context.covered_to))


def _branch(review: ClientPage, row: pd.Series, actions: pd.DataFrame) -> tuple[TableCell, ...]:
    formatter = review.formatter
    own = actions[actions["objective_id"] == row["objective_id"]]
    done = within(own[own["outcome"].isin(["done", "late"])], review.quarter, on="due_date")
    ahead = own[own["outcome"].isin(["open", "overdue"])].sort_values("due_date")
    following = next((f"{a['text']}, {formatter.day(a['due_date'])}" for _, a in ahead.iterrows()), "")
    missing = TableCell(formatter.translate("none planned"), state="bad")
    return (
        TableCell(str(row["statement"])),
        TableCell(formatter.number(len(done))),
        TableCell(formatter.percent(row["progress"], 0)),
        TableCell(formatter.translate(row["state"]), state=STATES[row["state"]]),
        TableCell(following) if following else missing,
    )


def _loose(review: ClientPage, running: pd.DataFrame, actions: pd.DataFrame) -> list[Block]:
    """Actions not linked to an objective, and objectives with no planned actions."""
    translate = review.formatter.translate
    if actions.empty or "action_id" not in actions:
        return [Note(translate("Actions by goal not available: no actions are recorded."))]
    left = open_promises(review.frames["actions"], review.quarter, review.context.covered_to)
    known = set(running["objective_id"])
    orphans = left[~left["objective_id"].isin(known)]
    idle = running[~running["objective_id"].isin(set(left["objective_id"].dropna()))]
    told = []
    if len(orphans):
        told.append(translate("Actions not linked to a goal: {list}.", list="; ".join(orphans["text"].astype(str))))
    if len(idle):
        told.append(translate("Goals with no planned actions: {list}.", list="; ".join(idle["statement"].astype(str))))
    return [Note(" ".join(told))] if told else []


def proof_points(review: ClientPage) -> Block:
    """Results that could support a pitch, with evidence grades and the client's permission to use them."""
    translate, frame = review.formatter.translate, review.frames.get("results")
    if frame is None or frame.empty:
        return Note(translate("There is no result that could be shown to others."))
    rows = tuple(_proof(review, row) for _, row in frame.sort_values("date", ascending=False).head(6).iterrows())
    columns = (
        TableColumn(translate("Proof point (case-study claim)"), width=3),
        TableColumn(translate("Evidence"), width=2.6),
        TableColumn(translate("Permission to publish"), width=1.6),
        TableColumn(translate("As of"), width=1.2),
    )  # fmt: skip
    return Table(columns, rows)


def _proof(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    translate = review.formatter.translate
    parts = sum(
        pd.notna(row.get(part)) and row.get(part) != "" for part in ("measure", "value", "attribution", "counter")
    )
    grade, state = GRADES.get(int(parts), ("C – anecdotal", "bad"))
    leave = row.get("may_use")
    given: tuple[str, State] = (
        ("granted", "good") if leave is True else ("refused", "bad") if leave is False else ("not asked", "unknown")
    )
    return (
        TableCell(str(row["statement"])),
        TableCell(translate(grade), state=state),
        TableCell(translate(given[0]), state=given[1]),
        TableCell(review.formatter.day(row["date"])),
    )
