"""Growth from existing accounts, and its sources."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio

BRIDGE = ("new", "returned", "grew", "shrank", "left")


def existing_growth(before: pd.Series, now: pd.Series) -> float:
    """Growth in fees from clients with fees in both periods.

        growth = sum(now) / sum(before) - 1, over clients with before > 0 and now > 0

    Parameters
    ----------
    before, now : Series[client_id -> money]
        Fees in the two periods, net of pass-through costs, in a single currency; one row per client.

    Returns
    -------
    float
        Fraction (0.1 = 10 % more). NaN if no client had fees in both.

    Notes
    -----
    - New and lost clients do not count as growth from existing accounts; they are shown separately.

    References
    ----------
    Definition growth.1.

    Examples
    --------
    >>> round(existing_growth(pd.Series({"A": 100.0, "B": 50.0}), pd.Series({"A": 110.0, "C": 70.0})), 6)
    0.1
    """
    both = exact(pd.DataFrame({"before": before, "now": now}).dropna())
    kept = both[(both["before"] > 0) & (both["now"] > 0)]
    return ratio(float(kept["now"].sum()), float(kept["before"].sum())) - 1


def line_changes(before: pd.Series, now: pd.Series) -> pd.DataFrame:
    """Fees by service line in two periods, with each change assigned to a step of the bridge.

    Parameters
    ----------
    before, now : Series[service_line -> money]
        One account's fees; one row per service line.

    Returns
    -------
    DataFrame[service_line]
        `before`, `now`, `change` (amount) and `step`: new, expansion, contraction, ended, level.

    Notes
    -----
    - A line without fees (or with a net credit) in the earlier period is new; without fees in the later one, ended.
    """
    lines = exact(pd.DataFrame({"before": before, "now": now}).fillna(0.0))
    lines.index.name = "service_line"
    change = exact(lines["now"] - lines["before"])
    cases = [
        change == 0,
        (lines["before"] <= 0) & (lines["now"] > 0),
        (lines["before"] > 0) & (lines["now"] <= 0),
        change > 0,
    ]
    return lines.assign(change=change, step=np.select(cases, ["level", "new", "ended", "expansion"], "contraction"))


def growth_bridge(before: pd.Series, now: pd.Series, returning: pd.Index) -> pd.Series:
    """Bridge the fees between two periods by new, returning, growing, shrinking and lost clients.

    Parameters
    ----------
    before, now : Series[client_id -> money]
        Fees in the two periods, net of pass-through costs, in a single currency; one row per client, same index.
    returning : Index of client_id
        Clients without fees in the earlier period, but with fees before that.

    Returns
    -------
    Series[step -> money]
        before, new, returned, grew, shrank, left, now; the first plus the steps in between equals the last, to the
        cent.

    Notes
    -----
    - A client without fees in the earlier period, and with a net credit in the later one, counts as shrunk.

    Examples
    --------
    >>> fees = pd.DataFrame({"before": [100.0, 50.0, 0.0], "now": [90.0, 0.0, 30.0]}, index=["A", "B", "C"])
    >>> growth_bridge(fees["before"], fees["now"], pd.Index([])).to_list()
    [150.0, 30.0, 0.0, 0.0, -10.0, -50.0, 120.0]
    """
    had, has, change = before > 0, now > 0, exact(now - before)
    cases = [~had & has & before.index.isin(returning), ~had & has, had & ~has, change > 0]
    which = np.select(cases, ["returned", "new", "left", "grew"], "shrank")
    sums = change.groupby(which).sum().reindex(BRIDGE, fill_value=0.0)
    return exact(pd.Series({"before": before.sum(), **sums, "now": now.sum()}))
