"""Whitespace: the services each client buys, and those that comparable clients buy as well."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact

OWNED, PIPELINE, GAP, NOT_ELIGIBLE, UNKNOWN = STATES = ("owned", "pipeline", "gap", "not_eligible", "unknown")
LEAST_SHARE = 0.4


class Peers(NamedTuple):
    """Number of comparable clients, and of buyers among them."""

    n: int
    buyers: int


def fees_by_service(lines: pd.DataFrame) -> pd.DataFrame:
    """Fees by client and service.

    Parameters
    ----------
    lines : DataFrame
        One row per fee line on an invoice, in a single currency: `client_id`, `service_line`, `amount`.

    Returns
    -------
    DataFrame[client_id x service_line -> money]
        0 where nothing was invoiced; fees without a named service are under the empty string.
    """
    keys = ["client_id", "service_line"]
    sums = (
        lines.groupby(keys, observed=True, dropna=False)["amount"]
        .sum()
        .reset_index()
        .astype(dict.fromkeys(keys, "object"))
    )
    named = sums.assign(service_line=sums["service_line"].where(sums["service_line"].notna(), ""))
    return exact(named.groupby(keys)["amount"].sum().unstack(fill_value=0))


def service_states(
    fees: pd.DataFrame,
    segments: pd.Series,
    chances: pd.DataFrame,
    not_eligible: Mapping[str, Collection[str]],
) -> pd.DataFrame:
    """Build the whitespace grid: each client's state for each service.

    Parameters
    ----------
    fees : DataFrame[client_id x service_line -> money]
        Fees for four quarters, as returned by `fees_by_service`.
    segments : Series[client_id -> text]
        The clients in the grid, with their segments.
    chances : DataFrame
        One row per open opportunity: `client_id`, `service_line`.
    not_eligible : Mapping
        Service -> segments to which it is not sold.

    Returns
    -------
    DataFrame[client_id x service_line -> state]
        `owned`: fees above 0. `pipeline`: an opportunity is open. `not_eligible`: not sold to the segment.
        `unknown`: the client has fees without a named service. `gap`: none of these.

    Notes
    -----
    - `owned` and `pipeline` take precedence over `not_eligible`.
    - Fees without a named service may be for any service, so the state is unknown, never a gap.
    - A service that was credited in full is not owned.
    - A client without fees in the period owns no service.

    References
    ----------
    docs/definitions.md, whitespace.

    Examples
    --------
    >>> fees = pd.DataFrame({"Media": [9.0, 0.0], "Brand": [0.0, 5.0]}, index=["A", "B"])
    >>> chances = pd.DataFrame({"client_id": ["A"], "service_line": ["Brand"]})
    >>> service_states(fees, pd.Series({"A": "Retail", "B": "Public"}), chances, {}).to_numpy().tolist()
    [['pipeline', 'owned'], ['owned', 'gap']]
    """
    ids, offered = segments.index, chances.dropna(subset=["service_line"])
    services = sorted({*map(str, fees.columns), *map(str, offered["service_line"])} - {""})
    if not services:
        return pd.DataFrame(index=ids)
    paid = fees.reindex(index=ids, columns=[*services, ""], fill_value=0.0)
    pairs = pd.MultiIndex.from_frame(offered[["client_id", "service_line"]].astype("object"))
    offers = pd.MultiIndex.from_product([ids, services]).isin(pairs).reshape(len(ids), len(services))
    barred = np.column_stack([segments.isin(list(not_eligible.get(service, ()))).to_numpy() for service in services])
    unnamed = np.broadcast_to((paid[""] > 0).to_numpy()[:, None], offers.shape)
    cases = [(paid[services] > 0).to_numpy(), offers, barred, unnamed]
    states = np.select(cases, [OWNED, PIPELINE, NOT_ELIGIBLE, UNKNOWN], GAP)
    return pd.DataFrame(states, index=ids, columns=services)


def state_counts(states: pd.DataFrame) -> pd.DataFrame:
    """Count clients by service and state, with the share of eligible clients that buy.

        share = owned / (owned + pipeline + gap)

    Parameters
    ----------
    states : DataFrame[client_id x service_line -> state]
        As returned by `service_states`.

    Returns
    -------
    DataFrame[service_line]
        One column per state with its number of clients, `n` (eligible clients in a known state) and
        `share` (fraction; missing if n is 0).

    Notes
    -----
    - Clients that are not eligible or unknown are excluded from every denominator.

    Examples
    --------
    >>> grid = pd.DataFrame({"Media": ["owned", "gap", "not_eligible", "unknown"]})
    >>> state_counts(grid)[["n", "share"]].to_numpy().tolist()
    [[2.0, 0.5]]
    """
    counts = pd.DataFrame({state: (states == state).sum() for state in STATES}, index=states.columns).astype("int64")
    n = counts[[OWNED, PIPELINE, GAP]].sum(axis=1)
    return counts.assign(n=n, share=counts[OWNED] / n.where(n > 0))


def peers_of(states: pd.DataFrame, segments: pd.Series) -> pd.DataFrame:
    """Buyers of each service by segment, and over all clients under the empty segment name ("").

    Returns
    -------
    DataFrame
        One row per segment and service: `segment`, `service_line`, `n` (eligible clients in a known state),
        `buyers`.

    Notes
    -----
    - A client without a segment counts only in the figures for all clients.
    """
    known = states.isin([OWNED, PIPELINE, GAP]).astype("int64").stack()
    told = pd.DataFrame({"n": known, "buyers": (states == OWNED).astype("int64").stack()})
    told.index = told.index.set_names(["client_id", "service_line"])
    rows = told.reset_index()
    rows = rows.assign(segment=rows["client_id"].map(segments).astype("object"))
    whole = rows.assign(segment="")
    by = pd.concat([rows.dropna(subset=["segment"]), whole]).groupby(["segment", "service_line"], sort=True)
    return by[["n", "buyers"]].sum().reset_index()


def others(counted: Peers, own: str) -> Peers:
    """Exclude the client itself from its peer counts, given its own state.

    >>> others(Peers(6, 4), "owned"), others(Peers(6, 4), "gap"), others(Peers(6, 4), "unknown")
    (Peers(n=5, buyers=3), Peers(n=5, buyers=4), Peers(n=6, buyers=4))
    """
    inside = own in (OWNED, PIPELINE, GAP)
    return Peers(counted.n - inside, counted.buyers - (own == OWNED))


def fees_beside(fees: pd.DataFrame) -> pd.DataFrame:
    """Quartiles of buyers' fees for a service as a multiple of all their other fees.

    Parameters
    ----------
    fees : DataFrame[client_id x service_line -> money]
        Fees for four quarters.

    Returns
    -------
    DataFrame[service_line]
        `low`, `middle`, `high` (lower quartile, median and upper quartile) and `buyers`, the number of buyers behind
        them.

    Notes
    -----
    - Clients that buy nothing else have no multiple and are excluded.

    Examples
    --------
    >>> fees = pd.DataFrame({"Media": [50.0, 20.0, 0.0, 7.0], "Brand": [100.0, 20.0, 30.0, 0.0]})
    >>> fees_beside(fees).loc["Media"].to_list()
    [0.625, 0.75, 0.875, 2.0]
    """
    paid = fees.clip(lower=0)
    rest = (-paid).add(paid.sum(axis=1), axis=0)
    both = (paid > 0) & (exact(rest) > 0)
    multiple = (paid / rest.where(rest > 0)).where(both)
    shown = [s for s in fees.columns if s != ""]
    found = multiple[shown].quantile([0.25, 0.5, 0.75]).T
    return found.set_axis(["low", "middle", "high"], axis=1).assign(buyers=both[shown].sum())
