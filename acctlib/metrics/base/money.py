"""Sums of money that are what they would be on paper."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

DECIMALS = 4
Sums = TypeVar("Sums", pd.Series, pd.DataFrame)


def exact(sums: Sums) -> Sums:
    """Sums without the dust that binary fractions leave, at the four decimals that money has.

    It decides whether a client that was credited in full still pays: 0.1 + 0.2 - 0.3 is not more than 0.

    Examples
    --------
    >>> bool(0.1 + 0.2 - 0.3 > 0), exact(pd.Series([0.1 + 0.2 - 0.3])).to_list()
    (True, [0.0])
    """
    return sums.astype("float64").round(DECIMALS)
