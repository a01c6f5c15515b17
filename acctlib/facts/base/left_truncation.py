"""What was there before the data begin: a client from before them is none that came within them."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import Frames
from acctlib.facts.base.prepared import Prepared
from acctlib.phrases import phrase


def from_before(prepared: Prepared) -> list[str]:
    """Clients whose relationship began before the first day that the invoices cover; none where that is not known.

    References
    ----------
    Klein and Moeschberger, Survival Analysis, 2003, section 3.4, left truncation.
    """
    first, began = prepared.context.coverage.first(["revenue"]), _began(prepared.frames)
    return [] if first is None else [client for client, day in began.items() if day < pd.Timestamp(first)]


def _began(frames: Frames) -> dict[str, pd.Timestamp]:
    """First day of each relationship; a client without one is left out."""
    clients = frames.get("clients")
    if clients is None or "start_date" not in clients:
        return {}
    known = clients.dropna(subset=["start_date"])
    return dict(zip(known["client_id"], known["start_date"], strict=True))


def unsure(prepared: Prepared, came: pd.Index) -> str:
    """What to say where some of the clients that came may have had fees before the data begin; empty where none may.

    Parameters
    ----------
    came : Index of client_id
        Clients with fees now, without any as far back as the data reach.
    """
    first, began = prepared.context.coverage.first(["revenue"]), _began(prepared.frames)
    if first is None or all(client in began and began[client] >= pd.Timestamp(first) for client in came):
        return ""
    return phrase(
        "data begin on {day}: a client from before that day counts as returned, one without a first day as new",
        day=first,
    )
