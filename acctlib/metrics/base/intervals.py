"""Confidence intervals for shares and scores. The level is 95 % by default."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

NONE = (math.nan, math.nan)
Interval = tuple[float, float]


def z_score(confidence: float = 0.95) -> float:
    """Return the two-sided normal quantile for a confidence level.

    >>> round(z_score(), 2)
    1.96
    """
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def finite_population(n: float, population: int | None) -> float:
    """Finite population correction to a standard error, for n responses from a population of this size.

        sqrt((N - n) / (N - 1))

    1 if the population is unknown; 0 if all of it responded.

    Notes
    -----
    - It corrects for sampling error only, not for bias from non-response.

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
    """Wilson score interval for a share.

        (p + z^2/2n +- z sqrt(p(1-p)/n + z^2/4n^2)) / (1 + z^2/n)

    Parameters
    ----------
    successes, n : float
        Number of successes and of responses; integers unless the responses are weighted.
    population : int, optional
        Size of the contact list, if it is the entire population. z is then multiplied by the finite population
        factor, which is equivalent to the interval for n / factor^2 responses.

    Returns
    -------
    (float, float)
        Fractions in [0, 1]; NaN, NaN if n is 0.

    Notes
    -----
    - Zero successes out of twenty does not mean "0 %": the interval reaches 16 %.
    - If the entire population responded, the interval has zero width: the share is known.

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
    # Keep the share itself inside, even where it is 0 or 1 and rounding error would exclude it.
    return min(p, max(0.0, (centre - half) / scale)), max(p, min(1.0, (centre + half) / scale))


def newcombe_difference(first: int, n1: int, second: int, n2: int, confidence: float = 0.95) -> Interval:
    """Newcombe's hybrid score interval for the difference between two independent shares, p1 - p2.

    Returns
    -------
    (float, float)
        Fractions in [-1, 1]; NaN, NaN if either n is 0.

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
    """Return score, variance and n after adding 3 pseudo-responses: 3/4 promoter, 3/2 passive, 3/4 detractor.

    The pseudo-responses represent what is unknown, so they weigh less the more of a population has responded.
    """
    pseudo = 3 * factor**2
    promoters, passives, detractors = counts[0] + pseudo / 4, counts[1] + pseudo / 2, counts[2] + pseudo / 4
    n = promoters + passives + detractors
    up, down = promoters / n, detractors / n
    return up - down, up + down - (up - down) ** 2, n


def adjusted_wald_nps(counts: Sequence[float], population: int | None = None, confidence: float = 0.95) -> Interval:
    """Adjusted Wald interval for a Net Promoter Score.

    Three pseudo-responses are added (3/4 promoter, 3/2 passive, 3/4 detractor), then

        score +- z sqrt((p+ + p- - (p+ - p-)^2) / n)

    Parameters
    ----------
    counts : (float, float, float)
        Promoters, passives, detractors; integers unless the responses are weighted.
    population : int, optional
        Size of the contact list, if it is the entire population.

    Returns
    -------
    (float, float)
        Points, clipped to [-100, 100]; NaN, NaN if there are no responses.

    Notes
    -----
    - The interval is not centred on the score: show the raw score with this interval.
    - With few, identical responses the formula would exclude the score, so the interval is widened to include it. For
      one promoter the formula returns -48 to +98, and this function -48 to +100: an interval never excludes the value
      shown with it.
    - A known population multiplies the standard error by the finite population factor, and the pseudo-responses by its
      square, as n / factor^2 responses would: if the entire population responded, the interval has zero width.

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
    """Interval for the difference between two independent Net Promoter Scores, in points.

        (s1 - s2) +- z sqrt(v1/n1 + v2/n2), adjusted as in `adjusted_wald_nps`

    Parameters
    ----------
    now, before : (int, int, int)
        Promoters, passives, detractors.

    Notes
    -----
    - As for a single score, it is widened to include the raw difference if responses are few and identical.
    - The two groups are assumed independent. Repeated responses from the same people vary less than
      chance suggests, so a change that is found is real; a change that is not found may still exist.

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
