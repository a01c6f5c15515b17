"""Facts about delivery: projects closed, and projects due, in the last four quarters."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.measures import Estimate, Frames, Measure, share, share_differs
from acctlib.facts.terms import Terms
from acctlib.metrics.delivery import closed_within, due_within, outcomes
from acctlib.periods import Span, trailing_four

NO_PROJECT = "no project was closed"
NONE_DUE = "no project was due"


def project_outcomes(frames: Frames, terms: Terms) -> pd.DataFrame:
    """How each project stands at the data's end; one row per project, none where there is no such table.

    The client edition judges the budget by the fees the client agreed to in the end against those
    first agreed; what the work cost us stays in the house.
    """
    projects = frames.get("projects")
    if projects is None or projects.empty:
        return pd.DataFrame()
    if terms.edition == "client":
        projects = projects.assign(on_budget=agreed_budget_kept(projects, terms.policy.budget_tolerance))
    return outcomes(
        projects, as_of=terms.covered_to, late_days=terms.policy.late_days, tolerance=terms.policy.budget_tolerance,
        acceptance_kept=terms.acceptance_kept,
    )  # fmt: skip


def agreed_budget_kept(projects: pd.DataFrame, tolerance: float) -> pd.Series:
    """Whether the fees agreed in the end stayed within the first budget; missing where unknown."""
    if not {"budget", "approved_budget"} <= set(projects):
        return pd.Series(pd.NA, index=projects.index, dtype="boolean")
    first, last = (projects[fee].astype("float64") for fee in ("budget", "approved_budget"))
    kept = last <= (first * (1 + tolerance)).round(4)
    return kept.astype("boolean").where(first.notna() & last.notna())


def closed(frames: Frames, terms: Terms, stretch: Span | None = None) -> pd.DataFrame:
    """Projects closed in the last four quarters, cancelled ones left out."""
    found = frames["outcomes"]
    return found if found.empty else closed_within(found, stretch or trailing_four(terms.quarter))


def _leg(frames: Frames, terms: Terms, leg: str) -> Estimate:
    done = closed(frames, terms)
    if done.empty:
        return Estimate(n=0, note=NO_PROJECT)
    return share(done[leg], f"not known for the {len(done)} closed")


def delivery_success(frames: Frames, terms: Terms) -> Estimate:
    """Share of the projects closed that were on time, within budget and accepted, all at once."""
    return _leg(frames, terms, "success")


def on_budget(frames: Frames, terms: Terms) -> Estimate:
    """Share of the projects closed that stayed within budget."""
    return _leg(frames, terms, "on_budget")


def accepted(frames: Frames, terms: Terms) -> Estimate:
    """Share of the projects closed that the client accepted."""
    return _leg(frames, terms, "accepted")


def due(frames: Frames, terms: Terms) -> pd.DataFrame:
    """Projects first promised for the last four quarters, open ones included, cancelled ones not."""
    found = frames["outcomes"]
    return found if found.empty else due_within(found, trailing_four(terms.quarter))


def on_time(frames: Frames, terms: Terms) -> Estimate:
    """Share of the projects due that were done by the day first promised; open ones are late."""
    promised = due(frames, terms)
    return Estimate(n=0, note=NONE_DUE) if promised.empty else share(promised["on_time"], NONE_DUE)


DELIVERY = tuple(
    Measure(take.__name__, take, share_differs, "year") for take in (delivery_success, on_time, on_budget, accepted)
)
BOOK_DELIVERY: tuple[Measure, ...] = DELIVERY
