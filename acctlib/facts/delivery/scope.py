"""Facts about scope that a client may see: hours agreed and billed, and agreed changes in fees."""

from __future__ import annotations

from dataclasses import replace

from acctlib.facts.base.measures import Estimate, Measure, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.projects import closed, money_factors, share_of_sums, unknown_left_out
from acctlib.periods import trailing_four, within
from acctlib.phrases import phrase

NO_PROJECT = phrase("no project was closed")


def hours_agreed(prepared: Prepared) -> Estimate:
    """Hours agreed for the projects closed in the last four quarters."""
    done = closed(prepared)
    if done.empty:
        return Estimate(n=0, note=NO_PROJECT)
    if "hours_planned" not in done or done["hours_planned"].isna().all():
        return Estimate(n=0, note=phrase("no hours were agreed"))
    hours = done["hours_planned"].astype("float64")
    left_out = tuple(unknown_left_out(done, "hours_planned", phrase("projects closed without hours agreed")))
    return Estimate(float(hours.sum()), int(hours.count()), left_out=left_out)


def hours_billed(prepared: Prepared) -> Estimate:
    """Hours on invoices for project work in the last four quarters, as received by the client."""
    revenue = prepared.revenue
    none = Estimate(n=0, note=phrase("no hours stand on the invoices"))
    if "hours" not in revenue:
        return none
    lines = within(revenue[revenue["kind"] == "project"], trailing_four(prepared.quarter), on="service_date")
    hours = lines["hours"].astype("float64")
    if hours.isna().all():
        return none
    left_out = tuple(unknown_left_out(lines, "hours", phrase("invoice lines for project work without hours")))
    return Estimate(float(hours.sum()), int(hours.count()), left_out=left_out)


def scope_change(prepared: Prepared) -> Estimate:
    """Change from first to last agreed fees, as a share of the first, over closed projects."""
    done = closed(prepared)
    if done.empty:
        return Estimate(n=0, note=NO_PROJECT)
    if not {"budget", "approved_budget"} <= set(done):
        return Estimate(n=0, note=phrase("no changes of fees are kept"))
    both = done.dropna(subset=["budget", "approved_budget"])
    first, last = both["budget"].astype("float64"), both["approved_budget"].astype("float64")
    if not first.sum() > 0:
        return Estimate(n=len(both), note=phrase("no closed project with fees agreed"))
    changed = share_of_sums(last - first, first, money_factors(prepared, both))
    gaps = done.assign(either=done["budget"] + done["approved_budget"])
    left_out = unknown_left_out(gaps, "either", phrase("projects closed without fees agreed, first or last"))
    return replace(Estimate(changed, len(both)), left_out=tuple(left_out))


SCOPE = (
    Measure("scope_change", scope_change, sum_differs, "year"),
    Measure("hours_agreed", hours_agreed, sum_differs, "year"),
    Measure("hours_billed", hours_billed, sum_differs, "year", reads=("revenue",)),
)
