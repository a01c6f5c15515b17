"""Step-by-step bridge between the fees of two periods, with each change under its own cause."""

from __future__ import annotations

import pandas as pd

from acctlib.metrics.base.money import exact
from acctlib.metrics.growth.growth import line_changes

CREDITS = ("price", "goodwill", "billing_error")
STEPS = ("new", "passing", "expansion", "ramp", "contraction", "ended", *CREDITS, "currency")


def growth_steps(
    before: pd.DataFrame,
    now: pd.DataFrame,
    *,
    now_at_prior_rates: pd.DataFrame | None = None,
    ramp_up: pd.Series | None = None,
    one_off: pd.Index | None = None,
) -> pd.DataFrame:
    """Bridge the fees between two periods, separating growth from changes that are not growth.

    Parameters
    ----------
    before, now : DataFrame
        One row per invoice line in a period: `service_line`, `amount` (in a single currency) and, if credits are
        typed, `credit_type` (price, goodwill, billing_error).
    now_at_prior_rates : DataFrame, optional
        The later period's lines at the earlier period's exchange rates; by default `now`, with no currency step.
    ramp_up : Series[service_line -> money], optional
        The part of each increase due to a mid-period start in the earlier period: see `ramp`.
    one_off : Index of service_line, optional
        Work that started and ended within the later period.

    Returns
    -------
    DataFrame
        `step` (before, new, passing, expansion, ramp, contraction, ended, price, goodwill, billing_error, currency,
        now) and `amount`; the first plus the steps in between equals the last, to the cent.

    Notes
    -----
    - A typed credit counts under its type, in the period of the service that it corrects, as the difference
      between the two periods' credits. It does not affect any service line.
    - The exchange-rate effect is a separate step; all other steps are at the earlier period's rates.
    - A line without fees in the earlier period is new, without fees in the later one ended; ramp is not expansion.
    - Contractual escalators count as expansion: no table records them.

    References
    ----------
    Definition growth.2.

    Examples
    --------
    >>> before = pd.DataFrame({"service_line": ["Media"], "amount": [100.0]})
    >>> now = pd.DataFrame({"service_line": ["Media", "Brand", "Media"], "amount": [90.0, 30.0, -5.0],
    ...                     "credit_type": [None, None, "goodwill"]})
    >>> told = growth_steps(before, now)
    >>> told[told["amount"] != 0].to_numpy().tolist()
    [['before', 100.0], ['new', 30.0], ['contraction', -10.0], ['goodwill', -5.0], ['now', 115.0]]
    """
    at_one_rate = now if now_at_prior_rates is None else now_at_prior_rates
    work, credits = ([part(lines) for lines in (before, at_one_rate)] for part in (_by_line, _by_credit))
    changes = line_changes(*work)
    slope = (pd.Series(0.0, changes.index) if ramp_up is None else ramp_up.reindex(changes.index).fillna(0.0)).clip(
        lower=0
    )
    rest = exact(changes["change"] - slope)
    named = changes["step"].where(changes["step"].isin(("new", "ended")), "contraction")
    named = named.mask(~named.isin(("new", "ended")) & (rest > 0), "expansion")
    named = named.mask((named == "new") & named.index.isin(one_off if one_off is not None else []), "passing")
    sums = rest.groupby(named).sum().reindex(STEPS, fill_value=0.0)
    sums["ramp"] = slope.sum()
    sums[list(CREDITS)] = credits[1] - credits[0]
    ends = [float(lines["amount"].sum()) for lines in (before, now)]
    sums["currency"] = 0.0 if now_at_prior_rates is None else ends[1] - ends[0] - sums.sum()
    return pd.DataFrame({"step": ["before", *STEPS, "now"], "amount": exact(pd.Series([ends[0], *sums, ends[1]]))})


def _typed(lines: pd.DataFrame) -> pd.Series:
    """Whether each line is a credit of a known type."""
    if "credit_type" not in lines:
        return pd.Series(False, index=lines.index)
    return lines["credit_type"].isin(CREDITS)


def _by_line(lines: pd.DataFrame) -> pd.Series:
    return exact(lines[~_typed(lines)].groupby("service_line", observed=True)["amount"].sum())


def _by_credit(lines: pd.DataFrame) -> pd.Series:
    typed = _typed(lines)
    if not typed.any():
        return pd.Series(0.0, index=list(CREDITS))
    kinds = lines.loc[typed, "credit_type"].astype("object")
    return exact(lines.loc[typed, "amount"].groupby(kinds).sum().reindex(list(CREDITS), fill_value=0.0))
