"""Concentration of a book's fees and margin, compared with the firm's thresholds. Internal."""

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
    """A total amount, and how far it depends on a few clients.

    Attributes
    ----------
    clients
        Number of clients with a share.
    largest, top, three
        The largest client's id and share, and the three largest clients' share; shares are fractions.
    effective, index
        Equivalent number of equal-sized clients; the Herfindahl index in points.
    against
        Number of clients with a negative amount (a net credit or loss), which have no share.
    unknown
        Number of paying clients whose amount is unknown.
    passed
        Names of the thresholds reached: `top_share`, `hhi`.
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
    """Concentration of fees over four quarters; None if no client paid any or the data do not cover them."""
    if prepared.context.lacking(["revenue"], trailing_four(prepared.quarter).first):
        return None
    return _of(_fees(prepared), prepared.context)


def margin_concentration(prepared: Prepared) -> Concentration | None:
    """Concentration of margin over the same quarters; None without costs, or if no client has a positive margin.

    Notes
    -----
    - For a partial quarter, costs cover the same days as fees.
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
