"""Recurring fees as facts about retention want them: by client and quarter, made once."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.left_truncation import from_before
from acctlib.facts.base.measures import Frames
from acctlib.facts.base.money import rates_of, same_days
from acctlib.metrics.base.currency import average_rates, converted
from acctlib.metrics.fees.contract_states import in_force, no_pauses, out_of_contract, pauses
from acctlib.metrics.fees.fee_table import fee_table, fees_of, quarters_of
from acctlib.metrics.fees.fees import fee_income, recurring_fees
from acctlib.metrics.retention.retention import reported_bridge, revenue_movements
from acctlib.periods import Span, label, previous, span, trailing_four, within, year_ago
from acctlib.phrases import phrase

TABLE, BY_CLIENT, AS_BILLED = "recurring", "recurring_by_client", "as_billed"
COUNTS, ALL_FEES, BRIDGE = "recurring_lines", "all_fees", "bridge"
MOVED, PAUSED, LAPSED = "moved", "paused", "lapsed"
ENDS, WINDOWS = "ends_", ("year_ago", "quarter", "year")
FEE_COLUMNS = ("client_id", "service_date", "amount", "kind", "credit_type")
Window = str  # quarter: on the quarter before; year_ago: on the same quarter a year ago; year: four quarters on four


@dataclass(frozen=True)
class Ends:
    """Recurring fees per client at both ends of a window, or the reason why there are none.

    Attributes
    ----------
    opening, closing : Series[client_id -> money]
        Of every client that was ever billed.
    """

    opening: pd.Series
    closing: pd.Series
    note: str = ""

    @property
    def held(self) -> pd.Series:
        """Opening fees of the cohort: the clients that had any."""
        return self.opening[self.opening > 0]

    @property
    def kept(self) -> pd.Series:
        """What the cohort closed with."""
        return self.closing.reindex(self.held.index).fillna(0.0)


def with_fee_table(frames: Frames, billed: pd.DataFrame, context: ReviewContext) -> Frames:
    """The same frames with recurring fees by client and quarter, and the lines in the money that they were billed in.

    Parameters
    ----------
    frames : Mapping
        Tables with `revenue` in the money of the review.
    billed : DataFrame
        The invoice lines before they were converted.
    """
    revenue, freq = frames["revenue"], context.quarter.freqstr
    narrow = revenue[[column for column in FEE_COLUMNS if column in revenue]]
    lines = recurring_fees(narrow, context.policy.recurring_kinds)
    made = {**frames, BY_CLIENT: fee_table(lines, freq)}
    if len(made[BY_CLIENT]) < 2:
        made[COUNTS] = fee_table(lines.assign(amount=1.0), freq)
    else:
        made[ALL_FEES] = fee_table(fee_income(narrow), freq)
    if "currency" in billed and billed["currency"].dropna().ne(context.currency).any():
        made[AS_BILLED] = same_days(billed, context)
    return made


def lines_in(frames: Frames, context: ReviewContext, stretches: tuple[Span, Span]) -> int:
    """How many invoice lines of recurring fees two stretches have."""
    found = frames if COUNTS in frames else with_fee_table(frames, frames["revenue"], context)
    counts = found[COUNTS] if COUNTS in found else found[BY_CLIENT].iloc[:0]
    return int(sum(fees_of(counts, stretch).sum() for stretch in stretches))


def with_recurring(frames: Frames, context: ReviewContext) -> Frames:
    """The same frames with what the facts about retention share at a quarter, made once."""
    ready = {**frames, TABLE: table_of(frames, context)}
    for window in WINDOWS:
        opening, closing = both_ends(ready, context, window)
        ready[f"{ENDS}{window}"] = pd.DataFrame({"opening": opening, "closing": closing})
    if len(ready[TABLE]) < 2:
        return ready
    ready |= {} if (moved := moves_of(ready, context)) is None else {MOVED: moved}
    ready |= {} if (steps := bridge_of(ready, context)) is None else {BRIDGE: steps.to_frame(BRIDGE)}
    shared = {PAUSED: paused_of(ready, context), LAPSED: lapsed_of(ready, context)}
    return {**ready, **{name: frame for name, frame in shared.items() if frame is not None}}


def table_of(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    """Recurring fees by client and quarter."""
    if TABLE in frames:
        return frames[TABLE]
    found = frames if BY_CLIENT in frames else with_fee_table(frames, frames["revenue"], context)
    return found[BY_CLIENT]


def contracts_of(frames: Frames) -> pd.DataFrame | None:
    """The contracts; None where none are kept."""
    found = frames.get("contracts")
    if found is None or not {"client_id", "start_date", "end_date"} <= set(found):
        return None
    return found


def stretches(context: ReviewContext, window: Window) -> tuple[Span, Span]:
    """The two stretches that a window compares, the earlier first."""
    now = context.quarter
    if window == "year":
        return trailing_four(year_ago(now)), trailing_four(now)
    return span(previous(now) if window == "quarter" else year_ago(now)), span(now)


def ends_of(frames: Frames, context: ReviewContext, window: Window) -> Ends:
    """Recurring fees at both ends of a window.

    Notes
    -----
    - Of four quarters the cohort is the clients with recurring fees in the first of them. Who joined later would be
      held with a part of a year against a whole one, and look like growth.
    """
    before = stretches(context, window)[0]
    opening, closing = both_ends(frames, context, window)
    if lacks := context.lacking(["revenue"], before.first):
        return Ends(opening, closing, lacks)
    if opening.clip(lower=0).sum() > 0:
        return Ends(opening, closing)
    first = label(before.first)
    if window == "year":
        why = phrase("no recurring fees in {quarter}, the first of the four quarters to compare with", quarter=first)
        return Ends(opening, closing, why)
    if opening.sum() < 0:
        why = phrase("recurring fees in {quarter} were below zero, after credits", quarter=first)
        return Ends(opening, closing, why)
    return Ends(opening, closing, phrase("no recurring fees in {quarter} to compare with", quarter=first))


def both_ends(frames: Frames, context: ReviewContext, window: Window) -> tuple[pd.Series, pd.Series]:
    """Recurring fees of every client in the two stretches of a window; no opening of who is not in the cohort."""
    if f"{ENDS}{window}" in frames:
        made = frames[f"{ENDS}{window}"]
        return made["opening"], made["closing"]
    table, (before, now) = table_of(frames, context), stretches(context, window)
    there = fees_of(table, before.first) > 0
    return fees_of(table, before).where(there | (before.first == before.last), 0.0), fees_of(table, now)


def paused_of(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    """Clients on a pause at the end of the data: since when, and for how many days and months."""
    if PAUSED in frames:
        return frames[PAUSED]
    contracts = contracts_of(frames)
    if contracts is None:
        return no_pauses()
    return pauses(contracts, _lines(frames, context), pd.Timestamp(context.covered_to))


def short_pauses(frames: Frames, context: ReviewContext) -> pd.Index:
    """Clients whose pause is no longer than the policy takes for none."""
    rests, policy = paused_of(frames, context), context.policy
    if policy.pause_days is not None:
        return rests.index[rests["days"] <= policy.pause_days]
    return rests.index[rests["months"] <= policy.pause_months]


def lapsed_of(frames: Frames, context: ReviewContext) -> pd.DataFrame | None:
    """Clients that are worked for without a contract; None where contracts are not kept."""
    contracts, as_of = contracts_of(frames), pd.Timestamp(context.covered_to)
    if LAPSED in frames or contracts is None:
        return frames.get(LAPSED)
    if contracts["client_id"].isin(in_force(contracts, as_of)["client_id"]).all():
        return pd.DataFrame({"since": pd.to_datetime([]), "months": pd.Series([], dtype="int64")})
    lines = within(_lines(frames, context), context.quarter, on="service_date")
    paying = fees_of(table_of(frames, context), context.quarter)
    last = lines.groupby("client_id", observed=True)["service_date"].max()
    return out_of_contract(contracts, last[last.index.isin(paying.index[paying > 0])], as_of)


def _lines(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    return recurring_fees(frames["revenue"], context.policy.recurring_kinds)


def all_fees_of(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    """All fees by client and quarter, recurring or not."""
    found = frames.get(ALL_FEES)
    return fee_table(fee_income(frames["revenue"]), context.quarter.freqstr) if found is None else found


def returning(frames: Frames, context: ReviewContext) -> pd.Index:
    """Clients without fees in the same quarter a year ago that had some before it: who of them pays now, returned.

    So did who was a client before the data begin.
    """
    fees, then = all_fees_of(frames, context), year_ago(context.quarter)
    ever = (fees.loc[:, quarters_of(fees) < then] > 0).any(axis=1) | fees.index.isin(from_before(frames, context))
    return fees.index[ever & ~(fees_of(fees, then) > 0)]


def bridge_of(frames: Frames, context: ReviewContext) -> pd.Series | None:
    """The bridge from the same quarter a year ago, currency apart; None where an exchange rate is missing."""
    if BRIDGE in frames:
        return frames[BRIDGE][BRIDGE]
    moved = moves_of(frames, context)
    if moved is None:
        return None
    opening, closing = both_ends(frames, context, "year_ago")
    return reported_bridge(moved, float(opening.sum()), float(closing.sum()))


def moves_of(frames: Frames, context: ReviewContext) -> pd.DataFrame | None:
    """Each client's movement on the same quarter a year ago, at one exchange rate; None where a rate is missing."""
    if MOVED in frames:
        return frames[MOVED]
    before, now = stretches(context, "year_ago")
    table = table_of(frames, context)
    earlier = billed_by(table, before.last).union(returning(frames, context))
    try:
        opening, closing = _at_one_rate(frames, context, table, before, now)
    except MissingRateError:
        return None
    return revenue_movements(opening, closing, earlier)


def billed_by(table: pd.DataFrame, quarter: pd.Period) -> pd.Index:
    """Clients that the data show with recurring fees up to a quarter."""
    return table.index[(table.loc[:, quarters_of(table) <= quarter] > 0).any(axis=1)]


def _at_one_rate(
    frames: Frames, context: ReviewContext, table: pd.DataFrame, before: Span, now: Span
) -> tuple[pd.Series, pd.Series]:
    """Fees of both quarters at the mean rates of the earlier one; as they are where all is in one currency."""
    billed = frames.get(AS_BILLED)
    if billed is None:
        return fees_of(table, before), fees_of(table, now)
    both = pd.concat([within(billed, stretch, on="service_date") for stretch in (before, now)])
    lines = recurring_fees(both, context.policy.recurring_kinds)
    lines = lines.assign(currency=lines["currency"].fillna(context.currency))
    rates = average_rates(rates_of(frames), before, context.firm_currency)
    same = converted(lines, rates, to=context.currency, firm_currency=context.firm_currency)
    found = fee_table(same, context.quarter.freqstr)
    return fees_of(found, before), fees_of(found, now)
