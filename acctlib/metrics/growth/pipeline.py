"""The pipeline within accounts: open opportunities and their weighted amounts."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib.metrics.base.money import exact


def open_opportunities(opportunities: pd.DataFrame, covered_to: date) -> pd.DataFrame:
    """Return the opportunities still open at the end of a day, with their weighted amounts.

        weighted = amount * probability

    Parameters
    ----------
    opportunities : DataFrame
        One row per opportunity: `closed_date` (empty while open), `won`, `amount` (annual fees if won, in the firm's
        currency) and `probability` (fraction).
    covered_to : date
        The last day included: the end of the quarter, or the last day of it that the data covers.

    Returns
    -------
    DataFrame
        The open rows, in their original order, with `weighted` (amount).

    Notes
    -----
    - An opportunity closed on the day itself is closed; one closed later was still open, whether won or lost.
    - An opportunity won without a date is closed, at an unknown date. If not won and without a date, it is open:
      exports contain `no` until it is won, and an opportunity lost long ago is recognised by its old date.
    - Without an amount or a probability the weighted amount is missing, never 0.
    - The date on which an opportunity was created is not recorded, so those created after the quarter are included.

    Examples
    --------
    >>> chances = pd.DataFrame({"closed_date": pd.to_datetime(["2026-09-30", "2026-10-01", None]),
    ...     "won": [True, False, None], "amount": [10.0, 20.0, 40.0], "probability": [0.5, 0.5, None]})
    >>> open_opportunities(chances, date(2026, 9, 30))["weighted"].to_list()
    [10.0, nan]
    """
    decided = opportunities["closed_date"] <= pd.Timestamp(covered_to)
    undated = opportunities["closed_date"].isna() & opportunities["won"].eq(True).fillna(False).astype(bool)
    left = opportunities[~(decided | undated)]
    amount, chance = left["amount"].astype("float64"), left["probability"].astype("float64")
    return left.assign(weighted=exact(amount * chance))


def pipeline_by_stage(chances: pd.DataFrame) -> pd.DataFrame:
    """Number and amount of open opportunities by stage, largest first.

    Parameters
    ----------
    chances : DataFrame
        One row per open opportunity, as returned by `open_opportunities`: `stage`, `amount`, `weighted`.

    Returns
    -------
    DataFrame
        One row per stage: `stage` (missing if none is recorded), `n`, `amount` and `weighted` (amounts), and
        `unknown`, the number of opportunities without a weighted amount, which the sum excludes.

    Notes
    -----
    - A stage in which no opportunity has an amount has a missing amount, never 0.
    - The stages add up to the complete pipeline.

    Examples
    --------
    >>> chances = pd.DataFrame({"stage": ["idea", "idea", None], "amount": [10.0, None, 5.0]})
    >>> chances = chances.assign(weighted=[2.0, None, 1.0])
    >>> pipeline_by_stage(chances)[["n", "amount", "unknown"]].to_numpy().tolist()
    [[2.0, 10.0, 1.0], [1.0, 5.0, 0.0]]
    """
    by = chances.assign(unknown=chances["weighted"].isna()).groupby("stage", sort=True, dropna=False)
    sums = by[["amount", "weighted"]].sum(min_count=1)
    counts = by.agg(n=("weighted", "size"), unknown=("unknown", "sum"))
    return counts.join(exact(sums)).reset_index().sort_values("amount", ascending=False, kind="stable")
