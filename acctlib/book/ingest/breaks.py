"""Breaks in a table's records: a stray date years away, or months missing from an export."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 6  # days with rows that a stretch needs before its typical gap can be established
TIMES = 3  # a break is longer than this many typical gaps


def unbroken(rows: pd.Series, freq: str) -> pd.Series:
    """Return the days after the last break, or those before it if the later days are too few to be more than strays.

    Parameters
    ----------
    rows : Series[day -> rows]
        In date order.
    freq : str
        Pandas frequency of the fiscal quarters.

    Notes
    -----
    - A break is at least one full fiscal quarter without a row, and longer than three times the median gap.
    - If no stretch has six days with rows, no typical gap can be established and nothing is cut.

    Examples
    --------
    >>> days = pd.DatetimeIndex([*pd.date_range("2025-01-15", periods=8, freq="MS"), pd.Timestamp("2062-01-05")])
    >>> unbroken(pd.Series(1, index=days), "Q-DEC").index[-1].date()
    datetime.date(2025, 9, 1)
    """
    days = pd.DatetimeIndex(rows.index)
    if len(days) < FEWEST:
        return rows
    gaps = np.diff(days.to_numpy()) / np.timedelta64(1, "D")
    empty = np.diff(days.to_period(freq).asi8) > 1
    cuts = np.flatnonzero(empty & (gaps > TIMES * np.median(gaps))) + 1
    stretches = np.split(np.arange(len(days)), cuts)
    whole = [stretch for stretch in stretches if len(stretch) >= FEWEST]
    return rows.iloc[whole[-1]] if whole else rows
