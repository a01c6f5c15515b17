"""Tenure: how long clients stay, from those who left and those who have not.

The mean age of today's clients answers another question: long stays are overcounted in it, and none
of them is over. A survival curve uses every client for as long as it was seen.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.base.intervals import Interval, z_score

DAYS_A_YEAR = 365.25


def stays(clients: pd.DataFrame, since: date, as_of: date) -> pd.DataFrame:
    """How long each client was seen, in years of the relationship.

    Parameters
    ----------
    clients : DataFrame
        One row per client: `client_id`, `start_date`, `end_date` (first day without it; missing while it
        lasts), and where kept `parent_id` (the client it was merged into).
    since : date
        First day of the data: who had left by then could not be seen.
    as_of : date
        Last day of the data.

    Returns
    -------
    DataFrame[client_id]
        `entry` and `exit` (age in years when first and last seen) and `left` (it ended; else it lasts).

    Notes
    -----
    - A client won before the data begins enters at the age it had then (left truncation).
    - A client that lasts is seen up to the end of the data, and is not dropped.
    - A client that was merged into another did not leave: it is seen up to the merger.
    - A client without a first day, or never seen, is not in it.

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
    """Kaplan-Meier curve: the share of relationships that last longer than an age.

        S(t) = product over ages up to t of (1 - ended / at risk)

    Parameters
    ----------
    stays : DataFrame
        One row per client: `entry`, `exit` (ages, exit > entry) and `left`, as `stays` gives them.

    Returns
    -------
    DataFrame[age]
        One row for each age at which somebody left, and the longest age seen: `at_risk`, `ended`,
        `survival`, `se` (Greenwood; NaN where S is 0), `low`, `high` (log-log; NaN where S is 1 or 0).

    Notes
    -----
    - At risk at an age is who entered before it and was seen at least up to it.
    - Where one client leaves and another is last seen at the same age, the second was still at risk.
    - Where all at risk left, the curve stays at 0: with late entries the first of few may do that.

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
    """Ends of the interval: S to the power of exp(-+ z sqrt(V) / log S)."""
    inside = alive.where((alive > 0) & (alive < 1))
    reach = z_score(confidence) * np.sqrt(spread) / np.log(inside)
    return {"low": inside ** np.exp(-reach), "high": inside ** np.exp(reach)}


def median_tenure(curve: pd.DataFrame) -> float:
    """The age that half of the relationships reach; NaN where more than half last longer than was seen.

    Parameters
    ----------
    curve : DataFrame
        As `survival` gives it.

    Examples
    --------
    >>> median_tenure(pd.DataFrame({"survival": [0.8, 0.5, 0.2]}, index=[1.0, 3.0, 7.0]))
    3.0
    """
    reached = curve.index[curve["survival"] <= 0.5]
    return float(reached[0]) if len(reached) else math.nan


def median_interval(curve: pd.DataFrame) -> Interval:
    """Interval of the median: the ages at which the ends of the curve's interval reach one half.

    Returns
    -------
    (float, float)
        NaN where an end stays above one half: it is longer than was observed.

    References
    ----------
    Brookmeyer and Crowley 1982, on the log-log scale.
    """
    low, high = (curve.index[curve[end] <= 0.5] for end in ("low", "high"))
    return float(low[0]) if len(low) else math.nan, float(high[0]) if len(high) else math.nan


def restricted_mean(curve: pd.DataFrame, horizon: float) -> float:
    """Mean years that a relationship lasts within its first so many years: the area under the curve.

    It is always there where a median is not, and two of them with one horizon can be compared.

    Parameters
    ----------
    curve : DataFrame
        As `survival` gives it.
    horizon : float
        In the unit of the ages.

    Returns
    -------
    float
        At most the horizon. NaN where nobody was seen for that long: the rest would be a guess.

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
    """Interval of the restricted mean, clipped to [0, horizon]; NaN, NaN where there is no mean.

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
    stayed = np.where(risk > ended, risk - ended, np.inf)  # where all left, no area follows
    half = z_score(confidence) * math.sqrt(float((after**2 * ended / (risk * stayed)).sum()))
    return max(0.0, mean - half), min(float(horizon), mean + half)


def _areas(curve: pd.DataFrame, horizon: float) -> tuple[pd.Index, np.ndarray]:
    """Ages before the horizon, and the area of each step of the curve, the first from 0."""
    before = curve.index[curve.index < horizon]
    widths = np.diff([0.0, *before, horizon])
    return before, widths * np.array([1.0, *curve.loc[before, "survival"]])
