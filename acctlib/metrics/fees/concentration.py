"""Concentration: how far the book depends on a few clients."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio


def fee_shares(fees: pd.Series) -> pd.Series:
    """Each client's share of the fees, largest first.

    Parameters
    ----------
    fees : Series[client_id -> money]
        Fees for a period in a single currency; one row per client.

    Returns
    -------
    Series[client_id -> fraction]
        Adds up to 1; empty if no client paid.

    Notes
    -----
    - Clients without fees, or with a net credit, are excluded.
    """
    paid = exact(fees)
    paid = paid[paid > 0].sort_values(ascending=False, kind="stable")
    return paid / paid.sum()


def herfindahl_index(fees: pd.Series) -> float:
    """Herfindahl-Hirschman index of fees: from near 0 (many similar clients) to 10,000 (one client).

        HHI = sum((100 share)^2)

    Returns
    -------
    float
        Index points. NaN if no client paid.

    References
    ----------
    docs/definitions.md. Sources disagree on the level that is too high: state the threshold.

    Examples
    --------
    >>> round(herfindahl_index(pd.Series({"A": 20, "B": 30, "C": 50})))
    3800
    """
    shares = fee_shares(fees)
    return float(((100 * shares) ** 2).sum()) if len(shares) else float("nan")


def effective_clients(fees: pd.Series) -> float:
    """Number of equal-sized clients with the same concentration: 1 / sum(share^2).

    Returns
    -------
    float
        From 1 to the number of clients. NaN if no client paid.

    References
    ----------
    Definition effective_clients.2.

    Examples
    --------
    >>> round(effective_clients(pd.Series({"A": 20, "B": 30, "C": 50})), 2)
    2.63
    """
    return ratio(10_000.0, herfindahl_index(fees))


def top_share(fees: pd.Series, clients: int = 1) -> float:
    """Share of fees paid by the largest clients.

    Returns
    -------
    float
        Fraction in (0, 1]; 1 if there are no more than `clients` of them. NaN if no client paid.

    References
    ----------
    Definition top_share.2.

    Examples
    --------
    >>> top_share(pd.Series({"A": 20, "B": 30, "C": 50}), clients=2)
    0.8
    """
    shares = fee_shares(fees)
    return float(shares.head(clients).sum()) if len(shares) else float("nan")


def client_margins(fees: pd.Series, costs: pd.Series) -> pd.Series:
    """Each client's fees minus its costs.

    Parameters
    ----------
    fees, costs : Series[client_id -> money]
        For one period in a single currency; one row per client.

    Returns
    -------
    Series[client_id -> money]
        One row per client with costs; negative if costs exceed fees.

    Notes
    -----
    - Clients without recorded costs are excluded: their costs are unknown, not zero.
    - A client with costs and no fees has a margin of minus its costs.

    Examples
    --------
    >>> client_margins(pd.Series({"A": 100, "B": 80}), pd.Series({"A": 60, "C": 10})).to_dict()
    {'A': 40.0, 'C': -10.0}
    """
    return exact(exact(fees).reindex(costs.index, fill_value=0.0) - exact(costs))
