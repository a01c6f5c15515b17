"""Checkpoints as facts: contracts ending soon, the health state at each, and the renewal forecast made by then."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.health_history import HealthHistory
from acctlib.metrics.health.checkpoints import VERDICTS, checkpoint_days, contracts_ending, latest_calls, verdicts
from acctlib.periods import bounds

MONTHS_AHEAD = 6
NEEDED = {"contract_id", "client_id", "end_date"}


def checkpoints(prepared: Prepared, history: HealthHistory) -> pd.DataFrame | None:
    """Checkpoints for all contracts that end, or whose notice is due, within six months of the quarter's end.

    Returns
    -------
    DataFrame or None
        One row per contract and checkpoint, disagreements first: the contract's columns, `months`, `day`, `call`,
        `called_on`, `caller`, `reason`, `state` (the health scorecard's at the end of `seen`, the last quarter complete
        by then) and `verdict`. None if no contracts are recorded.

    Notes
    -----
    - Nothing after a checkpoint counts: neither rows from the quarter in which it falls, nor later forecasts.
    - A client that has left needs no forecast, whatever its contracts state.
    """
    contracts = prepared.frames.get("contracts")
    if contracts is None or not set(contracts) >= NEEDED:
        return None
    first = bounds(prepared.quarter)[1]
    held = held_by_clients(contracts, prepared)
    ending = contracts_ending(held, first, first + pd.DateOffset(months=MONTHS_AHEAD), prepared.context.covered_to)
    points = latest_calls(checkpoint_days(ending), _by_now(prepared.frames.get("renewal_forecasts"), prepared.context))
    seen = pd.PeriodIndex(points["day"], freq=prepared.quarter.freqstr) - 1
    told = points.assign(seen=seen, state=_states(points, seen, history))
    told = _until_then(told.assign(verdict=verdicts(told, prepared.context.covered_to)))
    order = told["verdict"].map({name: place for place, name in enumerate(VERDICTS)})
    by = ["_order", "end_date", "client_id", "contract_id", "day"]  # the earlier checkpoint first
    ranked = told.assign(_order=order).sort_values(by, kind="stable")
    return ranked.drop(columns="_order").reset_index(drop=True)


def held_by_clients(contracts: pd.DataFrame, prepared: Prepared) -> pd.DataFrame:
    """Contracts of clients that have not left by the end of the data."""
    clients = prepared.frames.get("clients")
    if clients is None or "end_date" not in clients:
        return contracts
    gone = clients.loc[clients["end_date"] <= pd.Timestamp(prepared.context.covered_to), "client_id"]
    return contracts[~contracts["client_id"].isin(gone)]


def _until_then(told: pd.DataFrame) -> pd.DataFrame:
    """Clear the state and forecast at checkpoints still ahead."""
    ahead = told["verdict"] == "later"
    return told.assign(
        state=told["state"].mask(ahead, "unknown"), call=told["call"].mask(ahead), caller=told["caller"].mask(ahead),
        reason=told["reason"].mask(ahead), called_on=told["called_on"].mask(ahead),
    )  # fmt: skip


def _by_now(calls: pd.DataFrame | None, context: ReviewContext) -> pd.DataFrame | None:
    """Renewal forecasts made by the end of the data under review."""
    return calls if calls is None else calls[calls["called_on"] <= pd.Timestamp(context.covered_to)]


def _states(points: pd.DataFrame, seen: pd.PeriodIndex, history: HealthHistory) -> pd.Series:
    state = pd.Series("unknown", index=points.index, dtype="object")
    for quarter in seen.unique():
        here = seen == quarter
        known = history.states(quarter).reindex(points.loc[here, "client_id"], fill_value="unknown")
        state[here] = known.to_numpy(dtype="object")
    return state
