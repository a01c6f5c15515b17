"""Projects closed, due and cancelled in the last four quarters, and what is left out of their numbers."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.metrics.base.currency import converted
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.delivery.delivery import closed_within, due_within
from acctlib.metrics.delivery.delivery_groups import cancelled_by_reason, cancelled_within
from acctlib.periods import Span, trailing_four
from acctlib.phrases import phrase

BY_WHOM = {
    "client": phrase("projects cancelled by the client"),
    "us": phrase("projects cancelled by us"),
    "other": phrase("projects cancelled for other reasons"),
    "unknown": phrase("projects cancelled without a reason given"),
}


@derived
def closed(prepared: Prepared, stretch: Span | None = None) -> pd.DataFrame:
    """Projects closed in the last four quarters, cancelled ones left out."""
    found = prepared.outcomes
    return found if found.empty else closed_within(found, stretch or trailing_four(prepared.quarter))


@derived
def due(prepared: Prepared, on: str = "committed_date") -> pd.DataFrame:
    """Projects first promised for the last four quarters, open ones included, cancelled ones not."""
    found = prepared.outcomes
    return found if found.empty else due_within(found, trailing_four(prepared.quarter), on)


@derived
def cancelled(prepared: Prepared) -> pd.DataFrame:
    """Cancelled projects that were first promised for the last four quarters."""
    found = prepared.outcomes
    return found if found.empty else cancelled_within(found, trailing_four(prepared.quarter))


def cancelled_left_out(prepared: Prepared, taken: Estimate) -> Iterator[LeftOut]:
    """Cancelled projects by reason, and what a share would be if they counted as failures."""
    gone = cancelled(prepared)
    for reason, n in cancelled_by_reason(gone).items() if len(gone) else ():
        yield LeftOut(BY_WHOM[str(reason)], int(n), as_failures(taken, int(n)))


def as_failures(taken: Estimate, more: int) -> float | None:
    """How much lower a share would be with so many failures more; None where there is no share.

    >>> as_failures(Estimate(0.5, 4, counts=(2,)), 1)
    -0.09999999999999998
    """
    if taken.value is None or not taken.n or not taken.counts:
        return None
    return taken.counts[0] / (taken.n + more) - taken.value


def unknown_left_out(rows: pd.DataFrame, column: str, why: str) -> Iterator[LeftOut]:
    """Rows in which something is not known, where there are any; what they would do cannot be told."""
    n = int(rows[column].isna().sum()) if column in rows else 0
    if n:
        yield LeftOut(why, n)


def money_factors(prepared: Prepared, rows: pd.DataFrame) -> pd.Series | float:
    """What one unit of each row's money, its client's, is worth in the money of the review at the data's end.

    1 where all rows are of one currency: a ratio of their sums needs no rate.
    """
    clients = prepared.frames.get("clients")
    if clients is None or "currency" not in clients or clients["client_id"].nunique() < 2:
        return 1.0
    codes = rows["client_id"].map(clients.set_index("client_id")["currency"]).fillna(prepared.context.firm_currency)
    units = pd.DataFrame({"currency": codes.unique(), "amount": 1.0})
    if len(units) < 2:
        return 1.0
    rates = prepared.frames.get("rates", pd.DataFrame(columns=["date", "currency", "rate"]))
    worth = converted(
        units,
        rates,
        to=prepared.context.currency,
        firm_currency=prepared.context.firm_currency,
        at=prepared.context.covered_to,
    )
    return codes.map(pd.Series(worth["amount"].to_numpy(), index=units["currency"])).astype("float64")


def share_of_sums(top: pd.Series, bottom: pd.Series, factors: pd.Series | float) -> float:
    """A ratio of two sums of money in one currency; NaN where there is nothing to divide by."""
    return ratio(float((top * factors).sum()), float((bottom * factors).sum()))
