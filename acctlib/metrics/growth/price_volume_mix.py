"""Price, volume and mix: why fees differ between two periods, for services with known hours."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio, ratios

EFFECTS = ("price", "volume", "mix", "new", "lost", "not_split")


def price_volume_mix(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """Split each service's change in fees into price, volume and mix, without a residual.

        price  = (rate now - rate before) x hours now
        volume = growth of all hours x fees before
        mix    = (hours now - hours before x growth factor of all hours) x rate before

    with rate = fees / hours, and all hours summed over the services split (those in both periods, with hours).

    Parameters
    ----------
    before, now : DataFrame[service]
        One row per service: `fees` (in a single currency) and `hours`.

    Returns
    -------
    DataFrame[service]
        `before`, the effects (price, volume, mix, new, lost, not_split) and `now`, as amounts. In every row,
        and therefore in the column sums, before plus the effects equals now.

    Notes
    -----
    - A service in only one period is new or lost, never a price effect; a net credit counts as no fees.
    - A service in both periods is not split if either period has no hours; nor is a service with only credits.
    - The price effect uses the later period's hours, so that there is no residual.

    References
    ----------
    Definition price_volume_mix.2, three-way form.

    Examples
    --------
    >>> before = pd.DataFrame({"fees": [100.0], "hours": [10.0]}, index=["Brand"])
    >>> now = pd.DataFrame({"fees": [132.0], "hours": [12.0]}, index=["Brand"])
    >>> price_volume_mix(before, now)[["price", "volume", "mix"]].round(2).to_numpy().tolist()
    [[12.0, 20.0, 0.0]]
    """
    fees = exact(pd.DataFrame({"before": before["fees"], "now": now["fees"]}).fillna(0.0))
    hours = pd.DataFrame({"before": before["hours"], "now": now["hours"]}).astype("float64")
    came, went = _sides(fees)
    measured = pd.Series(fees.index.isin(split_services(before, now)), index=fees.index)
    hours = hours.where(measured)
    rate = ratios(fees["before"], hours["before"])
    factor = ratio(hours["now"].sum(), hours["before"].sum())
    change = exact(fees["now"] - fees["before"])
    effects = {
        "price": fees["now"] - rate * hours["now"],
        "volume": (factor - 1) * fees["before"].where(measured),
        "mix": (hours["now"] - hours["before"] * factor) * rate,
        "new": change.where(came),
        "lost": change.where(went),
        "not_split": change.where(~(measured | came | went)),
    }
    return pd.DataFrame(effects).fillna(0.0).assign(**fees)[["before", *EFFECTS, "now"]]


def split_services(before: pd.DataFrame, now: pd.DataFrame) -> pd.Index:
    """Return the services whose change is split: those with fees and hours in both periods.

    Parameters
    ----------
    before, now : DataFrame[service]
        As for `price_volume_mix`.

    Notes
    -----
    - A service without hours is excluded even if its fees did not change: its price is unknown.
    """
    kept = before.index.intersection(now.index)
    sides = [side.loc[kept, ["fees", "hours"]].astype("float64") for side in (before, now)]
    known = [(exact(side["fees"]) > 0) & (side["hours"] > 0) for side in sides]
    return kept[(known[0] & known[1]).to_numpy()]


def _sides(fees: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Return flags for the services with fees only in the later period, and only in the earlier one."""
    had, has = fees["before"] > 0, fees["now"] > 0
    return ~had & has, had & ~has
