"""Intervals: how far a share or a score could be from the truth. All are 95 % unless told otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

NONE = (math.nan, math.nan)
Interval = tuple[float, float]


def z_score(confidence: float = 0.95) -> float:
    """The two-sided normal quantile of a confidence level.

    >>> round(z_score(), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def finite_population(n: float, population: int | None) -> float:
    """Factor on a standard error where n of a whole population of this size answered.

        sqrt((N - n) / (N - 1))

    1 where the population is not known; 0 where all of it answered.

    Notes
    -----
    - It speaks of chance alone: why the silent were silent, no factor can tell.

    References
    ----------
    docs/definitions.md.
    """
    if population is None:
        return 1.0
    if population <= 1:
        return float(n < population)
    return math.sqrt(max(population - n, 0) / (population - 1))


def wilson(successes: float, n: float, confidence: float = 0.95, population: int | None = None) -> Interval:
    """Wilson's score interval of a share.

        (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    Parameters
    ----------
    successes, n : float
        Successes out of so many; whole numbers, unless the answers are weighted.
    population : int, optional
        Size of the list they are from, where it is the whole population. z then shrinks by its factor,
        which is the interval of n / factor^2 answers.

    Returns
    -------
    (float, float)
        Fractions in [0, 1]; NaN, NaN where n is 0.

    Notes
    -----
    - No success of twenty is not "0 %": its interval reaches 16 %.
    - A whole population that answered has no width: its share is known.

    References
    ----------
    Wilson 1927; Newcombe 1998.

    Examples
    --------
    >>> [round(x, 4) for x in wilson(81, 263)]
    [0.2553, 0.3662]
    """
    if n <= 0:
        return NONE
    z, p = z_score(confidence) * finite_population(n, population), successes / n
    centre = p + z * z / (2 * n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    # The share itself lies within, also where it is 0 or 1 and rounding would leave it out by a hair.
    return min(p, max(0.0, (centre - half) / scale)), max(p, min(1.0, (centre + half) / scale))


def newcombe_difference(first: int, n1: int, second: int, n2: int, confidence: float = 0.95) -> Interval:
    """Newcombe's hybrid score interval for the difference of two independent shares, p1 - p2.

    Returns
    -------
    (float, float)
        Fractions in [-1, 1]; NaN, NaN where either n is 0.

    References
    ----------
    Newcombe 1998, method 10.

    Examples
    --------
    >>> [round(x, 4) for x in newcombe_difference(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    if n1 <= 0 or n2 <= 0:
        return NONE
    p1, p2 = first / n1, second / n2
    (l1, u1), (l2, u2) = wilson(first, n1, confidence), wilson(second, n2, confidence)
    low = math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)
    high = math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)
    return p1 - p2 - low, p1 - p2 + high


def _nps_adjusted(counts: Sequence[float], factor: float = 1.0) -> tuple[float, float, float]:
    """Score, variance and n after adding 3 pseudo-answers: 3/4 promoter, 3/2 passive, 3/4 detractor.

    They stand for what is not known, so they weigh less the more of a population has answered.
    """
    pseudo = 3 * factor**2
    promoters, passives, detractors = counts[0] + pseudo / 4, counts[1] + pseudo / 2, counts[2] + pseudo / 4
    n = promoters + passives + detractors
    up, down = promoters / n, detractors / n
    return up - down, up + down - (up - down) ** 2, n


def adjusted_wald_nps(counts: Sequence[float], population: int | None = None, confidence: float = 0.95) -> Interval:
    """Adjusted Wald interval of a Net Promoter Score.

    Three pseudo-answers are added (3/4 promoter, 3/2 passive, 3/4 detractor), then

        score +- z sqrt((p+ + p- - (p+ - p-)^2) / n)

    Parameters
    ----------
    counts : (float, float, float)
        Promoters, passives, detractors; whole numbers, unless the answers are weighted.
    population : int, optional
        Size of the contact list where it is the whole population.

    Returns
    -------
    (float, float)
        Points, clipped to [-100, 100]; NaN, NaN where nobody answered.

    Notes
    -----
    - Its centre is not the score itself: print the raw score and this interval.
    - Where few answered and all alike, it would leave the score out; it is then widened to the score. One promoter
      gives -48 to +98 by the formula, and -48 to +100 here: no interval excludes the value it stands beside.
    - A known population shrinks the standard error by its factor, and the pseudo-answers by the square
      of it, as n / factor^2 answers would: a whole population that answered is its score, without width.

    References
    ----------
    Rocks 2016, Am. Stat. 70:365-372.

    Examples
    --------
    >>> [round(x, 1) for x in adjusted_wald_nps((15, 9, 12))]
    [-19.0, 34.4]
    """
    answers = sum(counts)
    if answers <= 0:
        return NONE
    factor = finite_population(answers, population)
    raw = (counts[0] - counts[2]) / answers
    if not factor:
        return 100 * raw, 100 * raw
    score, variance, n = _nps_adjusted(counts, factor)
    half = z_score(confidence) * factor * math.sqrt(variance / n)
    return max(-100.0, 100 * min(score - half, raw)), min(100.0, 100 * max(score + half, raw))


def nps_difference(now: Sequence[int], before: Sequence[int], confidence: float = 0.95) -> Interval:
    """Interval for the difference of two independent Net Promoter Scores, in points.

        (s1 - s2) +- z sqrt(v1/n1 + v2/n2), adjusted as in `adjusted_wald_nps`

    Parameters
    ----------
    now, before : (int, int, int)
        Promoters, passives, detractors.

    Notes
    -----
    - Like the interval of one score it is widened to the raw difference where few answered and all alike.
    - It takes the two groups as independent. The same people asked twice differ by less than
      chance would have it, so a change found is one; a change not found may still be.

    References
    ----------
    Rocks 2016, Am. Stat. 70:365-372, difference of two NPS.
    """
    if sum(now) <= 0 or sum(before) <= 0:
        return NONE
    (s1, v1, n1), (s2, v2, n2) = _nps_adjusted(now), _nps_adjusted(before)
    half = z_score(confidence) * math.sqrt(v1 / n1 + v2 / n2)
    raw = (now[0] - now[2]) / sum(now) - (before[0] - before[2]) / sum(before)
    return 100 * min(s1 - s2 - half, raw), 100 * max(s1 - s2 + half, raw)
