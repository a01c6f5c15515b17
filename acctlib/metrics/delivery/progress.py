"""Progress: each project's planned and earned value on a given day, from its milestones.

There are three tiers, depending on what the firm records: milestones with planned value, earned value and cost;
milestones with weights; or dates and a budget only, which this module does not cover (`forecast` covers all three).
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

AMOUNTS = ["planned", "earned", "cost", "budget"]


def milestone_values(milestones: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Each milestone's budget, and its planned and earned value on a given day.

    Parameters
    ----------
    milestones : DataFrame
        One row per milestone: `project_id`, `due_date`, `done_date` and, if recorded, `planned_value`,
        `earned_value`, `actual_cost` (amounts) or `weight` (share of the work).

    Returns
    -------
    DataFrame
        One row per milestone of a project with values or weights: `project_id`, `due_date`, `planned`,
        `earned`, `cost`, `budget` (amounts; in the weight tier, shares of the total, without a cost), `tier`
        (value, weight) and `measured`: whether the project records progress within milestones.

    Notes
    -----
    - Without a recorded earned value, milestones earn all or nothing (0/100): everything when done, nothing before.
    - A project in which any milestone lacks a planned value uses weights; without weights it is excluded.
    - A milestone without a due date counts in the budget, but is never planned.
    - A milestone reached after the day had earned nothing by then, and its cost is excluded; values for milestones in
      progress are those recorded at the end of the data.
    - If something is earned and its cost is missing, the cost is unknown.

    References
    ----------
    Lipke 2003, Schedule is different.
    """
    codes, ids = pd.factorize(milestones["project_id"])
    value, weight, earned, cost = (
        _numbers(milestones, column) for column in ("planned_value", "weight", "earned_value", "actual_cost")
    )
    after = np.datetime64(as_of, "D") + 1
    due, done = (milestones[c].to_numpy(dtype="datetime64[D]") for c in ("due_date", "done_date"))
    by_value = (_sums(codes, np.isnan(value), len(ids)) == 0)[codes]
    weights = _sums(codes, weight, len(ids))[codes]
    with np.errstate(divide="ignore", invalid="ignore"):
        plan = np.where(by_value, value, np.where(weights > 0, weight / weights, np.nan))
    reached = np.where(by_value & ~np.isnan(earned), earned, np.where(done < after, plan, 0.0))
    reached = np.where(done >= after, 0.0, reached)
    free = (np.isnan(cost) & ~(reached > 0)) | (done >= after)
    inside = _sums(codes, (reached > 0) & (reached < plan), len(ids)) > 0
    rows = pd.DataFrame(
        {
            "project_id": milestones["project_id"].to_numpy(),
            "due_date": milestones["due_date"].to_numpy(),
            "planned": np.where(due < after, plan, 0.0),
            "earned": reached,
            "cost": np.where(by_value, np.where(free, 0.0, cost), np.nan),
            "budget": plan,
            "tier": np.where(by_value, "value", "weight"),
            "measured": inside[codes],
        }
    )
    known: pd.DataFrame = rows[(_sums(codes, np.isnan(plan), len(ids)) == 0)[codes]]
    return known


def status_of_values(values: pd.DataFrame) -> pd.DataFrame:
    """Sum `milestone_values` by project; a sum with an unknown part is unknown."""
    codes, ids = pd.factorize(values["project_id"])
    first = np.unique(codes, return_index=True)[1]
    sums = {c: np.bincount(codes, values[c].to_numpy(), len(ids)) for c in AMOUNTS}
    marks = {c: values[c].to_numpy()[first] for c in ("tier", "measured")}
    return pd.DataFrame({**sums, **marks}, index=pd.Index(ids, name="project_id"))


def _sums(codes: npt.NDArray[np.intp], column: npt.NDArray[Any], projects: int) -> npt.NDArray[np.float64]:
    """Sum a column's known values by project."""
    return np.bincount(codes, np.nan_to_num(column.astype("float64")), projects).astype("float64")


def _numbers(frame: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    return frame[column].to_numpy(dtype="float64", na_value=np.nan) if column in frame else np.full(len(frame), np.nan)
