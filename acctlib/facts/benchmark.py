"""The middle of the book: what one client can be held against without showing another.

A benchmark reaches a client only where at least `fewest_peers` other clients stand behind it and none of them
carries more than a quarter of the weight; otherwise there is none. No figure is one client's own: the middle
of a row of clients is the mean of its middle three or four. And none can be had by subtraction: of answers and
projects over four quarters there is none where what came in and fell out since last quarter belongs to a few.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from acctlib.facts.book_retention import book_retention
from acctlib.facts.delivery import closed
from acctlib.facts.measures import Frames
from acctlib.facts.satisfaction import asked
from acctlib.facts.scorecard import prepared
from acctlib.facts.terms import Terms
from acctlib.facts.whitespace import whitespace_figures
from acctlib.metrics.fees import by_client, fee_income, recurring_fees
from acctlib.metrics.satisfaction import answered, net_promoter_score
from acctlib.periods import previous, trailing_four, year_ago

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
        the whole book (`book_logo_retention`, `book_nrr`, `book_grr` and more) with n and interval, and how many
        clients buy which service.
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
    inside = {**safe, **book_retention(ready, terms)}
    inside |= whitespace_figures(ready, inside_terms)
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
    if len(each) <= terms.policy.fewest_peers or (held / held.sum()).max() > MOST_WEIGHT:
        return {}
    return {"value": middle(each), "n": float(len(each))}


def middle(values: pd.Series) -> float:
    """Mean of the middle three values, or four where there is an even number: near the median, and nobody's own.

    >>> middle(pd.Series([9.0, 1.0, 2.0, 3.0, 0.0])), middle(pd.Series([0.0, 1.0, 2.0, 3.0, 4.0, 50.0]))
    (2.0, 2.5)
    """
    ranked = values.sort_values(ignore_index=True)
    aside = max((len(ranked) - (4 if len(ranked) % 2 == 0 else 3)) // 2, 0)
    return float(ranked.iloc[aside : len(ranked) - aside].mean())


def _anonymous(now: pd.DataFrame, before: pd.DataFrame, key: str, terms: Terms) -> bool:
    """Enough clients behind pooled rows, none of them too heavy, and none alone in what is new since last quarter."""
    weights = now["client_id"].value_counts(normalize=True)
    both = pd.concat([now, before])
    changed = both[~both.duplicated(key, keep=False)]["client_id"].nunique()
    enough = terms.policy.fewest_peers
    return len(weights) > enough and weights.max() <= MOST_WEIGHT and (changed == 0 or changed > enough)


def _pooled_nps(frames: Frames, terms: Terms) -> dict[str, float]:
    now, before = (_told(frames, terms.at(quarter)) for quarter in (terms.quarter, previous(terms.quarter)))
    if now.empty or not _anonymous(now, before, "survey_id", terms):
        return {}
    return {"value": net_promoter_score(now["nps"]), "n": float(now["client_id"].nunique())}


def _told(frames: Frames, terms: Terms) -> pd.DataFrame:
    return answered(asked(frames, terms)).dropna(subset=["nps"])


def _pooled_success(frames: Frames, terms: Terms) -> dict[str, float]:
    now, before = (_judged(frames, terms, quarter) for quarter in (terms.quarter, previous(terms.quarter)))
    if now.empty or not _anonymous(now, before, "project_id", terms):
        return {}
    return {"value": float(now["success"].astype(bool).mean()), "n": float(now["client_id"].nunique())}


def _judged(frames: Frames, terms: Terms, quarter: pd.Period) -> pd.DataFrame:
    done = closed(frames, terms, trailing_four(quarter))
    return done.dropna(subset=["success"]) if len(done) else done
