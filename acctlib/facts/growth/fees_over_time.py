"""Fees quarter by quarter, by service line."""

from __future__ import annotations

import pandas as pd

from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.account_bridge import named_lines
from acctlib.periods import trailing

QUARTERS, MOST, FEWEST = 8, 4, 3
OTHERS = "Other services"


def fees_over_time(prepared: Prepared, quarters: int = QUARTERS, most: int = MOST) -> pd.DataFrame | None:
    """Fees of the last quarters by service line, the largest first; beyond `most` lines the smaller ones together.

    Parameters
    ----------
    prepared : Prepared
        Of one client, or of a book.

    Returns
    -------
    DataFrame[service line -> quarter -> money] or None
        None where there are fewer than three quarters with fees to look back on, or where a merger lies among them.

    Notes
    -----
    - Quarters before the first with fees are left out, and those that the data do not cover from their first day on;
      a later one without a line is one of nothing.
    - In a quarter that is not over, of every quarter as many days as of this one.
    - The parts of each quarter that is shown add up to its fees.
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
