"""Growth of existing accounts, and where it came from."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio

STEPS = ("new", "expansion", "contraction", "ended")


def existing_growth(before: pd.Series, now: pd.Series) -> float:
    """Growth of the fees of clients that had fees in both periods.

        growth = sum(now) / sum(before) - 1, over clients with before > 0 and now > 0

    Parameters
    ----------
    before, now : Series[client_id -> money]
        Fees of the two periods, net of pass-through, in one currency; one row per client.

    Returns
    -------
    float
        Fraction (0.1 = 10 % more). NaN where no client had fees in both.

    Notes
    -----
    - New and lost clients are no growth of existing accounts; they are shown apart.

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
    """Fees of each service line in two periods, and which step of the bridge its change is.

    Parameters
    ----------
    before, now : Series[service_line -> money]
        Fees of one account; one row per service line.

    Returns
    -------
    DataFrame[service_line]
        `before`, `now`, `change` (money) and `step`: new, expansion, contraction, ended, level.

    Notes
    -----
    - A line with nothing (or a net credit) before is new; with nothing after, ended.
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


def growth_bridge(before: pd.Series, now: pd.Series) -> pd.DataFrame:
    """From the fees of one period to those of another, by kind of change.

    Parameters
    ----------
    before, now : Series[service_line -> money]
        Fees of one account; one row per service line.

    Returns
    -------
    DataFrame
        `step` (before, new, expansion, contraction, ended, now) and `amount`; the first plus the
        four in the middle is the last, to the cent.

    References
    ----------
    Definition growth.1.

    Examples
    --------
    >>> growth_bridge(pd.Series({"Media": 100.0}), pd.Series({"Media": 90.0, "Brand": 30.0}))["amount"].to_list()
    [100.0, 30.0, 0.0, -10.0, 0.0, 120.0]
    """
    sums = line_changes(before, now).groupby("step")["change"].sum().reindex(STEPS, fill_value=0.0)
    amounts = pd.Series([float(before.sum()), *sums, float(now.sum())])
    return pd.DataFrame({"step": ["before", *STEPS, "now"], "amount": exact(amounts)})
