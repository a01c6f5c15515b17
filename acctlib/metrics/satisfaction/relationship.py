"""Relationship breadth: each client's active contacts, their owners at the firm, and the last executive contact."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

EXECUTIVE = "executive"


def contact_breadth(contacts: pd.DataFrame, day: date) -> pd.DataFrame:
    """Breadth of contacts at each client on a given day, and whether the relationship is single-threaded.

        active      contacts that have not departed by that day
        owners      distinct people at the firm who own an active contact

    Parameters
    ----------
    contacts : DataFrame
        One row per contact: `client_id`, `seniority` (executive, manager, specialist), `owner` (at the firm),
        `last_contact`, `departed_date` (first day absent).
    day : date
        The day of assessment.

    Returns
    -------
    DataFrame[client_id]
        `active`, `departed`, `owners`, `unowned` (active contacts without a named owner), `executives`
        (active), `days` since the last contact with an executive (missing if there is none, or none has a date),
        and `thread`: `nobody` (no active contact), `one_contact`, `one_owner` (one person owns them all), `unknown` (an
        active contact has no owner, and the others have at most one between them), `broad`.

    Notes
    -----
    - A contact who departs on the day itself counts as departed.
    - A `last_contact` after the day is ignored; the date of the contact before it is not recorded.
    - A contact of unknown seniority does not count as an executive.

    References
    ----------
    Gainsight and Totango, account health: contact breadth and seniority, days since executive contact.

    Examples
    --------
    >>> days = pd.DataFrame({"last_contact": pd.to_datetime(["2026-09-20", "2026-09-29"]),
    ...                      "departed_date": pd.to_datetime([None, None])})
    >>> people = days.assign(client_id="A", seniority=["executive", "manager"], owner="Ito")
    >>> contact_breadth(people, date(2026, 9, 30))[["active", "owners", "days", "thread"]].to_numpy().tolist()
    [[2, 1, 10.0, 'one_owner']]
    """
    end = pd.Timestamp(day)
    active = ~(contacts["departed_date"] <= end)
    top = active & contacts["seniority"].eq(EXECUTIVE).fillna(False).astype(bool)
    spoken = contacts["last_contact"].where(contacts["last_contact"] <= end)
    told = contacts.assign(
        active=active, departed=~active, owner=contacts["owner"].where(active), executives=top,
        unowned=active & contacts["owner"].isna(), met=spoken.where(top),
    )  # fmt: skip
    found = told.groupby("client_id", observed=True).agg(
        active=("active", "sum"), departed=("departed", "sum"), owners=("owner", "nunique"),
        unowned=("unowned", "sum"), executives=("executives", "sum"), met=("met", "max"),
    )  # fmt: skip
    days = (end - found["met"]).dt.days.astype("float64")
    return found.drop(columns="met").assign(days=days, thread=_thread(found))


def _thread(found: pd.DataFrame) -> pd.Series:
    cases = [
        found["active"] == 0, found["active"] == 1, (found["unowned"] > 0) & (found["owners"] <= 1),
        found["owners"] == 1,
    ]  # fmt: skip
    return pd.Series(np.select(cases, ["nobody", "one_contact", "unknown", "one_owner"], "broad"), index=found.index)
