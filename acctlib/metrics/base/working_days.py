"""Working days between two dates: Monday to Friday, excluding holidays if a calendar is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pandas as pd


def working_days(start: pd.Series, end: pd.Series, holidays: Sequence[date] = ()) -> pd.Series:
    """Count working days between two dates, row by row; negative if the end is before the start.

        working days = days in [start, end) that are Monday to Friday and not holidays

    Parameters
    ----------
    start, end : Series[datetime]
        With the same index; times of day are ignored.
    holidays : sequence of dates
        Non-working days from a calendar for the client's country; none by default.

    Returns
    -------
    Series[float]
        Missing if either date is missing.

    Notes
    -----
    - From a Friday to the next Monday is one working day; in the other direction it is minus one.
    - From a Saturday to the next Monday is zero.

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
