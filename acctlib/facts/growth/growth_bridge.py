"""A book's growth bridge: the change in fees vs a year ago, by client movement."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.prepared import Prepared
from acctlib.facts.retention.recurring import all_fees_of, returning
from acctlib.metrics.fees.fee_table import fees_of
from acctlib.metrics.growth import growth as metrics
from acctlib.periods import year_ago


def growth_bridge(prepared: Prepared) -> pd.Series | None:
    """Bridge from fees in the same quarter a year ago to fees now; None if there were none then.

    Returns
    -------
    Series[step -> amount]
        before, new, returned, grew, shrank, left, now; the first plus all the steps equals the last, to the cent.

    Notes
    -----
    - A client that paid nothing a year ago but did earlier counts as returned, not new, as in the recurring-fee bridge.
    - A client with no fees a year ago and a net credit now counts as shrunk.
    """
    fees = all_fees_of(prepared)
    before, now = fees_of(fees, year_ago(prepared.quarter)), fees_of(fees, prepared.quarter)
    if not before.sum() > 0:
        return None
    return metrics.growth_bridge(before, now, returning(prepared))
