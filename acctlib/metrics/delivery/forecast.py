"""Forecasts of open projects' finish dates and costs, in three tiers depending on what the firm records."""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from acctlib.metrics.delivery.earned_value import earned_value
from acctlib.metrics.delivery.progress import milestone_values, status_of_values
from acctlib.metrics.delivery.schedule import ROUNDING, days_counted, project_schedule

OPEN = ("in_flight", "overdue")
_MONEY = ["planned", "earned", "cost", "budget"]


def forecasts(found: pd.DataFrame, milestones: pd.DataFrame | None, as_of: date) -> pd.DataFrame:
    """Expected finish and cost of every open project, with the tier behind each.

    The best tier that the data allows is used, separately for time and for cost:

        value   milestones with planned and earned value: EAC = BAC / CPI, IEAC(t) = PD / SPI(t)
        weight  milestones with weights, all or nothing (0/100): the same, on shares of the budget
        dates   dates and a budget only: the latest agreed due date, and cost / share of time elapsed

    Parameters
    ----------
    found : DataFrame
        One row per project, as returned by `outcomes`: `project_id`, `state`, `agreed_date` and, if recorded,
        `start_date`, `budget`, `approved_budget`, `cost` (to date).
    milestones : DataFrame, optional
        As for `milestone_values`; may include other projects.
    as_of : date
        Last day of the data.

    Returns
    -------
    DataFrame
        One row per open project, with its `found` columns, `time_tier` and `cost_tier` (value, weight,
        dates), `expected_finish` (date), `expected_cost` (amount), and all columns of `earned_value` (`cpi`, `spi`,
        `estimate`, ...) and `project_schedule` (`spi_time`, `earned_schedule`, ...); `planned`, `earned`,
        `cost_to_date` and `total` (BAC) as amounts; `over_earned` if the earned value exceeds the budget.

    Notes
    -----
    - Closed projects are excluded: they are assessed, not forecast.
    - In the dates tier, a project is expected on the latest agreed due date; past that day its finish is unknown.
    - A project without a usable schedule uses the dates tier for time; projects that start later are excluded.
    - In the dates tier, cost is assumed proportional to time: no indices are reported, and past the due date there is
      no cost forecast.
    - If the milestones have no cost, the project's own cost to date is used.
    - An earned value above the budget is a data error: the project is flagged, and has no cost forecast.

    References
    ----------
    Lipke 2003, Schedule is different; docs/definitions.md, delivery success.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> work = pd.DataFrame({"project_id": ["P"], "state": ["in_flight"], "start_date": [day("2026-06-01")],
    ...                      "agreed_date": [day("2026-07-30")], "approved_budget": [100.0], "cost": [60.0]})
    >>> forecasts(work, None, date(2026, 6, 30))[["cost_tier", "expected_cost"]].to_numpy().tolist()
    [['dates', 120.0]]
    """
    work = open_projects(found, as_of).set_index("project_id", drop=False).rename_axis("project")
    values = milestone_values(_of(milestones, work), as_of)
    status = status_of_values(values).reindex(work.index)
    schedule = project_schedule(values, work.get("start_date", pd.Series(pd.NaT, index=work.index)), as_of)
    timed = schedule.reindex(work.index)
    money = project_money(work, status, as_of)
    over = money["earned"] > money["budget"] * (1 + ROUNDING)
    known = earned_value(money.assign(earned=money["earned"].clip(upper=money["budget"]).mask(over)))
    by_dates = ~status["tier"].isin(["value", "weight"])
    unplaced = timed["spi_time"].isna()
    ahead = work["agreed_date"].where(work["agreed_date"] > pd.Timestamp(as_of))
    indices = ["cpi", "spi", "estimate_at_both", "needed_cpi", "needed_cpi_estimate"]
    known[indices] = known[indices].mask(by_dates)
    told = pd.DataFrame(
        {
            "time_tier": status["tier"].mask(by_dates | unplaced, "dates"),
            "cost_tier": status["tier"].mask(by_dates, "dates"),
            "expected_finish": timed["finish"].where(~unplaced, ahead),
            "expected_cost": known["estimate"],
            "over_earned": over,
        }
    )
    amounts = money.rename(columns={"cost": "cost_to_date", "budget": "total"})
    return work.join([told, amounts, known, timed]).reset_index(drop=True)


def _of(milestones: pd.DataFrame | None, work: pd.DataFrame) -> pd.DataFrame:
    """Return the open projects' milestones, or an empty frame with the required columns."""
    if milestones is None:
        return pd.DataFrame({"project_id": [], "due_date": pd.to_datetime([]), "done_date": pd.to_datetime([])})
    return milestones[milestones["project_id"].isin(work.index)]


def open_projects(found: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """Return the projects that have started and are not closed; one row per project, as returned by `outcomes`."""
    open_ = found[found["state"].isin(OPEN)]
    return open_[~(open_["start_date"] > pd.Timestamp(as_of))] if "start_date" in open_ else open_


def project_money(work: pd.DataFrame, status: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """PV, EV, AC and BAC as amounts for each open project, whatever its tier.

    Parameters
    ----------
    work : DataFrame[project_id]
        Open projects: `start_date`, `agreed_date` and, if recorded, `budget`, `approved_budget`, `cost` to date.
    status : DataFrame[project_id]
        As returned by `status_of_values`, with the same index; missing where there are neither values nor weights.

    Returns
    -------
    DataFrame[project_id]
        `planned`, `earned`, `cost`, `budget`. In the weight tier, values are shares of the approved (else the first)
        budget; in the dates tier, they are proportional to the time elapsed.
    """
    first, approved, cost = (_numbers(work, column) for column in ("budget", "approved_budget", "cost"))
    budget, passed = np.where(np.isnan(approved), first, approved), _share_of_time(work, as_of)
    weighted, valued = ((status["tier"] == tier).to_numpy(dtype=bool, na_value=False) for tier in ("weight", "value"))
    planned, earned, spent, total = (_numbers(status, column) for column in _MONEY)
    value = np.where(weighted, planned, passed) * budget, np.where(weighted, earned, passed) * budget
    return pd.DataFrame(
        {
            "planned": np.where(valued, planned, value[0]),
            "earned": np.where(valued, earned, value[1]),
            "cost": np.where(valued & ~np.isnan(spent), spent, cost),
            "budget": np.where(valued, total, budget),
        },
        index=work.index,
    )


def _numbers(frame: pd.DataFrame, column: str) -> npt.NDArray[np.float64]:
    return frame[column].to_numpy(dtype="float64", na_value=np.nan) if column in frame else np.full(len(frame), np.nan)


def _share_of_time(work: pd.DataFrame, as_of: date) -> npt.NDArray[np.float64]:
    """Share of the time to the latest agreed due date that has elapsed; missing unless between 0 and 1."""
    if "start_date" not in work:
        return np.full(len(work), np.nan)
    start, agreed = (work[c].to_numpy(dtype="datetime64[D]") for c in ("start_date", "agreed_date"))
    whole = days_counted(start, agreed)
    share = days_counted(start, np.datetime64(as_of, "D")) / np.where(whole > 0, whole, np.nan)
    return np.where((share > 0) & (share < 1), share, np.nan)
