"""Roll scores up from contacts to clients to the book: one score per client, and weighted responses."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from acctlib.metrics.base.intervals import Interval, adjusted_wald_nps
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.satisfaction.satisfaction import answered


def client_scores(surveys: pd.DataFrame, column: str = "nps") -> pd.DataFrame:
    """One score per client, so that a client with many contacts does not outvote a client with few.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation of one kind: `client_id`, `answered_date`, the score and, if recorded,
        `role`: scores are averaged within each role first, so that five users do not outvote one sponsor.

    Returns
    -------
    DataFrame[client_id]
        `score` (mean of the role means) and `n` (responses). Clients without a response are absent.

    Notes
    -----
    - Contacts without a role count as a separate role.

    References
    ----------
    AAPOR, Standard Definitions, 2023.

    Examples
    --------
    >>> answers = pd.DataFrame({"client_id": ["A"] * 3, "role": ["sponsor", "user", "user"], "nps": [4, 9, 10],
    ...                         "answered_date": pd.to_datetime(["2026-07-01"] * 3)})
    >>> client_scores(answers).to_numpy().tolist()
    [[6.75, 3.0]]
    """
    given = answered(surveys).dropna(subset=[column])
    clients, names = pd.factorize(given["client_id"], sort=True)
    roles = pd.factorize(given["role"], use_na_sentinel=False)[0] if "role" in given else np.zeros(len(given), "int64")
    width = int(roles.max()) + 1 if len(roles) else 1
    by_role = given[column].astype("float64").groupby(clients * width + roles).agg(["mean", "size"])
    by_client = by_role.groupby(by_role.index // width).agg(score=("mean", "mean"), n=("size", "sum"))
    return by_client.set_index(pd.Index(names, name="client_id"))


def voices(surveys: pd.DataFrame) -> pd.DataFrame:
    """Count each client's invitations and responses.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `client_id`, `answered_date`.

    Returns
    -------
    DataFrame[client_id]
        `asked`, `answers`: integers. Clients that were never invited are absent.

    Examples
    --------
    >>> sent = pd.DataFrame({"client_id": ["A", "A", "B"], "answered_date": pd.to_datetime(["2026-07-01", None, None])})
    >>> voices(sent).to_dict("index")
    {'A': {'asked': 2, 'answers': 1}, 'B': {'asked': 1, 'answers': 0}}
    """
    told = surveys[["client_id"]].assign(told=surveys["answered_date"].notna().astype("int64"))
    by = told.groupby("client_id", observed=True)["told"]
    return pd.DataFrame({"asked": by.size(), "answers": by.sum()})


def silent_waves(surveys: pd.DataFrame, freq: str, waves: int = 2) -> pd.DataFrame:
    """Whether each client failed to respond in the last waves to which it was invited.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `client_id`, `sent_date`, `answered_date`.
    freq : str
        Pandas frequency of the fiscal quarters: all invitations sent in a quarter are one wave.

    Returns
    -------
    DataFrame[client_id]
        `waves`: the number of waves to which the client was invited; `silent`: no response in any of the last
        `waves` waves (the argument). A client invited to fewer waves is not silent yet.

    Notes
    -----
    - A quarter in which the client was not invited does not count as a wave for it.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-02-01", "2026-05-01"])
    >>> sent = pd.DataFrame({"client_id": ["A", "A"], "sent_date": days, "answered_date": pd.to_datetime([None, None])})
    >>> silent_waves(sent, "Q-DEC").to_dict("index")
    {'A': {'waves': 2, 'silent': True}}
    """
    clients, names = pd.factorize(surveys["client_id"], sort=True)
    quarters = surveys["sent_date"].dt.to_period(freq).array.asi8
    first, width = (int(quarters.min()), int(np.ptp(quarters)) + 1) if len(quarters) else (0, 1)
    told = surveys["answered_date"].notna().to_numpy()
    asked = np.bincount(clients * width + quarters - first, minlength=len(names) * width).reshape(-1, width) > 0
    heard = np.bincount((clients * width + quarters - first)[told], minlength=len(names) * width).reshape(-1, width) > 0
    last = asked & (asked[:, ::-1].cumsum(axis=1)[:, ::-1] <= waves)
    counted = asked.sum(axis=1)
    silent = (counted >= waves) & ~(heard & last).any(axis=1)
    return pd.DataFrame({"waves": counted, "silent": silent}, index=pd.Index(names, name="client_id"))


def effective_answers(weights: pd.Series) -> float:
    """Kish's effective sample size: the number of equally weighted responses that these are worth.

        n_eff = (sum of weights)^2 / sum of squared weights

    Parameters
    ----------
    weights : Series
        One row per response; not negative.

    Returns
    -------
    float
        From 1 to the number of responses. NaN if the total weight is zero.

    References
    ----------
    Kish 1965.

    Examples
    --------
    >>> round(effective_answers(pd.Series([500, 300, 100, 50, 50])), 2)
    2.82
    """
    return ratio(float(weights.sum()) ** 2, float((weights.astype("float64") ** 2).sum()))


def weighted_nps(scores: pd.Series, weights: pd.Series) -> float:
    """Net Promoter Score with each response weighted, for example by the client's fees.

    Parameters
    ----------
    scores, weights : Series
        One row per response, with the same index; responses without a score or a weight are ignored.

    Returns
    -------
    float
        Points in [-100, 100]. NaN if the total weight is zero. Show `effective_answers` with it.

    References
    ----------
    AAPOR, Standard Definitions, 2023: shown next to the unweighted score, never alone.

    Examples
    --------
    >>> weighted_nps(pd.Series([10, 3]), pd.Series([75.0, 25.0]))
    50.0
    """
    promoters, passives, detractors = _weighted_counts(scores, weights)
    return 100 * ratio(promoters - detractors, promoters + passives + detractors)


def weighted_nps_interval(scores: pd.Series, weights: pd.Series) -> Interval:
    """Adjusted Wald interval for the weighted score, based on the effective number of responses."""
    counts = _weighted_counts(scores, weights)
    known = weights[scores.notna()].dropna()
    worth = ratio(effective_answers(known), sum(counts))
    return (math.nan, math.nan) if math.isnan(worth) else adjusted_wald_nps([count * worth for count in counts])


def _weighted_counts(scores: pd.Series, weights: pd.Series) -> tuple[float, float, float]:
    """Return the total weights of promoters, passives and detractors."""
    known = pd.DataFrame({"score": scores.astype("float64"), "weight": weights.astype("float64")}).dropna()
    sums = [known.loc[rows, "weight"].sum() for rows in (known["score"] >= 9, known["score"] < 7)]
    return float(sums[0]), float(known["weight"].sum() - sum(sums)), float(sums[1])
