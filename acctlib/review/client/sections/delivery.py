"""Delivery: work delivered against its due dates, and forecasts for work in progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, State, Table, TableCell, TableColumn, group
from acctlib.facts.delivery.projects import closed
from acctlib.facts.delivery.work_in_progress import forecast_in_hand
from acctlib.phrases import listed, phrase
from acctlib.review.client.sections.delivery_year import four_quarters
from acctlib.review.client.sections.work_in_progress import in_hand

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

STATES: dict[str, tuple[str, State]] = {
    "delivered": ("on time", "good"),
    "late": ("late", "bad"),
    "overdue": ("overdue", "bad"),
    "in_flight": ("in progress", "neutral"),
    "cancelled": ("cancelled", "neutral"),
}
CANCELLED_BY = {"client": "cancelled by the client", "us": "cancelled by us", "other": "cancelled (other)"}
LEGS = {"on_time": "on time", "within_fees": "within agreed fees", "accepted": "accepted"}
SLIPPED = ("bad", "watch")
MOST_BARS = 12


def legs_in_words(review: ClientPage) -> str:
    """What success means for this client: the criteria with known results, in words."""
    found = _judged(review)
    known = [said for leg, said in LEGS.items() if len(found) and found[leg].notna().any()]
    parts = [phrase(said) for said in known] or [phrase("successful")]
    return phrase("{first} and {last}", first=listed(parts[:-1]), last=parts[-1]) if len(parts) > 1 else parts[0]


def failed_legs(review: ClientPage) -> dict[str, int]:
    """Number of projects closed in four quarters that failed each criterion; omits criteria with no failures."""
    found = _judged(review)
    counts = {leg: int(found[leg].eq(False).sum()) if len(found) else 0 for leg in LEGS}
    return {leg: n for leg, n in counts.items() if n}


def _judged(review: ClientPage) -> pd.DataFrame:
    """Projects closed in four quarters with a known result: those that delivery success counts."""
    found = closed(review.prepared)
    return found[found["success"].notna()] if len(found) else found


def in_quarter(review: ClientPage) -> pd.DataFrame:
    """Projects closed in the quarter or open at its end, earliest original due date first."""
    found = review.outcomes
    if found.empty:
        return found
    start, end = periods.bounds(review.quarter)
    closed_now = (found["closed_on"] >= start) & (found["closed_on"] < end)
    begun = ~(found["start_date"] >= end)
    still = found["closed_on"].isna() | (found["closed_on"] >= end)
    # Cancellation dates are not recorded: a cancelled project is reported in the quarter of its due date.
    told_before = (found["state"] == "cancelled") & ~(found["committed_date"] >= start)
    return found[closed_now | (still & begun & ~told_before)].sort_values(["committed_date", "project_id"])


def delivery(review: ClientPage) -> Block:
    """The quarter's projects, four-quarter metrics and, internally, forecasts for work in progress."""
    translate = review.formatter.translate
    if "projects" not in review.frames:
        return Note(translate("Project delivery not available: no projects are recorded."))
    if review.frames["projects"].empty:
        return Note(translate("No projects on this account; project delivery is not reported."))
    forecast = forecast_in_hand(review.prepared)
    inside = in_hand(review, forecast) if review.edition == "internal" else []
    return group([*_quarter(review, forecast), *four_quarters(review), *inside])


def _quarter(review: ClientPage, forecast: pd.DataFrame) -> list[Block]:
    work = in_quarter(review)
    if work.empty:
        return [Note(review.formatter.translate("No projects were completed or in progress this quarter."))]
    # Cancelled projects have no recorded end date, so no bar can be drawn for them.
    drawn = work[work["state"] != "cancelled"].dropna(subset=["start_date"]).head(MOST_BARS)
    blocks: list[Block] = [_timeline(review, drawn)] if len(drawn) >= 2 else []
    return [*blocks, _table(review, work, forecast)]


def _timeline(review: ClientPage, work: pd.DataFrame) -> Block:
    from acctlib.display.charts import timeline

    start, end = periods.bounds(review.quarter)
    covered = pd.Timestamp(review.context.covered_to)
    bars = pd.DataFrame(
        {
            "name": work["name"],
            "start": work["start_date"],
            "planned": work["committed_date"],
            "actual": work["closed_on"].where(work["closed_on"] <= covered, covered),
            "late": [state in ("late", "overdue") for state in work["state"]],
        }
    )
    first = max(bars["start"].min(), start - pd.Timedelta(92, "D"))
    last = max(end, min(bars["planned"].max(), end + pd.Timedelta(92, "D")) if bars["planned"].notna().any() else end)
    caption = "Light: original plan. Colour: as delivered, or in progress up to the end of the data. Orange: late."
    return timeline(bars, review.formatter, review.brand, review.formatter.translate(caption), (first, last))


def _table(review: ClientPage, work: pd.DataFrame, forecast: pd.DataFrame) -> Table:
    """One row per project: dates due, delivered or forecast, and accepted; any delay and its reason."""
    translate = review.formatter.translate
    shown = ColumnSpec(
        moved=bool((work["agreed_date"] != work["committed_date"]).where(work["agreed_date"].notna(), False).any()),
        accepted=bool(work["accepted"].notna().any() or work["accepted_date"].notna().any()),
    )
    expected = forecast.set_index("project_id")["expected_finish"] if len(forecast) else pd.Series(dtype="object")
    rows = [_project(review, project, expected.get(project["project_id"]), shown) for _, project in work.iterrows()]
    agreed = (TableColumn(translate("Latest agreed"), width=1.5),) if shown.moved else ()
    accepted = (TableColumn(translate("Accepted"), width=1.5),) if shown.accepted else ()
    why: tuple[TableColumn, ...] = ()
    if "late_reason" in work and any(row[-1].state in SLIPPED for row in rows):
        why = (TableColumn(translate("Reason for delay"), width=3.2),)
        told = work["late_reason"].fillna("")
        rows = [(*row, _why(review, row[-1], str(reason))) for row, reason in zip(rows, told, strict=True)]
    columns = (
        TableColumn(translate("Project"), width=3.6),
        TableColumn(translate("Original due date"), width=1.5),
        *agreed,
        TableColumn(translate("Delivered / forecast"), width=2.1),
        *accepted,
        TableColumn(translate("Status"), width=2),
        *why,
    )
    open_ = work["state"].isin(["in_flight", "overdue"]).any()
    caption = (
        translate(
            "Forecast dates are projected from milestone progress or, where there are no "
            "milestones, taken from the latest agreed due date."
        )
        if open_
        else ""
    )
    return Table(columns, tuple(rows), caption)


def _why(review: ClientPage, state: TableCell, reason: str) -> TableCell:
    """The reason for a project's delay, if any; an unrecorded reason is marked as to be confirmed."""
    if state.state not in SLIPPED:
        return TableCell("")
    return (
        TableCell(reason)
        if reason.strip()
        else TableCell(review.formatter.translate("reason to be confirmed"), muted=True)
    )


@dataclass(frozen=True)
class ColumnSpec:
    """Which date columns to show: latest agreed if a date was moved, acceptance if the firm records it."""

    moved: bool
    accepted: bool


def _project(review: ClientPage, project: pd.Series, expected: Any, shown: ColumnSpec) -> tuple[TableCell, ...]:
    formatter = review.formatter
    promised, agreed = project["committed_date"], project["agreed_date"]
    no_date = TableCell(formatter.translate("date tbc"), muted=True)
    later = (
        TableCell(formatter.day(agreed)) if pd.notna(agreed) and agreed != promised else TableCell("", muted=True),
    )
    return (
        TableCell(str(project["name"])),
        TableCell(formatter.day(promised)) if pd.notna(promised) else no_date,
        *(later if shown.moved else ()),
        _delivered(review, project, expected),
        *((_accepted(review, project),) if shown.accepted else ()),
        _state(review, project, expected),
    )


def _delivered(review: ClientPage, project: pd.Series, expected: Any) -> TableCell:
    """The delivery date, or for open work the forecast; unknown if accepted without a delivery date."""
    formatter = review.formatter
    if project["state"] == "cancelled":
        return TableCell("", muted=True)
    if pd.notna(project["delivered_date"]):
        return TableCell(formatter.day(project["delivered_date"]))
    if pd.notna(project["closed_on"]):
        return TableCell(formatter.unknown, state="unknown")
    said = (
        formatter.translate("forecast {day}", day=formatter.day(expected))
        if pd.notna(expected)
        else formatter.translate("open")
    )
    return TableCell(said, muted=True)


def _accepted(review: ClientPage, project: pd.Series) -> TableCell:
    """The acceptance date; delivered work without one is marked "not accepted"."""
    if pd.notna(project["accepted_date"]):
        return TableCell(review.formatter.day(project["accepted_date"]))
    waiting = pd.notna(project["closed_on"])
    return (
        TableCell(review.formatter.translate("not accepted"), state="watch") if waiting else TableCell("", muted=True)
    )


def _state(review: ClientPage, project: pd.Series, expected: Any) -> TableCell:
    """The status in words, with any delay in calendar days."""
    formatter = review.formatter
    word, state = STATES[project["state"]]
    said = formatter.translate(word)
    if state == "bad" and project["days_late"] > 0:
        slip = formatter.count(int(project["days_late"]), "{n} day", "{n} days")
        return TableCell(formatter.translate("{days} {state}", state=said, days=slip), state=state)
    late = (expected - project["committed_date"]).days if pd.notna(expected) else 0
    if project["state"] == "in_flight" and late > 0:
        slip = formatter.count(late, "{n} day", "{n} days")
        return TableCell(formatter.translate("{state}, forecast {days} late", state=said, days=slip), state="watch")
    if project["state"] == "cancelled":
        whom = CANCELLED_BY.get(str(project.get("cancel_reason")), "")
        return TableCell(formatter.translate(whom) if whom else said, state=state)
    return TableCell(said, state=state)
