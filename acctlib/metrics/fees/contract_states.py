"""Client states derived from contracts: paused, under notice, or served without a contract."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.ratio import ratios

NOT_IN_FORCE = ("draft", "ended")


def in_force(contracts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return the contracts in force on a day: started, not past their term, and neither draft nor ended.

    Parameters
    ----------
    contracts : DataFrame
        One row per contract: `client_id`, `start_date`, `end_date` (last day of the term) and, if recorded, `status`.

    Notes
    -----
    - A contract without an end date remains in force; a contract without a status is in force.
    """
    begun = contracts[contracts["start_date"] <= as_of]
    held = begun[~begun["status"].isin(NOT_IN_FORCE)] if "status" in begun else begun
    return held[~(held["end_date"] < as_of)] if "end_date" in held else held


def pauses(contracts: pd.DataFrame, lines: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return paused clients, with the start and the length of each pause.

    Parameters
    ----------
    contracts : DataFrame
        As for `in_force`.
    lines : DataFrame
        Invoice lines for recurring fees: `client_id`, `service_date`, `amount`.
    as_of : Timestamp
        Last day of the data.

    Returns
    -------
    DataFrame[client_id]
        `since` (first day of the pause), `days` (up to and including the last day of the data) and `months` (including
        the current month).

    Notes
    -----
    - A client is paused if all its contracts in force are paused.
    - Contracts do not record when a pause began: it is taken as the first day of the month after the last month with
      recurring fees. A client that was never billed has no such day, and is excluded.

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
    """Return the empty frame that `pauses` returns if no client is paused."""
    nothing = pd.Series([], dtype="int64")
    return pd.DataFrame({"since": pd.to_datetime([]), "days": nothing, "months": nothing})


def under_notice(contracts: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Return clients with contracts under notice: the share that will be lost, and when.

    Returns
    -------
    DataFrame[client_id]
        `share` of the client's contracts under notice, by annual value; `leaves` (all of them are under notice); `ends`
        (latest end date among the contracts under notice).

    Notes
    -----
    - If any of the client's contracts has no value, or their total value is zero, the share is by number of
      contracts instead.

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
    """Return clients still being served after their last contract ended.

    Parameters
    ----------
    contracts : DataFrame
        As for `in_force`.
    last_billed : Series[client_id -> Timestamp]
        Last service date with recurring fees, for the clients that currently pay.

    Returns
    -------
    DataFrame[client_id]
        `since` (first day without a contract) and `months` (full months since then).

    Notes
    -----
    - Such a client still counts as a client, but not as renewed on time.
    - Clients whose last service lies within the term are excluded, as are clients that never had a contract, about
      which nothing is known.

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
