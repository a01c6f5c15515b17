"""Upcoming dates for every running contract: its end, its notice date and its two checkpoints."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.checkpoints import NEEDED, held_by_clients
from acctlib.metrics.health.checkpoints import EARLY, LATE, checkpoint_days, contracts_ending

KINDS = ("end", "notice", "early", "late")


def renewal_dates(prepared: Prepared) -> pd.DataFrame | None:
    """Upcoming contract dates after the data's last day.

    Returns
    -------
    DataFrame or None
        One row per contract and date, in date order: `day`, `kind` (end, notice, early: six months before the end,
        late: three), `contract_id`, `client_id`, `service_line` (missing if not recorded). None if no contracts
        are recorded.

    Notes
    -----
    - Excludes drafts, contracts that have ended or are continued by another, and those of clients that have left.
    """
    contracts = prepared.frames.get("contracts")
    if contracts is None or not set(contracts) >= NEEDED:
        return None
    after = pd.Timestamp(prepared.context.covered_to) + pd.Timedelta(1, "D")
    running = contracts_ending(
        held_by_clients(contracts, prepared), after, pd.Timestamp.max, prepared.context.covered_to
    )
    points = checkpoint_days(running)
    days = [
        running.assign(day=running["end_date"], kind="end"),
        running.assign(day=running["notice_date"], kind="notice"),
        points.assign(kind=points["months"].map({EARLY: "early", LATE: "late"})),
    ]
    columns = ["day", "kind", "contract_id", "client_id", "service_line"]
    found = pd.concat([part.reindex(columns=columns) for part in days], ignore_index=True)
    ahead = found[found["day"] >= after]
    return ahead.sort_values(["day", "contract_id", "kind"], kind="stable", ignore_index=True)
