"""Contributions to figures across clients: each contributor's value, its weight, and a digest of its data.

Companies in one group, or a client merged into another, count as one contributor: its name is the group's, or the id
of the surviving client.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.delivery import closed
from acctlib.facts.satisfaction.answers import counted_answers
from acctlib.metrics.fees.fees import by_client, fee_income, recurring_fees
from acctlib.metrics.satisfaction.satisfaction import nps_points
from acctlib.periods import trailing_four, year_ago

GROUP = "group:"  # prefix to a group's name, so that it cannot equal a client's id


def contributors(clients: pd.DataFrame | None, client_ids: pd.Index) -> pd.Series:
    """Map each client to the contributor that it counts as.

    Parameters
    ----------
    clients : DataFrame, optional
        One row per client: `client_id`, and if recorded `group` and `parent_id`.
    client_ids : Index
        All clients.

    Returns
    -------
    Series[client_id -> contributor]

    Notes
    -----
    - A client merged into another counts as that client, and as its group.
    - Circular parent references are tolerated, including a client that names itself.

    Examples
    --------
    >>> clients = pd.DataFrame({"client_id": ["A", "B", "C"], "group": ["Ostara", None, None],
    ...                         "parent_id": [None, None, "A"]})
    >>> contributors(clients, pd.Index(["A", "B", "C"])).to_dict()
    {'A': 'group:Ostara', 'B': 'B', 'C': 'group:Ostara'}
    """
    known = pd.DataFrame({"client_id": []}) if clients is None else clients
    by_id = known.drop_duplicates("client_id").set_index("client_id").reindex(columns=["group", "parent_id"])
    parents, groups = by_id["parent_id"].dropna().to_dict(), by_id["group"].dropna().to_dict()
    return pd.Series({one: _counts_as(str(one), parents, groups) for one in client_ids}, dtype="object")


def _counts_as(client: str, parents: Mapping[Hashable, str], groups: Mapping[Hashable, str]) -> str:
    seen: list[str] = []
    while client not in seen:
        if client in groups:
            return f"{GROUP}{groups[client]}"
        seen.append(client)
        client = parents.get(client, client)
    return client


def scores(prepared: Prepared, who: pd.Series) -> pd.DataFrame:
    """Each contributor's Net Promoter Score, if it has enough answers to be shown; the weight is their number."""
    if "surveys" not in prepared.frames:
        return _nobody()
    told = counted_answers(prepared, "nps")
    found = _of_rows(told.assign(value=nps_points(told["nps"]), row=told["survey_id"]), who)
    return found[found["weight"] >= prepared.context.policy.fewest_respondents]


def successes(prepared: Prepared, who: pd.Series) -> pd.DataFrame:
    """Each contributor's delivery success; the weight is its number of closed projects."""
    done = closed(prepared, trailing_four(prepared.quarter))
    if done.empty:
        return _nobody()
    done = done.dropna(subset=["success"])
    return _of_rows(done.assign(value=done["success"].astype("float64"), row=done["project_id"]), who)


def retained(prepared: Prepared, who: pd.Series) -> pd.DataFrame:
    """Each contributor's recurring fees as a share of last year's, which are the weight; internal."""
    return _ratios(
        recurring_fees(prepared.revenue, prepared.context.policy.recurring_kinds), prepared.context, who, less=0.0
    )


def grown(prepared: Prepared, who: pd.Series) -> pd.DataFrame:
    """Each contributor's fee growth vs a year ago; the weight is last year's fees; internal."""
    return _ratios(fee_income(prepared.revenue), prepared.context, who, less=1.0)


def _of_rows(rows: pd.DataFrame, who: pd.Series) -> pd.DataFrame:
    """The mean of each contributor's rows; the digest changes with any row, but not with their order."""
    if rows.empty:
        return _nobody()
    names = rows["client_id"].astype("object").map(who)
    said = pd.DataFrame({"row": rows["row"].astype("object"), "value": rows["value"]})
    hashes = pd.util.hash_pandas_object(said, index=False).groupby(names).sum()
    by = rows["value"].groupby(names)
    digest = hashes.map(lambda whole: f"{int(whole):016x}")
    return pd.DataFrame({"value": by.mean(), "weight": by.size().astype("float64"), "digest": digest})


def _ratios(lines: pd.DataFrame, context: ReviewContext, who: pd.Series, less: float) -> pd.DataFrame:
    names = who.to_dict()
    sums = [by_client(lines, quarter) for quarter in (year_ago(context.quarter), context.quarter)]
    before, now = (fees.groupby([names[str(one)] for one in fees.index]).sum() for fees in sums)
    before = before[before > 0]
    if before.empty:
        return _nobody()
    value = now.reindex(before.index, fill_value=0.0) / before - less
    return pd.DataFrame({"value": value, "weight": before, "digest": ""})


def _nobody() -> pd.DataFrame:
    return pd.DataFrame({"value": [], "weight": [], "digest": []}).astype({"digest": "object"})
