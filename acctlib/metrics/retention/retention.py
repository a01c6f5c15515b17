"""Retention: which clients stayed, how much of their fees was kept, and the movements in between.

Every ratio is cohort-locked: it covers the clients with fees in the opening period, and no others.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")


def _cohort(opening: pd.Series, closing: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return the opening cohort's opening fees, and the same clients' closing fees."""
    start = exact(opening)
    held = start[start > 0]
    return held, exact(closing).reindex(held.index).fillna(0.0)


def logo_retention(opening: pd.Series, closing: pd.Series, paused: Collection[str] = ()) -> float:
    """Share of the opening clients that are still clients in the closing period.

        logo retention = clients with opening > 0 and closing > 0 / clients with opening > 0

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees in the opening and closing periods; one row per client.
    paused : collection of client_id, optional
        Clients on a pause that does not count as a loss: they count as retained.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN if there are no opening clients.

    Notes
    -----
    - A client whose closing period contains only a credit, or is credited in full, counts as lost.
    - New and returning clients never increase it.

    References
    ----------
    Definition logo_retention.1.

    Examples
    --------
    >>> opening = pd.Series({"A": 100, "B": 100, "C": 100, "D": 100})
    >>> closing = pd.Series({"A": 100, "B": 130, "C": 60, "D": 0, "E": 50})
    >>> logo_retention(opening, closing)
    0.75
    """
    held, end = _cohort(opening, closing)
    return ratio(float(((end > 0) | held.index.isin(list(paused))).sum()), float(len(held)))


def gross_revenue_retention(opening: pd.Series, closing: pd.Series) -> float:
    """Gross revenue retention: the share of the opening clients' recurring fees that was kept, excluding growth.

        GRR = sum(min(opening, max(closing, 0))) / sum(opening)

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees in the opening and closing periods, net of pass-through costs, in a single
        currency; one row per client. Clients without opening fees are not in the cohort.

    Returns
    -------
    float
        Fraction in [0, 1] (0.65 = 65 %). NaN if there are no opening clients.

    Notes
    -----
    - A client with a net credit in the closing period counts as 0, not as a negative amount.
    - New and returning clients never increase it.

    References
    ----------
    Definition grr.1.

    Examples
    --------
    >>> opening = pd.Series({"A": 100, "B": 100, "C": 100, "D": 100})
    >>> closing = pd.Series({"A": 100, "B": 130, "C": 60, "D": 0, "E": 50})
    >>> round(gross_revenue_retention(opening, closing), 2)
    0.65
    """
    held, end = _cohort(opening, closing)
    return ratio(float(np.minimum(held, end.clip(lower=0)).sum()), float(held.sum()))


def net_revenue_retention(opening: pd.Series, closing: pd.Series) -> float:
    """Net revenue retention: the opening clients' closing recurring fees over their opening fees, including growth.

        NRR = sum(closing of the cohort) / sum(opening of the cohort)

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        As for gross revenue retention.

    Returns
    -------
    float
        Fraction; above 1 if the cohort grew, below 0 only because of credits. NaN if there are no
        opening clients.

    Notes
    -----
    - New and returning clients never increase it.
    - A net credit in the closing period reduces it in full.

    References
    ----------
    Definition nrr.1. Not non-recurring revenue.

    Examples
    --------
    >>> opening = pd.Series({"A": 100, "B": 100, "C": 100, "D": 100})
    >>> closing = pd.Series({"A": 100, "B": 130, "C": 60, "D": 0, "E": 50})
    >>> net_revenue_retention(opening, closing)
    0.725
    """
    held, end = _cohort(opening, closing)
    return ratio(float(end.sum()), float(held.sum()))


def revenue_movements(opening: pd.Series, closing: pd.Series, billed_before: pd.Index) -> pd.DataFrame:
    """Classify the change in each client's recurring fees between two periods.

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees in a single currency; one row per client.
    billed_before : Index of client_id
        Clients that had recurring fees at any time up to the end of the opening period, or any fees before that period
        and none in it. A client first billed in between is new.

    Returns
    -------
    DataFrame[client_id]
        `opening`, `closing`, `movement` (new, reactivation, expansion, contraction, churn, flat) and
        `amount` (closing minus opening).

    Notes
    -----
    - From zero (or a net credit) to fees: new if never billed before, otherwise reactivation.
    - From fees to zero or a net credit: churn, for the sum of the opening fees and the credit.
    - From zero to a net credit: contraction; a credit after a client has left is not a second churn.

    References
    ----------
    Definition movements.2.
    """
    both = exact(pd.DataFrame({"opening": opening, "closing": closing}).fillna(0.0))
    both.index.name = "client_id"
    came = (both["opening"] <= 0) & (both["closing"] > 0)
    known = both.index.isin(billed_before)
    cases = [
        both["opening"] == both["closing"],
        came & ~known,
        came & known,
        (both["opening"] > 0) & (both["closing"] <= 0),
        both["closing"] > both["opening"],
    ]
    names = ["flat", "new", "reactivation", "churn", "expansion"]
    change = exact(both["closing"] - both["opening"])
    return both.assign(movement=np.select(cases, names, "contraction"), amount=change)


def movement_bridge(movements: pd.DataFrame) -> pd.Series:
    """Sum the movements into a bridge: opening, new, reactivation, expansion, contraction, churn, closing.

    Parameters
    ----------
    movements : DataFrame
        As returned by `revenue_movements`.

    Returns
    -------
    Series[step -> money]
        Losses are negative; opening plus all movements equals closing, to the cent.
    """
    sums = movements.groupby("movement")["amount"].sum().reindex(MOVEMENTS, fill_value=0.0)
    opening, closing = movements["opening"].sum(), movements["closing"].sum()
    return exact(pd.Series({"opening": opening, **sums, "closing": closing}))


def reported_bridge(movements: pd.DataFrame, opening: float, closing: float) -> pd.Series:
    """Bridge between two reported totals, with the exchange-rate effect as a separate step.

    Parameters
    ----------
    movements : DataFrame
        As returned by `revenue_movements`, for fees converted at one rate for both periods, so that a client
        whose fees in its own currency did not change is flat.
    opening, closing : float
        Reported recurring fees for the two periods, each converted at the rates of its own dates.

    Returns
    -------
    Series[step -> money]
        opening, the movements, currency, closing; it adds up to the cent.

    Notes
    -----
    - `currency` also includes the effect of the common rate on the opening fees.

    References
    ----------
    Definition movements.2, currency; ChartMogul's "exchange rate impact".

    Examples
    --------
    >>> at_one_rate = revenue_movements(pd.Series({"A": 110.0}), pd.Series({"A": 121.0}), pd.Index(["A"]))
    >>> reported_bridge(at_one_rate, opening=110.0, closing=110.0)[["expansion", "currency", "closing"]].to_list()
    [11.0, -11.0, 110.0]
    """
    steps = movement_bridge(movements)[list(MOVEMENTS)]
    ends = {"currency": closing - opening - steps.sum(), "closing": closing}
    return exact(pd.Series({"opening": opening, **steps, **ends}))
