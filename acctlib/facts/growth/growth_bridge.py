"""The growth bridge of a book: its fees on a year ago, by what became of its clients."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.recurring import all_fees_of, returning
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.growth import growth as metrics
from acctlib.periods import year_ago


def growth_bridge(prepared: Prepared) -> pd.Series | None:
    """From the fees of the same quarter a year ago to those of now; None where there were none.

    Returns
    -------
    Series[step -> money]
        before, new, returned, grew, shrank, left, now; the first plus all in the middle is the last, to the cent.

    Notes
    -----
    - Who paid nothing a year ago and something before that returned and is not new, as in the bridge of recurring fees.
    - A client that had no fees a year ago, and has a net credit now, shrank.
    """
    fees = all_fees_of(prepared)
    before, now = fees_of(fees, year_ago(prepared.quarter)), fees_of(fees, prepared.quarter)
    if not before.sum() > 0:
        return None
    return metrics.growth_bridge(before, now, returning(prepared))
