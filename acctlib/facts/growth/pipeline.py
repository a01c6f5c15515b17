"""The pipeline, as shown on both the account's page and the portfolio."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.growth.pipeline import open_opportunities

KEPT = ("opportunity_id", "client_id", "service_line", "name", "stage", "amount", "probability", "expected_close",
        "closed_date", "won")  # fmt: skip


def open_chances(prepared: Prepared) -> pd.DataFrame | None:
    """Opportunities open on the last covered day of the quarter, nearest decision first; None without a table.

    Amounts are in the firm's currency, as in the table.
    """
    kept = prepared.frames.get("opportunities")
    if kept is None:
        return None
    left = open_opportunities(
        kept.reindex(columns=list(dict.fromkeys([*KEPT, *kept.columns]))), prepared.context.covered_to
    )
    return left.sort_values(["expected_close", "opportunity_id"])
