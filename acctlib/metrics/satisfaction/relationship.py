"""Who knows whom: how many people of a client we know, through how many of ours, and when we last met the top."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

EXECUTIVE = "executive"


def contact_breadth(contacts: pd.DataFrame, day: date) -> pd.DataFrame:
    """How broadly each client is known on a day, and whether it hangs on a single thread.

        active      contacts that have not departed by then
        owners      different people of ours who keep an active contact

    Parameters
    ----------
    contacts : DataFrame
        One row per person of a client: `client_id`, `seniority` (executive, manager, specialist), `owner` (our person),
        `last_contact`, `departed_date` (first day gone).
    day : date
        On which it is judged.

    Returns
    -------
    DataFrame[client_id]
        `active`, `departed`, `owners`, `unowned` (active contacts of which nobody of ours is named), `executives`
        (active ones), `days` since an executive was last spoken to (missing where there is none, or none has a day),
        and `thread`: `nobody` (no active contact), `one_contact`, `one_owner` (one of ours keeps all), `unknown` (an
        active contact has no owner and the others have one at most), `broad`.

    Notes
    -----
    - One who departs on the day itself is gone.
    - A contact after the day is no contact yet; when the one before it was, is not kept.
    - The seniority of somebody may be unknown: such a person is no executive.

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
