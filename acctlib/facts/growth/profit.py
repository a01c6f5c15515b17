"""Facts for internal use only: margin, over-servicing, realisation, and work in progress compared with plan."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Measure, reading, sum_differs
from acctlib.facts.base.money import same_days
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.projects import closed, money_factors, share_of_sums, unknown_left_out
from acctlib.facts.delivery.work_in_progress import IN_HAND_MEASURES
from acctlib.metrics.base.currency import converted
from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.fees.fees import fee_income
from acctlib.periods import trailing_four, within
from acctlib.phrases import phrase

NO_HOURS = phrase("no closed project with hours")
NO_COSTS = phrase("no costs are recorded")
NO_WORK = phrase("no closed project with fees and the worth of its work")


def margin(prepared: Prepared) -> Estimate:
    """Fees minus cost, as a share of fees, over the last four quarters and the clients with costs.

    Returns
    -------
    Estimate
        Its n is the number of costs booked or, over a book of many clients, of clients with costs.

    Notes
    -----
    - For a client without recorded costs, the cost is unknown, not zero: its fees are left out.
    """
    if "costs" not in prepared.frames:
        return Estimate(note=NO_COSTS)
    year = trailing_four(prepared.quarter)
    lines = fee_income(within(prepared.revenue, year, on="service_date"))
    spent = within(same_days(prepared.frames["costs"], prepared.context, on="date"), year, on="date").assign(
        currency=prepared.context.firm_currency
    )
    if spent.empty:
        return Estimate(n=0, note=NO_COSTS)
    same = converted(
        spent, prepared.rates, to=prepared.context.currency, firm_currency=prepared.context.firm_currency, on="date"
    )
    of_many = "client_id" in lines and "client_id" in same
    cost, fees, costed = float(same["amount"].sum()), _by_client(lines, of_many), _by_client(same, of_many).index
    n = len(costed) if len(fees.index.union(costed)) > 1 else len(spent)
    income = float(fees[fees.index.isin(costed)].sum())
    if not income > 0:
        return Estimate(n=n, note=phrase("no fees to set the cost against"))
    value = 1 - ratio(cost, income)
    return Estimate(value, n, left_out=_without_costs(fees[~fees.index.isin(costed)], value, cost, income))


def _by_client(rows: pd.DataFrame, of_many: bool) -> pd.Series:
    """Amounts by client; for one client, whose costs may not carry its id, the total."""
    whose = rows["client_id"].astype("object") if of_many else pd.Series("", index=rows.index)
    return exact(rows["amount"].groupby(whose).sum())


def _without_costs(rest: pd.Series, value: float, cost: float, income: float) -> tuple[LeftOut, ...]:
    """Clients with fees but no costs, and the effect on margin if their work had cost nothing."""
    paying = rest[rest > 0]
    if paying.empty:
        return ()
    effect = 1 - ratio(cost, income + float(paying.sum())) - value
    return (LeftOut(phrase("clients with fees and without costs"), len(paying), effect),)


def over_servicing(prepared: Prepared) -> Estimate:
    """Hours worked beyond those agreed, as a share of agreed hours, over closed projects."""
    done = closed(prepared)
    if done.empty or not {"hours_planned", "hours_actual"} <= set(done):
        return Estimate(n=0, note=NO_HOURS)
    hours = done[["hours_planned", "hours_actual"]].astype("float64").dropna()
    if not hours["hours_planned"].sum() > 0:
        return Estimate(n=len(hours), note=NO_HOURS)
    beyond = ratio(float(hours["hours_actual"].sum()), float(hours["hours_planned"].sum())) - 1
    gaps = done.assign(both=done["hours_planned"] + done["hours_actual"])
    left_out = unknown_left_out(gaps, "both", phrase("projects closed without hours agreed or worked"))
    return replace(Estimate(beyond, len(hours)), left_out=tuple(left_out))


def realisation(prepared: Prepared) -> Estimate:
    """Agreed fees for closed projects, as a share of the value of their work at agreed rates."""
    done = closed(prepared)
    if done.empty or "cost" not in done or not {"budget", "approved_budget"} & set(done):
        return Estimate(n=0, note=NO_WORK)
    unknown = pd.Series(float("nan"), index=done.index)
    first, last = (done.get(fee, unknown).astype("float64") for fee in ("budget", "approved_budget"))
    both = done.assign(fees=last.fillna(first), worth=done["cost"].astype("float64"))
    known = both.dropna(subset=["fees", "worth"])
    if not known["worth"].sum() > 0:
        return Estimate(n=len(known), note=NO_WORK)
    found = share_of_sums(known["fees"], known["worth"], money_factors(prepared, known))
    gaps = both.assign(either=both["fees"] + both["worth"])
    left_out = unknown_left_out(gaps, "either", phrase("projects closed without fees or the worth of their work"))
    return replace(Estimate(found, len(known)), left_out=tuple(left_out))


PROFIT = reading(
    ("projects",),
    Measure("margin", margin, sum_differs, "year", reads=("revenue", "costs")),
    Measure("over_servicing", over_servicing, sum_differs, "year"),
    Measure("realisation", realisation, sum_differs, "year"),
    *IN_HAND_MEASURES,
)
