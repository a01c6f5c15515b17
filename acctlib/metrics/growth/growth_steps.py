"""From the fees of one period to those of another, step by step: each change under its own cause."""

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
    """The bridge between the fees of two periods, with what is no growth apart from what is.

    Parameters
    ----------
    before, now : DataFrame
        One row per invoice line of a period: `service_line`, `amount` (money, one currency), and where credits have
        a type `credit_type` (price, goodwill, billing_error).
    now_at_prior_rates : DataFrame, optional
        The lines of now at the exchange rates of before; the lines of now where all is in one currency.
    ramp_up : Series[service_line -> money], optional
        What of each growth is the first full quarter of work that began inside the earlier period: see `ramp`.
    one_off : Index of service_line, optional
        Work that began and ended inside the later period.

    Returns
    -------
    DataFrame
        `step` (before, new, passing, expansion, ramp, contraction, ended, price, goodwill, billing_error, currency,
        now) and `amount`; the first plus all in the middle is the last, to the cent.

    Notes
    -----
    - A credit with a type counts under that type, in the period of the service that it corrects: as the difference
      of the two periods' credits. It moves no service line.
    - What exchange rates did is a step of its own; all others are at the rates of before.
    - A line with nothing before is new, with nothing after ended; ramp is no expansion.
    - Escalators that a contract fixed in advance are expansion: no table keeps them.

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
    """Which lines are credits of a known type."""
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
