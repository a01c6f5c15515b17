"""The one division of the kit."""

from __future__ import annotations

import math


def ratio(numerator: float, denominator: float) -> float:
    """A share that is honest about nothing: NaN where there is nothing to divide by, never infinity.

    >>> ratio(3, 4), ratio(1, 0)
    (0.75, nan)
    """
    if not denominator or math.isnan(denominator) or math.isnan(numerator):
        return math.nan
    return float(numerator) / float(denominator)
