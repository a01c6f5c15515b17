"""Working days between two days: Monday to Friday, holidays left out where a calendar is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd


def working_days(start: pd.Series, end: pd.Series, holidays: Sequence[date] = ()) -> pd.Series:
    """Working days from one day to another, row by row; below zero where the end comes first.

        working days = days in [start, end) that are Monday to Friday and no holiday

    Parameters
    ----------
    start, end : Series[datetime]
        With the same index; times of day do not count.
    holidays : sequence of dates
        Days that nobody works, from a calendar of the client's country; none unless given.

    Returns
    -------
    Series[float]
        Missing where either day is.

    Notes
    -----
    - From a Friday to the Monday after it is one working day, and so is the way back, with a minus.
    - From a Saturday to the Monday after it is none.

    References
    ----------
    docs/definitions.md, working days; numpy.busday_count.

    Examples
    --------
    >>> friday, monday = pd.Series(pd.to_datetime(["2026-05-01"])), pd.Series(pd.to_datetime(["2026-05-04"]))
    >>> working_days(friday, monday).to_list(), working_days(monday, friday).to_list()
    ([1.0], [-1.0])
    """
    known = (start.notna() & end.notna()).to_numpy()
    first, last = (day[known].to_numpy(dtype="datetime64[D]") for day in (start, end))
    between = np.busday_count(np.minimum(first, last), np.maximum(first, last), holidays=list(holidays))
    found = np.full(len(start), np.nan)
    found[known] = np.where(first <= last, between, -between)
    return pd.Series(found, index=start.index)
