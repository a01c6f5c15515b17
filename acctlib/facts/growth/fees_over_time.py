"""Quarterly fees by service line."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import named_lines
from acctlib.periods import trailing

QUARTERS, MOST, FEWEST = 8, 4, 3
OTHERS = "Other services"


def fees_over_time(prepared: Prepared, quarters: int = QUARTERS, most: int = MOST) -> pd.DataFrame | None:
    """Fees for recent quarters by service line, largest first; at most `most` rows, with smaller lines combined.

    Parameters
    ----------
    prepared : Prepared
        One client or a book.

    Returns
    -------
    DataFrame[service line -> quarter -> amount] or None
        None if there are fewer than three quarters to show, or a merger falls among them.

    Notes
    -----
    - Quarters before the first with fees are omitted, as are those that the data do not cover from their first day;
      a later quarter without lines counts as zero.
    - For a partial quarter, every quarter is cut to the same number of days.
    - The service lines of each quarter shown add up to its fees.
    """
    stretch = trailing(prepared.quarter, quarters)
    lines = lines_of(prepared, stretch)
    if lines.empty or prepared.context.merger_since(stretch.quarters[0]):
        return None
    named = named_lines(lines)
    when = pd.PeriodIndex(named["service_date"], freq=prepared.quarter.freqstr)
    sums = named.groupby([named["service_line"].astype("object"), when], observed=True)["amount"].sum()
    table = sums.unstack(fill_value=0).astype("float64")
    begun = stretch.quarters.index(when.min())
    shown = [quarter for quarter in stretch.quarters[begun:] if not prepared.context.lacking(["revenue"], quarter)]
    if len(shown) < FEWEST:
        return None
    table = table.reindex(columns=shown, fill_value=0.0)
    ranked = table.loc[table.abs().sum(axis=1).sort_values(ascending=False, kind="stable").index]
    if len(ranked) <= most:
        return ranked
    rest = ranked.iloc[most - 1 :].sum().to_frame(OTHERS).T
    return pd.concat([ranked.iloc[: most - 1], rest])
