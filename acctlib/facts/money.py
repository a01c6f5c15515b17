"""Facts about fees: what the client paid, and how that compares with a year ago."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.terms import Terms
from acctlib.metrics.currency import converted
from acctlib.metrics.fees import by_client, fee_income, recurring_fees
from acctlib.metrics.ratio import ratio
from acctlib.metrics.retention import gross_revenue_retention, net_revenue_retention
from acctlib.periods import label, within, year_ago


def in_review_money(frames: Frames, terms: Terms) -> Frames:
    """The same frames with all invoice lines in the money of the review; done once, before measuring."""
    revenue = frames["revenue"]
    filled = revenue.assign(
        currency=revenue["currency"].fillna(terms.currency) if "currency" in revenue else terms.currency
    )
    lines = converted(filled, rates_of(frames), to=terms.currency, firm_currency=terms.firm_currency)
    return {**frames, "revenue": lines}


def rates_of(frames: Frames) -> pd.DataFrame:
    """The exchange rates that the firm has; none is a table without rows."""
    return frames.get("rates", pd.DataFrame(columns=["date", "currency", "rate"]))


def _lines(frames: Frames, terms: Terms, quarter: pd.Period, recurring: bool) -> pd.DataFrame:
    rows = within(frames["revenue"], quarter, on="service_date")
    return recurring_fees(rows, terms.policy.recurring_kinds) if recurring else fee_income(rows)


def fees(frames: Frames, terms: Terms) -> Estimate:
    """Fees of the quarter, net of what is passed through."""
    lines = _lines(frames, terms, terms.quarter, recurring=False)
    return Estimate(float(lines["amount"].sum()), len(lines), note="" if len(lines) else "nothing invoiced")


def _against_year_ago(frames: Frames, terms: Terms, recurring: bool) -> tuple[pd.Series, pd.Series, int]:
    quarters = (year_ago(terms.quarter), terms.quarter)
    before, now = (_lines(frames, terms, quarter, recurring) for quarter in quarters)
    return by_client(before, quarters[0]), by_client(now, quarters[1]), len(now) + len(before)


def _nothing_before(terms: Terms, what: str) -> str:
    return f"no {what} in {label(year_ago(terms.quarter))} to compare with"


def nrr(frames: Frames, terms: Terms) -> Estimate:
    """Recurring fees of the quarter against those of the same quarter a year ago."""
    opening, closing, n = _against_year_ago(frames, terms, recurring=True)
    if not opening.sum() > 0:
        return Estimate(n=n, note=_nothing_before(terms, "recurring fees"))
    return Estimate(net_revenue_retention(opening, closing), n)


def grr(frames: Frames, terms: Terms) -> Estimate:
    """The same with growth left out."""
    opening, closing, n = _against_year_ago(frames, terms, recurring=True)
    if not opening.sum() > 0:
        return Estimate(n=n, note=_nothing_before(terms, "recurring fees"))
    return Estimate(gross_revenue_retention(opening, closing), n)


def growth(frames: Frames, terms: Terms) -> Estimate:
    """All fees of the quarter against those of the same quarter a year ago, less one."""
    opening, closing, n = _against_year_ago(frames, terms, recurring=False)
    if not opening.sum() > 0:
        return Estimate(n=n, note=_nothing_before(terms, "fees"))
    return Estimate(ratio(float(closing.sum()), float(opening.sum())) - 1, n)


MONEY = (
    Measure("fees", fees, sum_differs),
    Measure("nrr", nrr, sum_differs),
    Measure("grr", grr, sum_differs),
    Measure("growth", growth, sum_differs),
)
