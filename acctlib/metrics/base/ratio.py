"""The one division of the kit, of numbers and of columns."""

from __future__ import annotations

import math

import pandas as pd


def ratio(numerator: float, denominator: float) -> float:
    """A share that is honest about nothing: NaN where there is nothing to divide by, never infinity.

    >>> ratio(3, 4), ratio(1, 0)
    (0.75, nan)
    """
    if not denominator or math.isnan(denominator) or math.isnan(numerator):
        return math.nan
    return float(numerator) / float(denominator)


def ratios(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """The same, row by row.

    >>> ratios(pd.Series([3, 1]), pd.Series([4, 0])).to_list()
    [0.75, nan]
    """
    return numerator.astype("float64") / denominator.astype("float64").where(denominator != 0)
