"""Delivery by group: successes per client or manager, and what was cancelled for which reason."""

from __future__ import annotations

import pandas as pd

from acctlib.periods import Span, within

REASONS = ("client", "us", "other", "unknown")


def success_counts(found: pd.DataFrame, groups: pd.Series, leg: str = "success") -> pd.DataFrame:
    """Successes and n of each group: what a funnel plot is drawn from.

    Parameters
    ----------
    found : DataFrame
        One row per project, as `outcomes` gives it, cut to a period (`closed_within`, `due_within`).
    groups : Series
        The group of each row, with the same index: its client, or its client's manager. Rows without
        one are in no group.
    leg : str
        What counts: `success`, `on_time`, `on_budget`, `accepted`, or any boolean column.

    Returns
    -------
    DataFrame[group]
        `n` (projects where it is known), `successes`, and `share`; groups in order of name. A group
        of which nothing is known has no row: nothing of nothing is no rate.

    Notes
    -----
    - The groups' sums are the sums of the whole: a rate of all is never the mean of their rates.

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
    """Cancelled projects that were first promised for a period; one row per project.

    The day of a cancellation is not kept: it is told in the period that the work was promised for, and
    where no day was promised, in the one that it was begun in.
    """
    gone = found[found["state"] == "cancelled"]
    begun = gone["start_date"] if "start_date" in gone else gone["committed_date"]
    return within(gone.assign(told_on=gone["committed_date"].fillna(begun)), period, on="told_on")


def cancelled_by_reason(cancelled: pd.DataFrame) -> pd.Series:
    """How many projects were cancelled by whom: client, us, other, unknown; reasons without one are absent.

    Notes
    -----
    - A client that changes its plans is no failure of delivery; one that we broke off is.

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
