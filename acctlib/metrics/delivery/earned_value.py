"""Earned value: how a project will end, by money and by time."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from acctlib.errors import DataError
from acctlib.metrics.base.ratio import ratio, ratios


def earned_value(status: pd.DataFrame) -> pd.DataFrame:
    """What the earned value says of cost: variances, indices and estimates at completion.

        CV = EV - AC, SV = EV - PV, CPI = EV / AC, SPI = EV / PV
        EAC = BAC / CPI, or AC + BAC - EV, or AC + (BAC - EV) / (CPI x SPI)
        ETC = EAC - AC, VAC = BAC - EAC
        TCPI = (BAC - EV) / (BAC - AC), or (BAC - EV) / (EAC - AC)

    Parameters
    ----------
    status : DataFrame
        One row per project: `planned` (PV), `earned` (EV), `cost` (AC) to date, and `budget` (BAC), in money.

    Returns
    -------
    DataFrame
        One row per project: `cost_variance`, `schedule_variance`, `cpi`, `spi`, `estimate` (at CPI),
        `estimate_at_budget`, `estimate_at_both`, `to_complete`, `variance_at_completion`,
        `needed_cpi` (to end at the budget), `needed_cpi_estimate` (to end at the estimate).

    Notes
    -----
    - Without cost there is no CPI; without anything earned there is none to extrapolate: NaN.
    - A budget that is spent cannot be kept: the CPI that it would need is NaN.
    - When all is earned nothing is left to need a pace: the CPI to end at the estimate is NaN.
    - SPI goes back to 1 at completion, however late: judge time by `earned_schedule`.

    Raises
    ------
    DataError
        Where more is earned than the budget.

    References
    ----------
    EIA-748; ISO 21508.

    Examples
    --------
    >>> fence = pd.DataFrame({"planned": [3000.0], "earned": [2500.0], "cost": [2800.0], "budget": [4000.0]})
    >>> earned_value(fence)[["cpi", "spi", "estimate"]].round(3).to_numpy().tolist()
    [[0.893, 0.833, 4480.0]]
    """
    planned, earned, cost, budget = (status[c].astype("float64") for c in ("planned", "earned", "cost", "budget"))
    over = status.index[earned > budget]
    if len(over):
        raise DataError(f"milestones: project {over[0]} has earned more than its budget; earned value ends at the plan")
    cpi, spi = ratios(earned, cost), ratios(earned, planned)
    left = budget - earned
    estimate = ratios(budget, cpi)
    return pd.DataFrame(
        {
            "cost_variance": earned - cost,
            "schedule_variance": earned - planned,
            "cpi": cpi,
            "spi": spi,
            "estimate": estimate,
            "estimate_at_budget": cost + left,
            "estimate_at_both": cost + ratios(left, cpi * spi),
            "to_complete": estimate - cost,
            "variance_at_completion": budget - estimate,
            "needed_cpi": ratios(left, (budget - cost).where(budget > cost)),
            "needed_cpi_estimate": ratios(left, (estimate - cost).where(left > 0)),
        }
    )


def earned_schedule(plan: pd.Series, earned: float) -> float:
    """The time at which the plan would have earned what is earned now.

        ES = C + (EV - PV at C) / (PV at the next time - PV at C)

    Parameters
    ----------
    plan : Series[time -> money]
        Planned value, cumulative, at times that rise from above 0 (weeks, months) to the planned end.
    earned : float
        Earned value to date, money.

    Returns
    -------
    float
        In the unit of the times. NaN where nothing is planned.

    Notes
    -----
    - Nothing earned is time 0.
    - Where the plan stands still, the last time of the standstill counts.
    - What is earned at the plan's end or beyond is the first time that reaches it: the planned duration.

    References
    ----------
    Lipke 2003.

    Examples
    --------
    >>> earned_schedule(pd.Series([20.0, 50.0, 90.0, 140.0, 200.0], index=[1, 2, 3, 4, 5]), 70.0)
    2.5
    """
    if plan.empty or not plan.iloc[-1] > 0:
        return math.nan
    if earned <= 0:
        return 0.0
    if earned >= plan.iloc[-1]:
        return planned_duration(plan)
    times, values = np.array([0.0, *plan.index]), np.array([0.0, *plan])
    at = int(np.searchsorted(values, earned, side="right")) - 1
    step = (earned - values[at]) / (values[at + 1] - values[at])
    return float(times[at] + step * (times[at + 1] - times[at]))


def planned_duration(plan: pd.Series) -> float:
    """The first time at which all of the plan is earned."""
    return float(plan.index[plan >= plan.iloc[-1]][0])


def time_indices(plan: pd.Series, earned: float, at: float) -> pd.Series:
    """What the earned schedule says of time.

        SV(t) = ES - AT, SPI(t) = ES / AT, IEAC(t) = PD / SPI(t), TSPI = (PD - ES) / (PD - AT)

    Parameters
    ----------
    plan : Series[time -> money]
        As for `earned_schedule`.
    at : float
        Time that has passed (AT), in the unit of the plan.

    Returns
    -------
    Series
        `earned_schedule`, `variance`, `spi`, `duration` (estimated) and `needed_spi` (to end in time).

    Notes
    -----
    - A project that ended late keeps an SPI(t) below 1, where SPI is back at 1.
    - Past the planned end no pace ends in time: `needed_spi` is NaN.
    - Nothing earned has no duration to extrapolate: NaN.

    References
    ----------
    Lipke 2003.

    Examples
    --------
    >>> late = pd.Series(range(1, 11), index=range(1, 11), dtype="float64")  # ten months as planned
    >>> time_indices(late, earned=10.0, at=12.0)[["spi", "duration"]].round(4).to_list()  # done in twelve
    [0.8333, 12.0]
    """
    done = earned_schedule(plan, earned)
    planned = math.nan if math.isnan(done) else planned_duration(plan)
    pace = ratio(done, at)
    return pd.Series(
        {
            "earned_schedule": done,
            "variance": done - at,
            "spi": pace,
            "duration": ratio(planned, pace),
            "needed_spi": ratio(planned - done, planned - at) if planned > at else math.nan,
        }
    )
