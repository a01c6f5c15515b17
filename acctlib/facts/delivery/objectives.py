"""How the client's objectives stand against the pace they need."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib.periods import bounds

# An objective is behind when it has covered less of its way than of its time, by more than this.
LEEWAY = 0.1


def running_objectives(objectives: pd.DataFrame, quarter: pd.Period) -> pd.DataFrame:
    """Objectives that run in a quarter: begun before its end, and due in it or later."""
    start, end = bounds(quarter)
    return objectives[~(objectives["start_date"] >= end) & ~(objectives["due_date"] < start)]


def objective_pace(objectives: pd.DataFrame, covered_to: date) -> pd.DataFrame:
    """Progress of each objective, and whether that is enough for the time gone.

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
    - An aim below the baseline (a cost to bring down) counts its progress downward.
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
