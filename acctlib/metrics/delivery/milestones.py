"""Milestones: whether each was met by its original due date, and its slip in working days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.base.working_days import working_days

# Working days relative to the original due date, early as well as late.
SLIPS = ("more than 5 early", "1 to 5 early", "on the day", "1 to 5 late", "6 to 20 late", "more than 20 late")
_EDGES = [-np.inf, -6, -1, 0, 5, 20, np.inf]


def milestone_outcomes(
    milestones: pd.DataFrame, found: pd.DataFrame, as_of: date, holidays: Sequence[date] = ()
) -> pd.DataFrame:
    """Assess each milestone against its baseline at the end of the data.

        met  = done no later than the original due date; open past that day: not met
        slip = working days from the original due date to the day it was done

    Parameters
    ----------
    milestones : DataFrame
        One row per milestone: `project_id`, `due_date` (the baseline: the original due date), `done_date`.
    found : DataFrame
        The projects, as returned by `outcomes`; milestones of other projects are excluded.
    as_of : date
        Last day of the data; later events are ignored.
    holidays : sequence of dates
        Non-working days other than Saturdays and Sundays; none by default.

    Returns
    -------
    DataFrame
        The milestones with `client_id` if the projects have it, `met` (boolean, NA while undecided),
        `slip` (working days, negative if early; NaN while open and not yet overdue, and without an original
        due date) and `state`: met, missed, overdue, open, unknown, cancelled.

    Notes
    -----
    - A milestone still open at the end of its due date is overdue: not met, with the slip to date.
    - A milestone not done in a cancelled project is cancelled, neither met nor missed.
    - A milestone without a done date in a closed project is unknown: it was done, but the date was not recorded.
    - A milestone without a due date is also unknown.

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
    """Count milestones by slip in working days, early as well as late.

    Parameters
    ----------
    slips : Series[float]
        Working days relative to the original due date; missing values are ignored.

    Returns
    -------
    Series[str -> int]
        Counts from earliest to latest, 0 for empty bands; they add up to the number of known slips.

    Notes
    -----
    - "on the day" means a slip of zero working days: a milestone due on Saturday and done on Monday is late by
      the calendar (it was not met), but its slip is zero.

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
