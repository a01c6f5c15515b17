"""The health scorecard: eight drivers per account, each with a value, n, date and state.

Internal. Every driver is computed for all clients at once; one client's scorecard is the same over its own rows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.actions import promise_outcomes
from acctlib.facts.delivery.delivery import closed
from acctlib.facts.satisfaction.satisfaction import asked
from acctlib.metrics.delivery.delivery_groups import success_counts
from acctlib.metrics.fees.fees import by_client
from acctlib.metrics.health.health import overall_state
from acctlib.metrics.satisfaction.roll_up import client_scores
from acctlib.metrics.satisfaction.satisfaction import all_invited, answered
from acctlib.periods import bounds, trailing_four, within, year_ago
from acctlib.phrases import phrase

VETOES = ("notice",)
COLUMNS = ("value", "n", "day")
DriverTable = pd.DataFrame  # client_id -> value, n, day


@dataclass(frozen=True)
class Driver:
    """One indicator of an account's health.

    Attributes
    ----------
    good, fair
        Thresholds: at or beyond `good` the state is met, at or beyond `fair` watch, otherwise missed.
    higher
        Whether higher is better.
    unit
        The unit, as in the registry.
    reads, back
        Tables whose events it counts, and how many quarters back; it is unknown if the data do not cover them.
    """

    name: str
    label: str
    unit: str
    good: float
    fair: float
    compute: Callable[[Prepared], DriverTable]
    higher: bool = True
    reads: tuple[str, ...] = ()
    back: int = 0

    def evaluate(self, prepared: Prepared) -> DriverTable:
        """Return the driver for each client; an empty table if the data do not cover its period."""
        return (
            _nothing() if prepared.context.lacking(self.reads, prepared.quarter - self.back) else self.compute(prepared)
        )

    def states(self, values: pd.Series) -> pd.Series:
        """Return the state of each value; unknown if there is none."""
        sign = 1 if self.higher else -1
        cases = [values.isna(), values * sign >= self.good * sign, values * sign >= self.fair * sign]
        return pd.Series(np.select(cases, ["unknown", "met", "watch"], "missed"), index=values.index)


def _told(value: pd.Series, n: pd.Series | int, day: pd.Series | pd.Timestamp) -> DriverTable:
    return pd.DataFrame({"value": value.astype("float64"), "n": n, "day": day})


def _nothing() -> DriverTable:
    return pd.DataFrame({name: pd.Series(dtype="float64") for name in COLUMNS})


def fees(prepared: Prepared) -> DriverTable:
    """Growth in the quarter's fees vs the same quarter a year ago; unknown across a merger."""
    if prepared.context.merger_since(year_ago(prepared.quarter)):
        return _nothing()
    lines = lines_of(prepared, prepared.quarter)
    now, before = by_client(lines, prepared.quarter), by_client(
        lines_of(prepared, year_ago(prepared.quarter)), year_ago(prepared.quarter)
    )  # fmt: skip
    held = before[before > 0]
    return _told(
        now.reindex(held.index, fill_value=0) / held - 1, 2, bounds(prepared.quarter)[1] - pd.Timedelta(1, "D")
    )


def mean_score(prepared: Prepared) -> DriverTable:
    """Mean of the client's recommendation scores over four quarters, with roles weighted equally."""
    invited = asked(prepared)
    if "client_id" not in invited or answered(invited).empty:
        return _nothing()
    scores = client_scores(invited)
    last = answered(invited).groupby("client_id", observed=True)["answered_date"].max()
    return _told(scores["score"], scores["n"], last.reindex(scores.index))


def response_rate(prepared: Prepared) -> DriverTable:
    """Share of contacts asked over four quarters who answered; zero means no response at all."""
    invited = asked(prepared)
    if "client_id" not in invited or invited.empty or not all_invited(invited):
        return _nothing()
    by = invited.assign(told=invited["answered_date"].notna()).groupby("client_id", observed=True)
    return _told(by["told"].mean(), by.size(), by["sent_date"].max())


def respondents(prepared: Prepared) -> DriverTable:
    """The number of distinct respondents over four quarters; with only one, the account depends on one person."""
    invited = asked(prepared)
    if "client_id" not in invited or "respondent" not in invited or invited.empty:
        return _nothing()
    by = invited.groupby("client_id", observed=True)
    voices = answered(invited).groupby("client_id", observed=True)["respondent"].nunique()
    return _told(voices.reindex(by.size().index, fill_value=0), by.size(), by["sent_date"].max())


def success(prepared: Prepared) -> DriverTable:
    """Share of projects closed over four quarters that were on time, within the agreed fees and accepted."""
    done = closed(prepared)
    if done.empty:
        return _nothing()
    counts = success_counts(done, done["client_id"])
    last = done.dropna(subset=["success"]).groupby("client_id", observed=True)["closed_on"].max()
    return _told(counts["share"], counts["n"], last)


def overdue(prepared: Prepared) -> DriverTable:
    """The number of projects past their first date and undelivered."""
    found = prepared.outcomes
    if found.empty:
        return _nothing()
    by = found.assign(late=found["state"] == "overdue").groupby("client_id", observed=True)
    return _told(by["late"].sum(), by.size(), pd.Timestamp(prepared.context.covered_to))


def promises(prepared: Prepared) -> DriverTable:
    """Share of our actions due over four quarters that were completed by their due date."""
    actions = prepared.frames.get("actions")
    if actions is None:
        return _nothing()
    ours = actions[actions["side"].fillna("us") == "us"] if "side" in actions else actions
    due = within(ours, trailing_four(prepared.quarter), on="due_date")
    told = due.assign(outcome=promise_outcomes(due, prepared.context.covered_to))
    decided = told[told["outcome"] != "open"]
    by = decided.assign(kept=decided["outcome"] == "done").groupby("client_id", observed=True)
    return _told(by["kept"].mean(), by.size(), by["due_date"].max())


def notice(prepared: Prepared) -> DriverTable:
    """The number of running contracts under notice."""
    contracts = prepared.frames.get("contracts")
    if contracts is None or "status" not in contracts:
        return _nothing()
    day = pd.Timestamp(prepared.context.covered_to)
    begun = contracts["start_date"] <= day
    runs = begun & (contracts["status"].isin(["active", "notice", "paused"]) | contracts["status"].isna())
    by = contracts[runs].assign(given=contracts["status"] == "notice").groupby("client_id", observed=True)
    return _told(by["given"].sum(), by.size(), day)


DRIVERS = (
    Driver("notice", "Notice given", "count", 0, 0, notice, higher=False),
    Driver("fees", "Fees vs a year ago", "growth", 0.0, -0.1, fees, reads=("revenue",), back=4),
    Driver("mean_score", "Recommendation, mean score", "score", 8.0, 7.0, mean_score),
    Driver("response_rate", "Asked and answered", "fraction", 0.5, 0.01, response_rate, reads=("surveys",), back=3),
    Driver("respondents", "Respondents", "count", 3, 2, respondents, reads=("surveys",), back=3),
    Driver(
        "success",
        "Projects on time, within fees, accepted",
        "fraction",
        0.75,
        0.5,
        success,
        reads=("projects",),
        back=3,
    ),
    Driver("overdue", "Projects overdue now", "count", 0, 1, overdue, higher=False),
    Driver("promises", "Our actions completed on time", "fraction", 0.8, 0.6, promises, reads=("actions",), back=3),
)


@dataclass(frozen=True)
class AccountHealth:
    """The health of all accounts.

    Attributes
    ----------
    evidence : Mapping
        Driver -> DataFrame[client_id] with `value`, `n`, `day`, `state`.
    states : DataFrame[client_id -> driver -> state]
        met, watch, missed, unknown.
    overall : DataFrame[client_id]
        `state`, `because`, `unknown`: from the worst driver, see `metrics.health.overall_state`.
    """

    evidence: Mapping[str, pd.DataFrame]
    states: pd.DataFrame
    overall: pd.DataFrame


def account_health(prepared: Prepared) -> AccountHealth:
    """The health scorecard of every client current at the quarter's end or with fees in the quarter.

    Parameters
    ----------
    prepared : Prepared
        The whole book or one client; internal, with all columns.
    """
    ids = pd.Index(sorted(_held(prepared)), name="client_id")
    evidence = {}
    for driver in DRIVERS:
        told = driver.evaluate(prepared).reindex(ids)
        evidence[driver.name] = told.assign(state=driver.states(told["value"].astype("float64")))
    states = pd.DataFrame({name: told["state"] for name, told in evidence.items()}, index=ids)
    return AccountHealth(evidence, states, overall_state(states, VETOES))


def _held(prepared: Prepared) -> set[str]:
    """Clients with fees in the quarter, or current at its end."""
    clients, (_, end) = prepared.frames["clients"], bounds(prepared.quarter)
    dated = {"start_date", "end_date"} <= set(clients)
    stays = clients[~(clients["end_date"] < end) & ~(clients["start_date"] >= end)] if dated else clients
    paid = lines_of(prepared, prepared.quarter)["client_id"].unique()
    return set(stays["client_id"]) | set(paid)


def reason(driver: str) -> str:
    """Return a driver's label, for use in a sentence."""
    return phrase(next(d.label for d in DRIVERS if d.name == driver))
