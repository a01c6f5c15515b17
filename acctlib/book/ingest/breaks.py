"""Breaks in what a table records: a stray date years away, or months that an export left out."""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 6  # days with rows, before a stretch of them can show what is usual
TIMES = 3  # a break is so many times as long as the usual silence


def unbroken(rows: pd.Series, freq: str) -> pd.Series:
    """The days after the last break; where they are too few to be more than strays, those before it.

    Parameters
    ----------
    rows : Series[day -> rows]
        In order of days.
    freq : str
        Of fiscal quarters.

    Notes
    -----
    - A break is a fiscal quarter or more without a row, and longer than three times the usual (median) silence.
    - Where no stretch has six days with rows, nothing shows what is usual, and nothing is cut.

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
