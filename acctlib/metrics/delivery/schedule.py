"""Earned schedule for many projects at once, from their milestones' due dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

LONGEST = 36_500  # days: longer estimates (about a century) are discarded
ROUNDING = 1e-9  # relative to the total: sums of parts differ from the total in the last digit


def project_schedule(values: pd.DataFrame, starts: pd.Series, as_of: date) -> pd.DataFrame:
    """Each project's progress against its own plan, and its finish at that pace; all in calendar days.

        ES = C + (EV - PV at C) / (PV at the next due day - PV at C), times counted from the first day
        SV(t) = ES - AT, SPI(t) = ES / AT, IEAC(t) = PD / SPI(t), TSPI = (PD - ES) / (PD - AT)

    Parameters
    ----------
    values : DataFrame
        One row per milestone, as returned by `milestone_values`.
    starts : Series[project_id -> day]
        First day of work.
    as_of : date
        The day of assessment, counted as elapsed.

    Returns
    -------
    DataFrame[project_id]
        `earned_schedule`, `elapsed` (AT), `planned_duration` (PD), `spi_time`, `schedule_variance_time`,
        `duration` (IEAC(t)), `needed_spi` (TSPI) and `finish` (the expected finish date).

    Notes
    -----
    - If milestones count all or nothing, work between two milestones is not visible: a project is on plan
      until it misses a milestone, and after that only earned value counts. If progress is measured, only
      earned value counts throughout, following Lipke.
    - If nothing is earned and the first milestone was missed, the earned schedule is 0, with no duration to
      extrapolate.
    - If everything is earned, the earned schedule is the planned duration; on a plateau of the plan, its end counts.
    - Past the planned end no pace would finish on time: `needed_spi` is NaN.
    - A project without a start date, with an undated milestone, with nothing planned, or not yet started, has no
      schedule: all NaN.
    - A duration of more than a century is discarded (NaN).

    References
    ----------
    Lipke 2003, Schedule is different.
    """
    codes, ids = pd.factorize(values["project_id"])
    first_day = pd.to_datetime(starts.reindex(ids)).to_numpy(dtype="datetime64[D]")
    due = values["due_date"].to_numpy(dtype="datetime64[D]")
    time, elapsed = days_counted(first_day[codes], due), days_counted(first_day, np.datetime64(as_of, "D"))
    place = _place(codes, time, values, len(ids))
    known = ~np.isnan(place.base) & (elapsed > 0) & (place.total > 0)
    found = _indices(place, np.where(known, elapsed, np.nan))
    ahead = np.ceil(found["duration"] - 1e-6) - 1
    length = np.where(np.isnan(ahead), 0, ahead).astype("timedelta64[D]")
    finish = np.where(np.isnan(ahead), np.datetime64("NaT", "D"), first_day + length)
    return pd.DataFrame({**found, "finish": finish.astype("datetime64[ns]")}, index=pd.Index(ids, name="project_id"))


@dataclass(frozen=True)
class Place:
    """Position of each project's earned value on its plan; arrays with one value per project.

    Attributes
    ----------
    earned, total
        Value earned to date, and total planned value.
    measured
        Whether progress within milestones is recorded.
    base_time, base
        The last due date that the earned value covers, and the value planned by then; 0 before the first; `base` is
        NaN if any due date is missing.
    next_time, next
        The next due date, and the value planned by then; infinity if all are covered.
    duration
        The first due date by which everything is planned.
    """

    earned: Numbers
    total: Numbers
    measured: npt.NDArray[np.bool_]
    base_time: Numbers
    base: Numbers
    next_time: Numbers
    next: Numbers
    duration: Numbers


def days_counted(start: npt.NDArray[np.datetime64], end: npt.NDArray[np.datetime64] | np.datetime64) -> Numbers:
    """Days from the first date to the last, both included; NaN if either is missing."""
    return (end - start) / np.timedelta64(1, "D") + 1


def _sums(codes: Codes, column: pd.Series, projects: int) -> Numbers:
    """Sum a column by project."""
    return np.bincount(codes, np.nan_to_num(column.to_numpy(dtype="float64")), projects).astype("float64")


def _place(codes: Codes, time: Numbers, values: pd.DataFrame, projects: int) -> Place:
    """Locate each project's earned value on its plan, with one sort and reductions over each project's rows."""
    budget, earned, measured = (_sums(codes, values[c], projects) for c in ("budget", "earned", "measured"))
    if not projects:
        return Place(earned, budget, measured > 0, earned, earned, earned, earned, earned)
    order = np.lexsort((time, codes))
    code, when = codes[order], time[order]
    first = np.flatnonzero(np.r_[True, code[1:] != code[:-1]])
    running = np.cumsum(values["budget"].to_numpy(dtype="float64")[order])
    reached = running - np.r_[0.0, running[first[1:] - 1]][code]
    # Milestones due on the same day form one step: only its end is a point on the plan.
    point = ~np.r_[(code[1:] == code[:-1]) & (when[1:] == when[:-1]), False]
    passed = point & (reached <= (earned + ROUNDING * budget)[code])
    ahead, all_of_it = point & ~passed, point & (reached >= (budget * (1 - ROUNDING))[code])
    placed = np.maximum.reduceat(np.where(passed, when, 0.0), first)
    base = np.maximum.reduceat(np.where(passed, reached, 0.0), first)
    undated = _sums(codes, pd.Series(np.isnan(time)), projects) > 0
    nearest = (np.minimum.reduceat(np.where(rows, x, np.inf), first)
               for rows, x in ((ahead, when), (ahead, reached), (all_of_it, when)))  # fmt: skip
    return Place(earned, budget, measured > 0, placed, np.where(undated, np.nan, base), *nearest)


def _indices(place: Place, elapsed: Numbers) -> dict[str, Numbers]:
    """Calculate the time indices from the position on the plan; NaN where the elapsed time is NaN."""
    some = place.earned > ROUNDING * place.total
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (place.earned - place.base) / (place.next - place.base)
        line = place.base_time + between * (place.next_time - place.base_time)
        line = np.where(some, np.where(np.isinf(place.next_time), place.duration, line), 0.0)
        unseen = ~place.measured & (elapsed < place.next_time) & np.isfinite(place.next_time)
        reached = np.where(unseen, np.maximum(line, elapsed), line)
        reached = np.where(np.isnan(elapsed), np.nan, reached)
        pace = reached / elapsed
        duration = place.duration / np.where(pace > 0, pace, np.nan)
        left = place.duration - elapsed
        return {
            "earned_schedule": reached,
            "elapsed": elapsed,
            "planned_duration": np.where(np.isnan(elapsed), np.nan, place.duration),
            "spi_time": pace,
            "schedule_variance_time": reached - elapsed,
            "duration": np.where(duration <= LONGEST, duration, np.nan),
            "needed_spi": (place.duration - reached) / np.where(left > 0, left, np.nan),
        }
