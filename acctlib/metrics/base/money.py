"""Sums of amounts without binary rounding errors."""

from __future__ import annotations

from typing import TypeVar

import pandas as pd

DECIMALS = 4
Sums = TypeVar("Sums", pd.Series, pd.DataFrame)


def exact(sums: Sums) -> Sums:
    """Round sums to four decimals, to remove binary floating-point residue.

    This decides whether a client that was credited in full still pays: 0.1 + 0.2 - 0.3 must not exceed 0.

    Examples
    --------
    >>> bool(0.1 + 0.2 - 0.3 > 0), exact(pd.Series([0.1 + 0.2 - 0.3])).to_list()
    (True, [0.0])
    """
    return sums.astype("float64").round(DECIMALS)
