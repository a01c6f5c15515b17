"""Price, volume and mix: why the fees of two periods differ, where hours are known."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.base.ratio import ratio, ratios

EFFECTS = ("price", "volume", "mix", "new", "lost", "not_split")


def price_volume_mix(before: pd.DataFrame, now: pd.DataFrame) -> pd.DataFrame:
    """The change of the fees of each service, split three ways without a residual.

        price  = (rate now - rate before) x hours now
        volume = growth of all hours x fees before
        mix    = (hours now - hours before x growth factor of all hours) x rate before

    with rate = fees / hours, and all hours over the services of both periods.

    Parameters
    ----------
    before, now : DataFrame[service]
        One row per service: `fees` (money, one currency) and `hours`.

    Returns
    -------
    DataFrame[service]
        `before`, the effects (price, volume, mix, new, lost, not_split) and `now`, in money. In every row,
        and so in the sums of the columns, before plus the effects is now.

    Notes
    -----
    - A service of one period only is new or lost, never a price; a net credit is as good as nothing.
    - A service of both periods without hours in either is not split, and so is one of credits alone.
    - The price is taken at the hours of now, so that nothing is left over.

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
    """The services whose change is split: paid for, and with hours, in both periods.

    Parameters
    ----------
    before, now : DataFrame[service]
        As for `price_volume_mix`.

    Notes
    -----
    - A service without hours is none of them where its fees did not change, either: nothing is known of its price.
    """
    kept = before.index.intersection(now.index)
    sides = [side.loc[kept, ["fees", "hours"]].astype("float64") for side in (before, now)]
    known = [(exact(side["fees"]) > 0) & (side["hours"] > 0) for side in sides]
    return kept[(known[0] & known[1]).to_numpy()]


def _sides(fees: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Which services were paid for only now, and only before."""
    had, has = fees["before"] > 0, fees["now"] > 0
    return ~had & has, had & ~has
