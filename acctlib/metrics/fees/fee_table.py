"""Fees by client and quarter in one table: built in one pass over the invoice lines, for use in every comparison."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.periods import Span, span


def fee_table(lines: pd.DataFrame, freq: str) -> pd.DataFrame:
    """Fees by client and quarter.

    Parameters
    ----------
    lines : DataFrame
        One row per invoice line, in a single currency: `client_id`, `service_date`, `amount`.
    freq : str
        Pandas frequency of the fiscal quarters, such as `Q-DEC`.

    Returns
    -------
    DataFrame[client_id, quarter -> money]
        One column per quarter from the first line to the last; 0 where nothing was invoiced.

    Notes
    -----
    - A credit counts in the quarter of the service that it corrects, whatever its date of issue.
    - Lines without a client are ignored.

    Examples
    --------
    >>> lines = pd.DataFrame({"client_id": ["A", "A"], "service_date": pd.to_datetime(["2026-03-31", "2026-07-01"]),
    ...                       "amount": [10.0, 20.0]})
    >>> fee_table(lines, "Q-DEC").loc["A"].to_list()
    [10.0, 0.0, 20.0]
    """
    whole = (lines["client_id"].notna() & lines["service_date"].notna()).to_numpy()
    known = lines if whole.all() else lines[whole]  # nearly all of ten million lines are complete: avoid copying them
    if known.empty:
        return pd.DataFrame(
            columns=pd.PeriodIndex([], freq=freq), index=pd.Index([], name="client_id"), dtype="float64"
        )
    days = known["service_date"].to_numpy()
    quarters = pd.period_range(pd.Period(days.min(), freq=freq), pd.Period(days.max(), freq=freq))
    place, ids = pd.factorize(known["client_id"])
    column = np.searchsorted(quarters.start_time.to_numpy(), days, side="right") - 1
    sums = np.bincount(
        place * len(quarters) + column,
        weights=known["amount"].to_numpy(dtype="float64"),
        minlength=len(ids) * len(quarters),
    )
    found = pd.DataFrame(
        sums.reshape(len(ids), -1), index=pd.Index(np.asarray(ids), name="client_id"), columns=quarters
    )
    return exact(found.sort_index())


def quarters_of(table: pd.DataFrame) -> pd.PeriodIndex:
    """Return a fee table's quarters, oldest first."""
    return pd.PeriodIndex(table.columns)


def fees_of(table: pd.DataFrame, period: pd.Period | Span) -> pd.Series:
    """Return each client's fees in a quarter or a span of quarters.

    Returns
    -------
    Series[client_id -> money]
        Every client in the table; 0 if nothing was invoiced.
    """
    stretch, at = span(period), quarters_of(table).asi8
    inside = (at >= stretch.first.ordinal) & (at <= stretch.last.ordinal)
    return exact(pd.Series(table.to_numpy()[:, inside].sum(axis=1), index=table.index, dtype="float64"))


def surviving(clients: pd.Index | pd.Series, survivor: pd.Series) -> np.ndarray:
    """Replace each merged client by the client it was merged into."""
    now = np.asarray(clients, dtype="object")
    place = survivor.index.get_indexer(pd.Index(now))
    return np.where(place >= 0, survivor.to_numpy(dtype="object")[place], now) if len(survivor) else now


def survivors(clients: pd.DataFrame, as_of: pd.Timestamp) -> pd.Series:
    """Map each merged client to its surviving client.

    Parameters
    ----------
    clients : DataFrame
        One row per client: `client_id` and, if recorded, `parent_id` (the client it was merged into) and `end_date`.
    as_of : Timestamp
        Last day of the data; later mergers are ignored.

    Returns
    -------
    Series[client_id -> client_id]
        Merged clients only, each with the last client in its chain of mergers.

    Notes
    -----
    - A client that has a parent but has not ended belongs to a group, and is not merged.
    - Clients merged in a circle are left unchanged.

    Examples
    --------
    >>> clients = pd.DataFrame({"client_id": ["A", "B", "C"], "parent_id": ["B", "C", None],
    ...                         "end_date": pd.to_datetime(["2025-01-01", "2026-01-01", None])})
    >>> survivors(clients, pd.Timestamp("2026-06-30")).to_dict()
    {'A': 'C', 'B': 'C'}
    """
    if not {"parent_id", "end_date"} <= set(clients):
        return pd.Series(dtype="object")
    gone = clients[clients["parent_id"].notna() & (clients["end_date"] <= as_of)]
    into = gone.drop_duplicates("client_id").set_index("client_id")["parent_id"].astype("object")
    for _ in range(len(into).bit_length() + 1):  # each round doubles the length of the chains followed
        into = pd.Series(surviving(into, into), index=into.index, dtype="object")
    return into[~into.isin(into.index)]
