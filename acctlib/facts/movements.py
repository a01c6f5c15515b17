"""Facts about movements: where the change in recurring fees came from, currency on its own line."""

from __future__ import annotations

from functools import partial

import pandas as pd

from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.recurring import ends_of, moves_of
from acctlib.facts.terms import Terms
from acctlib.metrics.retention import MOVEMENTS, reported_bridge
from acctlib.words import phrase

STEPS = ("opening", *MOVEMENTS, "currency", "closing")


def bridge_of(frames: Frames, terms: Terms) -> pd.Series | None:
    """The bridge of the whole book from the same quarter a year ago; None where an exchange rate is missing."""
    moved = moves_of(frames, terms)
    if moved is None:
        return None
    ends = ends_of(frames, terms, "year_ago")
    return reported_bridge(moved, float(ends.opening.sum()), float(ends.closing.sum()))


def movement(frames: Frames, terms: Terms, step: str) -> Estimate:
    """One step of the bridge; its n is the clients that moved so, of a sum the clients in it."""
    moved, bridge = moves_of(frames, terms), bridge_of(frames, terms)
    if moved is None or bridge is None:
        return Estimate(n=0, note=phrase("an exchange rate is missing"))
    if not (moved[["opening", "closing"]] != 0).any(axis=None):
        return Estimate(n=0, note=phrase("no recurring fees in this quarter, nor a year ago"))
    counts = {
        "opening": (moved["opening"] != 0).sum(), "closing": (moved["closing"] != 0).sum(),
        "currency": len(moved),
    }  # fmt: skip
    return Estimate(float(bridge[step]), int(counts.get(step, (moved["movement"] == step).sum())))


BOOK_MOVEMENTS: tuple[Measure, ...] = tuple(
    Measure(f"movement_{step}", partial(movement, step=step), sum_differs) for step in STEPS
)
