"""Checkpoints: six and three months before a contract ends, what the numbers say beside what the supervisor says."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

EARLY, LATE = 6, 3  # months before the end
OVER = ("draft", "ended", "renewed")
WAIT = "monitor"
# Which calls go with a panel's state: who sees every driver met expects no loss, who sees one missed expects no calm.
GOES_WITH = {
    "met": ("renew", WAIT),
    "watch": ("renew", "at_risk", WAIT),
    "missed": ("at_risk", "lost"),
}
VERDICTS = ("disagree", "call_needed", "no_call", "unknown", "agree", "later")


def contracts_ending(contracts: pd.DataFrame, start: pd.Timestamp, stop: pd.Timestamp, as_of: date) -> pd.DataFrame:
    """Contracts that end, or whose last day for notice falls, in [start, stop), and that nothing continues yet.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `contract_id`, `client_id`, `end_date`, and where kept `notice_date`, `status`,
        `renewal_of`, `signed_date`.
    as_of : date
        Last day of the data; later signatures have not happened.

    Notes
    -----
    - Drafts, and contracts that ended or were renewed, need no call any more. A contract that was signed to continue
      one renews it, a draft does not, nor one that is signed after the data's end.
    """
    rows = _whole(contracts)
    real = rows[~rows["status"].isin(["draft"])]
    later = real["signed_date"] > pd.Timestamp(as_of)
    signed, not_yet = real.loc[~later, "renewal_of"].dropna(), real.loc[later, "renewal_of"].dropna()
    near = rows["end_date"].between(start, stop, inclusive="left")
    near |= rows["notice_date"].between(start, stop, inclusive="left")
    still_open = rows["status"].eq("renewed") & rows["contract_id"].isin(not_yet)
    over = (rows["status"].isin(OVER) & ~still_open) | rows["contract_id"].isin(signed) | rows["end_date"].isna()
    return rows[near & ~over]


def _whole(contracts: pd.DataFrame) -> pd.DataFrame:
    """The contracts with all columns that are asked for; empty where the firm keeps none."""
    nothing = pd.Series(None, index=contracts.index, dtype="object")
    kept = {name: contracts.get(name, nothing) for name in ("status", "renewal_of")}
    days = {name: pd.to_datetime(contracts.get(name, nothing)) for name in ("notice_date", "signed_date")}
    return contracts.assign(**kept, **days)


def checkpoint_days(ending: pd.DataFrame) -> pd.DataFrame:
    """The two checkpoints of each contract.

    Returns
    -------
    DataFrame
        One row per contract and checkpoint: the contract's columns, `months` (6, 3) before its end and the `day`.

    Notes
    -----
    - A checkpoint on or before the first day of the contract is none: nothing was known of it then.

    Examples
    --------
    >>> ending = pd.DataFrame({"contract_id": ["K"], "end_date": [pd.Timestamp("2026-12-31")]})
    >>> checkpoint_days(ending)["day"].dt.date.astype(str).to_list()
    ['2026-06-30', '2026-09-30']
    """
    each = [
        ending.assign(months=months, day=ending["end_date"] - pd.DateOffset(months=months)) for months in (EARLY, LATE)
    ]
    points = pd.concat(each, ignore_index=True)
    begun = ~(points["day"] <= points["start_date"]) if "start_date" in points else pd.Series(True, points.index)
    return points[begun].reset_index(drop=True)


def latest_calls(points: pd.DataFrame, calls: pd.DataFrame | None) -> pd.DataFrame:
    """The latest call on each contract made by the day of its checkpoint.

    Parameters
    ----------
    points : DataFrame
        One row per contract and day: `client_id`, `contract_id`, `day`, and where kept `start_date`.
    calls : DataFrame, optional
        One row per call: `client_id`, `called_on`, `call`, and where kept `contract_id`, `caller`, `reason`.

    Returns
    -------
    DataFrame
        The points with `call`, `called_on`, `caller`, `reason`; missing where nothing was said by then.

    Notes
    -----
    - A call without a contract holds for all contracts of the client that ran then; on one day the call on the
      contract itself counts.
    - What was said before a contract began was said of the one before it.
    """
    columns = ["call", "called_on", "caller", "reason"]
    if calls is None or calls.empty or points.empty:
        nothing = pd.Series(None, index=points.index, dtype="object")
        return points.assign(call=nothing, called_on=pd.to_datetime(nothing), caller=nothing, reason=nothing)
    said = calls.reindex(columns=["client_id", "contract_id", *columns]).rename(columns={"contract_id": "about"})
    own = points.reset_index(names="point")[["point", "client_id", "contract_id", "day"]]
    own["begin"] = points["start_date"].to_numpy() if "start_date" in points else np.datetime64("NaT")
    both = own.merge(said, on="client_id")
    meant = both["about"].isna() | (both["about"] == both["contract_id"])
    then = (both["called_on"] <= both["day"]) & ~(both["called_on"] < both["begin"])
    heard = both[meant & then].assign(exact=lambda f: f["about"].notna())
    last = heard.sort_values(["called_on", "exact"], kind="stable").drop_duplicates("point", keep="last")
    return points.join(last.set_index("point")[columns])


def verdicts(points: pd.DataFrame, as_of: date) -> pd.Series:
    """How the panel's state and the supervisor's call stand beside each other; neither is changed by the other.

    Parameters
    ----------
    points : DataFrame
        One row per checkpoint: `months`, `day`, `call`, `state` (met, watch, missed, unknown: of the panel then).

    Returns
    -------
    Series
        later (the day has not come), no_call, call_needed (at three months "monitor" is no call), unknown (the
        panel's state is), agree, disagree.

    Notes
    -----
    - They disagree where the panel says act and the call is renew, or not yet; and where the call is lost, or at risk
      with every driver met. An account to watch goes with every call but lost.

    References
    ----------
    Gainsight and Totango, account health.

    Examples
    --------
    >>> points = pd.DataFrame({"months": 3, "day": pd.Timestamp("2026-09-01"), "state": ["missed", "met", "watch"],
    ...                        "call": ["renew", "renew", "monitor"]})
    >>> verdicts(points, date(2026, 9, 30)).to_list()
    ['disagree', 'agree', 'call_needed']
    """
    call, state = points["call"], points["state"]
    goes = pd.Series(False, index=points.index)
    for name, allowed in GOES_WITH.items():
        goes |= (state == name) & call.isin(allowed)
    cases = [
        points["day"] > pd.Timestamp(as_of),
        call.isna(),
        (call == WAIT) & (points["months"] <= LATE),
        ~state.isin(list(GOES_WITH)),
        goes,
    ]
    said = np.select(cases, ["later", "no_call", "call_needed", "unknown", "agree"], "disagree")
    return pd.Series(said, index=points.index, dtype="object")
