"""Series of a score: answers to one version of the questions. A new version starts a new series."""

from __future__ import annotations

import pandas as pd


def versions_named(surveys: pd.DataFrame) -> bool:
    """Whether any invitation names the version of its questions."""
    return "instrument" in surveys and bool(surveys["instrument"].notna().any())


def current_series(surveys: pd.DataFrame) -> str:
    """The version of the questions that the latest invitation had; empty where none is named.

    >>> days = pd.to_datetime(["2026-05-01", "2026-02-01"])
    >>> current_series(pd.DataFrame({"sent_date": days, "instrument": ["b", "a"]}))
    'b'
    """
    if not versions_named(surveys):
        return ""
    last = surveys.sort_values("sent_date", kind="stable")["instrument"].iloc[-1]
    return "" if pd.isna(last) else str(last)


def of_series(surveys: pd.DataFrame, series: str) -> pd.DataFrame:
    """Invitations with one version of the questions; those that name none are a version of their own.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation; where none names its version, in `instrument`, there was one only.
    """
    if not versions_named(surveys):
        return surveys
    return surveys[surveys["instrument"].astype("object").where(surveys["instrument"].notna(), "") == series]


def series_start(surveys: pd.DataFrame, series: str) -> pd.Timestamp | None:
    """The day of the first invitation with a version; None where there never was another one before it.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation of one kind, of all times.
    """
    own = of_series(surveys, series)
    if own.empty or len(own) == len(surveys):
        return None
    first = own["sent_date"].min()
    return first if (surveys["sent_date"] < first).any() else None
