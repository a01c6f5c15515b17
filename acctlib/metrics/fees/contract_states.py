"""What contracts say of clients: on a pause, under notice, or working without one."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.ratio import ratios

NOT_IN_FORCE = ("draft", "ended")


def in_force(contracts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Contracts that hold on a day: begun, not over, neither a draft nor ended.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `client_id`, `start_date`, `end_date` (the last day of the term), and where kept `status`.

    Notes
    -----
    - A contract without an end of term holds on; one without a status is in force.
    """
    begun = contracts[contracts["start_date"] <= as_of]
    held = begun[~begun["status"].isin(NOT_IN_FORCE)] if "status" in begun else begun
    return held[~(held["end_date"] < as_of)] if "end_date" in held else held


def pauses(contracts: pd.DataFrame, lines: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Clients whose work rests: since when, and for how many days and months.

    Parameters
    ----------
    contracts : DataFrame
        As for `in_force`.
    lines : DataFrame
        Invoice lines of recurring fees: `client_id`, `service_date`, `amount`.
    as_of : Timestamp
        Last day of the data.

    Returns
    -------
    DataFrame[client_id]
        `since` (first day of the pause), `days` (up to and with the last day of the data) and `months` (with the one
        that has begun).

    Notes
    -----
    - A client rests where every contract in force is paused.
    - Contracts keep no day on which a pause began: it is the first day of the month after the last one with
      recurring fees. A client that was never billed has no such day, and is not in it.

    References
    ----------
    docs/definitions.md, retention, edge table.
    """
    held = in_force(contracts, as_of)
    if "status" not in held or not held["status"].eq("paused").any():
        return no_pauses()
    rests = held["status"].eq("paused").groupby(held["client_id"]).all()
    resting = rests.index[rests]
    billed = lines[lines["client_id"].isin(resting) & (lines["amount"] > 0) & (lines["service_date"] <= as_of)]
    last = billed.groupby("client_id", observed=True)["service_date"].max()
    since = last.dt.to_period("M").add(1).dt.start_time.rename("since")
    days = (as_of - since).dt.days.add(1).clip(lower=0)
    months = (as_of.year - since.dt.year) * 12 + as_of.month - since.dt.month + 1
    return pd.DataFrame({"since": since, "days": days, "months": months.clip(lower=0)}).rename_axis("client_id")


def no_pauses() -> pd.DataFrame:
    """What `pauses` gives where nobody rests."""
    nothing = pd.Series([], dtype="int64")
    return pd.DataFrame({"since": pd.to_datetime([]), "days": nothing, "months": nothing})


def under_notice(contracts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Clients that gave notice and still pay: what will be lost, and when.

    Returns
    -------
    DataFrame[client_id]
        `share` of the client's contracts, by yearly value, that is under notice; `leaves` (all of them are); `ends`
        (the last day of the last one under notice).

    Notes
    -----
    - Where a contract of the client has no value, or the client's are worth nothing together, contracts are counted
      instead of weighed.

    References
    ----------
    docs/definitions.md, retention: notice given, still paying.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> contracts = pd.DataFrame({"client_id": ["A", "A"], "status": ["notice", "active"], "annual_value": [30.0, 70.0],
    ...                           "start_date": day("2025-01-01"), "end_date": [day("2026-09-30"), day("2026-12-31")]})
    >>> under_notice(contracts, day("2026-06-30"))[["share", "leaves"]].to_numpy().tolist()
    [[0.3, False]]
    """
    held = in_force(contracts, as_of)
    if "status" not in held:
        return pd.DataFrame({"share": [], "leaves": pd.Series([], dtype="bool"), "ends": pd.to_datetime([])})
    told = held.assign(notice=held["status"].eq("notice").astype(bool))
    told = told[told["client_id"].isin(told.loc[told["notice"], "client_id"])]
    value = told["annual_value"].astype("float64") if "annual_value" in told else pd.Series(float("nan"), told.index)
    weights = told.assign(
        value=value, gone=value.where(told["notice"], 0.0), ends=told["end_date"].where(told["notice"])
    )
    each = weights.groupby("client_id", observed=True)
    worth = ratios(each["gone"].sum(min_count=1), each["value"].sum())
    known = each["value"].count() == each.size()
    found = {"share": worth.where(known & worth.notna(), each["notice"].mean()), "leaves": each["notice"].all()}
    return pd.DataFrame({**found, "ends": each["ends"].max()})


def out_of_contract(contracts: pd.DataFrame, last_billed: pd.Series, as_of: pd.Timestamp) -> pd.DataFrame:
    """Clients that are worked for although the last contract is over.

    Parameters
    ----------
    contracts : DataFrame
        As for `in_force`.
    last_billed : Series[client_id -> Timestamp]
        Last day of service with recurring fees, of the clients that pay now.

    Returns
    -------
    DataFrame[client_id]
        `since` (first day without a contract) and `months` (whole months of it).

    Notes
    -----
    - It is counted as a client, and not as renewed in time.
    - A client whose last service lies within the term is not in it, and neither is one that never had a contract: of
      that one nothing is known.

    References
    ----------
    docs/definitions.md, retention: contract lapsed, work continues.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> contracts = pd.DataFrame({"client_id": ["A"], "start_date": day("2025-01-01"), "end_date": day("2026-03-31")})
    >>> out_of_contract(contracts, pd.Series({"A": day("2026-06-01")}), day("2026-06-30"))["months"].to_dict()
    {'A': 3}
    """
    begun = contracts[contracts["start_date"] <= as_of]
    real = begun[begun["status"].ne("draft").fillna(True).astype(bool)] if "status" in begun else begun
    covered = in_force(contracts, as_of)["client_id"]
    lapsed = real[real["client_id"].isin(last_billed.index) & ~real["client_id"].isin(covered)]
    over = lapsed.groupby("client_id", observed=True)["end_date"].max().dropna()
    over = over[over < last_billed.reindex(over.index)]
    since, after = over + pd.Timedelta(1, "D"), as_of + pd.Timedelta(1, "D")
    months = (after.year - since.dt.year) * 12 + after.month - since.dt.month - (since.dt.day > after.day)
    return pd.DataFrame({"since": since, "months": months.astype("int64").clip(lower=0)}).rename_axis("client_id")
