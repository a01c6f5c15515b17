"""Facts about why fees changed, where hours are known: price, volume and mix."""

from __future__ import annotations

from functools import partial

from acctlib.facts.base.fee_lines import no_fees
from acctlib.facts.base.measures import Estimate, Measure, reading, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import account_of
from acctlib.periods import year_ago
from acctlib.phrases import phrase

EFFECTS = ("price", "volume", "mix")


def effect(prepared: Prepared, which: str) -> Estimate:
    """Return one of three effects on the change vs a year ago, over service lines with hours in both quarters.

    Returns
    -------
    Estimate
        An amount; n is the number of those service lines.
    """
    account = account_of(prepared)
    opening = float(account.before["amount"].sum())
    if not opening > 0:
        return Estimate(n=0, note=no_fees(opening, year_ago(prepared.quarter)))
    n = len(account.split_services)
    if not n:
        return Estimate(n=0, note=phrase("no service has hours on all its work in both quarters"))
    return Estimate(round(float(account.split[which].sum()), 4), n)


PRICE_VOLUME_MIX: tuple[Measure, ...] = reading(
    ("revenue",),
    *(Measure(f"{name}_effect", partial(effect, which=name), sum_differs, lookback_quarters=4) for name in EFFECTS),
)
