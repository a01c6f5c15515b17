"""The middle of the book: what one client can be held against without showing another.

A benchmark reaches a client only where at least `fewest_peers` other clients stand behind it and
none of them carries more than a quarter of the weight; otherwise there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from acctlib.facts.delivery import closed
from acctlib.facts.fact import clean
from acctlib.facts.measures import Frames
from acctlib.facts.satisfaction import asked
from acctlib.facts.scorecard import prepared
from acctlib.facts.terms import Terms
from acctlib.metrics.fees import by_client, fee_income, recurring_fees
from acctlib.metrics.intervals import wilson
from acctlib.metrics.retention import gross_revenue_retention, logo_retention, net_revenue_retention
from acctlib.metrics.satisfaction import answered, net_promoter_score
from acctlib.periods import year_ago

MOST_WEIGHT = 0.25
Figures = dict[str, dict[str, float]]


def benchmarks(frames: Frames, terms: Terms) -> Mapping[str, Figures]:
    """Figures over the whole book, by edition.

    Parameters
    ----------
    frames : Mapping
        The whole tables; one row per what they hold, all clients.
    terms : Terms
        Of the quarter, in the firm's currency.

    Returns
    -------
    Mapping
        `client`: the middle of other clients, k-anonymous. `internal`: the same, and the retention of
        the whole book (`book_logo_retention`, `book_nrr`, `book_grr`) with n and interval.
    """
    ready = prepared(frames, terms)
    opening, closing = _fees(ready, terms, recurring=True)
    shared = {
        "nrr": _middle(opening, closing, terms),
        "growth": _middle(*_fees(ready, terms, recurring=False), terms, less=1.0),
        "nps": _pooled_nps(ready, terms),
        "delivery_success": _pooled_success(ready, terms),
    }
    safe = {name: figures for name, figures in shared.items() if figures}
    inside_terms = replace(terms, edition="internal")
    by_cost = _pooled_success(prepared(frames, inside_terms), inside_terms)
    inside = {**safe, "delivery_success": by_cost, **_whole_book(opening, closing)}
    return {"client": safe, "internal": {name: figures for name, figures in inside.items() if figures}}


def _fees(frames: Frames, terms: Terms, recurring: bool) -> tuple[pd.Series, pd.Series]:
    """Fees per client of the quarter a year ago and of this one."""
    revenue = frames["revenue"]
    lines = recurring_fees(revenue, terms.policy.recurring_kinds) if recurring else fee_income(revenue)
    before, now = (by_client(lines, quarter) for quarter in (year_ago(terms.quarter), terms.quarter))
    return before, now


def _middle(opening: pd.Series, closing: pd.Series, terms: Terms, less: float = 0.0) -> dict[str, float]:
    """Median over the clients that had fees a year ago."""
    held = opening[opening > 0]
    each = closing.reindex(held.index, fill_value=0) / held - less
    return {"value": float(each.median()), "n": float(len(each))} if len(each) > terms.policy.fewest_peers else {}


def _anonymous(clients: pd.Series, terms: Terms) -> bool:
    """Enough clients behind pooled rows, none of them too heavy."""
    weights = clients.value_counts(normalize=True)
    return len(weights) > terms.policy.fewest_peers and weights.max() <= MOST_WEIGHT


def _pooled_nps(frames: Frames, terms: Terms) -> dict[str, float]:
    rows = answered(asked(frames, terms)).dropna(subset=["nps"])
    if rows.empty or not _anonymous(rows["client_id"], terms):
        return {}
    return {"value": net_promoter_score(rows["nps"]), "n": float(rows["client_id"].nunique())}


def _pooled_success(frames: Frames, terms: Terms) -> dict[str, float]:
    done = closed(frames, terms)
    known = done.dropna(subset=["success"]) if len(done) else done
    if known.empty or not _anonymous(known["client_id"], terms):
        return {}
    return {"value": float(known["success"].astype(bool).mean()), "n": float(known["client_id"].nunique())}


def _whole_book(opening: pd.Series, closing: pd.Series) -> Figures:
    n = int((opening > 0).sum())
    kept = clean(logo_retention(opening, closing))
    if kept is None:
        return {}
    low, high = wilson(round(kept * n), n)
    return {
        "book_logo_retention": {"value": kept, "n": float(n), "low": low, "high": high},
        "book_nrr": {"value": net_revenue_retention(opening, closing), "n": float(n)},
        "book_grr": {"value": gross_revenue_retention(opening, closing), "n": float(n)},
    }
