"""Ramp: work that started mid-quarter appears to grow in its first full quarter, although it did not."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.periods import bounds


def ramp(before: pd.Series, now: pd.Series, starts: pd.Series, quarter: pd.Period) -> pd.DataFrame:
    """Split each change in fees into ramp (from a mid-quarter start in the earlier quarter) and growth.

        full quarter = before x days of the quarter / days from the start to its end
        ramp         = min(now - before, full quarter - before), where both are above 0

    Parameters
    ----------
    before, now : Series[work -> money]
        Recurring fees in the two quarters compared, in a single currency; one row per service line,
        or per client and service line.
    starts : Series[work -> Timestamp]
        Each item's first day; work without a start date is assumed to have run for the full quarter.
    quarter : Period
        The earlier of the two quarters.

    Returns
    -------
    DataFrame[work]
        `change`, `ramp` and `growth` (amounts); in every row change equals ramp plus growth, to the cent.

    Notes
    -----
    - Work that started on or before the quarter's first day, or after its end, has no ramp.
    - Work that shrank has no ramp; any increase beyond the full-quarter amount is growth.
    - Work without fees in the earlier quarter is new, not ramp.

    References
    ----------
    Definition ramp.2, mid-quarter start.

    Examples
    --------
    >>> held, begun = pd.Series({"Media": 45.0}), pd.Series({"Media": pd.Timestamp("2025-02-15")})
    >>> ramp(held, pd.Series({"Media": 100.0}), begun, pd.Period("2025Q1", "Q-DEC")).loc["Media"].to_list()
    [55.0, 45.0, 10.0]
    """
    fees = exact(pd.DataFrame({"before": before, "now": now}).fillna(0.0))
    first, end = bounds(quarter)
    begun = starts.reindex(fees.index)
    inside = (begun > first) & (begun < end)
    share = ((end - begun).dt.days / (end - first).days).where(inside, 1.0)
    change = fees["now"] - fees["before"]
    missing = (fees["before"] / share - fees["before"]).clip(lower=0.0)
    ramped = exact(change.clip(lower=0.0).where(change < missing, missing))
    return exact(pd.DataFrame({"change": change, "ramp": ramped, "growth": change - ramped}))
