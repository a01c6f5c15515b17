"""Load: people's remaining hours on projects in progress, against their available hours."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd


def hours_left(planned: pd.Series, worked: pd.Series) -> pd.Series:
    """Share of each project's planned hours that remains.

        left = max(planned - worked, 0) / planned

    Parameters
    ----------
    planned, worked : Series[project_id -> hours]
        Hours agreed, and hours worked to date; missing if not recorded.

    Returns
    -------
    Series[project_id -> fraction]
        In [0, 1]; 1 if no hours worked are recorded, missing if none were agreed.

    Notes
    -----
    - A project over its hours has 0 remaining, not a negative share: the hours that it still needs are unknown.

    References
    ----------
    docs/definitions.md.

    Examples
    --------
    >>> hours_left(pd.Series({"A": 100.0, "B": 50.0}), pd.Series({"A": 40.0, "B": 60.0})).to_dict()
    {'A': 0.6, 'B': 0.0}
    """
    known = planned.where(planned > 0)
    return ((known - worked.reindex(planned.index).fillna(0)).clip(lower=0) / known).astype("float64")


def hours_available(people: pd.DataFrame, start: date, end: date) -> pd.Series:
    """Each person's available hours between two dates: weekly hours, prorated over the days employed.

    Parameters
    ----------
    people : DataFrame
        One row per person: `person`, `weekly_hours`, `start_date`, `end_date` (first day after leaving; missing while
        employed).
    start, end : date
        First day, and first day after the period.

    Returns
    -------
    Series[person -> hours]
        Everyone employed on any of the days; missing if their weekly hours are missing.

    Notes
    -----
    - Holidays and leave are unknown, and so are not deducted.

    Examples
    --------
    >>> team = pd.DataFrame({"person": ["A", "B"], "weekly_hours": [35.0, 35.0],
    ...                      "start_date": pd.to_datetime(["2020-01-01", "2026-10-08"]), "end_date": pd.NaT})
    >>> hours_available(team, date(2026, 10, 1), date(2026, 10, 15)).to_dict()
    {'A': 70.0, 'B': 35.0}
    """
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    come, gone = people["start_date"].fillna(first), people["end_date"].fillna(last)
    days = (gone.where(gone < last, last) - come.where(come > first, first)).dt.days
    hours = (people["weekly_hours"].astype("float64") * days / 7).round(6)
    by_name = pd.Series(hours.to_numpy(), index=pd.Index(people["person"], name="person"))
    return by_name.loc[(days > 0).to_numpy()]


def person_loads(assigned: pd.DataFrame, left: pd.Series, available: pd.Series) -> pd.DataFrame:
    """Each person's remaining hours on projects in progress, against available hours.

        hours = sum over projects of hours assigned x share of the project remaining
        load  = hours / available

    Parameters
    ----------
    assigned : DataFrame
        One row per person and project: `person`, `project_id`, `hours`.
    left : Series[project_id -> fraction]
        Share remaining of each project in progress; other projects are ignored.
    available : Series[person -> hours]
        Available hours of the people employed.

    Returns
    -------
    DataFrame[person]
        Sorted by name: `hours`, `n` (projects), `available` (hours), `load` (fraction; missing without available
        hours).

    Notes
    -----
    - People in `available` with nothing assigned have a load of 0.
    - People with assigned hours who are not in `available` are listed, with an unknown load.
    - If a project's remaining share is unknown, its hours count in full.

    Examples
    --------
    >>> plan = pd.DataFrame({"person": ["A", "A"], "project_id": ["P", "Q"], "hours": [40.0, 10.0]})
    >>> person_loads(plan, pd.Series({"P": 0.5, "Q": 1.0}), pd.Series({"A": 60.0, "B": 60.0}))["load"].to_dict()
    {'A': 0.5, 'B': 0.0}
    """
    held = assigned[assigned["project_id"].isin(left.index)]
    share = held["project_id"].map(left).astype("float64").fillna(1.0)
    by = held.assign(hours=held["hours"].astype("float64") * share).groupby("person", observed=True)
    found = pd.DataFrame({"hours": by["hours"].sum(), "n": by["project_id"].nunique()})
    everyone = found.index.union(available.index).sort_values()
    told = found.reindex(everyone, fill_value=0).assign(available=available.reindex(everyone))
    able = told["available"].where(told["available"] > 0)
    return told.assign(load=(told["hours"] / able).astype(np.float64))
