"""Milestones: how many were met by the day first promised, and by how many working days they slipped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.base.working_days import working_days

# Working days against the day first promised, both sides: a miss is not all there is to know.
SLIPS = ("more than 5 early", "1 to 5 early", "on the day", "1 to 5 late", "6 to 20 late", "more than 20 late")
_EDGES = [-np.inf, -6, -1, 0, 5, 20, np.inf]


def milestone_outcomes(
    milestones: pd.DataFrame, found: pd.DataFrame, as_of: date, holidays: Sequence[date] = ()
) -> pd.DataFrame:
    """How each milestone stands at the end of the data, against its baseline.

        met  = done no later than the day first promised; open past that day: not met
        slip = working days from the day first promised to the day it was done

    Parameters
    ----------
    milestones : DataFrame
        One row per milestone: `project_id`, `due_date` (the baseline: the day first promised), `done_date`.
    found : DataFrame
        The projects, as `outcomes` gives them; milestones of other projects are left out.
    as_of : date
        Last day of the data; later events have not happened.
    holidays : sequence of dates
        Days that nobody works; Monday to Friday without them.

    Returns
    -------
    DataFrame
        The milestones with `client_id` where the projects have it, `met` (boolean, NA while it is open),
        `slip` (working days, early ones below zero; NaN while it is open and not due, and where no day
        was promised) and `state`: met, missed, overdue, open, unknown, cancelled.

    Notes
    -----
    - A milestone that is open at the end of its day is overdue: not met, with the slip so far.
    - One that is not done in a cancelled project never comes: cancelled, neither met nor missed.
    - One without a day done in a closed project was done on a day that nobody wrote down: unknown.
    - One without a day promised is unknown too.

    References
    ----------
    Definitions milestones_met.1, milestone_slip.1.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> steps = pd.DataFrame({"project_id": ["P"] * 2, "due_date": [day("2026-05-01"), day("2026-06-29")],
    ...                       "done_date": [day("2026-05-04"), pd.NaT]})
    >>> work = pd.DataFrame({"project_id": ["P"], "state": ["in_flight"], "closed_on": [pd.NaT]})
    >>> milestone_outcomes(steps, work, date(2026, 6, 30))[["state", "slip"]].to_numpy().tolist()
    [['missed', 1.0], ['overdue', 1.0]]
    """
    at = pd.Index(found["project_id"]).get_indexer(pd.Index(milestones["project_id"]))
    rows, at = milestones[at >= 0], at[at >= 0]
    after, as_of_day = (pd.Timestamp(as_of) + pd.Timedelta(days, "D") for days in (1, 0))
    due, done = (rows[c].to_numpy(dtype="datetime64[us]") for c in ("due_date", "done_date"))
    done = np.where(done < after.to_datetime64(), done, np.datetime64("NaT", "us"))
    is_done, end = ~np.isnat(done), np.where(np.isnat(done), as_of_day.to_datetime64(), done)
    stopped = ~is_done & (found["state"].to_numpy()[at] == "cancelled")
    closed = found["closed_on"].notna().to_numpy()[at]
    unknown = np.isnat(due) | (~is_done & closed & ~stopped)
    late = (done > due) | (~is_done & (due < after.to_datetime64()))
    decided = (is_done | late) & ~stopped & ~unknown
    slip = working_days(rows["due_date"], pd.Series(end, index=rows.index), holidays)
    state = np.select(
        [stopped, unknown, ~is_done & late, late, is_done], ["cancelled", "unknown", "overdue", "missed", "met"], "open"
    )
    told = {"client_id": found["client_id"].to_numpy()[at]} if "client_id" in found else {}
    met = pd.arrays.BooleanArray(~late, ~decided)
    judged: pd.DataFrame = rows.assign(**told, done_date=done, met=met, slip=slip.where(decided), state=state)
    return judged


def slip_distribution(slips: pd.Series) -> pd.Series:
    """How many came how early or how late, in working days; both sides, because late is only one of them.

    Parameters
    ----------
    slips : Series[float]
        Working days against the day first promised; missing ones do not count.

    Returns
    -------
    Series[str -> int]
        Counts from the earliest to the latest, nought where there is none; they add up to the known slips.

    Notes
    -----
    - "on the day" is a slip of no working day: a Saturday's milestone that was done on Monday is late by
      the calendar (it was not met) and has slipped by none.

    References
    ----------
    Eveleens and Verhoef 2010, IEEE Software 27(1): one-sided rates mislead.

    Examples
    --------
    >>> slip_distribution(pd.Series([-2.0, 0.0, 0.0, 3.0, None])).to_list()
    [0, 1, 2, 1, 0, 0]
    """
    placed = pd.cut(slips.dropna().astype("float64"), bins=_EDGES, labels=list(SLIPS))
    return placed.value_counts(sort=False).astype("int64")
