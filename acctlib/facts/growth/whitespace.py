"""Whitespace: the grid for the book, the figures passed to a client's page, and that client's row. Internal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.pipeline import open_chances
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.growth.whitespace import (
    GAP,
    LEAST_SHARE,
    UNKNOWN,
    Peers,
    fees_beside,
    fees_by_service,
    others,
    peers_of,
    service_states,
)
from acctlib.periods import bounds, trailing_four

KEY = "whitespace "
FEWEST_CLIENTS = 5  # for a share or a range to be meaningful; internal, so not a confidentiality threshold
FIRM = ""  # the segment key for all clients
Figures = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Grid:
    """Every client current at the quarter's end, against every service.

    Attributes
    ----------
    states : DataFrame[client_id x service_line -> state]
        See `metrics.whitespace.service_states`.
    fees : DataFrame[client_id x service_line -> amount]
        Over four quarters, in the review's currency; fees without a service are under the empty string.
    segments : Series[client_id -> text]
        Missing if a client has none.
    """

    states: pd.DataFrame
    fees: pd.DataFrame
    segments: pd.Series


def whitespace_grid(prepared: Prepared, more: Iterable[str] = ()) -> Grid | None:
    """Build the grid for a book or one client; None if no fee names a service.

    Parameters
    ----------
    more : Iterable of text
        Services that the firm sells in addition to those in these rows.
    """
    lines, services = lines_of(prepared, trailing_four(prepared.quarter)), list(more)
    if "clients" not in prepared.frames or "service_line" not in lines:
        return None
    if lines["service_line"].notna().sum() == 0 and not services:
        return None
    paid = fees_by_service(lines)
    fees = paid.reindex(columns=sorted({*paid.columns, *services}), fill_value=0.0)
    chances = open_chances(prepared)
    if chances is None:
        chances = pd.DataFrame({"client_id": [], "service_line": []}, dtype="object")
    segments = _held(prepared.frames["clients"], prepared.context)
    states = service_states(fees, segments, chances, prepared.context.policy.not_eligible)
    if prepared.context.lacking(["revenue"], trailing_four(prepared.quarter).first):
        states = states.replace(GAP, UNKNOWN)  # it may have been bought on a day not covered
    return Grid(states, fees, segments)


def _held(clients: pd.DataFrame, context: ReviewContext) -> pd.Series:
    """Segment by client, for clients current at the quarter's end."""
    _, end = bounds(context.quarter)
    dated = {"start_date", "end_date"} <= set(clients)
    there = clients[~(clients["end_date"] < end) & ~(clients["start_date"] >= end)] if dated else clients
    segment = there["segment"] if "segment" in there else pd.Series(None, index=there.index, dtype="object")
    return segment.astype("object").set_axis(there["client_id"].to_list())


def whitespace_figures(prepared: Prepared) -> dict[str, dict[str, float]]:
    """Count the buyers of each service, by segment and overall, and relate their spend on it to their other fees.

    These figures are for internal editions only: `benchmarks` includes them nowhere else.
    """
    grid = whitespace_grid(prepared)
    lacks = prepared.context.lacking(["revenue"], trailing_four(prepared.quarter).first)
    if lacks or grid is None or grid.states.empty:
        return {}
    counted = peers_of(grid.states, grid.segments)
    told = {
        _key(str(segment), str(service)): {"value": ratio(buyers, n), "n": float(n), "buyers": float(buyers)}
        for segment, service, n, buyers in counted.itertuples(index=False)
    }
    prices = fees_beside(grid.fees.reindex(grid.segments.index, fill_value=0.0))
    for service, row in prices[prices["buyers"] >= FEWEST_CLIENTS].iterrows():
        told[_key(FIRM, str(service))] |= {"low": float(row["low"]), "high": float(row["high"])}
    return told


def _key(segment: str, service: str) -> str:
    return KEY + json.dumps([segment, service], ensure_ascii=False)


def service_outlook(prepared: Prepared, figures: Figures) -> pd.DataFrame | None:
    """One client's services: state, number of comparable clients buying each, and whether that suggests a hypothesis.

    Parameters
    ----------
    prepared : Prepared
        The single client.
    figures : Mapping
        As returned by `whitespace_figures` for the whole book.

    Returns
    -------
    DataFrame or None
        One row per service: `service`, `state`, `n` and `buyers` (comparable clients, excluding itself), `share`
        (missing with fewer than `FEWEST_CLIENTS` of them), `alike` (from its own segment; otherwise all clients),
        `hypothesis` (a gap that at least 40 % of them do not have), `low` and `high` (annual amounts; missing
        without a hypothesis). None if no service is named.

    Notes
    -----
    - Comparable clients are those in the same segment or, if there are too few, all others.
    - The amounts span the middle half of buyers' spend on the service, as a multiple of their other fees, times
      this client's fees: what it would pay if it were like them. They are not a forecast.
    """
    known = [json.loads(name.removeprefix(KEY)) for name in figures if name.startswith(KEY)]
    grid = whitespace_grid(prepared, {service for segment, service in known if segment == FIRM})
    if grid is None or grid.states.empty:
        return None
    segment, fees = grid.segments.iloc[0], float(grid.fees.clip(lower=0).to_numpy().sum())
    rows = [
        _outlook(str(service), str(state), segment, figures, prepared.context)
        for service, state in grid.states.iloc[0].items()
    ]
    found = pd.DataFrame(rows)
    supposed = found["state"].eq(GAP) & (found["share"] >= LEAST_SHARE)
    money = found[["low", "high"]].mul(fees).where(supposed & (fees > 0))
    return found.assign(hypothesis=supposed, low=money["low"], high=money["high"])


def _outlook(service: str, state: str, segment: object, figures: Figures, context: ReviewContext) -> dict[str, object]:
    """Build a service's row: from the segment if enough others in it are known, otherwise from all clients."""
    firm = figures.get(_key(FIRM, service), {})
    own = figures.get(_key(segment, service), {}) if isinstance(segment, str) else {}
    alike, whole = (
        others(Peers(int(found.get("n", 0)), int(found.get("buyers", 0))), state if found else "")
        for found in (own, firm)
    )
    enough = FEWEST_CLIENTS
    chosen = alike if alike.n >= enough else whole
    share = ratio(chosen.buyers, chosen.n) if chosen.n >= enough else np.nan
    return {
        "service": service, "state": state, "n": chosen.n, "buyers": chosen.buyers, "share": share,
        "alike": alike.n >= enough, "low": firm.get("low", np.nan), "high": firm.get("high", np.nan),
    }  # fmt: skip
