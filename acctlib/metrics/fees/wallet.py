"""Share of wallet: what we are paid of what a client spends on services like ours, as a range."""

from __future__ import annotations

import math
from typing import NamedTuple

from acctlib.metrics.base.ratio import ratio


class WalletShare(NamedTuple):
    """From the smallest to the largest share that an estimate allows; fractions, NaN where it is not known.

    Attributes
    ----------
    problem
        Why there is no share, or why it is bounded: `no_estimate`, `half`, `backwards`, `below_fees`, `low_below_fees`,
        `no_fees`; empty where all is well.
    """

    low: float
    high: float
    problem: str = ""


def share_of_wallet(fees: float, low: float, high: float) -> WalletShare:
    """Our fees divided by the client's spending, for both ends of its estimate.

        smallest = fees / high,  largest = fees / low

    Parameters
    ----------
    fees : float
        Of four quarters, in the currency of the estimate.
    low, high : float
        The client's spending a year on all services like ours; NaN where nobody knows.

    Returns
    -------
    WalletShare
        Two fractions; NaN with the reason where there is none.

    Notes
    -----
    - Without an estimate it is unknown, never 0.
    - Of an estimate with one end only nothing is said: it is no range.
    - A range that lies below our fees altogether, or runs backwards, is a problem of the data and gives no share.
    - Where only its lower end is below our fees, the largest share is 1.
    - Fees below 0 have no share.

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
