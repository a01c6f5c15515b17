"""Back-test the health scorecard: did it warn one and two quarters before a client left?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.health.health_history import HealthHistory
from acctlib.facts.retention.recurring import short_pauses, table_of
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.health.back_test import Counted, counted

QUARTERS = 8
LAGS = (1, 2)


@dataclass(frozen=True)
class BackTest:
    """How the scorecard's states compare with which clients left.

    Attributes
    ----------
    quarters : tuple of Period
        The quarters tested; oldest first.
    by_lag : dict
        Number of quarters before -> counts.
    """

    quarters: tuple[pd.Period, ...]
    by_lag: dict[int, Counted]


def back_test(history: HealthHistory) -> BackTest:
    """Test the last eight complete quarters: which clients left in each, and what state was reported before.

    Notes
    -----
    - A client has left, as in retention, if it had recurring fees in the quarter before and none in the quarter; a
      client that was merged, or is on a short pause now, has not left.
    - A warning is the state `missed`. A client not yet active has no state and counts as unknown.
    - A quarter counts if the data cover the two quarters before it; shorter data yield fewer quarters.
    """
    last = history.context.quarter
    every = [last - back for back in reversed(range(QUARTERS))]
    quarters = tuple(quarter for quarter in every if quarter - max(LAGS) >= history.first)
    left = {quarter: _left(history, quarter) for quarter in quarters}
    return BackTest(quarters, {lag: _counted(history, left, lag) for lag in LAGS})


def _left(history: HealthHistory, quarter: pd.Period) -> pd.Series:
    """Whether each client with recurring fees in the quarter before has left."""
    table, context = table_of(history.prepared), history.context
    before, now = fees_of(table, quarter - 1), fees_of(table, quarter)
    held = before.index[before > 0]
    gone = now.reindex(held) <= 0
    if quarter == context.quarter:
        gone &= ~held.isin(short_pauses(history.prepared))
    return gone


def _counted(history: HealthHistory, left: dict[pd.Period, pd.Series], lag: int) -> Counted:
    if not left:
        return counted(pd.Series([], dtype="boolean"), pd.Series([], dtype="bool"))
    states = [
        history.states(quarter - lag).reindex(gone.index, fill_value="unknown").astype("object")
        for quarter, gone in left.items()
    ]
    state = pd.concat(states, ignore_index=True)
    warned = state.eq("missed").astype("boolean").mask(state.eq("unknown"))
    return counted(warned, pd.concat(left.values(), ignore_index=True))
