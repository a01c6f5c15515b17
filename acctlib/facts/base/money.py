"""Money as facts want it: in the money of the review, and of the period asked for."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.measures import Frames
from acctlib.metrics.base.currency import converted
from acctlib.metrics.fees.fees import by_client, fee_income, recurring_fees
from acctlib.periods import Span, label, within
from acctlib.phrases import phrase


def in_review_money(frames: Frames, context: ReviewContext) -> Frames:
    """The same frames with all invoice lines in the money of the review; done once, before measuring.

    In a quarter that is not over, of every quarter as many days as of this one: see `same_days`.
    """
    revenue = same_days(frames["revenue"], context)
    own = revenue["currency"] if "currency" in revenue else pd.Series(context.currency, index=revenue.index)
    if own.isna().any():
        own = own.astype("object").fillna(context.currency)
    lines = converted(
        revenue.assign(currency=own), rates_of(frames), to=context.currency, firm_currency=context.firm_currency
    )
    return {**frames, "revenue": lines}


def same_days(rows: pd.DataFrame, context: ReviewContext, on: str = "service_date") -> pd.DataFrame:
    """The rows of as many days of every quarter as the quarter under review is old; all of a whole one.

    What is not over is compared with the same days of the year before. It is never scaled up.

    References
    ----------
    research/domain.md section 8, partial quarter.
    """
    days = context.elapsed
    if days is None or rows.empty:
        return rows
    first = pd.PeriodIndex(rows[on], freq=context.quarter.freqstr).start_time
    return rows[((rows[on] - first.to_numpy()) < pd.Timedelta(days, "D")).to_numpy()]


def with_categories(frames: Frames) -> Frames:
    """The same frames with the texts of the invoice lines as categories, for a book of many lines.

    pandas then counts and compares whole numbers: over ten million lines all facts take a fifth of the time.
    Invoice numbers, which no fact is made from, stay behind.
    """
    revenue = frames["revenue"].drop(columns="invoice_id", errors="ignore")
    wanted = ("client_id", "kind", "credit_type", "service_line", "currency")
    texts = [c for c in wanted if c in revenue and not isinstance(revenue[c].dtype, pd.CategoricalDtype)]
    return {**frames, "revenue": revenue.astype(dict.fromkeys(texts, "category"))}


def rates_of(frames: Frames) -> pd.DataFrame:
    """The exchange rates that the firm has; none is a table without rows."""
    return frames.get("rates", pd.DataFrame(columns=["date", "currency", "rate"]))


def lines_of(frames: Frames, context: ReviewContext, period: pd.Period | Span, recurring: bool = False) -> pd.DataFrame:
    """Invoice lines of a period that are fees, or of them those that recur; one row per line."""
    rows = within(frames["revenue"], period, on="service_date")
    return recurring_fees(rows, context.policy.recurring_kinds) if recurring else fee_income(rows)


def no_fees(opening: float, quarter: pd.Period) -> str:
    """Why nothing can be held against the fees of an earlier quarter: there were none, or more was credited."""
    if opening < 0:
        return phrase("fees in {quarter} were below zero, after credits", quarter=label(quarter))
    return phrase("no fees in {quarter} to compare with", quarter=label(quarter))


def opening_and_closing(
    frames: Frames, context: ReviewContext, periods: tuple[pd.Period | Span, pd.Period | Span], recurring: bool
) -> tuple[pd.Series, pd.Series, int]:
    """Fees per client of two periods, the earlier first, and of how many lines they are made."""
    before, now = (lines_of(frames, context, period, recurring) for period in periods)
    return by_client(before, periods[0]), by_client(now, periods[1]), len(before) + len(now)
