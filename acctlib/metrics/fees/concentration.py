"""Concentration: how much of the book hangs on a few clients."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio


def fee_shares(fees: pd.Series) -> pd.Series:
    """Each client's share of the fees, largest first.

    Parameters
    ----------
    fees : Series[client_id -> money]
        Fees of a period in one currency; one row per client.

    Returns
    -------
    Series[client_id -> fraction]
        They add up to 1; empty where nobody paid.

    Notes
    -----
    - A client with nothing, or with a net credit, has no share.
    """
    paid = exact(fees)
    paid = paid[paid > 0].sort_values(ascending=False, kind="stable")
    return paid / paid.sum()


def herfindahl_index(fees: pd.Series) -> float:
    """Herfindahl-Hirschman index of the fees: from near 0 (many alike) to 10,000 (one client).

        HHI = sum((100 share)^2)

    Returns
    -------
    float
        Index points. NaN where nobody paid.

    References
    ----------
    docs/definitions.md. Sources disagree from where on it is too high: name the threshold.

    Examples
    --------
    >>> round(herfindahl_index(pd.Series({"A": 20, "B": 30, "C": 50})))
    3800
    """
    shares = fee_shares(fees)
    return float(((100 * shares) ** 2).sum()) if len(shares) else float("nan")


def effective_clients(fees: pd.Series) -> float:
    """How many clients of equal size would be as concentrated as these: 1 / sum(share^2).

    Returns
    -------
    float
        From 1 to the number of clients. NaN where nobody paid.

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
    """Share of the fees that the largest so many clients pay.

    Returns
    -------
    float
        Fraction in (0, 1]; 1 where there are no more clients than that. NaN where nobody paid.

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
    """Each client's fees less what was spent on it.

    Parameters
    ----------
    fees, costs : Series[client_id -> money]
        Of one period in one currency; one row per client.

    Returns
    -------
    Series[client_id -> money]
        One row per client that has costs; negative where the work cost more than was paid.

    Notes
    -----
    - A client without any cost is left out: what its work cost is unknown, not nothing.
    - A client with costs and no fees lost all of them.

    Examples
    --------
    >>> client_margins(pd.Series({"A": 100, "B": 80}), pd.Series({"A": 60, "C": 10})).to_dict()
    {'A': 40.0, 'C': -10.0}
    """
    return exact(exact(fees).reindex(costs.index, fill_value=0.0) - exact(costs))
