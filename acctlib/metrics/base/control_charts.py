"""Control charts: signals for values outside the chance variation of their own past or of a group."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

# Converts a mean moving range to three sigma for individual values: 3 / d2, with d2 = 1.128 for ranges of two.
RANGE_TO_LIMIT = 2.66
LEAST = 5  # minimum number of known values for limits
OUTER, INNER = 0.998, 0.95
FALSE_XMR = 0.0027  # share of normal individual values outside three sigma


def individuals_limits(values: pd.DataFrame) -> pd.DataFrame:
    """Natural process limits (XmR) for many series at once, from their means and moving ranges.

        limits = mean +- 2.66 x mean moving range

    Parameters
    ----------
    values : DataFrame[series -> period -> number]
        One row per series (a client), one column per period, oldest first; missing if unknown.

    Returns
    -------
    DataFrame[series]
        `n` (known values), and `center`, `low`, `high`, which are missing if fewer than 5 values are known.

    Notes
    -----
    - Moving ranges are between consecutive periods only, so a gap has none.
    - Limits are not clipped to possible values; clip them when displaying them.

    References
    ----------
    Wheeler, Understanding Variation, 1993.

    Examples
    --------
    >>> past = pd.DataFrame([[100, 104, 98, 110, 95, 120]], index=["A"])
    >>> individuals_limits(past).round(1).loc["A"].to_list()
    [6.0, 104.5, 71.5, 137.5]
    """
    numbers = values.to_numpy(dtype="float64")
    known = np.isfinite(numbers)
    ranges = np.abs(np.diff(numbers, axis=1))
    n = known.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        center = np.where(known, numbers, 0).sum(axis=1) / n
        spread = np.nansum(ranges, axis=1) / np.isfinite(ranges).sum(axis=1)
    enough = (n >= LEAST) & np.isfinite(spread)
    found = pd.DataFrame(
        {"center": center, "low": center - RANGE_TO_LIMIT * spread, "high": center + RANGE_TO_LIMIT * spread},
        index=values.index,
    ).where(pd.Series(enough, index=values.index), axis=0)
    return found.assign(n=n)[["n", "center", "low", "high"]]


def out_of_limits(values: pd.DataFrame) -> pd.Series:
    """Compare each series' last value with the limits from the periods before it.

    Parameters
    ----------
    values : DataFrame
        As for `individuals_limits`; the last column is tested, the others set the limits.

    Returns
    -------
    Series[series -> text]
        low, high, within; unknown if the last value is missing or fewer than 5 earlier values are known.
    """
    limits, last = individuals_limits(values.iloc[:, :-1]), values.iloc[:, -1].astype("float64")
    cases = [last.isna() | limits["center"].isna(), last < limits["low"], last > limits["high"]]
    return pd.Series(np.select(cases, ["unknown", "low", "high"], "within"), index=values.index)


def funnel_limits(middle: float, sizes: pd.Series, level: float = OUTER) -> pd.DataFrame:
    """Funnel-plot limits for the shares of equally good groups of given sizes: exact binomial, interpolated.

    Parameters
    ----------
    middle : float
        The overall share.
    sizes : Series
        Group sizes: integers, 1 or more.
    level : float
        Level of the interval; 0.95 and 0.998 are usual.

    Returns
    -------
    DataFrame
        `low`, `high` (fractions), one row per size.

    Notes
    -----
    - If `middle` is 0 or 1, every other share is outside the limits.

    References
    ----------
    Spiegelhalter, Funnel plots for comparing institutional performance, 2005, appendix A.1.1.

    Examples
    --------
    >>> funnel_limits(0.5, pd.Series([100]), 0.95).round(3).to_numpy().tolist()
    [[0.397, 0.603]]
    """
    tail = (1 - level) / 2
    known = {n: (_quantile(tail, n, middle), 1 - _quantile(tail, n, 1 - middle)) for n in sizes.unique()}
    return pd.DataFrame([known[n] for n in sizes], columns=["low", "high"], index=sizes.index)


def _quantile(share: float, n: int, middle: float) -> float:
    """Return the binomial quantile as a share of n, interpolated between counts."""
    if middle <= 0 or middle >= 1:
        return float(middle)
    counts = np.arange(n + 1)
    logs = np.array([math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in counts])
    mass = np.exp(logs + counts * math.log(middle) + (n - counts) * math.log1p(-middle))
    reached = np.cumsum(mass)
    k = min(int(np.searchsorted(reached, share)), n)
    over = (reached[k] - share) / mass[k] if mass[k] > 0 else 0.0
    return float(min(max((k - over) / n, 0.0), 1.0))


def expected_false_alarms(series: int, groups: int, level: float = OUTER) -> float:
    """Expected number of false alarms among all comparisons made.

    Parameters
    ----------
    series : int
        Number of series compared with their own limits.
    groups : int
        Number of groups compared with funnel limits.

    Examples
    --------
    >>> round(expected_false_alarms(100, 50), 2)
    0.37
    """
    return series * FALSE_XMR + groups * (1 - level)
