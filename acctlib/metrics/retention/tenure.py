"""Tenure: how long clients stay, estimated from both former and current clients.

The mean age of current clients answers a different question: it overcounts long relationships, none
of which has ended. A survival curve uses every client for as long as it was observed.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.base.intervals import Interval, z_score

DAYS_A_YEAR = 365.25


def stays(clients: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """Observed part of each client relationship, in years since its start.

    Parameters
    ----------
    clients : DataFrame
        One row per client: `client_id`, `start_date`, `end_date` (first day after the relationship; missing while it
        continues) and, if recorded, `parent_id` (the client it was merged into).
    since : date
        First day of the data: clients that left before it could not be observed.
    as_of : date
        Last day of the data.

    Returns
    -------
    DataFrame[client_id]
        `entry` and `exit` (age in years when first and last observed) and `left` (True if the relationship ended).

    Notes
    -----
    - A client won before the data begins enters at its age on that day (left truncation).
    - A current client is observed up to the end of the data, and is not dropped.
    - A client that was merged into another did not leave: it is observed up to the merger.
    - Clients without a start date, or never observed, are excluded.

    References
    ----------
    Definition tenure.2.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> clients = pd.DataFrame({"client_id": ["A", "B"], "start_date": [day("2012-01-01"), day("2020-01-01")],
    ...                         "end_date": [day("2021-01-01"), pd.NaT]})
    >>> stays(clients, date(2019, 1, 1), date(2023, 12, 31)).round(1).to_numpy().tolist()
    [[7.0, 9.0, True], [0.0, 4.0, False]]
    """
    first, after = pd.Timestamp(since), pd.Timestamp(as_of) + pd.Timedelta(1, "D")
    left = clients["end_date"] < after
    merged = clients["parent_id"].notna() if "parent_id" in clients else False
    start = clients["start_date"]
    seen = pd.DataFrame(
        {
            "entry": (start.where(start >= first, first) - start).dt.days / DAYS_A_YEAR,
            "exit": (clients["end_date"].where(left, after) - start).dt.days / DAYS_A_YEAR,
            "left": left & ~merged,
        }
    ).set_axis(pd.Index(clients["client_id"]))
    return seen[seen["exit"] > seen["entry"]]


def survival(stays: pd.DataFrame, confidence: float = 0.95) -> pd.DataFrame:
    """Kaplan-Meier curve: the share of relationships that last beyond each age.

        S(t) = product over ages up to t of (1 - ended / at risk)

    Parameters
    ----------
    stays : DataFrame
        One row per client: `entry`, `exit` (ages, exit > entry) and `left`, as returned by `stays`.

    Returns
    -------
    DataFrame[age]
        One row per age at which a client left, and one for the longest age observed: `at_risk`, `ended`,
        `survival`, `se` (Greenwood; NaN where S is 0), `low`, `high` (log-log; NaN where S is 1 or 0).

    Notes
    -----
    - At risk at an age are the clients that entered before it and were observed at least up to it.
    - If one client leaves and another is last observed at the same age, the second was still at risk.
    - Once all clients at risk have left, the curve stays at 0; with late entries, an early departure among few
      clients can cause this.

    References
    ----------
    Kaplan and Meier 1958; Kalbfleisch and Prentice, log-log interval.

    Examples
    --------
    >>> seen = pd.DataFrame({"entry": 0, "exit": [1, 2, 3, 4], "left": [True, True, False, True]})
    >>> survival(seen)["survival"].to_dict()
    {1: 0.75, 2: 0.5, 4: 0.0}
    """
    ended = stays.loc[stays["left"], "exit"].value_counts().sort_index()
    ended = ended.reindex(ended.index.union(stays["exit"].nlargest(1)), fill_value=0)
    entered = np.searchsorted(np.sort(stays["entry"]), ended.index, side="left")
    gone = np.searchsorted(np.sort(stays["exit"]), ended.index, side="left")
    curve = pd.DataFrame({"at_risk": entered - gone, "ended": ended.astype("int64")}).rename_axis("age")
    stayed = curve["at_risk"] - curve["ended"]
    alive = (stayed / curve["at_risk"]).cumprod()
    spread = (curve["ended"] / (curve["at_risk"] * stayed).where(stayed > 0)).cumsum().where(alive > 0)
    return curve.assign(survival=alive, se=alive * np.sqrt(spread), **_log_log(alive, spread, confidence))


def _log_log(alive: pd.Series, spread: pd.Series, confidence: float) -> dict[str, pd.Series]:
    """Return the interval's limits: S to the power of exp(-+ z sqrt(V) / log S)."""
    inside = alive.where((alive > 0) & (alive < 1))
    reach = z_score(confidence) * np.sqrt(spread) / np.log(inside)
    return {"low": inside ** np.exp(-reach), "high": inside ** np.exp(reach)}


def median_tenure(curve: pd.DataFrame) -> float:
    """Median age at which relationships end; NaN if more than half last beyond the longest age observed.

    Parameters
    ----------
    curve : DataFrame
        As returned by `survival`.

    Examples
    --------
    >>> median_tenure(pd.DataFrame({"survival": [0.8, 0.5, 0.2]}, index=[1.0, 3.0, 7.0]))
    3.0
    """
    reached = curve.index[curve["survival"] <= 0.5]
    return float(reached[0]) if len(reached) else math.nan


def median_interval(curve: pd.DataFrame) -> Interval:
    """Interval for the median: the ages at which the curve's interval limits fall to one half.

    Returns
    -------
    (float, float)
        NaN for a limit that stays above one half: it lies beyond the longest age observed.

    References
    ----------
    Brookmeyer and Crowley 1982, on the log-log scale.
    """
    low, high = (curve.index[curve[end] <= 0.5] for end in ("low", "high"))
    return float(low[0]) if len(low) else math.nan, float(high[0]) if len(high) else math.nan


def restricted_mean(curve: pd.DataFrame, horizon: float) -> float:
    """Mean duration of a relationship up to a horizon: the area under the survival curve.

    It exists even where a median does not, and two restricted means with the same horizon are comparable.

    Parameters
    ----------
    curve : DataFrame
        As returned by `survival`.
    horizon : float
        In the same unit as the ages.

    Returns
    -------
    float
        At most the horizon. NaN if no client was observed for that long: the remainder would be a guess.

    References
    ----------
    Royston and Parmar 2013.

    Examples
    --------
    >>> curve = pd.DataFrame({"survival": [0.5, 0.5]}, index=[2.0, 5.0])
    >>> restricted_mean(curve, 4)  # 2 years whole, 2 years half
    3.0
    """
    if curve.empty or horizon > curve.index[-1]:
        return math.nan
    _, areas = _areas(curve, horizon)
    return float(areas.sum())


def restricted_mean_interval(curve: pd.DataFrame, horizon: float, confidence: float = 0.95) -> Interval:
    """Interval for the restricted mean, clipped to [0, horizon]; NaN, NaN if there is no mean.

        variance = sum of (area from t to the horizon)^2 ended / (at risk (at risk - ended))

    References
    ----------
    Klein and Moeschberger, Survival Analysis, section 4.5.
    """
    mean = restricted_mean(curve, horizon)
    if math.isnan(mean):
        return math.nan, math.nan
    before, areas = _areas(curve, horizon)
    after = areas[::-1].cumsum()[::-1][1:]
    risk, ended = (curve.loc[before, part].to_numpy(dtype="float64") for part in ("at_risk", "ended"))
    stayed = np.where(risk > ended, risk - ended, np.inf)  # if all clients at risk left, no area follows
    half = z_score(confidence) * math.sqrt(float((after**2 * ended / (risk * stayed)).sum()))
    return max(0.0, mean - half), min(float(horizon), mean + half)


def _areas(curve: pd.DataFrame, horizon: float) -> tuple[pd.Index, np.ndarray]:
    """Return the ages before the horizon, and the area under each step of the curve, starting at age 0."""
    before = curve.index[curve.index < horizon]
    widths = np.diff([0.0, *before, horizon])
    return before, widths * np.array([1.0, *curve.loc[before, "survival"]])
