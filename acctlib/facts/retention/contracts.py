"""Facts about contracts and fees: clients under notice that still pay, and work continuing without a contract."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.fact import finite_or_none
from acctlib.facts.base.measures import Estimate, Measure, interval_differs, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.recurring import contracts_of, lapsed_of, opening_closing, table_of
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.base.resampling import retention_interval
from acctlib.metrics.fees.contract_states import under_notice
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.phrases import phrase

NO_CONTRACTS = phrase("contracts are not kept")
NO_FEES = phrase("no recurring fees in the quarter")


def future_churn(prepared: Prepared) -> pd.DataFrame | None:
    """Clients that gave notice and still pay: the quarter's fees under notice, and when those contracts end.

    Returns
    -------
    DataFrame[client_id] or None
        `fees` (those under notice), `leaves` (all the client's contracts are under notice), `ends`. None if no
        contracts are recorded.
    """
    contracts = contracts_of(prepared.frames)
    if contracts is None:
        return None
    told = under_notice(contracts, pd.Timestamp(prepared.context.covered_to))
    paid = fees_of(table_of(prepared), prepared.quarter)
    paying = told[told.index.isin(paid.index[paid > 0])]
    return paying.assign(fees=paid.reindex(paying.index) * paying["share"]).drop(columns="share")


def notice_clients(prepared: Prepared) -> Estimate:
    """The number of paying clients that have given notice on all their contracts."""
    lost, paying = future_churn(prepared), _paying(prepared)
    if lost is None or not len(paying):
        return Estimate(n=len(paying), note=NO_CONTRACTS if lost is None else NO_FEES)
    return Estimate(float(lost["leaves"].sum()), len(paying))


def notice_fees(prepared: Prepared) -> Estimate:
    """Recurring fees for the quarter that are under notice."""
    lost, paying = future_churn(prepared), _paying(prepared)
    if lost is None or not len(paying):
        return Estimate(n=len(paying), note=NO_CONTRACTS if lost is None else NO_FEES)
    return Estimate(float(lost["fees"].sum()), len(lost))


def nrr_committed(prepared: Prepared) -> Estimate:
    """Net retention once all notices given have taken effect, all else unchanged."""
    fees, lost = opening_closing(prepared, "year_ago"), future_churn(prepared)
    held = fees.opening_cohort
    if fees.note or lost is None:
        return Estimate(n=len(held), note=fees.note or NO_CONTRACTS)
    kept = fees.closing_cohort - lost["fees"].reindex(held.index).fillna(0.0)
    low, high = retention_interval(held, kept)
    return Estimate(
        ratio(float(kept.sum()), float(held.sum())), len(held), low=finite_or_none(low), high=finite_or_none(high)
    )


def out_of_contract(prepared: Prepared) -> Estimate:
    """The number of paying clients with work continuing after their last contract ended."""
    found, paying = lapsed_of(prepared), _paying(prepared)
    if found is None or not len(paying):
        return Estimate(n=len(paying), note=NO_CONTRACTS if found is None else NO_FEES)
    return Estimate(float(len(found)), len(paying))


def months_out_of_contract(prepared: Prepared) -> Estimate:
    """Mean number of full months since the last contract ended, across clients whose work has continued without one."""
    found = lapsed_of(prepared)
    if found is None:
        return Estimate(n=0, note=NO_CONTRACTS)
    if found.empty:
        return Estimate(n=0, note=phrase("nobody is worked for without a contract"))
    return Estimate(float(found["months"].mean()), len(found))


def _paying(prepared: Prepared) -> pd.Index:
    paid = fees_of(table_of(prepared), prepared.quarter)
    return paid.index[paid > 0]


CONTRACTS = (Measure("months_out_of_contract", months_out_of_contract, sum_differs),)
BOOK_CONTRACTS: tuple[Measure, ...] = (
    Measure("notice_clients", notice_clients, sum_differs),
    Measure("notice_fees", notice_fees, sum_differs),
    Measure("nrr_committed", nrr_committed, interval_differs, lookback_quarters=4),
    Measure("out_of_contract", out_of_contract, sum_differs),
    *CONTRACTS,
)
