"""Working days between two days: Monday to Friday, holidays left out where a calendar is given."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from acctlib.errors import ConfigError


@lru_cache(maxsize=64)
def public_holidays(calendar: str, first: int, last: int) -> tuple[date, ...]:
    """Days on which nobody works in a country or a part of it, from the `holidays` library.

    Parameters
    ----------
    calendar : str
        ISO 3166 code of a country, with its part where parts differ: `FR`, `DE-BY`, `GB-ENG`; none where empty.
    first, last : int
        Years, both included.

    Raises
    ------
    ConfigError
        For a calendar that the library does not know.

    Examples
    --------
    >>> [date(2026, 6, 4) in public_holidays(calendar, 2026, 2026) for calendar in ("DE-BY", "DE-BE")]
    [True, False]
    """
    if not calendar:
        return ()
    import holidays  # some 0.1 seconds, which only a firm with a calendar pays

    country, _, part = calendar.partition("-")
    try:
        found = holidays.country_holidays(country, subdiv=part or None, years=range(first, last + 1))
    except NotImplementedError as error:
        raise ConfigError(
            f"calendar: '{calendar}' is none that is known ({error}); "
            "write the code of a country and, where its parts differ, of the part, like DE-BY"
        ) from None
    return tuple(sorted(found))


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
    research/domain.md section 8, working days; numpy.busday_count.

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
