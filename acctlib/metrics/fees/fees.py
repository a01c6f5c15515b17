"""What counts as fees, and fees by client or service line in a period."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.periods import Span, within

PASSED_ON = ("pass_through", "reimbursable")


def fee_income(revenue: pd.DataFrame) -> pd.DataFrame:
    """Return the invoice lines that are the firm's own fees, excluding costs passed through.

    Parameters
    ----------
    revenue : DataFrame
        One row per invoice line: `kind`, `amount` (credits negative).

    References
    ----------
    Definition fees.1 (adjusted gross income).

    Examples
    --------
    >>> lines = pd.DataFrame({"kind": ["retainer", "pass_through"], "amount": [100.0, 900.0]})
    >>> fee_income(lines)["amount"].sum()
    np.float64(100.0)
    """
    return revenue[~revenue["kind"].isin(PASSED_ON)]


def recurring_fees(revenue: pd.DataFrame, kinds: Sequence[str] = ("retainer",)) -> pd.DataFrame:
    """Return the invoice lines of contractually recurring kinds; retention is measured on these only.

    Parameters
    ----------
    revenue : DataFrame
        One row per invoice line: `kind` and, if credits are typed, `credit_type`.

    Notes
    -----
    - A goodwill credit is a one-off and does not reduce recurring fees; it still reduces total fees.

    References
    ----------
    Definition recurring_fees.1.
    """
    lines = revenue[revenue["kind"].isin(kinds)]
    return lines[lines["credit_type"].ne("goodwill").fillna(True).astype(bool)] if "credit_type" in lines else lines


def by_client(revenue: pd.DataFrame, period: pd.Period | Span) -> pd.Series:
    """Sum a period's invoice lines by client; clients without a line are absent.

    Parameters
    ----------
    revenue : DataFrame
        One row per invoice line, in a single currency: `client_id`, `service_date`, `amount`.

    Returns
    -------
    Series[client_id -> money]
    """
    return exact(within(revenue, period, on="service_date").groupby("client_id", observed=True)["amount"].sum())


def by_service_line(revenue: pd.DataFrame, period: pd.Period | Span) -> pd.Series:
    """Sum a period's invoice lines by service line.

    Returns
    -------
    Series[service_line -> money]
    """
    return exact(within(revenue, period, on="service_date").groupby("service_line", observed=True)["amount"].sum())
