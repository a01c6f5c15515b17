"""Account health as a scorecard of named drivers: the worst driver counts, and an unknown never counts as good."""

from __future__ import annotations

import numpy as np
import pandas as pd

STATES = ("met", "watch", "missed", "unknown")
TOO_MUCH_UNKNOWN = 1 / 3
_POINTS = {"met": 1.0, "watch": 0.5, "missed": 0.0, "unknown": 0.5}


def overall_state(drivers: pd.DataFrame, vetoes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Each account's overall state: that of its worst driver.

    Parameters
    ----------
    drivers : DataFrame[client_id -> driver -> state]
        One row per client, one column per driver: met, watch, missed, unknown.
    vetoes : tuple of str
        Drivers that are decisive alone and named first if missed: notice given, sponsor lost.

    Returns
    -------
    DataFrame[client_id]
        `state` (met, watch, missed, unknown), `because` (names of the drivers in that state, vetoes first; or the
        number unknown) and `unknown` (the number of unknown drivers).

    Notes
    -----
    - If more than a third of the drivers are unknown, the state is never better than watch.
    - If all are unknown, the state is unknown.
    - Good drivers never offset a missed driver.

    References
    ----------
    Totango's account health (any poor is poor).

    Examples
    --------
    >>> drivers = pd.DataFrame({"nps": ["met", "missed"], "margin": ["met", "met"]}, index=["A", "B"])
    >>> overall_state(drivers)["state"].to_list()
    ['met', 'missed']
    """
    states = drivers.to_numpy(dtype=object)
    missed, watched, unknown = (states == name for name in ("missed", "watch", "unknown"))
    blind = unknown.sum(axis=1) > TOO_MUCH_UNKNOWN * states.shape[1]
    cases = [missed.any(axis=1), unknown.all(axis=1), watched.any(axis=1) | blind]
    state = np.select(cases, ["missed", "unknown", "watch"], "met")
    names = [str(driver) for driver in drivers]
    order = [*(d for d in names if d in vetoes), *(d for d in names if d not in vetoes)]
    ranked = drivers[order].to_numpy(dtype=object)
    because = [_because(order, row, said) for row, said in zip(ranked, state, strict=True)]
    return pd.DataFrame({"state": state, "because": because, "unknown": unknown.sum(axis=1)}, index=drivers.index)


def _because(names: list[str], row: np.ndarray, state: str) -> str:
    behind = [name for name, said in zip(names, row, strict=True) if said == state]
    if behind and state in ("missed", "watch"):
        return ", ".join(behind)
    blank = int((row == "unknown").sum())
    return f"{blank} of {len(names)} unknown" if blank and state != "met" else ""


def attention_ranks(drivers: pd.DataFrame, draws: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Rank accounts by need for attention, with the range of each rank under different driver weights.

    The index is a weighted mean of the drivers' points (met 1, watch and unknown 0.5, missed 0); the right weights are
    unknown, so ranks are computed for many random sets of weights.

    Parameters
    ----------
    drivers : DataFrame[client_id -> driver -> state]
        As for `overall_state`.
    draws : int
        Number of random sets of weights, drawn uniformly from all sets that add up to one (Dirichlet).

    Returns
    -------
    DataFrame[client_id]
        `index` (fraction, with equal weights; lower is worse), `rank` (1 is worst), `rank_low`, `rank_high`: the range
        that covers 90 % of the draws.

    Notes
    -----
    - It only sorts accounts; it does not indicate how likely an account is to leave.
    - Tied accounts share the lowest rank number.

    References
    ----------
    Gainsight and Totango, account health.
    """
    points = drivers.apply(lambda states: states.map(_POINTS)).to_numpy(dtype="float64")
    weights = np.random.default_rng(seed).dirichlet(np.ones(points.shape[1]), draws)
    ranks = np.vstack([_ranks(points @ weight) for weight in weights]) if len(points) else np.empty((draws, 0))
    low, high = (np.quantile(ranks, share, axis=0, method="nearest") for share in (0.05, 0.95))
    index = points.mean(axis=1)
    told = {"index": index, "rank": _ranks(index), "rank_low": low.astype(int), "rank_high": high.astype(int)}
    return pd.DataFrame(told, index=drivers.index)


def _ranks(scores: np.ndarray) -> np.ndarray:
    """Rank scores from 1 for the lowest; ties share the lowest rank number."""
    ordered = np.sort(scores.round(12))
    return np.searchsorted(ordered, scores.round(12), side="left") + 1
