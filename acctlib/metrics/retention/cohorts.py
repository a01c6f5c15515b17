"""Cohorts: the share of the clients won in a quarter, and of their fees, that remains in later quarters."""

from __future__ import annotations

import numpy as np
import pandas as pd

from acctlib.metrics.fees.fee_table import quarters_of


def logo_cohorts(table: pd.DataFrame, completed: pd.Period, started: pd.Series | None = None) -> pd.DataFrame:
    """Share of each cohort that still has recurring fees, by age.

    Parameters
    ----------
    table : DataFrame[client_id, quarter -> money]
        Recurring fees, as returned by `fee_table`.
    completed : Period
        The last quarter that the data covers in full.
    started : Series[client_id -> Period], optional
        Each client's start quarter. Used only for clients that paid in the first quarter of the data; every other
        client starts in its first quarter with recurring fees.

    Returns
    -------
    DataFrame[start quarter, (age, part)]
        For each age in completed quarters, `share` and `n` (the number of clients in the denominator). Age 0 is the
        start quarter. Cells after the last completed quarter are missing: neither 0 nor the previous value.

    Notes
    -----
    - A quarter without fees does not end a client's stay: a client that returns is counted again.
    - Clients that paid in the first quarter of the data may have started earlier: they belong to no cohort unless
      their start quarter is given.
    - Cohorts that started before the data are excluded: clients that left by then are not in the data, so the
      share would be too high.

    References
    ----------
    Definition cohorts.1.
    """
    fees, place = _aged(table, completed, started)
    return _by_cohort((fees > 0).astype("float64").where(fees.notna()), place, table)


def revenue_cohorts(table: pd.DataFrame, completed: pd.Period, started: pd.Series | None = None) -> pd.DataFrame:
    """Each cohort's recurring fees as a share of those in its first full quarter, by age.

    Parameters
    ----------
    table, completed, started
        As for `logo_cohorts`.

    Returns
    -------
    DataFrame[start quarter, (age, part)]
        `share` and `n` by age, from age 1 onwards; age 1 is 1 by definition. Above 1 where the cohort grew. Missing if
        the quarter is not completed, or if the first full quarter had no fees.

    Notes
    -----
    - A client's start quarter is rarely a full one, so later quarters would look like growth. The base is the
      quarter after it.
    - A client that left before its first full quarter ended has no base; `logo_cohorts` counts it as lost.

    References
    ----------
    Definition cohorts.1, start in mid-quarter.
    """
    fees, place = _aged(table, completed, started)
    held = fees[fees[1] > 0].drop(columns=0) if 1 in fees else fees.iloc[:, :0]
    sums = _by_cohort(held, place, table, "sum")
    if not len(held.columns):
        return sums
    counted = sums.columns.get_level_values("part").to_numpy() == "n"
    return sums.div(np.where(counted, 1.0, sums[[(1, "share")]].to_numpy()))


def _aged(table: pd.DataFrame, completed: pd.Period, started: pd.Series | None) -> tuple[pd.DataFrame, pd.Series]:
    """Return fees by age instead of quarter, and each client's start column; excludes clients without a cohort."""
    seen = table.loc[:, quarters_of(table) <= completed]
    place, width = _places(seen, started), seen.shape[1]
    at = place.to_numpy()[:, None] + np.arange(width)[None, :]
    paid = seen.loc[place.index].to_numpy()
    fees = np.take_along_axis(paid, np.minimum(at, width - 1), axis=1) if len(place) else paid
    return pd.DataFrame(np.where(at < width, fees, np.nan), index=place.index, columns=np.arange(width)), place


def _places(seen: pd.DataFrame, started: pd.Series | None) -> pd.Series:
    """Return the column in which each client's cohort starts."""
    if seen.empty:
        return pd.Series(dtype="int64")
    quarters, paid = quarters_of(seen), seen.to_numpy() > 0
    first = pd.Series(paid.argmax(axis=1), index=seen.index).astype("float64")
    first = first.where(first > 0)  # clients in the first quarter of the data have an unknown start
    if started is not None:
        known = pd.PeriodIndex(started.dropna(), freq=quarters.freqstr)
        told = pd.Series(known.asi8 - quarters.asi8[0], index=started.dropna().index)
        first = first.fillna(told.reindex(seen.index).astype("float64").clip(upper=0))
    inside = first.between(0, seen.shape[1] - 1) & pd.Series(paid.any(axis=1), index=seen.index)
    return first.where(inside).dropna().astype("int64")


def _by_cohort(values: pd.DataFrame, place: pd.Series, table: pd.DataFrame, how: str = "mean") -> pd.DataFrame:
    """Mean or sum over each cohort's clients, with the number of clients; missing if the quarter has not ended."""
    each = values.groupby(place.reindex(values.index).to_numpy())
    counts = each.count()
    shares = (each.sum(min_count=1) if how == "sum" else each.mean()).where(counts > 0)
    both = pd.concat({"share": shares, "n": counts.where(counts > 0)}, axis=1).swaplevel(axis=1)
    pairs = [(age, part) for age in values.columns for part in ("share", "n")]
    columns = pd.MultiIndex.from_tuples(pairs, names=["age", "part"]) if pairs else both.columns
    found = both.reindex(columns=columns).reindex(np.sort(place.unique()))
    return found.set_axis(quarters_of(table)[found.index.to_numpy(dtype="int64")].rename("start"))
