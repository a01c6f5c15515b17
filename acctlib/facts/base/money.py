"""Convert invoice lines to the currency of the review, and cut them to comparable days."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.metrics.base.currency import converted


def in_review_money(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    """Invoice lines in the currency of the review; one row per line.

    In a quarter that is not over, only as many days of every quarter as of this one: see `same_days`.

    Raises
    ------
    MissingRateError
        A line is in a currency without an exchange rate.
    """
    revenue = same_days(frames["revenue"], context)
    own = revenue["currency"] if "currency" in revenue else pd.Series(context.currency, index=revenue.index)
    if own.isna().any():
        own = own.astype("object").fillna(context.currency)
    return converted(
        revenue.assign(currency=own), rates_of(frames), to=context.currency, firm_currency=context.firm_currency
    )


def same_days(rows: pd.DataFrame, context: ReviewContext, on: str = "service_date") -> pd.DataFrame:
    """The rows of as many days of every quarter as the quarter under review is old; all of a whole one.

    What is not over is compared with the same days of the year before. It is never scaled up.

    References
    ----------
    docs/definitions.md, partial quarter.
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
