"""Survey exports that contain responses only, without the contacts who did not respond."""

from __future__ import annotations

import pandas as pd

BOTH = {"sent_date", "answered_date"}
FEWEST = 3


def responses_only(surveys: pd.DataFrame) -> bool:
    """Whether every row has been answered, and no row's sent date differs from its answer date.

    Notes
    -----
    - If every sent date equals the answer date, the sent dates must have been filled in: no survey gets every response
      on the day it is sent. At least three responses are needed to conclude this.
    """
    if not set(surveys) >= BOTH or len(surveys) < FEWEST:
        return False
    sent, told = surveys["sent_date"], surveys["answered_date"]
    return bool(told.notna().all() and (sent.isna() | (sent == told)).all())


def without_invitations(surveys: pd.DataFrame) -> pd.DataFrame:
    """Return the same rows; in an export of responses only, the sent dates are blanked."""
    return (
        surveys.assign(sent_date=surveys["sent_date"].mask(surveys["sent_date"].notna()))
        if responses_only(surveys)
        else surveys
    )


def undated(surveys: pd.DataFrame) -> pd.Index:
    """Rows with neither a sent date nor an answer date, which therefore belong to no quarter."""
    days = [surveys[name].isna() for name in sorted(BOTH) if name in surveys]
    if not days:
        return surveys.index
    return surveys.index[pd.concat(days, axis=1).all(axis=1)]
