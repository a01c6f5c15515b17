"""Facts about the causes of fee growth: exchange rates, mid-quarter starts, recurring share and concentration."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.fee_lines import lines_of, no_fees
from acctlib.facts.base.first_days import first_days
from acctlib.facts.base.measures import Estimate, Measure, reading, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.base.currency import average_rates, converted
from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.fees.concentration import effective_clients as equal_clients
from acctlib.metrics.fees.concentration import herfindahl_index
from acctlib.metrics.fees.concentration import top_share as share_of_largest
from acctlib.metrics.fees.fees import fee_income
from acctlib.metrics.growth.ramp import ramp
from acctlib.periods import label, trailing_four, within, year_ago
from acctlib.phrases import phrase

WORK = ["client_id", "service_line"]


def recurring_share(prepared: Prepared) -> Estimate:
    """Recurring share of the quarter's fees; goodwill credits, which are one-off, are excluded from both."""
    lines = lines_of(prepared, prepared.quarter)
    if "credit_type" in lines:
        lines = lines[~lines["credit_type"].eq("goodwill").fillna(False).astype(bool)]
    recurring = lines.loc[lines["kind"].isin(prepared.context.policy.recurring_kinds), "amount"].sum()
    fees, part = (round(float(amount), 4) for amount in (lines["amount"].sum(), recurring))
    if not fees > 0:
        return Estimate(n=len(lines), note=phrase("no fees in this quarter"))
    if not 0 <= part <= fees:
        return Estimate(n=len(lines), note=phrase("a net credit is no part of the fees"))
    return Estimate(part / fees, len(lines))


def constant_currency_growth(prepared: Prepared) -> Estimate:
    """Growth in fees vs a year ago, with this quarter's fees at last year's mean exchange rates."""
    before, _, same, n, note = _at_both_rates(prepared)
    return Estimate(n=n, note=note) if note else Estimate(ratio(same, before) - 1, n)


def currency_effect(prepared: Prepared) -> Estimate:
    """Fees for the quarter as invoiced, minus the same fees at last year's mean exchange rates."""
    _, now, same, n, note = _at_both_rates(prepared)
    return Estimate(n=n, note=note) if note else Estimate(round(now - same, 4), n)


def _at_both_rates(prepared: Prepared) -> tuple[float, float, float, int, str]:
    """Return fees a year ago, now, and now at last year's rates; the number of lines; and any reason not to compare."""
    earlier = year_ago(prepared.quarter)
    before, now = (lines_of(prepared, period) for period in (earlier, prepared.quarter))
    was, is_, n = round(float(before["amount"].sum()), 4), round(float(now["amount"].sum()), 4), len(before) + len(now)
    if not was > 0:
        return was, is_, is_, n, no_fees(was, earlier)
    try:
        same = lines_at_earlier_rates(prepared)
    except MissingRateError:
        return was, is_, is_, n, phrase("an exchange rate is missing")
    return was, is_, is_ if same is None else round(float(same["amount"].sum()), 4), n, ""


def lines_at_earlier_rates(prepared: Prepared) -> pd.DataFrame | None:
    """Fee lines for the quarter at last year's mean exchange rates; None if all are in the review's currency.

    Raises
    ------
    MissingRateError
        A currency had no rate a year ago.
    """
    billed = prepared.as_billed
    if billed is None:
        return None
    lines = fee_income(within(billed, prepared.quarter, on="service_date"))
    lines = lines.assign(currency=lines["currency"].astype("object").fillna(prepared.context.currency))
    rates = average_rates(prepared.rates, year_ago(prepared.quarter), prepared.context.firm_currency)
    return converted(lines, rates, to=prepared.context.currency, firm_currency=prepared.context.firm_currency)


def ramp_of_starts(prepared: Prepared) -> Estimate:
    """The part of recurring-fee growth vs a year ago that comes from work started during that earlier quarter."""
    earlier, starts = year_ago(prepared.quarter), first_days(prepared, WORK)
    lines = [lines_of(prepared, period, recurring=True) for period in (earlier, prepared.quarter)]
    n = sum(map(len, lines))
    if starts is None:
        return Estimate(n=n, note=phrase("when each service began is unknown"))
    before, now = (rows.groupby(WORK, observed=True)["amount"].sum() for rows in lines)
    if not (before > 0).any():
        return Estimate(n=n, note=phrase("no recurring fees in {quarter} to compare with", quarter=label(earlier)))
    return Estimate(float(ramp(before, now, starts, earlier)["ramp"].sum()), n)


def effective_clients(prepared: Prepared) -> Estimate:
    """The number of equal-sized clients with the same concentration as fees over the last four quarters."""
    return _concentration(prepared, equal_clients)


def fee_concentration(prepared: Prepared) -> Estimate:
    """Herfindahl-Hirschman index of fees over the last four quarters."""
    return _concentration(prepared, herfindahl_index)


def top_share(prepared: Prepared) -> Estimate:
    """The largest client's share of fees over the last four quarters."""
    return _concentration(prepared, share_of_largest)


def top_three_share(prepared: Prepared) -> Estimate:
    """The three largest clients' share of fees over the last four quarters."""
    return _concentration(prepared, lambda fees: share_of_largest(fees, clients=3))


def _concentration(prepared: Prepared, measure: Callable[[pd.Series], float]) -> Estimate:
    lines = lines_of(prepared, trailing_four(prepared.quarter))
    fees = exact(lines.groupby("client_id", observed=True)["amount"].sum())
    credited, paid = int((fees < 0).sum()), int((fees > 0).sum())
    left = (LeftOut(phrase("clients with a net credit"), credited),) if credited else ()
    if not paid:
        return Estimate(n=0, note=phrase("no client paid fees in these four quarters"), left_out=left)
    return Estimate(measure(fees), paid, left_out=left)


CAUSES: tuple[Measure, ...] = reading(
    ("revenue",),
    Measure("recurring_share", recurring_share, sum_differs),
    Measure("constant_currency_growth", constant_currency_growth, sum_differs, lookback_quarters=4),
    Measure("currency_effect", currency_effect, sum_differs, lookback_quarters=4),
    Measure(
        "ramp", ramp_of_starts, sum_differs, lookback_quarters=5
    ),  # work started in that quarter did not exist in the quarter before
)
CONCENTRATION: tuple[Measure, ...] = reading(
    ("revenue",),
    Measure("effective_clients", effective_clients, sum_differs, "year"),
    Measure("fee_concentration", fee_concentration, sum_differs, "year"),
    Measure("top_share", top_share, sum_differs, "year"),
    Measure("top_three_share", top_three_share, sum_differs, "year"),
)
