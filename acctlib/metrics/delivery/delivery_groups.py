"""Delivery by group: successes by client or manager, and cancelled projects by reason."""

from __future__ import annotations

import pandas as pd

from acctlib.periods import Span, within

REASONS = ("client", "us", "other", "unknown")


def success_counts(found: pd.DataFrame, groups: pd.Series, leg: str = "success") -> pd.DataFrame:
    """Successes and n by group, as the data for a funnel plot.

    Parameters
    ----------
    found : DataFrame
        One row per project, as returned by `outcomes`, filtered to a period (`closed_within`, `due_within`).
    groups : Series
        Each row's group, with the same index: its client, or its client's manager. Rows without
        a group are excluded.
    leg : str
        The outcome to count: `success`, `on_time`, `on_budget`, `accepted`, or any boolean column.

    Returns
    -------
    DataFrame[group]
        `n` (projects with a known outcome), `successes`, and `share`; groups sorted by name. A group
        without a known outcome has no row.

    Notes
    -----
    - Sum the groups' counts for an overall rate; it is never the mean of their rates.

    References
    ----------
    Spiegelhalter 2005, funnel plots.

    Examples
    --------
    >>> done = pd.DataFrame({"client_id": ["A", "A", "B"], "success": [True, False, None]})
    >>> success_counts(done, done["client_id"]).to_dict("index")
    {'A': {'n': 2, 'successes': 1, 'share': 0.5}}
    """
    known = found[leg].astype("boolean")
    yes = known.dropna().astype("int64").groupby(groups.reindex(found.index), observed=True)
    counts = pd.DataFrame({"n": yes.size(), "successes": yes.sum()}).rename_axis("group").sort_index()
    return counts.assign(share=counts["successes"] / counts["n"])


def cancelled_within(found: pd.DataFrame, period: pd.Period | Span) -> pd.DataFrame:
    """Return the cancelled projects originally due in a period; one row per project.

    Cancellation dates are not recorded: a cancelled project is reported in the period of its original due date or,
    without one, in the period in which it started.
    """
    gone = found[found["state"] == "cancelled"]
    begun = gone["start_date"] if "start_date" in gone else gone["committed_date"]
    return within(gone.assign(told_on=gone["committed_date"].fillna(begun)), period, on="told_on")


def cancelled_by_reason(cancelled: pd.DataFrame) -> pd.Series:
    """Count cancelled projects by reason: client, us, other, unknown; reasons without a project are absent.

    Notes
    -----
    - A project that the client cancelled is not a delivery failure; a project that the firm cancelled is.

    References
    ----------
    Critique of Standish's "failed", cancelled.

    Examples
    --------
    >>> cancelled_by_reason(pd.DataFrame({"cancel_reason": ["us", None, "client", "us"]})).to_dict()
    {'client': 1, 'us': 2, 'unknown': 1}
    """
    said = cancelled["cancel_reason"] if "cancel_reason" in cancelled else pd.Series(None, index=cancelled.index)
    named = said.astype("object").where(said.isin(REASONS), "unknown")
    counts = named.value_counts().reindex(list(REASONS), fill_value=0)
    return counts[counts > 0].astype("int64")
