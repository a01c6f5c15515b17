"""Projects closed, due and cancelled in the last four quarters, and the exclusions from their figures."""

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
    """Projects closed in the last four quarters, excluding cancelled ones."""
    found = prepared.outcomes
    return found if found.empty else closed_within(found, stretch or trailing_four(prepared.quarter))


@derived
def due(prepared: Prepared, on: str = "committed_date") -> pd.DataFrame:
    """Projects originally due in the last four quarters, including open ones and excluding cancelled ones."""
    found = prepared.outcomes
    return found if found.empty else due_within(found, trailing_four(prepared.quarter), on)


@derived
def cancelled(prepared: Prepared) -> pd.DataFrame:
    """Cancelled projects originally due in the last four quarters."""
    found = prepared.outcomes
    return found if found.empty else cancelled_within(found, trailing_four(prepared.quarter))


def cancelled_left_out(prepared: Prepared, taken: Estimate) -> Iterator[LeftOut]:
    """Yield cancelled projects by reason, with the effect on a share if they counted as failures."""
    gone = cancelled(prepared)
    for reason, n in cancelled_by_reason(gone).items() if len(gone) else ():
        yield LeftOut(BY_WHOM[str(reason)], int(n), as_failures(taken, int(n)))


def as_failures(taken: Estimate, more: int) -> float | None:
    """Return the change in a share if it had this many more failures; None if there is no share.

    >>> as_failures(Estimate(0.5, 4, counts=(2,)), 1)
    -0.09999999999999998
    """
    if taken.value is None or not taken.n or not taken.counts:
        return None
    return taken.counts[0] / (taken.n + more) - taken.value


def unknown_left_out(rows: pd.DataFrame, column: str, why: str) -> Iterator[LeftOut]:
    """Yield the rows with an unknown value, if any; their effect cannot be determined."""
    n = int(rows[column].isna().sum()) if column in rows else 0
    if n:
        yield LeftOut(why, n)


def money_factors(prepared: Prepared, rows: pd.DataFrame) -> pd.Series | float:
    """Return the rate from each row's client currency to the review's at the data's end.

    1 if all rows are in one currency: a ratio of their sums needs no rate.
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
    """Return the ratio of two sums in one currency; NaN if the denominator is zero or missing."""
    return ratio(float((top * factors).sum()), float((bottom * factors).sum()))
