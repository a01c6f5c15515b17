"""Retention: who stayed, how much of their fees stayed, and by which movements.

Every ratio is cohort-locked: it looks at the clients that had fees at the start, and at nobody else.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio

MOVEMENTS = ("new", "reactivation", "expansion", "contraction", "churn")


def _cohort(opening: pd.Series, closing: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Opening fees of the clients held at the start, and what each of them closed with."""
    start = exact(opening)
    held = start[start > 0]
    return held, exact(closing).reindex(held.index).fillna(0.0)


def logo_retention(opening: pd.Series, closing: pd.Series, paused: Collection[str] = ()) -> float:
    """Share of the clients held at the start that are still clients at the end.

        logo retention = clients with opening > 0 and closing > 0 / clients with opening > 0

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees of the opening and of the closing period; one row per client.
    paused : collection of client_id, optional
        Clients on a pause that is no loss: they count as retained.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN where there is no opening client.

    Notes
    -----
    - A client that closes with nothing but a credit, or is credited in full, has left.
    - New and returning clients never add to it.

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
    """Recurring fees kept from the clients held at the start, growth left out.

        GRR = sum(min(opening, max(closing, 0))) / sum(opening)

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees of the opening and of the closing period, net of pass-through, in one
        currency; one row per client. Clients without opening fees are not in the cohort.

    Returns
    -------
    float
        Fraction in [0, 1] (0.65 = 65 %). NaN where there is no opening client.

    Notes
    -----
    - A client that closes with a net credit counts as 0, not below.
    - New and returning clients never add to it.

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
    """Recurring fees at the end of the clients held at the start, growth included.

        NRR = sum(closing of the cohort) / sum(opening of the cohort)

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        As for gross revenue retention.

    Returns
    -------
    float
        Fraction; above 1 where the cohort grew, below 0 only by credits. NaN where there is no
        opening client.

    Notes
    -----
    - New and returning clients never add to it.
    - A net credit at the end counts against it in full.

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
    """What happened to each client's recurring fees between two periods.

    Parameters
    ----------
    opening, closing : Series[client_id -> money]
        Recurring fees in one currency; one row per client.
    billed_before : Index of client_id
        Clients that had recurring fees at any time up to the end of the opening period, or any fees before it and none
        in it: who came first in between is new.

    Returns
    -------
    DataFrame[client_id]
        `opening`, `closing`, `movement` (new, reactivation, expansion, contraction, churn, flat) and
        `amount` (closing less opening).

    Notes
    -----
    - From nothing (or a net credit) to fees: new if never billed before, else reactivation.
    - From fees to nothing or a net credit: churn, of the opening fees and the credit together.
    - From nothing to a net credit: contraction; a credit after leaving is no second churn.

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
    """Movements summed: opening, new, reactivation, expansion, contraction, churn, closing.

    Parameters
    ----------
    movements : DataFrame
        As `revenue_movements` gives it.

    Returns
    -------
    Series[step -> money]
        Losses are negative; opening plus all movements is closing, to the cent.
    """
    sums = movements.groupby("movement")["amount"].sum().reindex(MOVEMENTS, fill_value=0.0)
    opening, closing = movements["opening"].sum(), movements["closing"].sum()
    return exact(pd.Series({"opening": opening, **sums, "closing": closing}))


def reported_bridge(movements: pd.DataFrame, opening: float, closing: float) -> pd.Series:
    """The bridge between two reported sums, with what exchange rates did on its own line.

    Parameters
    ----------
    movements : DataFrame
        As `revenue_movements` gives it, of fees at one rate for both periods, so that a client whose
        own money did not move is flat.
    opening, closing : float
        Recurring fees of the two periods as reported, each at the rates of its own days.

    Returns
    -------
    Series[step -> money]
        opening, the movements, currency, closing; it adds up to the cent.

    Notes
    -----
    - What the one rate makes of the opening fees is in `currency` too.

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
