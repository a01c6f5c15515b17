"""The number of the client's goals on track: the first tile in the client's review."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import State, Tile
from acctlib.facts.delivery.objectives import objective_pace, running_objectives
from acctlib.facts.statements import ON_TRACK
from acctlib.phrases import counted, listed

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage

OTHERS = {
    "behind pace": ("{n} behind pace", "{n} behind pace"),
    "missed": ("{n} missed", "{n} missed"),
    "unknown": ("{n} without a value", "{n} without a value"),
}


def goals(review: ClientPage) -> pd.Series:
    """The status of each goal active in the quarter: reached, on track, behind pace, missed or unknown."""
    frame = review.frames.get("objectives")
    if frame is None:
        return pd.Series(dtype="object")
    return objective_pace(running_objectives(frame, review.quarter), review.context.covered_to)["state"]


def goals_tile(review: ClientPage) -> Tile:
    """The number of goals on track out of the total, and the status of the rest; or that no goals are agreed."""
    translate, states = review.formatter.translate, goals(review)
    label = translate("Goals on track")
    if states.empty:
        kept = "objectives" in review.frames
        why = translate("no goal is agreed for this quarter") if kept else translate("the firm keeps no goals")
        return Tile(label, review.formatter.unknown, None, (why,), "unknown")
    counts = states.value_counts()
    good = int(states.isin(ON_TRACK).sum())
    others = [counted(int(counts[state]), *said) for state, said in OTHERS.items() if state in counts]
    notes = (review.formatter.translate(listed(others)),) if others else ()
    return Tile(label, translate("{n} of {all}", n=good, all=len(states)), None, notes, _colour(states))


def _colour(states: pd.Series) -> State:
    """The tile's colour, set by the worst goal; unknown is neither good nor bad."""
    if states.eq("missed").any():
        return "bad"
    if states.eq("behind pace").any():
        return "watch"
    return "good" if states.isin(ON_TRACK).all() else "neutral"
