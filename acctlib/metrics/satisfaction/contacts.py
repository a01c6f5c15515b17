"""Contacts: the same people are invited in every wave, and each counts once."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEVER = np.iinfo("int64").min  # before every day
PERSON = ("respondent", "contact")  # by name inside the firm, by an opaque key outside it


def contact_keys(surveys: pd.DataFrame) -> pd.Series | None:
    """Return a key for each invitation's contact within its client; None if no contact is recorded.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `respondent` or `contact`, missing if unknown.

    Returns
    -------
    Series or None
        Integers, one per invitation. An invitation without a recorded contact counts as a separate contact.

    Notes
    -----
    - The same name at two clients means two contacts.

    Examples
    --------
    >>> contact_keys(pd.DataFrame({"client_id": ["A", "A", "B"], "respondent": ["Anna", "Anna", "Anna"]})).to_list()
    [0, 0, 1]
    """
    names = next((surveys[name] for name in PERSON if name in surveys), None)
    if names is None or not (known := names.notna()).any():
        return None
    owners = pd.factorize(surveys["client_id"])[0] if "client_id" in surveys else 0
    codes, _ = pd.factorize(names)
    keys = pd.Series(codes + owners * (codes.max() + 1), index=surveys.index, dtype="int64")
    alone = pd.Series(range(-len(surveys), 0), index=surveys.index, dtype="int64")
    return keys.where(known, alone)


def latest_by_contact(surveys: pd.DataFrame) -> pd.DataFrame:
    """Keep one row per contact: the latest response, or the latest invitation if the contact never responded.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation of one kind: `sent_date`, `answered_date`, `client_id`, and `respondent` or `contact`.

    Returns
    -------
    DataFrame
        The same columns and order, with fewer rows.

    Notes
    -----
    - A response remains valid until the contact responds again: non-response in a later wave does not remove it.
    - Of two responses on the same day, the response to the later invitation counts, then the later row.
    - If the firm does not record contacts, each invitation counts as a contact.

    References
    ----------
    docs/coverage.md: four waves of the same people, pooled, are not four times the evidence.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-02-01", "2026-05-01", "2026-08-01"])
    >>> sent = pd.DataFrame({"respondent": "Anna", "sent_date": days, "answered_date": days.where([True, True, False]),
    ...                      "nps": [3.0, 9.0, None]})
    >>> latest_by_contact(sent)["nps"].to_list()
    [9.0]
    """
    keys = contact_keys(surveys)
    if keys is None:
        return surveys
    days = [surveys[name].to_numpy(dtype="datetime64[us]") for name in ("sent_date", "answered_date")]
    order = np.lexsort([np.where(np.isnat(day), NEVER, day.astype("int64")) for day in days])[::-1]
    _, first = np.unique(keys.to_numpy()[order], return_index=True)
    return surveys.iloc[np.sort(order[first])]
