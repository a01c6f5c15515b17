"""Left truncation: a client whose relationship predates the data is not counted as new within them."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import Frames
from acctlib.facts.base.prepared import Prepared
from acctlib.phrases import phrase


def from_before(prepared: Prepared) -> list[str]:
    """Clients whose relationship began before the first day covered by invoices; empty if that day is unknown.

    References
    ----------
    Klein and Moeschberger, Survival Analysis, 2003, section 3.4, left truncation.
    """
    first, began = prepared.context.coverage.first(["revenue"]), _began(prepared.frames)
    return [] if first is None else [client for client, day in began.items() if day < pd.Timestamp(first)]


def _began(frames: Frames) -> dict[str, pd.Timestamp]:
    """First day of each relationship; clients without one are omitted."""
    clients = frames.get("clients")
    if clients is None or "start_date" not in clients:
        return {}
    known = clients.dropna(subset=["start_date"])
    return dict(zip(known["client_id"], known["start_date"], strict=True))


def unsure(prepared: Prepared, came: pd.Index) -> str:
    """Return the note to show if any newly arrived client may have had fees before the data begin; otherwise empty.

    Parameters
    ----------
    came : Index of client_id
        Clients with fees now but no earlier fees in the data.
    """
    first, began = prepared.context.coverage.first(["revenue"]), _began(prepared.frames)
    if first is None or all(client in began and began[client] >= pd.Timestamp(first) for client in came):
        return ""
    return phrase(
        "data begin on {day}: a client from before that day counts as returned, one without a first day as new",
        day=first,
    )
