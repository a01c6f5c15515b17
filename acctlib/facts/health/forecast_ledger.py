"""Past forecasts and their outcomes: expected renewals, renewal forecasts, and completion dates and costs."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.projects import money_factors, share_of_sums
from acctlib.facts.health.health_history import status_on
from acctlib.metrics.delivery.delivery import outcomes
from acctlib.metrics.delivery.forecast import forecasts
from acctlib.metrics.health.checkpoints import latest_calls
from acctlib.metrics.retention.renewals import decided_of, renewals_due
from acctlib.periods import Span, bounds, previous, within

NEEDED = {"contract_id", "client_id", "start_date", "end_date", "annual_value", "renewal_of", "signed_date", "status"}


def renewals_expected(prepared: Prepared) -> pd.DataFrame | None:
    """Contracts that fell due in the quarter, each with the outcome expected when the quarter began.

    Returns
    -------
    DataFrame[contract_id] or None
        As returned by `renewals_due`, with `expected` (to continue). None if no contracts are recorded.

    Notes
    -----
    - A contract is expected to continue unless it was under notice and its notice date fell before the quarter.
      Notice given in the quarter was not known then, whatever the contract's status is today.
    - A contract that began in the quarter had no expectation and is excluded, as is one that may have ended with
      a merged client.
    """
    contracts = prepared.frames.get("contracts")
    if contracts is None or not set(contracts) >= NEEDED:
        return None
    first = bounds(prepared.quarter)[0]
    due = renewals_due(
        contracts, prepared.quarter, prepared.context.covered_to, prepared.context.policy.renewal_grace_days
    )
    there = due[(due["start_date"] < first) & (due["outcome"] != "merged")]
    return there.assign(expected=status_on(there, (first - pd.Timedelta(1, "D")).date()) != "notice")


def calls_scored(prepared: Prepared) -> pd.DataFrame | None:
    """Contracts decided in the last two quarters, with the renewal forecast for each when those began.

    Returns
    -------
    DataFrame or None
        One row per contract with a forecast: `contract_id`, `client_id`, `call`, `renewed` (bool). None if contracts
        or forecasts are not recorded.
    """
    contracts, calls = prepared.frames.get("contracts"), prepared.frames.get("renewal_forecasts")
    if contracts is None or calls is None or not set(contracts) >= NEEDED:
        return None
    both = Span(previous(prepared.quarter), prepared.quarter)
    due = renewals_due(
        contracts, both, prepared.context.covered_to, prepared.context.policy.renewal_grace_days
    ).reset_index()
    decided = decided_of(due).reset_index(drop=True)
    told = latest_calls(decided.assign(day=bounds(both)[0] - pd.Timedelta(1, "D")), calls)
    said = told[told["call"].notna()]
    return said.assign(renewed=said["outcome"] != "lost")[["contract_id", "client_id", "call", "renewed"]]


@dataclass(frozen=True)
class Estimates:
    """Estimates at completion made a quarter ago, compared with the actual outcomes.

    Attributes
    ----------
    projects : DataFrame
        One row per project delivered in the quarter and in progress when it began: `project_id`, `client_id`, `name`,
        `expected_finish`, `delivered_date`, `days` (delivered after the expected date; negative if before),
        `expected_cost`, `actual_cost`, `ratio` (f/A: forecast over actual); missing if there was none.
    ratio : float
        f/A for total cost, in one currency; NaN if none is known.
    """

    projects: pd.DataFrame
    ratio: float


def estimates_scored(prepared: Prepared) -> Estimates | None:
    """Completion dates and costs forecast when the quarter began, for projects delivered in it.

    Notes
    -----
    - The forecast ignores milestones reached later, and the cost of later work. A project's total cost is known
      only on delivery, so without milestones there was no cost forecast.
    - Rescheduled dates and revised budgets are not dated, so the original date and budget count.
    - The actual cost is taken from milestones if the forecast was based on them, otherwise from the project.
    - A project that began in the quarter had no forecast.
    """
    projects = prepared.frames.get("projects")
    if projects is None or not {"delivered_date", "committed_date"} <= set(projects):
        return None
    first = bounds(prepared.quarter)[0]
    day = (first - pd.Timedelta(1, "D")).date()
    done = within(projects, prepared.quarter, on="delivered_date")
    done = done[done["start_date"] < first] if "start_date" in done else done
    done = done[done["delivered_date"] <= pd.Timestamp(prepared.context.covered_to)]
    if done.empty:
        return Estimates(done.assign(days=[], ratio=[]), float("nan"))
    steps = prepared.frames.get("milestones")
    steps = None if steps is None else steps[steps["project_id"].isin(done["project_id"])]
    forecast = forecasts(outcomes(_known_then(done), day), _reached_by(steps, first), day)
    delivered = done.set_index("project_id")["delivered_date"].reindex(forecast["project_id"])
    told = forecast.assign(delivered_date=delivered.to_numpy())
    actual = _actual_cost(done, steps, told)
    told = told.assign(
        actual_cost=actual, days=(told["delivered_date"] - told["expected_finish"]).dt.days,
        ratio=told["expected_cost"] / actual.where(actual > 0),
    )  # fmt: skip
    known = told.dropna(subset=["ratio"])
    factors = money_factors(prepared, known)
    return Estimates(told, share_of_sums(known["expected_cost"], known["actual_cost"], factors))


def _known_then(done: pd.DataFrame) -> pd.DataFrame:
    """Projects as known before delivery: no delivery date or cost, and the original date and budget."""
    first = {"agreed_date": done["committed_date"]}
    if "budget" in done:
        first["approved_budget"] = done["budget"]
    open_ = done.drop(columns=[c for c in ("cost", "status", "accepted_date", "cancel_reason") if c in done])
    return open_.assign(**first, delivered_date=open_["delivered_date"].mask(open_["delivered_date"].notna()))


def _reached_by(steps: pd.DataFrame | None, first: pd.Timestamp) -> pd.DataFrame | None:
    """Milestones, with earned value and cost only for those reached by then."""
    if steps is None:
        return None
    reached = steps["done_date"] < first
    amounts = [c for c in ("earned_value", "actual_cost") if c in steps]
    then = steps.assign(**{c: steps[c].astype("float64").where(reached) for c in amounts})
    return then.assign(done_date=steps["done_date"].where(reached))


def _actual_cost(done: pd.DataFrame, steps: pd.DataFrame | None, told: pd.DataFrame) -> pd.Series:
    """Each project's final cost: from milestones if its forecast's cost tier is `value`, otherwise its own."""
    nothing = pd.Series(float("nan"), index=done.index)
    own = pd.Series(done.get("cost", nothing).astype("float64").to_numpy(), index=done["project_id"])
    ids = told["project_id"]
    whole = pd.Series(own.reindex(ids).to_numpy(), index=told.index)
    if steps is None or "actual_cost" not in steps:
        return whole
    amounts, of = steps["actual_cost"].astype("float64"), steps["project_id"]
    sums = amounts.groupby(of).sum().mask(amounts.isna().groupby(of).any())
    by_steps = pd.Series(sums.reindex(ids).to_numpy(dtype="float64"), index=told.index)
    return by_steps.where(told["cost_tier"].eq("value"), whole)
