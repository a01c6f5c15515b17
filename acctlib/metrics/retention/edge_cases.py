"""Disputed cases in retention: joiners that left, project-only clients, and annualised rates."""

from __future__ import annotations

import math

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.fees.fee_table import fees_of, quarters_of
from acctlib.periods import Span


def joiners(table: pd.DataFrame, period: Span) -> pd.DataFrame:
    """Clients that joined after a span's first quarter, and whether they had left by its last.

    Parameters
    ----------
    table : DataFrame[client_id, quarter -> money]
        Recurring fees, as returned by `fee_table`.
    period : Span
        Its first quarter is the opening period, its last the closing period.

    Returns
    -------
    DataFrame[client_id]
        `lost`: no fees in the last quarter.

    Notes
    -----
    - A joiner never paid before joining: a client that did is a returning client.
    - Joiners belong to no cohort: a lost joiner does not lower retention, and is reported separately.

    References
    ----------
    Recurly, "better way to calculate churn" (12 of 500 joiners leave).

    Examples
    --------
    >>> quarters = pd.period_range("2025Q1", "2025Q4", freq="Q-DEC")
    >>> table = pd.DataFrame([[0.0, 5, 0, 0], [0, 5, 5, 5], [9, 9, 9, 0]], index=list("ABC"), columns=quarters)
    >>> joiners(table, Span(quarters[0], quarters[3]))["lost"].to_dict()
    {'A': True, 'B': False}
    """
    quarters = quarters_of(table)
    before = table.loc[:, quarters <= period.first]
    later = table.loc[:, (quarters > period.first) & (quarters <= period.last)]
    came = (later > 0).any(axis=1) & ~(before > 0).any(axis=1)
    return pd.DataFrame({"lost": fees_of(table, period.last) <= 0})[came]


def activity_cohort(fees: pd.Series, recurring: pd.Series) -> pd.Index:
    """Project-only clients: billed in a span, with no recurring fees.

    Parameters
    ----------
    fees, recurring : Series[client_id -> money]
        All fees in the span (four quarters), and its recurring fees.

    Returns
    -------
    Index of client_id
        Their retention is measured by activity: billed again in the next span, for a project or a retainer.

    Notes
    -----
    - Clients with recurring fees are excluded: the two kinds of retention are never mixed.

    References
    ----------
    docs/definitions.md, retention: project-only client.

    Examples
    --------
    >>> activity_cohort(pd.Series({"A": 10.0, "B": 10.0, "C": -1.0}), pd.Series({"B": 5.0})).to_list()
    ['A']
    """
    return fees.index[(exact(fees) > 0) & ~(exact(recurring).reindex(fees.index) > 0)]


def compounded(rate: float, times: int = 4) -> float:
    """Compound a rate over several periods. The result is not an annual rate: label it "if repeated".

    Examples
    --------
    >>> round(compounded(0.95), 3)
    0.815

    References
    ----------
    docs/definitions.md, retention, annualising.
    """
    return math.nan if math.isnan(rate) else rate**times
