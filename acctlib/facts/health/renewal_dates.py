"""The days to come of every contract that runs: its end, its last day for notice, and its two checkpoints."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.checkpoints import NEEDED, held_by_clients
from acctlib.metrics.health.checkpoints import EARLY, LATE, checkpoint_days, contracts_ending

KINDS = ("end", "notice", "early", "late")


def renewal_dates(prepared: Prepared) -> pd.DataFrame | None:
    """Every such day after the data's last one.

    Returns
    -------
    DataFrame or None
        One row per contract and day, in their order: `day`, `kind` (end, notice, early: six months before the end,
        late: three), `contract_id`, `client_id`, `service_line` (missing where none is kept). None where no contracts
        are kept.

    Notes
    -----
    - Drafts, contracts that ended or that another one continues, and those of clients that have left have no day.
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
