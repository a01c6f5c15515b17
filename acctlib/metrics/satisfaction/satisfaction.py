"""Satisfaction: scores among respondents, and bounds that allow for the non-respondents."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

from acctlib.metrics.base.intervals import Interval, adjusted_wald_nps
from acctlib.metrics.base.ratio import ratio
from acctlib.periods import Span, within

LEAST_YES = {"csat": 4, "ces": 5}  # top two of five, top three of seven


def wave(surveys: pd.DataFrame, period: pd.Period | Span, kind: str = "relationship") -> pd.DataFrame:
    """Return one kind of invitation sent in a period, including those without a response.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `sent_date`, `kind` (missing where the firm has only one kind).

    Notes
    -----
    - Relationship and transactional surveys are never mixed.
    - A response without an invitation on record is dated by the response; the `invited` column then marks it.

    References
    ----------
    docs/definitions.md.
    """
    sent = within(dated(surveys), period, on="sent_date")
    return sent[sent["kind"].fillna(kind) == kind] if "kind" in sent else sent


def dated(surveys: pd.DataFrame) -> pd.DataFrame:
    """Fill each missing invitation date with the response date.

    Returns
    -------
    DataFrame
        With a column `invited` (an invitation is on record) if any row has none; otherwise unchanged.
    """
    known = surveys["sent_date"].notna()
    if known.all() or "invited" in surveys:
        return surveys
    return surveys.assign(sent_date=surveys["sent_date"].fillna(surveys["answered_date"]), invited=known)


def all_invited(surveys: pd.DataFrame) -> bool:
    """Whether every row has an invitation on record, so that non-respondents are known."""
    return "invited" not in surveys or bool(surveys["invited"].all())


def answered(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return the invitations that were answered; one row per response."""
    return surveys[surveys["answered_date"].notna()]


def response_rate(surveys: pd.DataFrame) -> float:
    """Responses as a share of invitations; NaN if there were none.

    References
    ----------
    Definition response_rate.2, on one row per contact (AAPOR RR1 for a named list).
    """
    return ratio(float(surveys["answered_date"].notna().sum()), float(len(surveys)))


def nps_counts(scores: pd.Series) -> tuple[int, int, int]:
    """Count promoters (9, 10), passives (7, 8) and detractors (0 to 6); missing scores are ignored.

    >>> nps_counts(pd.Series([10, 9, 8, 6, None]))
    (2, 1, 1)
    """
    known = scores.dropna().to_numpy(dtype="float64")
    promoters, detractors = int((known >= 9).sum()), int((known < 7).sum())
    return promoters, len(known) - promoters - detractors, detractors


def nps_points(scores: pd.Series) -> pd.Series:
    """Each response's contribution to the Net Promoter Score (their mean): 100, 0 or -100 points.

    >>> nps_points(pd.Series([10, 8, 3])).to_list()
    [100.0, 0.0, -100.0]
    """
    known = scores.astype("float64")
    return 100.0 * ((known >= 9).astype("float64") - (known < 7).astype("float64"))


def net_promoter_score(scores: pd.Series) -> float:
    """Net Promoter Score: promoters minus detractors, per hundred responses.

        NPS = 100 (promoters - detractors) / answers

    Parameters
    ----------
    scores : Series
        One row per response, integers 0 to 10; missing scores are ignored.

    Returns
    -------
    float
        Points in [-100, 100]. NaN if there are no responses.

    References
    ----------
    Definition nps.2.

    Examples
    --------
    >>> net_promoter_score(pd.Series([10, 9, 8, 3]))
    25.0
    """
    promoters, passives, detractors = nps_counts(scores)
    return 100 * ratio(promoters - detractors, promoters + passives + detractors)


def nps_interval(scores: pd.Series, population: int | None = None) -> Interval:
    """Adjusted Wald interval for the Net Promoter Score of these responses, in points."""
    return adjusted_wald_nps(nps_counts(scores), population)


def csat(scores: pd.Series) -> float:
    """CSAT: share of responses in the top two of five.

    Parameters
    ----------
    scores : Series
        One row per response, integers 1 to 5.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN if there are no responses.

    References
    ----------
    Definition csat.2.

    Examples
    --------
    >>> csat(pd.Series([5, 4, 3, 1]))
    0.5
    """
    return ratio(float(says_yes(scores, "csat").sum()), float(scores.count()))


def says_yes(scores: pd.Series, question: Literal["csat", "ces"]) -> pd.Series:
    """Whether each response is positive: 4 or 5 of five for satisfaction, 5 to 7 of seven for effort.

    Parameters
    ----------
    scores : Series
        One row per response; a missing score is not positive.

    Examples
    --------
    >>> says_yes(pd.Series([3, 4]), "csat").to_list(), says_yes(pd.Series([4, 5]), "ces").to_list()
    ([False, True], [False, True])
    """
    return scores >= LEAST_YES[question]


def customer_effort(scores: pd.Series) -> float:
    """CES 2.0: share of responses of 5 or more, out of 7, to "they made it easy".

    Returns
    -------
    float
        Fraction in [0, 1]. NaN if there are no responses.

    References
    ----------
    Definition ces.2.
    """
    return ratio(float(says_yes(scores, "ces").sum()), float(scores.count()))


def nps_bounds(scores: pd.Series, silent: int) -> Interval:
    """Net Promoter Score if every non-respondent were a detractor, and if every one were a promoter.

    Returns
    -------
    (float, float)
        Points; NaN, NaN if there were no invitations.

    References
    ----------
    Manski bounds.

    Examples
    --------
    >>> nps_bounds(pd.Series([10, 9]), silent=2)
    (0.0, 100.0)
    """
    promoters, passives, detractors = nps_counts(scores)
    everyone = promoters + passives + detractors + silent
    if not everyone:
        return math.nan, math.nan
    return 100 * (promoters - detractors - silent) / everyone, 100 * (promoters - detractors + silent) / everyone
