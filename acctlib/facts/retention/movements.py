"""Facts about movements: the sources of change in recurring fees, with currency shown separately."""

from __future__ import annotations

from functools import partial

import pandas as pd

from acctlib.facts.base.left_truncation import unsure
from acctlib.facts.base.measures import Estimate, Measure, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.recurring import billed_by, bridge_of, moves_of, table_of
from acctlib.metrics.retention.retention import MOVEMENTS
from acctlib.periods import year_ago
from acctlib.phrases import phrase

CAME = ("new", "reactivation")
STEPS = ("opening", *MOVEMENTS, "currency", "closing")


def movement(prepared: Prepared, step: str) -> Estimate:
    """Return one step of the bridge; n is the number of clients with that movement or, for a total, included in it."""
    moved, bridge = moves_of(prepared), bridge_of(prepared)
    if moved is None or bridge is None:
        return Estimate(n=0, note=phrase("an exchange rate is missing"))
    if not (moved[["opening", "closing"]] != 0).any(axis=None):
        return Estimate(n=0, note=phrase("no recurring fees in this quarter, nor a year ago"))
    counts = {
        "opening": (moved["opening"] != 0).sum(), "closing": (moved["closing"] != 0).sum(),
        "currency": len(moved),
    }  # fmt: skip
    n = int(counts.get(step, (moved["movement"] == step).sum()))
    return Estimate(float(bridge[step]), n, note=truncated(prepared, moved) if step in CAME else "")


def truncated(prepared: Prepared, moved: pd.DataFrame) -> str:
    """Return the note to show if the data do not reach back far enough to tell new from returning clients."""
    came = moved.index[moved["movement"].isin(CAME)]
    return unsure(prepared, came.difference(billed_by(table_of(prepared), year_ago(prepared.quarter))))


BOOK_MOVEMENTS: tuple[Measure, ...] = tuple(
    Measure(f"movement_{step}", partial(movement, step=step), sum_differs, lookback_quarters=4) for step in STEPS
)
