"""Surveys of which only the answers are on record: an export of responses holds nobody who was silent."""

from __future__ import annotations

import pandas as pd

BOTH = {"sent_date", "answered_date"}
FEWEST = 3


def responses_only(surveys: pd.DataFrame) -> bool:
    """Every row is an answer, and none has another day on which it was sent.

    Notes
    -----
    - Where the day sent is filled with the day answered, nothing tells them apart: nobody asked thousands and heard
      all of them on the day. At least three answers are needed to tell.
    """
    if not set(surveys) >= BOTH or len(surveys) < FEWEST:
        return False
    sent, told = surveys["sent_date"], surveys["answered_date"]
    return bool(told.notna().all() and (sent.isna() | (sent == told)).all())


def without_invitations(surveys: pd.DataFrame) -> pd.DataFrame:
    """The same rows; of an export of responses, without the days on which they are said to have been sent."""
    return (
        surveys.assign(sent_date=surveys["sent_date"].mask(surveys["sent_date"].notna()))
        if responses_only(surveys)
        else surveys
    )


def undated(surveys: pd.DataFrame) -> pd.Index:
    """Rows with neither the day sent nor the day answered: they are in no quarter."""
    days = [surveys[name].isna() for name in sorted(BOTH) if name in surveys]
    if not days:
        return surveys.index
    return surveys.index[pd.concat(days, axis=1).all(axis=1)]
