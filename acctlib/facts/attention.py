"""Which accounts need the supervisor this week, and why; and how many of them would be listed by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from acctlib.facts.delivery import closed
from acctlib.facts.measures import Frames
from acctlib.facts.money import lines_of
from acctlib.facts.panel import DRIVERS, Panel
from acctlib.facts.terms import Terms
from acctlib.metrics.control_charts import FALSE_XMR, OUTER, funnel_limits, out_of_limits
from acctlib.metrics.health import attention_ranks
from acctlib.periods import trailing
from acctlib.words import listed, phrase

MOST = 10
HISTORY = 12  # quarters that a client's own limits are made from, the last one not among them


@dataclass(frozen=True)
class Attention:
    """The list, and how far to trust it.

    Attributes
    ----------
    listed : DataFrame[client_id]
        `why` (text), `state`, `rank`, `rank_low`, `rank_high`, `fees` (of the last four quarters); the worst first.
    more : int
        How many more there are beyond the ten.
    looks : int
        How many looks at limits were taken.
    by_chance : float
        How many of these would stand out though nothing is behind them.
    """

    listed: pd.DataFrame
    more: int
    looks: int
    by_chance: float


def attention(frames: Frames, terms: Terms, health: Panel) -> Attention:
    """At most ten accounts: those with a missed driver, or out of limits in fees or in delivery.

    Notes
    -----
    - Notice given comes first, then the accounts with most missed drivers; among equals those with more fees.
    - Delivery is held against a funnel, so that one project late of two is no outlier.
    """
    ids = health.states.index
    fees = _fee_limits(frames, terms, ids)
    work = _delivery_limits(frames, terms, ids)
    low_fees, low_work = fees == "low", work == "low"
    missed = (health.states == "missed").sum(axis=1)
    calls = (missed > 0) | low_fees | low_work
    year = lines_of(frames, terms, trailing(terms.quarter, 4)).groupby("client_id", observed=True)["amount"].sum()
    ranks = attention_ranks(health.states)
    table = pd.DataFrame(
        {
            "why": _why(health, low_fees, low_work),
            "state": health.overall["state"],
            **ranks[["rank", "rank_low", "rank_high"]],
            "fees": year.reindex(ids, fill_value=0.0),
            "_veto": health.states["notice"] == "missed",
            "_missed": missed + low_fees + low_work,
        }
    )[calls]
    order = ["_veto", "_missed", "fees"]
    ranked = table.sort_values([*order, "rank"], ascending=[False, False, False, True], kind="stable")
    looked = int((fees != "unknown").sum()), int((work != "unknown").sum())
    chance = looked[0] * FALSE_XMR / 2 + looked[1] * (1 - OUTER) / 2  # one side of each limit
    return Attention(ranked.drop(columns=order[:2]).head(MOST), max(len(ranked) - MOST, 0), sum(looked), chance)


def _fee_limits(frames: Frames, terms: Terms, ids: pd.Index) -> pd.Series:
    """The quarter's fees of each client against its own past."""
    stretch = trailing(terms.quarter, HISTORY + 1)
    lines = lines_of(frames, terms, stretch)
    quarters = pd.PeriodIndex(lines["service_date"], freq=terms.quarter.freqstr)
    table = lines.assign(quarter=quarters).pivot_table(
        index="client_id", columns="quarter", values="amount", aggfunc="sum", observed=True
    )
    # Before its first invoice a client had no fees; after it a quarter without a line is one of nothing.
    wide = table.reindex(index=ids, columns=pd.PeriodIndex(stretch.quarters))
    seen = wide.notna().cummax(axis=1)
    return out_of_limits(wide.fillna(0.0).where(seen))


def _delivery_limits(frames: Frames, terms: Terms, ids: pd.Index) -> pd.Series:
    """Each client's share of successful projects against what chance would do to the share of all."""
    done = closed(frames, terms)
    unknown = pd.Series("unknown", index=ids)
    if done.empty or done["success"].dropna().empty:
        return unknown
    by = done.dropna(subset=["success"]).assign(won=lambda f: f["success"].astype("float64"))
    groups = by.groupby("client_id", observed=True)["won"].agg(["mean", "size"]).reindex(ids).dropna()
    limits = funnel_limits(float(by["won"].mean()), groups["size"].astype(int))
    found = np.select([groups["mean"] < limits["low"], groups["mean"] > limits["high"]], ["low", "high"], "within")
    unknown.loc[groups.index] = found
    return unknown


def _why(health: Panel, low_fees: pd.Series, low_work: pd.Series) -> pd.Series:
    """Every reason, the vetoes first, in words."""
    labels = {driver.name: driver.label for driver in DRIVERS}
    order = [driver.name for driver in DRIVERS]

    def said(client: str) -> str:
        parts = [phrase(labels[d]) for d in order if health.states.at[client, d] == "missed"]
        parts += [phrase("fees below their own limits")] * bool(low_fees[client])
        parts += [phrase("delivery below what chance explains")] * bool(low_work[client])
        return listed(parts) if parts else ""

    calls = health.states.index[(health.states == "missed").any(axis=1) | low_fees | low_work]
    return pd.Series({client: said(client) for client in calls}, dtype="object").reindex(health.states.index)
