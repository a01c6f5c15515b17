"""Facts about delivery: projects closed and projects due in the last four quarters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from acctlib.facts.base.measures import Estimate, Measure, reading, share, share_differs, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.milestones import MILESTONES
from acctlib.facts.delivery.projects import (
    cancelled,
    cancelled_left_out,
    closed,
    due,
    unknown_left_out,
)
from acctlib.facts.delivery.scope import SCOPE
from acctlib.phrases import phrase

__all__ = [
    "BOOK_DELIVERY", "DELIVERY", "TOLERANCES", "accepted", "budget_at_tolerances", "cancelled_share", "closed",
    "delivery_success", "delivery_success_agreed", "due", "on_budget", "on_time", "on_time_agreed", "overdue",
    "within_fees",
]  # fmt: skip


NO_PROJECT = phrase("no project was closed")
NONE_DUE = phrase("no project was due")
TOLERANCES = (0.0, 0.05, 0.1)


def _leg(prepared: Prepared, leg: str) -> Estimate:
    done = closed(prepared)
    if done.empty:
        return Estimate(n=0, note=NO_PROJECT)
    return share(done[leg], phrase("not known for the {n} closed", n=len(done)))


def _success(prepared: Prepared, leg: str, promised: str) -> Estimate:
    """Return a success rate with its exclusions: cancelled projects by reason, and criteria not known."""
    taken, done = _leg(prepared, leg), closed(prepared)
    unknown: list[tuple[str, str]] = [("within_fees", phrase("the fees, of projects without fees agreed or invoiced"))]
    unknown += [(promised, phrase("the time, of projects without a day promised"))]
    kept = [(column, why) for column, why in unknown if column in done and done[column].notna().any()]
    legs = [rows for column, why in kept for rows in unknown_left_out(done, column, why)]
    return replace(taken, left_out=(*cancelled_left_out(prepared, taken), *legs))


def delivery_success(prepared: Prepared) -> Estimate:
    """Share of closed projects that were on time, within the agreed fees and accepted, all three together."""
    return _success(prepared, "success", "on_time")


def delivery_success_agreed(prepared: Prepared) -> Estimate:
    """Delivery success measured against the latest agreed date instead of the original due date."""
    return _success(prepared, "agreed_success", "agreed_on_time")


def within_fees(prepared: Prepared) -> Estimate:
    """Share of closed projects whose fees, invoiced or forecast, stayed within those last agreed."""
    taken, done = _leg(prepared, "within_fees"), closed(prepared)
    why = phrase("projects without fees agreed or invoiced")
    return replace(taken, left_out=tuple(unknown_left_out(done, "within_fees", why)))


def on_budget(prepared: Prepared) -> Estimate:
    """Share of closed projects whose cost stayed within the approved budget; internal, not part of success."""
    taken, done = _leg(prepared, "on_budget"), closed(prepared)
    why = phrase("projects without a budget or its use")
    return replace(taken, left_out=tuple(unknown_left_out(done, "on_budget", why)))


def accepted(prepared: Prepared) -> Estimate:
    """Share of closed projects that the client accepted."""
    return _leg(prepared, "accepted")


def on_time(prepared: Prepared) -> Estimate:
    """Share of projects due that were completed by their original due date; open ones count as late."""
    return _due(prepared, "committed_date", "on_time")


def on_time_agreed(prepared: Prepared) -> Estimate:
    """Share of projects due, by latest agreed date, that were completed by that date; open ones count as late."""
    return _due(prepared, "agreed_date", "agreed_on_time")


def _due(prepared: Prepared, on: str, leg: str) -> Estimate:
    promised, done = due(prepared, on), closed(prepared)
    taken = Estimate(n=0, note=NONE_DUE) if promised.empty else share(promised[leg], NONE_DUE)
    undated = unknown_left_out(done, on, phrase("projects closed without a day promised"))
    return replace(taken, left_out=(*cancelled_left_out(prepared, taken), *undated))


def overdue(prepared: Prepared) -> Estimate:
    """The number of projects past their original due date and still open at the end of the data."""
    found = prepared.outcomes
    if found.empty:
        return Estimate(n=0, note=phrase("no project is kept"))
    open_ = found["state"].isin(["in_flight", "overdue"])
    if "start_date" in found:
        open_ &= ~(found["start_date"] > pd.Timestamp(prepared.context.covered_to))
    return Estimate(float((found["state"] == "overdue").sum()), int(open_.sum()))


def cancelled_share(prepared: Prepared) -> Estimate:
    """Share of projects originally due in the last four quarters that were cancelled, by anyone."""
    promised, gone = len(due(prepared)), len(cancelled(prepared))
    return share(pd.Series([True] * gone + [False] * promised, dtype="boolean"), NONE_DUE)


def budget_at_tolerances(prepared: Prepared, tolerances: Sequence[float] = TOLERANCES) -> pd.Series:
    """Show how sensitive the within-budget rate is to the tolerance for cost overruns.

    Parameters
    ----------
    prepared : Prepared
        Reads `projects`.
    tolerances : sequence of float
        Tolerances as shares of the budget; the firm's own is added to them.

    Returns
    -------
    Series[tolerance -> Estimate]
        `on_budget` at each tolerance.

    References
    ----------
    docs/definitions.md, delivery success: tolerance.
    """
    wanted = sorted({*tolerances, prepared.context.policy.budget_tolerance})
    found = {}
    for tolerance in wanted:
        held = replace(
            prepared.context, policy=prepared.context.policy.model_copy(update={"budget_tolerance": tolerance})
        )
        found[tolerance] = on_budget(Prepared(prepared.frames, held))
    return pd.Series(found, dtype="object").rename_axis("tolerance")


_SHARES = (
    delivery_success,
    delivery_success_agreed,
    on_time,
    on_time_agreed,
    within_fees,
    accepted,
    on_budget,
    cancelled_share,
)
_PROJECTS = tuple(Measure(take.__name__, take, share_differs, "year") for take in _SHARES)
DELIVERY: tuple[Measure, ...] = reading(
    ("projects",), *_PROJECTS, Measure("overdue", overdue, sum_differs, when="end"), *MILESTONES, *SCOPE
)
BOOK_DELIVERY: tuple[Measure, ...] = DELIVERY
