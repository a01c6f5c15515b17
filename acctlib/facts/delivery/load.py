"""Workload: work in progress compared with the next quarter's available hours. Internal."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.delivery.forecast import OPEN
from acctlib.metrics.delivery.load import hours_available, hours_left, person_loads
from acctlib.periods import bounds


@dataclass(frozen=True)
class Load:
    """Work in progress and who is assigned to it.

    Attributes
    ----------
    planned : float or None
        Hours agreed and not yet worked on projects in progress; None if projects have no hours.
    available : float
        Total hours of the people employed in the next quarter.
    n : int
        Number of people employed in the next quarter.
    people : DataFrame[person] or None
        `hours`, `available`, `load`, `n` projects; None if the firm records no assignments.
    unassigned : float
        Hours of `planned` not covered by an assignment.
    """

    planned: float | None
    available: float
    n: int
    people: pd.DataFrame | None
    unassigned: float


def load(prepared: Prepared) -> Load | None:
    """The next quarter's load; None if the firm does not record its people's weekly hours.

    Notes
    -----
    - All work in progress counts, whenever it is due; work not yet planned does not.
    """
    people = prepared.frames.get("people")
    if people is None or "weekly_hours" not in people or people["weekly_hours"].dropna().empty:
        return None
    kept = people.reindex(columns=["person", "weekly_hours", "start_date", "end_date"])
    dated = kept.assign(**{day: pd.to_datetime(kept[day]) for day in ("start_date", "end_date")})
    available = hours_available(dated, *bounds(prepared.quarter + 1))
    work = _in_hand(prepared)
    if work is None:
        return Load(None, float(available.sum()), len(available), None, 0.0)
    left = hours_left(work["planned"], work["worked"])
    open_hours = work["planned"] * left
    assigned = prepared.frames.get("assignments")
    if assigned is None:
        return Load(float(open_hours.sum()), float(available.sum()), len(available), None, 0.0)
    given = assigned.groupby("project_id", observed=True)["hours"].sum().reindex(work.index, fill_value=0.0)
    missing = ((work["planned"] - given).clip(lower=0) * left).sum()
    each = person_loads(assigned, left, available)
    return Load(float(open_hours.sum()), float(available.sum()), len(available), each, float(missing))


def team_of(people: pd.DataFrame, head: str) -> pd.DataFrame:
    """A person and everyone who reports to them, directly or indirectly; all people if reporting lines are unknown.

    Notes
    -----
    - A person not in the table has no team here: all people are returned, too.
    """
    if "reports_to" not in people or head not in set(people["person"]):
        return people
    team, more = set[str](), {head}
    while more:
        team |= more
        more = set(people.loc[people["reports_to"].isin(team), "person"]) - team
    return people[people["person"].isin(team)]


def _in_hand(prepared: Prepared) -> pd.DataFrame | None:
    """project_id -> hours planned and worked on projects in progress; None if no project has hours."""
    found, projects = prepared.outcomes, prepared.frames.get("projects")
    if projects is None or "hours_planned" not in projects or found.empty:
        return None
    hand = projects[projects["project_id"].isin(found.loc[found["state"].isin(OPEN), "project_id"])]
    if len(hand) and hand["hours_planned"].dropna().empty:
        return None
    worked = hand.get("hours_actual", 0.0)
    told = pd.DataFrame({"planned": hand["hours_planned"], "worked": worked}).astype("float64")
    return told.set_axis(pd.Index(hand["project_id"], name="project_id"))
