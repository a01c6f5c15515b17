"""Safe division for numbers and columns, used throughout the kit."""

from __future__ import annotations

import math

import pandas as pd


def ratio(numerator: float, denominator: float) -> float:
    """Divide two numbers; NaN if the denominator is zero or either number is missing, never infinity.

    >>> ratio(3, 4), ratio(1, 0)
    (0.75, nan)
    """
    if not denominator or math.isnan(denominator) or math.isnan(numerator):
        return math.nan
    return float(numerator) / float(denominator)


def ratios(numerator: pd.Series, denominator: pd.Series) -> pd.Series:
    """Divide two columns row by row; missing where the denominator is zero.

    >>> ratios(pd.Series([3, 1]), pd.Series([4, 0])).to_list()
    [0.75, nan]
    """
    return numerator.astype("float64") / denominator.astype("float64").where(denominator != 0)
