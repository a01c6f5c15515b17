"""Facts about renewals: the share of contracts due in the last four quarters that were renewed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.fact import LeftOut, finite_or_none
from acctlib.facts.base.measures import Estimate, Measure, share, share_differs, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.base.currency import converted
from acctlib.metrics.retention.renewals import (
    UNDECIDED,
    decided_of,
    net_renewal_rate,
    renewal_rate_by_value,
    renewals_due,
    went_on,
)
from acctlib.periods import trailing_four
from acctlib.phrases import phrase

NEEDED = {"contract_id", "end_date", "annual_value", "renewal_of", "signed_date", "status"}
NONE_DECIDED = phrase("no contract that fell due is decided")


def due_contracts(prepared: Prepared) -> pd.DataFrame | None:
    """Outcome of each contract due in the last four quarters; None if contracts are not recorded.

    Values are in the review's currency at the last known rates; a value without a rate is missing.
    """
    contracts = prepared.frames.get("contracts")
    if contracts is None or not set(contracts) >= NEEDED:
        return None
    valued = contracts.assign(annual_value=values_of(contracts, prepared))
    grace = prepared.context.policy.renewal_grace_days
    return renewals_due(valued, trailing_four(prepared.quarter), prepared.context.covered_to, grace)


def values_of(contracts: pd.DataFrame, prepared: Prepared) -> pd.Series:
    """Annual fees of each contract in the review's currency; missing if its currency has no rate."""
    own = contracts["currency"] if "currency" in contracts else pd.Series(None, contracts.index, dtype="object")
    amounts = {"amount": contracts["annual_value"].astype("float64"), "currency": own.fillna(prepared.context.currency)}
    rows = pd.DataFrame({**amounts, "date": pd.Timestamp(prepared.context.covered_to)})
    found = [_in_money(part, prepared) for _, part in rows.groupby("currency", observed=True)]
    return pd.concat(found).reindex(contracts.index) if found else rows["amount"]


def _in_money(rows: pd.DataFrame, prepared: Prepared) -> pd.Series:
    try:
        same = converted(
            rows, prepared.rates, to=prepared.context.currency, firm_currency=prepared.context.firm_currency, on="date"
        )
    except MissingRateError:
        return rows["amount"] * float("nan")
    return same["amount"]


def _rate(prepared: Prepared, verdict: Callable[[pd.DataFrame], pd.Series]) -> Estimate:
    due = due_contracts(prepared)
    if due is None:
        return Estimate(n=0, note=phrase("contracts are not kept"))
    if due.empty:
        return Estimate(n=0, note=phrase("no contract fell due"))
    return replace(share(verdict(due), NONE_DECIDED), left_out=_undecided(due))


def _undecided(due: pd.DataFrame) -> tuple[LeftOut, ...]:
    """Contracts excluded from every rate, by reason."""
    why = {
        "open": phrase("contracts due that are still open"),
        "merged": phrase("contracts of a merged client that nothing continues"),
    }
    counts = {outcome: int((due["outcome"] == outcome).sum()) for outcome in UNDECIDED}
    return tuple(LeftOut(why[outcome], n) for outcome, n in counts.items() if n)


def _in_time(due: pd.DataFrame) -> pd.Series:
    return due["on_time"]


renewal_rate = partial(_rate, verdict=went_on)
on_time_renewal = partial(_rate, verdict=_in_time)


def _of_value(prepared: Prepared, rate: Callable[[pd.DataFrame], float]) -> Estimate:
    due = due_contracts(prepared)
    if due is None or due.empty:
        return Estimate(n=0, note=phrase("contracts are not kept") if due is None else phrase("no contract fell due"))
    decided = decided_of(due)
    known = decided.dropna(subset=["target", "final"])
    gaps = len(decided) - len(known)
    missing = (LeftOut(phrase("contracts without a value, before or after"), gaps),) if gaps else ()
    value = finite_or_none(rate(due))
    note = "" if value is not None else phrase("no contract of known value is decided")
    return Estimate(value, len(known), note=note, left_out=(*_undecided(due), *missing))


BOOK_RENEWALS: tuple[Measure, ...] = (
    Measure("renewal_rate", renewal_rate, share_differs, "year"),
    Measure("on_time_renewal", on_time_renewal, share_differs, "year"),
    Measure("renewal_rate_by_value", partial(_of_value, rate=renewal_rate_by_value), sum_differs, "year"),
    Measure("net_renewal_rate", partial(_of_value, rate=net_renewal_rate), sum_differs, "year"),
)
