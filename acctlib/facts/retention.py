"""Facts about retention: how much of the recurring fees stayed."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from acctlib.facts.measures import Estimate, Frames, Measure, sum_differs
from acctlib.facts.money import opening_and_closing
from acctlib.facts.terms import Terms
from acctlib.metrics.retention import gross_revenue_retention, net_revenue_retention
from acctlib.periods import label, year_ago


def _kept(frames: Frames, terms: Terms, retention: Callable[[pd.Series, pd.Series], float]) -> Estimate:
    quarters = (year_ago(terms.quarter), terms.quarter)
    opening, closing, n = opening_and_closing(frames, terms, quarters, recurring=True)
    if not opening.sum() > 0:
        return Estimate(n=n, note=f"no recurring fees in {label(quarters[0])} to compare with")
    return Estimate(retention(opening, closing), n)


def nrr(frames: Frames, terms: Terms) -> Estimate:
    """Recurring fees of the quarter against those of the same quarter a year ago."""
    return _kept(frames, terms, net_revenue_retention)


def grr(frames: Frames, terms: Terms) -> Estimate:
    """The same with growth left out."""
    return _kept(frames, terms, gross_revenue_retention)


RETENTION = (Measure("nrr", nrr, sum_differs), Measure("grr", grr, sum_differs))
BOOK_RETENTION: tuple[Measure, ...] = (Measure("nrr", nrr, sum_differs), Measure("grr", grr, sum_differs))
