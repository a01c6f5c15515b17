"""What was agreed for the quarter, and what was invoiced of it."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.measures import Frames
from acctlib.facts.base.money import in_review_money, lines_of, rates_of
from acctlib.facts.growth.account_bridge import named_lines
from acctlib.metrics.base.currency import converted
from acctlib.metrics.fees.agreed_fees import agreed_fees
from acctlib.periods import bounds


def agreed_and_invoiced(frames: Frames, context: ReviewContext) -> pd.DataFrame | None:
    """Recurring fees by service line: agreed by contract, and invoiced; the largest agreed first.

    Parameters
    ----------
    frames : Mapping
        One client's tables.

    Returns
    -------
    DataFrame[service line] or None
        `agreed` and `invoiced`, in the money of the review. None where no contract with a value was in force.

    Notes
    -----
    - In a quarter that is not over both are of its days so far.
    - Drafts are not agreed. A contract of another currency is taken at the rate of the data's last day.
    - Where contracts or invoices name no service line, all lines are one.
    """
    contracts = frames.get("contracts")
    if contracts is None or "annual_value" not in contracts:
        return None
    start, end = bounds(context.quarter)
    covered = min(end, pd.Timestamp(context.covered_to) + pd.Timedelta(1, "D"))
    kept = contracts.reindex(columns=["service_line", "start_date", "end_date", "annual_value", "currency", "status"])
    value = agreed_fees(kept.assign(end_date=pd.to_datetime(kept["end_date"])), start, covered)
    counted = kept.assign(amount=value, currency=kept["currency"].fillna(context.currency))
    counted = counted[(counted["amount"] > 0) & (counted["status"] != "draft")]
    if counted.empty:
        return None
    agreed = converted(
        counted, rates_of(frames), to=context.currency, firm_currency=context.firm_currency, at=context.covered_to
    )
    invoiced = lines_of(in_review_money(frames, context), context, context.quarter, recurring=True)
    named = all("service_line" in rows and rows["service_line"].notna().any() for rows in (agreed, invoiced))
    both = {"agreed": _by_line(agreed, named), "invoiced": _by_line(invoiced, named)}
    return pd.DataFrame(both).fillna(0.0).sort_values("agreed", ascending=False, kind="stable")


def _by_line(rows: pd.DataFrame, named: bool) -> pd.Series:
    lines = named_lines(rows if named else rows.drop(columns="service_line", errors="ignore"))
    return lines.groupby("service_line", observed=True)["amount"].sum()
