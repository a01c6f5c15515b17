"""Agreed and invoiced fees for the quarter."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import named_lines
from acctlib.metrics.base.currency import converted
from acctlib.metrics.fees.agreed_fees import agreed_fees
from acctlib.periods import bounds


def agreed_and_invoiced(prepared: Prepared) -> pd.DataFrame | None:
    """Recurring fees by service line: contracted and invoiced; largest contracted first.

    Parameters
    ----------
    prepared : Prepared
        One client; reads `contracts` and `revenue`.

    Returns
    -------
    DataFrame[service line] or None
        `agreed` and `invoiced`, in the review's currency. None if no contract with a value was in force.

    Notes
    -----
    - For a partial quarter, both cover its days to date.
    - Draft contracts are excluded. Contracts in another currency are converted at the rate on the data's last day.
    - If contracts or invoices have no service lines, all are combined into one.
    """
    contracts = prepared.frames.get("contracts")
    if contracts is None or "annual_value" not in contracts:
        return None
    start, end = bounds(prepared.quarter)
    covered = min(end, pd.Timestamp(prepared.context.covered_to) + pd.Timedelta(1, "D"))
    kept = contracts.reindex(columns=["service_line", "start_date", "end_date", "annual_value", "currency", "status"])
    value = agreed_fees(kept.assign(end_date=pd.to_datetime(kept["end_date"])), start, covered)
    counted = kept.assign(amount=value, currency=kept["currency"].fillna(prepared.context.currency))
    counted = counted[(counted["amount"] > 0) & (counted["status"] != "draft")]
    if counted.empty:
        return None
    agreed = converted(
        counted,
        prepared.rates,
        to=prepared.context.currency,
        firm_currency=prepared.context.firm_currency,
        at=prepared.context.covered_to,
    )
    invoiced = lines_of(prepared, prepared.quarter, recurring=True)
    named = all("service_line" in rows and rows["service_line"].notna().any() for rows in (agreed, invoiced))
    both = {"agreed": _by_line(agreed, named), "invoiced": _by_line(invoiced, named)}
    return pd.DataFrame(both).fillna(0.0).sort_values("agreed", ascending=False, kind="stable")


def _by_line(rows: pd.DataFrame, named: bool) -> pd.Series:
    lines = named_lines(rows if named else rows.drop(columns="service_line", errors="ignore"))
    return lines.groupby("service_line", observed=True)["amount"].sum()
