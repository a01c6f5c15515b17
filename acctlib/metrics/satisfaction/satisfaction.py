"""Satisfaction: scores of those who answered, and what the silent could still mean."""

from __future__ import annotations

import math
from typing import Literal

import pandas as pd

from acctlib.metrics.base.intervals import Interval, adjusted_wald_nps
from acctlib.metrics.base.ratio import ratio
from acctlib.periods import Span, within

LEAST_YES = {"csat": 4, "ces": 5}  # top two of five, top three of seven


def wave(surveys: pd.DataFrame, period: pd.Period | Span, kind: str = "relationship") -> pd.DataFrame:
    """Invitations sent in a period, of one kind; the silent included.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `sent_date`, `kind` (missing where the firm has only one kind).

    Notes
    -----
    - Relationship and transactional surveys are never mixed.
    - An answer without an invitation on record counts by its own day; `invited` then tells them apart.

    References
    ----------
    docs/definitions.md.
    """
    sent = within(dated(surveys), period, on="sent_date")
    return sent[sent["kind"].fillna(kind) == kind] if "kind" in sent else sent


def dated(surveys: pd.DataFrame) -> pd.DataFrame:
    """The same rows, each with a day by which it counts: that of the invitation, else that of the answer.

    Returns
    -------
    DataFrame
        With `invited` (an invitation is on record) where any row has none; as they are where all have one.
    """
    known = surveys["sent_date"].notna()
    if known.all() or "invited" in surveys:
        return surveys
    return surveys.assign(sent_date=surveys["sent_date"].fillna(surveys["answered_date"]), invited=known)


def all_invited(surveys: pd.DataFrame) -> bool:
    """Every row has an invitation on record, so that who was silent is known."""
    return "invited" not in surveys or bool(surveys["invited"].all())


def answered(surveys: pd.DataFrame) -> pd.DataFrame:
    """Invitations that were answered; one row per answer."""
    return surveys[surveys["answered_date"].notna()]


def response_rate(surveys: pd.DataFrame) -> float:
    """Answers as a share of the invitations; NaN where nobody was asked.

    References
    ----------
    Definition response_rate.2, on one row per contact (AAPOR RR1 for a named list).
    """
    return ratio(float(surveys["answered_date"].notna().sum()), float(len(surveys)))


def nps_counts(scores: pd.Series) -> tuple[int, int, int]:
    """Promoters (9, 10), passives (7, 8) and detractors (0 to 6) among scores; missing ones left out.

    >>> nps_counts(pd.Series([10, 9, 8, 6, None]))
    (2, 1, 1)
    """
    known = scores.dropna().to_numpy(dtype="float64")
    promoters, detractors = int((known >= 9).sum()), int((known < 7).sum())
    return promoters, len(known) - promoters - detractors, detractors


def nps_points(scores: pd.Series) -> pd.Series:
    """What each answer adds to the Net Promoter Score, which is the mean: 100, 0 or -100 points.

    >>> nps_points(pd.Series([10, 8, 3])).to_list()
    [100.0, 0.0, -100.0]
    """
    known = scores.astype("float64")
    return 100.0 * ((known >= 9).astype("float64") - (known < 7).astype("float64"))


def net_promoter_score(scores: pd.Series) -> float:
    """Promoters less detractors among a hundred answers.

        NPS = 100 (promoters - detractors) / answers

    Parameters
    ----------
    scores : Series
        One row per answer, whole numbers 0 to 10; missing ones do not count.

    Returns
    -------
    float
        Points in [-100, 100]. NaN where nobody answered.

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
    """Adjusted Wald interval of the Net Promoter Score of these answers, in points."""
    return adjusted_wald_nps(nps_counts(scores), population)


def csat(scores: pd.Series) -> float:
    """Share of answers in the top two of five.

    Parameters
    ----------
    scores : Series
        One row per answer, whole numbers 1 to 5.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN where nobody answered.

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
    """Which answers say yes: 4 and 5 of five to satisfaction, 5 to 7 of seven to effort.

    Parameters
    ----------
    scores : Series
        One row per answer; a missing one says nothing and is no yes.

    Examples
    --------
    >>> says_yes(pd.Series([3, 4]), "csat").to_list(), says_yes(pd.Series([4, 5]), "ces").to_list()
    ([False, True], [False, True])
    """
    return scores >= LEAST_YES[question]


def customer_effort(scores: pd.Series) -> float:
    """CES 2.0: share of answers of 5 or more, out of 7, to "they made it easy".

    Returns
    -------
    float
        Fraction in [0, 1]. NaN where nobody answered.

    References
    ----------
    Definition ces.2.
    """
    return ratio(float(says_yes(scores, "ces").sum()), float(scores.count()))


def nps_bounds(scores: pd.Series, silent: int) -> Interval:
    """The score if every silent contact were a detractor, and if every one were a promoter.

    Returns
    -------
    (float, float)
        Points; NaN, NaN where nobody was asked.

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
