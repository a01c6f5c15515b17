"""Change in each client's score between two waves, and whether it exceeds chance."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.metrics.base.intervals import z_score
from acctlib.metrics.satisfaction.roll_up import client_scores
from acctlib.metrics.satisfaction.satisfaction import answered

FELL, TOO_FEW, SAME = "fell", "too few answers", "same"
FALL = 2.0  # points out of ten: the smallest fall in a client's mean score that is reported on few responses
PSEUDO = np.array([0.75, 1.5, 0.75])  # promoters, passives, detractors added to each wave: adjusted Wald


def score_changes(now: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Compare each client's score in two waves, and flag those that fell.

    Parameters
    ----------
    now, before : DataFrame
        One row per invitation of one kind: `client_id`, `nps`, `answered_date` and, if recorded, `role`.

    Returns
    -------
    DataFrame[client_id]
        `before`, `now`: means of the role scores, 0 to 10; `change`; `n_before`, `n_now`; `low`, `high`: 95 % interval
        for the difference between the two Net Promoter Scores, in points; `state`: fell, too few answers, same. Only
        clients that responded in both waves.

    Notes
    -----
    - A client's score fell if the whole interval lies below zero.
    - If the mean score is two or more points lower but the interval reaches zero, as it always does for a single
      contact, there are too few responses to tell.
    - The two waves are treated as independent: repeated responses from the same people vary less than chance
      suggests, so a fall that is found is a real one.

    References
    ----------
    Rocks 2016, Am. Stat. 70:365-372 (the adjusted variance, for both waves)

    Examples
    --------
    >>> day = pd.Timestamp("2026-07-01")
    >>> before = pd.DataFrame({"client_id": ["A"] * 8, "nps": [9.0] * 8, "answered_date": day})
    >>> found = score_changes(before.assign(nps=5.0), before)
    >>> found["state"].to_list(), found["change"].to_list()
    (['fell'], [-4.0])
    """
    both = client_scores(before).add_suffix("_before").join(client_scores(now).add_suffix("_now"), how="inner")
    low, high = _difference(_counts(now, both.index), _counts(before, both.index))
    change = both["score_now"] - both["score_before"]
    state = np.select([high < 0, (change <= -FALL).to_numpy()], [FELL, TOO_FEW], SAME)
    return pd.DataFrame(
        {
            "before": both["score_before"],
            "now": both["score_now"],
            "change": change,
            "n_before": both["n_before"],
            "n_now": both["n_now"],
            "low": low,
            "high": high,
            "state": state,
        },
        index=both.index,
    )


def _counts(surveys: pd.DataFrame, clients: pd.Index) -> np.ndarray:
    """Count promoters, passives and detractors; one row per client."""
    given = answered(surveys).dropna(subset=["nps"])
    score = given["nps"].to_numpy(dtype="float64")
    band = pd.Series(np.where(score >= 9, 0, np.where(score >= 7, 1, 2)), index=given.index)
    places = clients.get_indexer(pd.Index(given["client_id"]))
    known = places >= 0
    flat = np.bincount(places[known] * 3 + band.to_numpy()[known], minlength=3 * len(clients))
    return flat.reshape(-1, 3).astype("float64")


def _difference(now: np.ndarray, before: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Vectorised form of `intervals.nps_difference`, for many clients at once."""
    (s1, v1), (s2, v2) = _adjusted(now), _adjusted(before)
    half = z_score() * np.sqrt(v1 + v2)
    raw = _raw(now) - _raw(before)
    return 100 * np.minimum(s1 - s2 - half, raw), 100 * np.maximum(s1 - s2 + half, raw)


def _raw(counts: np.ndarray) -> np.ndarray:
    score: np.ndarray = (counts[:, 0] - counts[:, 2]) / np.maximum(counts.sum(axis=1), 1)
    return score


def _adjusted(counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the score and its variance after adding the pseudo-responses."""
    held = counts + PSEUDO
    n = held.sum(axis=1)
    up, down = held[:, 0] / n, held[:, 2] / n
    return up - down, (up + down - (up - down) ** 2) / n
