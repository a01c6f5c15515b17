"""Checkpoints: health scorecard vs the supervisor's renewal forecast, six and three months before a contract ends."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

EARLY, LATE = 6, 3  # months before the end
OVER = ("draft", "ended", "renewed")
WAIT = "monitor"
# Renewal forecasts consistent with each health scorecard state.
GOES_WITH = {
    "met": ("renew", WAIT),
    "watch": ("renew", "at_risk", WAIT),
    "missed": ("at_risk", "lost"),
}
VERDICTS = ("disagree", "call_needed", "no_call", "unknown", "agree", "later")


def contracts_ending(contracts: pd.DataFrame, start: pd.Timestamp, stop: pd.Timestamp, as_of: date) -> pd.DataFrame:
    """Return unrenewed contracts whose end date or notice deadline falls in [start, stop).

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `contract_id`, `client_id`, `end_date` and, if recorded, `notice_date`, `status`,
        `renewal_of`, `signed_date`.
    as_of : date
        Last day of the data; later signatures are ignored.

    Notes
    -----
    - Drafts, and contracts that ended or were renewed, no longer need a renewal forecast. A draft, or a contract
      signed after the end of the data, does not renew another contract; any other contract that names it does.
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
    """Add the optional columns to the contracts, empty where the firm does not record them."""
    nothing = pd.Series(None, index=contracts.index, dtype="object")
    kept = {name: contracts.get(name, nothing) for name in ("status", "renewal_of")}
    days = {name: pd.to_datetime(contracts.get(name, nothing)) for name in ("notice_date", "signed_date")}
    return contracts.assign(**kept, **days)


def checkpoint_days(ending: pd.DataFrame) -> pd.DataFrame:
    """Return each contract's two checkpoints.

    Returns
    -------
    DataFrame
        One row per contract and checkpoint: the contract's columns, `months` (6 or 3) before its end, and the `day`.

    Notes
    -----
    - Checkpoints on or before the contract's first day are dropped: nothing was known about it then.

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
    """Return the latest renewal forecast for each contract made by the day of its checkpoint.

    Parameters
    ----------
    points : DataFrame
        One row per contract and day: `client_id`, `contract_id`, `day` and, if recorded, `start_date`.
    calls : DataFrame, optional
        One row per renewal forecast: `client_id`, `called_on`, `call` and, if recorded, `contract_id`, `caller`,
        `reason`.

    Returns
    -------
    DataFrame
        The points with `call`, `called_on`, `caller`, `reason`; missing if there was no forecast by then.

    Notes
    -----
    - A forecast without a contract applies to all the client's contracts that had started by then; of two forecasts
      on the same day, the forecast for the contract itself counts.
    - A forecast made before a contract started refers to the contract before it.
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
    """Compare the health scorecard's state with the supervisor's renewal forecast; neither changes the other.

    Parameters
    ----------
    points : DataFrame
        One row per checkpoint: `months`, `day`, `call`, `state` (of the health scorecard then: met, watch, missed,
        unknown).

    Returns
    -------
    Series
        later (the day is still to come), no_call, call_needed (at three months "monitor" is not a forecast), unknown
        (the health scorecard's state is unknown), agree, disagree.

    Notes
    -----
    - They disagree if the state is missed and the forecast is renew or monitor, if the state is met and the forecast is
      at risk or lost, and if the state is watch and the forecast is lost.

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
