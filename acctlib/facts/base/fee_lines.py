"""Fee lines for a period, and the note to show if there is nothing to compare them with."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.metrics.fees.fees import by_client, fee_income, recurring_fees
from acctlib.periods import Span, label, within
from acctlib.phrases import phrase


def lines_of(prepared: Prepared, period: pd.Period | Span, recurring: bool = False) -> pd.DataFrame:
    """Fee lines for a period in the review's currency, optionally only recurring ones; one row per line."""
    rows = within(prepared.revenue, period, on="service_date")
    return recurring_fees(rows, prepared.context.policy.recurring_kinds) if recurring else fee_income(rows)


def no_fees(opening: float, quarter: pd.Period) -> str:
    """Explain why an earlier quarter's fees are no basis for comparison: there were none, or credits exceeded them."""
    if opening < 0:
        return phrase("fees in {quarter} were below zero, after credits", quarter=label(quarter))
    return phrase("no fees in {quarter} to compare with", quarter=label(quarter))


def opening_and_closing(
    prepared: Prepared, periods: tuple[pd.Period | Span, pd.Period | Span], recurring: bool
) -> tuple[pd.Series, pd.Series, int]:
    """Fees per client for two periods, the earlier first, and the number of lines behind them."""
    before, now = (lines_of(prepared, period, recurring) for period in periods)
    return by_client(before, periods[0]), by_client(now, periods[1]), len(before) + len(now)
