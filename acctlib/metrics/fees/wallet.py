"""Share of wallet: the firm's fees as a share of the client's spending on comparable services, as a range."""

from __future__ import annotations

import math
from typing import NamedTuple

from acctlib.metrics.base.ratio import ratio


class WalletShare(NamedTuple):
    """Smallest and largest share consistent with a spending estimate; fractions, NaN if unknown.

    Attributes
    ----------
    problem
        Why there is no share, or why it is capped: `no_estimate`, `half`, `backwards`, `below_fees`, `low_below_fees`,
        `no_fees`; empty if there is no problem.
    """

    low: float
    high: float
    problem: str = ""


def share_of_wallet(fees: float, low: float, high: float) -> WalletShare:
    """Divide the firm's fees by the client's spending, for both ends of the spending estimate.

        smallest = fees / high,  largest = fees / low

    Parameters
    ----------
    fees : float
        Fees for four quarters, in the estimate's currency.
    low, high : float
        The client's estimated annual spending on all comparable services; NaN if unknown.

    Returns
    -------
    WalletShare
        Two fractions; NaN, with the reason, if there is no share.

    Notes
    -----
    - Without an estimate the share is unknown, never 0.
    - An estimate with only one end is not a range, and returns no share.
    - A range entirely below the firm's fees, or with its ends reversed, is a data problem and returns no share.
    - If only the lower end is below the firm's fees, the largest share is 1.
    - Negative fees have no share.

    References
    ----------
    docs/definitions.md, share of wallet.

    Examples
    --------
    >>> share_of_wallet(50.0, 100.0, 200.0)
    WalletShare(low=0.25, high=0.5, problem='')
    >>> share_of_wallet(50.0, 10.0, 20.0).problem
    'below_fees'
    """
    nothing = math.nan
    cases = {
        "no_estimate": math.isnan(low) and math.isnan(high), "half": math.isnan(low) != math.isnan(high),
        "backwards": low > high, "no_fees": math.isnan(fees) or fees < 0, "below_fees": high < fees or not high > 0,
    }  # fmt: skip
    problem = next((name for name, is_so in cases.items() if is_so), "")
    if problem:
        return WalletShare(nothing, nothing, problem)
    if low < fees:
        return WalletShare(ratio(fees, high), 1.0, "low_below_fees")
    return WalletShare(ratio(fees, high), ratio(fees, low) if low > 0 else 0.0)
