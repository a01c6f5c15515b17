"""Recurring fees in the form needed for retention facts: by client and quarter, computed once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.left_truncation import from_before
from acctlib.facts.base.prepared import Prepared, derived, derived_for_every_quarter
from acctlib.metrics.base.currency import average_rates, converted
from acctlib.metrics.fees.contract_states import in_force, no_pauses, out_of_contract, pauses
from acctlib.metrics.fees.fee_table import fee_table, fees_of, quarters_of
from acctlib.metrics.fees.fees import fee_income, recurring_fees
from acctlib.metrics.retention.retention import reported_bridge, revenue_movements
from acctlib.periods import Span, label, previous, span, trailing_four, within, year_ago
from acctlib.phrases import phrase

FEE_COLUMNS = ("client_id", "service_date", "amount", "kind", "credit_type")
Window = str  # quarter: vs the quarter before; year_ago: vs the same quarter a year ago; year: four quarters vs four


@dataclass(frozen=True)
class OpeningClosing:
    """Recurring fees per client at both ends of a window, or the reason why they cannot be compared.

    Attributes
    ----------
    opening, closing : Series[client_id -> amount]
        Fees of every client ever billed.
    """

    opening: pd.Series
    closing: pd.Series
    note: str = ""

    @property
    def opening_cohort(self) -> pd.Series:
        """Opening fees of the cohort: the clients with any."""
        return self.opening[self.opening > 0]

    @property
    def closing_cohort(self) -> pd.Series:
        """Closing fees of the cohort."""
        return self.closing.reindex(self.opening_cohort.index).fillna(0.0)


def _narrow(prepared: Prepared) -> pd.DataFrame:
    """Invoice lines, with only the columns used in fee tables."""
    revenue = prepared.revenue
    return revenue[[column for column in FEE_COLUMNS if column in revenue]]


@derived_for_every_quarter
def table_of(prepared: Prepared) -> pd.DataFrame:
    """Recurring fees by client and quarter."""
    return fee_table(_recurring_lines(prepared, _narrow(prepared)), prepared.quarter.freqstr)


@derived_for_every_quarter
def all_fees_of(prepared: Prepared) -> pd.DataFrame:
    """All fees by client and quarter, recurring or not."""
    return fee_table(fee_income(_narrow(prepared)), prepared.quarter.freqstr)


@derived_for_every_quarter
def _line_counts(prepared: Prepared) -> pd.DataFrame:
    """Number of recurring-fee invoice lines by client and quarter."""
    lines = _recurring_lines(prepared, _narrow(prepared))
    return fee_table(lines.assign(amount=1.0), prepared.quarter.freqstr)


def lines_in(prepared: Prepared, stretches: tuple[Span, Span]) -> int:
    """Count the recurring-fee invoice lines in two periods."""
    return int(sum(fees_of(_line_counts(prepared), stretch).sum() for stretch in stretches))


def _recurring_lines(prepared: Prepared, lines: pd.DataFrame) -> pd.DataFrame:
    return recurring_fees(lines, prepared.context.policy.recurring_kinds)


def contracts_of(frames: Frames) -> pd.DataFrame | None:
    """Return the contracts; None if they are not recorded."""
    found = frames.get("contracts")
    if found is None or not {"client_id", "start_date", "end_date"} <= set(found):
        return None
    return found


def stretches(context: ReviewContext, window: Window) -> tuple[Span, Span]:
    """Return the two periods compared in a window, the earlier first."""
    now = context.quarter
    if window == "year":
        return trailing_four(year_ago(now)), trailing_four(now)
    return span(previous(now) if window == "quarter" else year_ago(now)), span(now)


@derived
def opening_closing(prepared: Prepared, window: Window) -> OpeningClosing:
    """Recurring fees at both ends of a window.

    Notes
    -----
    - For four quarters, the cohort is the clients with recurring fees in the first of them. For a client that joined
      later, part of a year would be compared with a full one and look like growth.
    """
    before = stretches(prepared.context, window)[0]
    opening, closing = fees_at_both(prepared, window)
    if lacks := prepared.context.lacking(["revenue"], before.first):
        return OpeningClosing(opening, closing, lacks)
    if opening.clip(lower=0).sum() > 0:
        return OpeningClosing(opening, closing)
    first = label(before.first)
    if window == "year":
        why = phrase("no recurring fees in {quarter}, the first of the four quarters to compare with", quarter=first)
        return OpeningClosing(opening, closing, why)
    if opening.sum() < 0:
        why = phrase("recurring fees in {quarter} were below zero, after credits", quarter=first)
        return OpeningClosing(opening, closing, why)
    return OpeningClosing(opening, closing, phrase("no recurring fees in {quarter} to compare with", quarter=first))


@derived
def fees_at_both(prepared: Prepared, window: Window) -> tuple[pd.Series, pd.Series]:
    """Every client's recurring fees in a window's two periods; over four quarters, zero opening outside the cohort."""
    table, (before, now) = table_of(prepared), stretches(prepared.context, window)
    there = fees_of(table, before.first) > 0
    return fees_of(table, before).where(there | (before.first == before.last), 0.0), fees_of(table, now)


@derived
def paused_of(prepared: Prepared) -> pd.DataFrame:
    """Clients on a pause at the end of the data: its start, and its length in days and months."""
    contracts = contracts_of(prepared.frames)
    if contracts is None:
        return no_pauses()
    return pauses(contracts, _recurring_lines(prepared, prepared.revenue), pd.Timestamp(prepared.context.covered_to))


def short_pauses(prepared: Prepared) -> pd.Index:
    """Clients whose pause is short enough, under the policy, not to count as a loss."""
    rests, policy = paused_of(prepared), prepared.context.policy
    if policy.pause_days is not None:
        return rests.index[rests["days"] <= policy.pause_days]
    return rests.index[rests["months"] <= policy.pause_months]


@derived
def lapsed_of(prepared: Prepared) -> pd.DataFrame | None:
    """Clients with work continuing without a contract; None if contracts are not recorded."""
    contracts, as_of = contracts_of(prepared.frames), pd.Timestamp(prepared.context.covered_to)
    if contracts is None:
        return None
    if contracts["client_id"].isin(in_force(contracts, as_of)["client_id"]).all():
        return pd.DataFrame({"since": pd.to_datetime([]), "months": pd.Series([], dtype="int64")})
    lines = within(_recurring_lines(prepared, prepared.revenue), prepared.quarter, on="service_date")
    paying = fees_of(table_of(prepared), prepared.quarter)
    last = lines.groupby("client_id", observed=True)["service_date"].max()
    return out_of_contract(contracts, last[last.index.isin(paying.index[paying > 0])], as_of)


def returning(prepared: Prepared) -> pd.Index:
    """Clients that paid no fees in the same quarter a year ago but had before; any paying now count as returned.

    This includes clients whose relationship began before the data do.
    """
    fees, then = all_fees_of(prepared), year_ago(prepared.quarter)
    ever = (fees.loc[:, quarters_of(fees) < then] > 0).any(axis=1) | fees.index.isin(from_before(prepared))
    return fees.index[ever & ~(fees_of(fees, then) > 0)]


@derived
def bridge_of(prepared: Prepared) -> pd.Series | None:
    """The bridge from the same quarter a year ago, with currency separate; None if an exchange rate is missing."""
    moved = moves_of(prepared)
    if moved is None:
        return None
    opening, closing = fees_at_both(prepared, "year_ago")
    return reported_bridge(moved, float(opening.sum()), float(closing.sum()))


@derived
def moves_of(prepared: Prepared) -> pd.DataFrame | None:
    """Each client's movement vs the same quarter a year ago, at constant rates; None if a rate is missing."""
    before, now = stretches(prepared.context, "year_ago")
    table = table_of(prepared)
    earlier = billed_by(table, before.last).union(returning(prepared))
    try:
        opening, closing = _at_one_rate(prepared, table, before, now)
    except MissingRateError:
        return None
    return revenue_movements(opening, closing, earlier)


def billed_by(table: pd.DataFrame, quarter: pd.Period) -> pd.Index:
    """Clients with recurring fees in the data up to and including a quarter."""
    return table.index[(table.loc[:, quarters_of(table) <= quarter] > 0).any(axis=1)]


def _at_one_rate(prepared: Prepared, table: pd.DataFrame, before: Span, now: Span) -> tuple[pd.Series, pd.Series]:
    """Fees for both quarters at the earlier one's mean rates; unconverted if all are in the review's currency."""
    billed = prepared.as_billed
    if billed is None:
        return fees_of(table, before), fees_of(table, now)
    both = pd.concat([within(billed, stretch, on="service_date") for stretch in (before, now)])
    lines = recurring_fees(both, prepared.context.policy.recurring_kinds)
    lines = lines.assign(currency=lines["currency"].astype("object").fillna(prepared.context.currency))
    rates = average_rates(prepared.rates, before, prepared.context.firm_currency)
    same = converted(lines, rates, to=prepared.context.currency, firm_currency=prepared.context.firm_currency)
    found = fee_table(same, prepared.quarter.freqstr)
    return fees_of(found, before), fees_of(found, now)
