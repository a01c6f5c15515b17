"""The ramp of work that began inside a quarter: its first full quarter looks like growth, and is none."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.periods import bounds


def ramp(before: pd.Series, now: pd.Series, starts: pd.Series, quarter: pd.Period) -> pd.DataFrame:
    """What of each growth is a start inside the earlier quarter, and what is growth.

        full quarter = before x days of the quarter / days from the start to its end
        ramp         = min(now - before, full quarter - before), where both are above 0

    Parameters
    ----------
    before, now : Series[work -> money]
        Recurring fees of the two quarters that are compared, in one currency; one row per service line,
        or per client and service line.
    starts : Series[work -> Timestamp]
        First day of each; work without one is taken to have run all quarter.
    quarter : Period
        The earlier of the two quarters.

    Returns
    -------
    DataFrame[work]
        `change`, `ramp` and `growth` (money); in every row change is ramp plus growth, to the cent.

    Notes
    -----
    - Work that began on the quarter's first day or before, or after its end, has no ramp.
    - What shrank has no ramp; what grew beyond its full quarter grew by the rest.
    - Nothing paid in the earlier quarter is new work, and no ramp.

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
