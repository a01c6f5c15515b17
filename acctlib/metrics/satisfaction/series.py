"""Score series: responses to one version of the questionnaire. A new version starts a new series."""

from __future__ import annotations

import pandas as pd


def versions_named(surveys: pd.DataFrame) -> bool:
    """Whether any invitation records its questionnaire version."""
    return "instrument" in surveys and bool(surveys["instrument"].notna().any())


def current_series(surveys: pd.DataFrame) -> str:
    """Return the questionnaire version of the latest invitation; empty if none is recorded.

    >>> days = pd.to_datetime(["2026-05-01", "2026-02-01"])
    >>> current_series(pd.DataFrame({"sent_date": days, "instrument": ["b", "a"]}))
    'b'
    """
    if not versions_named(surveys):
        return ""
    last = surveys.sort_values("sent_date", kind="stable")["instrument"].iloc[-1]
    return "" if pd.isna(last) else str(last)


def of_series(surveys: pd.DataFrame, series: str) -> pd.DataFrame:
    """Return the invitations with one questionnaire version; those without a version form a separate series.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation; if none has a version in `instrument`, there was only one version.
    """
    if not versions_named(surveys):
        return surveys
    return surveys[surveys["instrument"].astype("object").where(surveys["instrument"].notna(), "") == series]


def series_start(surveys: pd.DataFrame, series: str) -> pd.Timestamp | None:
    """Return the date of a version's first invitation; None if no other version preceded it.

    Parameters
    ----------
    surveys : DataFrame
        All invitations of one kind, one row each, not limited to a period.
    """
    own = of_series(surveys, series)
    if own.empty or len(own) == len(surveys):
        return None
    first = own["sent_date"].min()
    return first if (surveys["sent_date"] < first).any() else None
