"""Facts about movements: where the change in recurring fees came from, currency on its own line."""

from __future__ import annotations

from functools import partial

from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.recurring import bridge_of, moves_of
from acctlib.facts.terms import Terms
from acctlib.metrics.retention import MOVEMENTS
from acctlib.words import phrase

STEPS = ("opening", *MOVEMENTS, "currency", "closing")


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
