"""Delivery: what came, against what was promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, State, Table, group
from acctlib.facts.delivery import project_outcomes

if TYPE_CHECKING:
    from acctlib.review.review import Review

STATES: dict[str, tuple[str, State]] = {
    "delivered": ("on time", "good"),
    "late": ("late", "bad"),
    "overdue": ("overdue", "bad"),
    "in_flight": ("in hand", "neutral"),
    "cancelled": ("cancelled", "neutral"),
}
LEGS = {"on_time": "on time", "on_budget": "within budget", "accepted": "accepted"}
MOST_BARS = 12


def legs_in_words(review: Review) -> str:
    """What success means for this client: the legs that are known, in words."""
    found = project_outcomes(review.frames, review.terms)
    known = [said for leg, said in LEGS.items() if len(found) and found[leg].notna().any()]
    return " and ".join([", ".join(known[:-1]), known[-1]]) if len(known) > 1 else "".join(known) or "successful"


def in_quarter(review: Review) -> pd.DataFrame:
    """Projects of this quarter: closed in it, or open at its end; the earliest promised first."""
    found = project_outcomes(review.frames, review.terms)
    if found.empty:
        return found
    start, end = periods.bounds(review.quarter)
    closed_now = (found["closed_on"] >= start) & (found["closed_on"] < end)
    begun = ~(found["start_date"] >= end)
    still = found["closed_on"].isna() | (found["closed_on"] >= end)
    # The day of a cancellation is not kept: it is told in the quarter that the work was promised for.
    told_before = (found["state"] == "cancelled") & ~(found["committed_date"] >= start)
    return found[closed_now | (still & begun & ~told_before)].sort_values(["committed_date", "project_id"])


def delivery(review: Review) -> Block:
    """The timeline of the quarter, and the same as a table with every slip."""
    if "projects" not in review.frames:
        return Note("Delivery is unknown: the firm keeps no list of projects.")
    if review.frames["projects"].empty:
        return Note("There was no project for this client, so there is no delivery to judge.")
    work = in_quarter(review)
    if work.empty:
        return Note("No project was closed in this quarter, and none was in hand.")
    drawn = work.dropna(subset=["start_date"]).head(MOST_BARS)
    blocks: list[Block] = []
    if len(drawn) >= 2:
        blocks.append(_timeline(review, drawn))
    return group([*blocks, _table(review, work)])


def _timeline(review: Review, work: pd.DataFrame) -> Block:
    from acctlib.display.charts import timeline

    start, end = periods.bounds(review.quarter)
    covered = pd.Timestamp(review.terms.covered_to)
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
    caption = "Light: as first promised; colour: as it came, or to the end of the data. Orange: late."
    return timeline(bars, review.reader, review.brand, caption, (first, last))


def _table(review: Review, work: pd.DataFrame) -> Table:
    reader = review.reader
    rows = []
    for _, project in work.iterrows():
        word, state = STATES[project["state"]]
        late = f"{word}, {int(project['days_late'])} days" if state == "bad" and project["days_late"] > 0 else word
        done = Cell(reader.day(project["closed_on"])) if pd.notna(project["closed_on"]) else Cell("open", muted=True)
        due = (
            Cell(reader.day(project["committed_date"]))
            if pd.notna(project["committed_date"])
            else Cell("no date", muted=True)
        )
        rows.append((Cell(str(project["name"])), due, done, Cell(late, state=state)))
    columns = (
        Col("Project", width=4),
        Col("First promised", width=1.5),
        Col("Delivered", width=1.5),
        Col("State", width=2),
    )
    return Table(columns, tuple(rows))
