"""How concentrated the fees of a book are, and its margin, against the firm's thresholds. Internal."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.money import same_days
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.base.money import exact
from acctlib.metrics.fees.concentration import (
    client_margins,
    effective_clients,
    fee_shares,
    herfindahl_index,
    top_share,
)
from acctlib.periods import trailing_four, within

THREE = 3


@dataclass(frozen=True)
class Concentration:
    """One sum of money, and how it hangs on a few clients.

    Attributes
    ----------
    clients
        How many share in it.
    largest, top, three
        The id of the largest, its share, and that of the three largest; fractions.
    effective, index
        Equal clients as concentrated as these; the Herfindahl index in points.
    against
        How many clients have less than nothing of it (a net credit, a loss): they have no share.
    unknown
        How many paying clients it is not known of.
    passed
        Names of the thresholds that are reached: `top_share`, `hhi`.
    """

    clients: int
    largest: str
    top: float
    three: float
    effective: float
    index: float
    against: int
    unknown: int
    passed: tuple[str, ...]


def fee_concentration(prepared: Prepared) -> Concentration | None:
    """Of the fees of four quarters; None where no client paid any, or the data do not cover them."""
    if prepared.context.lacking(["revenue"], trailing_four(prepared.quarter).first):
        return None
    return _of(_fees(prepared), prepared.context)


def margin_concentration(prepared: Prepared) -> Concentration | None:
    """Of the margin of the same quarters; None without costs, or where no client leaves any margin.

    Notes
    -----
    - In a quarter that is not over costs are of the same days as the fees.
    """
    costs = prepared.frames.get("costs")
    if (
        costs is None
        or costs.empty
        or prepared.context.lacking(["revenue", "costs"], trailing_four(prepared.quarter).first)
    ):
        return None
    year = within(same_days(costs, prepared.context, on="date"), trailing_four(prepared.quarter), on="date")
    spent = exact(year.groupby("client_id", observed=True)["amount"].sum())
    fees = _fees(prepared)
    without = (fees > 0) & ~fees.index.isin(spent.index)
    return _of(client_margins(fees, spent), prepared.context, int(without.sum()))


def _fees(prepared: Prepared) -> pd.Series:
    lines = lines_of(prepared, trailing_four(prepared.quarter))
    sums = exact(lines.groupby("client_id", observed=True)["amount"].sum())
    return sums.set_axis(sums.index.astype("object"))


def _of(amounts: pd.Series, context: ReviewContext, unknown: int = 0) -> Concentration | None:
    shares = fee_shares(amounts)
    if shares.empty:
        return None
    index, top = herfindahl_index(amounts), top_share(amounts)
    limits = {
        "top_share": top >= context.policy.concentration_top_share,
        "hhi": index >= context.policy.concentration_hhi,
    }
    return Concentration(
        clients=len(shares),
        largest=str(shares.index[0]),
        top=top,
        three=top_share(amounts, THREE),
        effective=effective_clients(amounts),
        index=index,
        against=int((exact(amounts) < 0).sum()),
        unknown=unknown,
        passed=tuple(name for name, reached in limits.items() if reached),
    )
