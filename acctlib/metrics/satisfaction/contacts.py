"""Contacts: the same people are asked in every wave, and each of them counts once."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEVER = np.iinfo("int64").min  # before every day
PERSON = ("respondent", "contact")  # by name in the house, by a key that means nothing outside it


def contact_keys(surveys: pd.DataFrame) -> pd.Series | None:
    """Who was asked, as a key within each client; None where nobody says who.

    Parameters
    ----------
    surveys : DataFrame
        One row per invitation: `respondent` or `contact`, missing where it is not known.

    Returns
    -------
    Series or None
        Whole numbers, one per invitation. An invitation of which nobody says whose it was is a contact of its own.

    Notes
    -----
    - Two clients may each have an Anna: she is two contacts.

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
    """One row for each contact: the latest answer, or the latest invitation of one who gave none.

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
    - An answer stands until the contact answers again: silence in a later wave does not take it back.
    - Of two answers on one day the one to the later invitation counts, and of those the later row.
    - Where the firm does not keep who was asked, each invitation stands for a contact.

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
