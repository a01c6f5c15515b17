"""Decisions, results, risks, recommendations and feedback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Note, State, Table, TableCell, TableColumn
from acctlib.facts.delivery.actions import promise_outcomes
from acctlib.periods import bounds, span, within
from acctlib.review.client.sections.actions import OUTCOMES, day, objectives_by_id
from acctlib.review.client.sections.objectives import measured

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

LEVELS: dict[str, State] = {"low": "neutral", "medium": "watch", "high": "bad"}
WEIGHTS = {"low": 1, "medium": 2, "high": 3}


def decisions(review: ClientPage) -> Block:
    """Decisions required from the client: options, our recommendation and the due date."""
    translate, frame = review.formatter.translate, review.frames.get("decisions")
    if frame is None:
        return Note(translate("Decisions not available: none are recorded."))
    asked = _open(review, frame, "asked_on", "decided_date").sort_values(["due_date", "decision_id"])
    if asked.empty:
        return Note(
            translate("No decisions required this quarter.") if _theirs(review) else translate("No open decisions.")
        )
    rows = tuple(
        (
            TableCell(str(row["question"]), strong=True), _text(row, "options"), _text(row, "recommendation"),
            day(review, row["due_date"]),
        )
        for _, row in asked.iterrows()
    )  # fmt: skip
    heads = (("Decision", 2.4), ("Options", 3), ("Our recommendation", 3), ("Decision due", 1.4))
    return Table(tuple(TableColumn(translate(head), width=width) for head, width in heads), rows)


def results(review: ClientPage) -> Block:
    """Results as the client measures them, with their attribution and side effects."""
    translate, frame = review.formatter.translate, review.frames.get("results")
    if frame is None:
        return Note(translate("Results not available: none are recorded."))
    found = within(frame, span(review.quarter), on="date").sort_values(["date", "result_id"])
    if found.empty:
        return Note(translate("No results to report this quarter."))
    served = objectives_by_id(review)
    rows = tuple(_result(review, row, served) for _, row in found.iterrows())
    columns = (
        TableColumn(translate("Result"), width=2.6), TableColumn(translate("Change"), "right", 1.1),
        TableColumn(translate("Source"), width=1.9),
        TableColumn(translate("Attribution"), width=3), TableColumn(translate("Side effects"), width=2),
    )  # fmt: skip
    return Table(columns, rows)


def _result(review: ClientPage, row: pd.Series, served: dict[str, str]) -> tuple[TableCell, ...]:
    goal = served.get(str(row["objective_id"]), "")
    what = f"{row['statement']} ({goal})" if goal else str(row["statement"])
    known = pd.notna(row["value"])
    unit = row["unit"] if isinstance(row["unit"], str) else ""
    word = f" {unit}" if unit and unit != "%" and not unit.isupper() else ""
    value = TableCell(f"{measured(review.formatter, row['value'], unit)}{word}", float(row["value"]) if known else None)
    rest = (_text(row, "measure"), _text(row, "attribution", review), _text(row, "counter", review))
    return TableCell(what), value, *rest


def risks(review: ClientPage) -> Block:
    """Open risks, most serious first; the client edition has only the shared ones."""
    translate, frame = review.formatter.translate, review.frames.get("risks")
    if frame is None:
        return Note(translate("Risks not available: no risk register is kept."))
    open_ = _open(review, frame, "raised_on", "closed_date")
    if open_.empty:
        return Note(translate("No open risks."))
    weight = open_["probability"].map(WEIGHTS).fillna(0) * open_["impact"].map(WEIGHTS).fillna(0)
    ranked = open_.assign(weight=weight).sort_values(["weight", "raised_on", "risk_id"], ascending=[False, True, True])
    rows = tuple(_risk(review, row) for _, row in ranked.iterrows())
    columns = (
        TableColumn(translate("Risk"), width=3), TableColumn(translate("Likelihood"), width=1.1),
        TableColumn(translate("Impact"), width=1.1),
        TableColumn(translate("Mitigation"), width=2.8), TableColumn(translate("Owner"), width=1.4),
        TableColumn(translate("Due"), width=1.3),
    )  # fmt: skip
    return Table(columns, rows)


def _risk(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    levels = tuple(_level(review, row[column]) for column in ("probability", "impact"))
    start, _ = bounds(review.quarter)
    carried = review.formatter.translate(" (carried forward)") if row["raised_on"] < start else ""
    ours = review.formatter.translate(" (internal)") if not _theirs(review) and row["shared"] is not True else ""
    rest = (_text(row, "mitigation", review), _text(row, "owner"), day(review, row["due_date"]))
    return TableCell(f"{row['text']}{carried}{ours}"), *levels, *rest


def _level(review: ClientPage, level: object) -> TableCell:
    if not isinstance(level, str):
        return TableCell(review.formatter.unknown, state="unknown")
    return TableCell(review.formatter.translate(level), state=LEVELS[level])


def ideas(review: ClientPage) -> Block:
    """Recommendations, each with the goal it supports, its evidence, its effort and why now."""
    translate, frame = review.formatter.translate, review.frames.get("ideas")
    if frame is None:
        return Note(translate("No recommendations recorded."))
    open_ = _open(review, frame, "raised_on", "closed_date").sort_values(["raised_on", "idea_id"])
    if open_.empty:
        return Note(translate("No recommendations this quarter."))
    served = objectives_by_id(review)
    rows = tuple(
        (
            TableCell(str(row["text"]), strong=True),
            TableCell(served.get(str(row["objective_id"]), translate("no objective yet"))),
            _text(row, "evidence", review), _text(row, "effort", review), _text(row, "why_now"),
        )
        for _, row in open_.iterrows()
    )  # fmt: skip
    heads = (("Recommendation", 2.4), ("Supports goal", 1.8), ("Evidence", 2.4), ("Effort", 1.3), ("Why now", 2))
    return Table(tuple(TableColumn(translate(head), width=width) for head, width in heads), rows)


def you_said(review: ClientPage) -> Block:
    """Comments quoted with permission and the actions that followed; a note if no action followed."""
    translate, surveys, actions = review.formatter.translate, review.frames.get("surveys"), review.frames.get("actions")
    if surveys is None or actions is None or not {"survey_id", "comment"} <= set(surveys) or "survey_id" not in actions:
        return Note(translate("Follow-up to your feedback is not tracked yet."))
    told = actions.assign(outcome=promise_outcomes(actions, review.context.covered_to))
    said = surveys[surveys["comment"].notna() & surveys["may_quote"].eq(True).fillna(False).astype(bool)]
    both = told.dropna(subset=["survey_id"]).merge(said[["survey_id", "comment", "answered_date"]], on="survey_id")
    start, end = bounds(review.quarter)
    recent = both[(both["answered_date"] < end) & (both["answered_date"] >= start - pd.DateOffset(months=9))]
    if recent.empty:
        return Note(translate("No follow-up actions from survey feedback in the last four quarters."))
    latest = recent.sort_values(["answered_date", "action_id"], ascending=False).drop_duplicates("comment").head(4)
    rows = tuple(_answered(review, row) for _, row in latest.iterrows())
    heads = (("What you told us", 3.4), ("We did", 3.4), ("Outcome", 1.6)) if _theirs(review) else (
        ("What they told us", 3.4), ("We did", 3.4), ("Outcome", 1.6))  # fmt: skip
    return Table(tuple(TableColumn(translate(head), width=width) for head, width in heads), rows)


def _answered(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    word, state = OUTCOMES[row["outcome"]]
    return (
        TableCell(f"“{row['comment']}”"),
        TableCell(str(row["text"])),
        TableCell(review.formatter.translate(word), state=state),
    )


def _theirs(review: ClientPage) -> bool:
    return review.edition == "client"


def _open(review: ClientPage, frame: pd.DataFrame, begun: str, ended: str) -> pd.DataFrame:
    """Rows open at the end of the quarter, or of the data if that is earlier."""
    end = min(bounds(review.quarter)[1], pd.Timestamp(review.context.covered_to) + pd.Timedelta(1, "D"))
    return frame[(frame[begun] < end) & ~(frame[ended] < end)]


def _text(row: pd.Series, column: str, review: ClientPage | None = None) -> TableCell:
    """A text field as a cell; if missing, an empty cell or, given a review, "not stated"."""
    if isinstance(row.get(column), str) and row[column]:
        return TableCell(str(row[column]))
    return TableCell(review.formatter.translate("not stated"), muted=True) if review else TableCell("")
