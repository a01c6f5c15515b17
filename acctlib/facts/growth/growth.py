"""Facts about fees: the amount, and how it compares with a year ago."""

from __future__ import annotations

from acctlib.facts.base.fee_lines import lines_of, no_fees, opening_and_closing
from acctlib.facts.base.measures import Estimate, Measure, reading, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.growth_causes import CAUSES, CONCENTRATION
from acctlib.facts.retention.recurring import all_fees_of
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.growth.growth import existing_growth as like_for_like
from acctlib.periods import year_ago
from acctlib.phrases import phrase


def fees(prepared: Prepared) -> Estimate:
    """Fees for the quarter, net of pass-through items."""
    lines = lines_of(prepared, prepared.quarter)
    return Estimate(float(lines["amount"].sum()), len(lines), note="" if len(lines) else phrase("nothing invoiced"))


def growth(prepared: Prepared) -> Estimate:
    """Growth in total fees for the quarter vs the same quarter a year ago."""
    quarters = (year_ago(prepared.quarter), prepared.quarter)
    opening, closing, n = opening_and_closing(prepared, quarters, recurring=False)
    if not opening.sum() > 0:
        return Estimate(n=n, note=no_fees(float(opening.sum()), quarters[0]))
    return Estimate(ratio(float(closing.sum()), float(opening.sum())) - 1, n)


def existing_growth(prepared: Prepared) -> Estimate:
    """Growth in fees from clients with fees both in the quarter and in the same quarter a year ago."""
    quarters = (year_ago(prepared.quarter), prepared.quarter)
    fees = all_fees_of(prepared)  # merged clients as one
    opening, closing = (fees_of(fees, quarter) for quarter in quarters)
    both = len(opening[opening > 0].index.intersection(closing[closing > 0].index))
    if not both:
        return Estimate(n=0, note=phrase("no client had fees in this quarter and a year ago"))
    return Estimate(like_for_like(opening, closing), both)


GROWTH: tuple[Measure, ...] = reading(
    ("revenue",),
    Measure("fees", fees, sum_differs, when="part"),
    Measure("growth", growth, sum_differs, lookback_quarters=4),
    *CAUSES,
)
BOOK_GROWTH: tuple[Measure, ...] = reading(
    ("revenue",),
    Measure("fees", fees, sum_differs, when="part"),
    Measure("existing_growth", existing_growth, sum_differs, lookback_quarters=4),
    *CAUSES,
    *CONCENTRATION,
)
