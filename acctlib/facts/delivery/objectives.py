"""Progress of the client's objectives against the pace required."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib.periods import bounds

# An objective is behind pace if its progress trails the time elapsed by more than this fraction.
LEEWAY = 0.1


def running_objectives(objectives: pd.DataFrame, quarter: pd.Period) -> pd.DataFrame:
    """Objectives running in a quarter: begun before its end, and due in it or later."""
    start, end = bounds(quarter)
    return objectives[~(objectives["start_date"] >= end) & ~(objectives["due_date"] < start)]


def objective_pace(objectives: pd.DataFrame, covered_to: date) -> pd.DataFrame:
    """Return the progress of each objective, and whether it is sufficient for the time elapsed.

        progress = (actual - baseline) / (target - baseline)
        elapsed  = days since start / days from start to due, between 0 and 1

    Parameters
    ----------
    objectives : DataFrame
        One row per objective: `baseline`, `target`, `actual`, `start_date`, `due_date`.

    Returns
    -------
    DataFrame
        The objectives with `progress`, `elapsed` (fractions, missing where unknown) and `state`:
        reached, on track, behind pace, missed (due and not reached), unknown.

    Notes
    -----
    - For a target below the baseline (such as a cost to reduce), progress is measured downwards.
    - Without an actual value, or with a target equal to the baseline, the state is unknown.
    """
    day = pd.Timestamp(covered_to)
    numbers = objectives.reindex(columns=["baseline", "target", "actual"]).astype("float64")
    way = (numbers["target"] - numbers["baseline"]).where(lambda w: w != 0)
    progress = (numbers["actual"] - numbers["baseline"]) / way
    length = (objectives["due_date"] - objectives["start_date"]).dt.days
    elapsed = ((day - objectives["start_date"]).dt.days / length.where(length > 0)).clip(0, 1)
    state = pd.Series("unknown", index=objectives.index, dtype="object")
    state = state.mask(progress >= elapsed - LEEWAY, "on track").mask(progress < elapsed - LEEWAY, "behind pace")
    state = state.mask(progress.notna() & (objectives["due_date"] <= day), "missed")
    state = state.mask(progress >= 1, "reached")
    return objectives.assign(progress=progress, elapsed=elapsed, state=state)
