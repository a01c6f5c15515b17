"""Who has how much to do: work in hand against the hours of the next quarter. Internal."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.delivery.forecast import OPEN
from acctlib.metrics.delivery.load import hours_available, hours_left, person_loads
from acctlib.periods import bounds


@dataclass(frozen=True)
class Load:
    """Work in hand and who is to do it.

    Attributes
    ----------
    planned : float or None
        Hours agreed and not yet worked, of projects in progress; None where projects have no hours.
    available : float
        Hours that the people there have in the next quarter.
    n : int
        People who are there.
    people : DataFrame[person] or None
        `hours`, `available`, `load`, `n` projects; None where the firm keeps no assignments.
    unassigned : float
        Hours of `planned` that no assignment stands for.
    """

    planned: float | None
    available: float
    n: int
    people: pd.DataFrame | None
    unassigned: float


def load(prepared: Prepared) -> Load | None:
    """The load of the next quarter; None where the firm keeps no weekly hours of its people.

    Notes
    -----
    - All that is in hand counts, whenever it is due; what has not begun to be planned does not.
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
    """A person and all who report to them, over any number of steps; all people where nobody says who reports to whom.

    Notes
    -----
    - Who is not among the people has no team here: that is all people, too.
    """
    if "reports_to" not in people or head not in set(people["person"]):
        return people
    team, more = set[str](), {head}
    while more:
        team |= more
        more = set(people.loc[people["reports_to"].isin(team), "person"]) - team
    return people[people["person"].isin(team)]


def _in_hand(prepared: Prepared) -> pd.DataFrame | None:
    """project_id -> hours planned and worked, of projects in progress; None where no project has hours."""
    found, projects = prepared.outcomes, prepared.frames.get("projects")
    if projects is None or "hours_planned" not in projects or found.empty:
        return None
    hand = projects[projects["project_id"].isin(found.loc[found["state"].isin(OPEN), "project_id"])]
    if len(hand) and hand["hours_planned"].dropna().empty:
        return None
    worked = hand.get("hours_actual", 0.0)
    told = pd.DataFrame({"planned": hand["hours_planned"], "worked": worked}).astype("float64")
    return told.set_axis(pd.Index(hand["project_id"], name="project_id"))
