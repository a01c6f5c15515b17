"""Facts that never leave the house: margin and over-servicing."""

from __future__ import annotations

from acctlib.facts.delivery import closed
from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.money import rates_of
from acctlib.facts.terms import Terms
from acctlib.metrics.currency import converted
from acctlib.metrics.fees import fee_income
from acctlib.metrics.ratio import ratio
from acctlib.periods import trailing_four, within


def margin(frames: Frames, terms: Terms) -> Estimate:
    """Fees less cost, as a share of fees, over the last four quarters."""
    if "costs" not in frames:
        return Estimate(note="no costs are recorded")
    year = trailing_four(terms.quarter)
    income = fee_income(within(frames["revenue"], year, on="service_date"))["amount"].sum()
    spent = within(frames["costs"], year, on="date").assign(currency=terms.firm_currency)
    if spent.empty:
        return Estimate(n=0, note="no costs are recorded")
    cost = converted(spent, rates_of(frames), to=terms.currency, firm_currency=terms.firm_currency, on="date")[
        "amount"
    ].sum()
    if not income > 0:
        return Estimate(n=len(spent), note="no fees to set the cost against")
    return Estimate(1 - ratio(float(cost), float(income)), len(spent))


def over_servicing(frames: Frames, terms: Terms) -> Estimate:
    """Hours worked beyond those agreed, as a share of those agreed, over projects closed."""
    done = closed(frames, terms)
    if done.empty or not {"hours_planned", "hours_actual"} <= set(frames["projects"]):
        return Estimate(n=0, note="no closed project with hours")
    hours = (
        frames["projects"].set_index("project_id").loc[done["project_id"], ["hours_planned", "hours_actual"]].dropna()
    )
    if not hours["hours_planned"].sum() > 0:
        return Estimate(n=len(hours), note="no closed project with hours")
    return Estimate(ratio(float(hours["hours_actual"].sum()), float(hours["hours_planned"].sum())) - 1, len(hours))


PROFIT = (
    Measure("margin", margin, sum_differs, "year"),
    Measure("over_servicing", over_servicing, sum_differs, "year"),
)
