"""The start date of each piece of work: its first contract or first invoice, whichever is earlier."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.fees.fees import recurring_fees
from acctlib.periods import bounds, year_ago


def first_days(prepared: Prepared, by: list[str]) -> pd.Series | None:
    """First day of each piece of recurring work, using invoices up to the end of the same quarter a year ago.

    Parameters
    ----------
    by : list of str
        The columns that identify a piece of work: `service_line`, or `client_id` and `service_line`.

    Returns
    -------
    Series[work -> Timestamp] or None
        None if there are no contracts, or if contracts or invoices lack these columns.

    Notes
    -----
    - An export may contain only the contracts in force: work invoiced before the oldest of them started before it.
    - A credit does not count as a start.
    - Work invoiced in the data's first quarter may have started earlier: it counts from that quarter's start.
    """
    contracts, revenue = prepared.frames.get("contracts"), prepared.revenue
    if contracts is None or not {*by, "start_date"} <= set(contracts) or not set(by) <= set(revenue):
        return None
    before = revenue[revenue["service_date"] < bounds(year_ago(prepared.quarter))[1]]
    lines = recurring_fees(before, prepared.context.policy.recurring_kinds)
    invoiced = lines[lines["amount"] > 0].astype(dict.fromkeys(by, "object")).groupby(by)["service_date"].min()
    agreed = contracts.astype(dict.fromkeys(by, "object")).groupby(by)["start_date"].min()
    since = prepared.context.coverage.first(["revenue"])
    if since is not None:
        opening = pd.Period(since, freq=prepared.quarter.freqstr)
        invoiced = invoiced.mask(invoiced < (opening + 1).start_time, opening.start_time)
    return pd.concat({"agreed": agreed, "invoiced": invoiced}, axis=1).min(axis=1)
