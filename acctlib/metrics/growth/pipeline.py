"""The pipeline inside accounts: chances that are not decided yet, and what they may bring."""

from __future__ import annotations

from datetime import date

import pandas as pd

from acctlib.metrics.base.money import exact


def open_opportunities(opportunities: pd.DataFrame, covered_to: date) -> pd.DataFrame:
    """Chances that were not decided at the end of a day, with their weighted amount.

        weighted = amount * probability

    Parameters
    ----------
    opportunities : DataFrame
        One row per chance: `closed_date` (empty while it is open), `won`, `amount` (fees a year if won, in the firm's
        currency) and `probability` (fraction).
    covered_to : date
        The last day that counts: the end of the quarter, or of what the data covers of it.

    Returns
    -------
    DataFrame
        The rows that are open, in their order, with `weighted` (money).

    Notes
    -----
    - One decided on the day itself is decided; one decided later was open then, won or lost.
    - One that is won without a day is decided: when is not known. One that is not won, without a day, is open:
      exports say `no` until it is won, and one lost long ago shows by its old date.
    - Without an amount or a probability the weighted amount is missing, never 0.
    - The day on which a chance was first seen is not kept: one seen since the quarter counts in it.

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
    """How many chances are open at each stage, and for how much; the largest first.

    Parameters
    ----------
    chances : DataFrame
        One row per open chance, as `open_opportunities` gives them: `stage`, `amount`, `weighted`.

    Returns
    -------
    DataFrame
        One row per stage: `stage` (missing where none is named), `n`, `amount` and `weighted` (money), and
        `unknown`, the number of chances without a weighted amount, which is not in the sum.

    Notes
    -----
    - A stage where no chance has an amount has none either, never 0.
    - The stages add up to the whole pipeline.

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
