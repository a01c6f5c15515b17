"""The attention list: accounts that need the supervisor this week, why, and how many are expected by chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.delivery import closed
from acctlib.facts.health.account_health import DRIVERS, AccountHealth
from acctlib.facts.satisfaction.relationship import relationships
from acctlib.metrics.base.control_charts import FALSE_XMR, OUTER, funnel_limits, out_of_limits
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.delivery.delivery_groups import success_counts
from acctlib.metrics.health.health import attention_ranks
from acctlib.periods import trailing
from acctlib.phrases import Phrase, listed, phrase

MOST = 10
SINGLE = ("nobody", "one_contact")
HISTORY = 12  # quarters from which a client's own limits are computed, excluding the last


@dataclass(frozen=True)
class Attention:
    """The attention list, and how many entries chance alone would produce.

    Attributes
    ----------
    listed : DataFrame[client_id]
        `why` (text), `state`, `rank`, `rank_low`, `rank_high`, `fees` (of the last four quarters); worst first.
    more : int
        How many further accounts qualify beyond the ten listed.
    looks : int
        How many comparisons with limits were made.
    by_chance : float
        How many of these would be out of limits by chance alone.
    """

    listed: pd.DataFrame
    more: int
    looks: int
    by_chance: float


def attention(prepared: Prepared, health: AccountHealth) -> Attention:
    """Up to ten accounts with a missed driver, fees or delivery out of limits, or dependence on one contact.

    Notes
    -----
    - Accounts under notice come first, then those with the most reasons; ties are ordered by fees.
    - Delivery is compared with funnel limits, so that one late project out of two is not an outlier.
    - An account depends on one contact if at most one of its listed contacts is still active. If none was ever
      listed, that is unknown and not a reason.
    """
    ids = health.states.index
    fees = _fee_limits(prepared, ids)
    work = _delivery_limits(prepared, ids)
    missed = (health.states == "missed").sum(axis=1)
    reasons = {
        phrase("fees below their own limits"): fees == "low",
        phrase("delivery below what chance explains"): work == "low",
        phrase("depends on one contact"): _single(prepared, ids),
    }
    further = sum(reasons.values(), start=pd.Series(0, index=ids))
    calls = missed + further > 0
    year = lines_of(prepared, trailing(prepared.quarter, 4)).groupby("client_id", observed=True)["amount"].sum()
    if prepared.context.lacking(["revenue"], trailing(prepared.quarter, 4).first):
        year = year.reindex(ids) * float("nan")  # part of a year is not reported
    ranks = attention_ranks(health.states)
    table = pd.DataFrame(
        {
            "why": _why(health.states[calls], reasons),
            "state": health.overall["state"],
            **ranks[["rank", "rank_low", "rank_high"]],
            "fees": year.reindex(ids, fill_value=0.0),
            "_veto": health.states["notice"] == "missed",
            "_missed": missed + further,
        }
    )[calls]
    order = ["_veto", "_missed", "fees"]
    ranked = table.sort_values([*order, "rank"], ascending=[False, False, False, True], kind="stable")
    looked = int((fees != "unknown").sum()), int((work != "unknown").sum())
    chance = looked[0] * FALSE_XMR / 2 + looked[1] * (1 - OUTER) / 2  # one side of each limit
    return Attention(ranked.drop(columns=order[:2]).head(MOST), max(len(ranked) - MOST, 0), sum(looked), chance)


def _fee_limits(prepared: Prepared, ids: pd.Index) -> pd.Series:
    """Compare each client's fees in the quarter with limits from its own history."""
    stretch = trailing(prepared.quarter, HISTORY + 1)
    lines = lines_of(prepared, stretch)
    quarters = pd.PeriodIndex(lines["service_date"], freq=prepared.quarter.freqstr)
    table = lines.assign(quarter=quarters).pivot_table(
        index="client_id", columns="quarter", values="amount", aggfunc="sum", observed=True
    )
    # Before a client's first invoice there is no value; after it, a quarter without lines counts as zero.
    wide = table.reindex(index=ids, columns=pd.PeriodIndex(stretch.quarters))
    # Nor is there a value in quarters that the data do not cover.
    covered = [not prepared.context.lacking(["revenue"], quarter) for quarter in stretch.quarters]
    seen = wide.notna().cummax(axis=1) & covered
    return out_of_limits(wide.fillna(0.0).where(seen))


def _delivery_limits(prepared: Prepared, ids: pd.Index) -> pd.Series:
    """Compare each client's share of successful projects with funnel limits around the overall share."""
    done = closed(prepared)
    unknown = pd.Series("unknown", index=ids)
    if done.empty or done["success"].dropna().empty:
        return unknown
    counts = success_counts(done, done["client_id"])
    groups = counts.reindex(ids).dropna()
    middle = ratio(float(counts["successes"].sum()), float(counts["n"].sum()))
    limits = funnel_limits(middle, groups["n"].astype(int))
    found = np.select([groups["share"] < limits["low"], groups["share"] > limits["high"]], ["low", "high"], "within")
    unknown.loc[groups.index] = found
    return unknown


def _single(prepared: Prepared, ids: pd.Index) -> pd.Series:
    """Accounts with at most one contact left."""
    found = relationships(prepared)
    if found is None:
        return pd.Series(False, index=ids)
    return found["thread"].isin(SINGLE).reindex(ids, fill_value=False)


def _why(states: pd.DataFrame, reasons: Mapping[Phrase, pd.Series]) -> pd.Series:
    """All reasons for each account listed, vetoes first, in words."""
    labels = {driver.name: phrase(driver.label) for driver in DRIVERS}
    missed = states == "missed"

    def said(client: str) -> str:
        parts = [labels[driver] for driver in labels if missed.at[client, driver]]
        return listed(parts + [reason for reason, holds in reasons.items() if holds[client]])

    return pd.Series({client: said(client) for client in states.index}, dtype="object").reindex(states.index)
