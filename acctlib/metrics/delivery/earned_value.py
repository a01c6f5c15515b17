"""Earned value and earned schedule: a project's cost and time performance, and estimates at completion."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from acctlib.errors import DataError
from acctlib.metrics.base.ratio import ratio, ratios


def earned_value(status: pd.DataFrame) -> pd.DataFrame:
    """Earned-value cost analysis: variances, indices and estimates at completion.

        CV = EV - AC, SV = EV - PV, CPI = EV / AC, SPI = EV / PV
        EAC = BAC / CPI, or AC + BAC - EV, or AC + (BAC - EV) / (CPI x SPI)
        ETC = EAC - AC, VAC = BAC - EAC
        TCPI = (BAC - EV) / (BAC - AC), or (BAC - EV) / (EAC - AC)

    Parameters
    ----------
    status : DataFrame
        One row per project: `planned` (PV), `earned` (EV), `cost` (AC) to date, and `budget` (BAC), as amounts.

    Returns
    -------
    DataFrame
        One row per project: `cost_variance`, `schedule_variance`, `cpi`, `spi`, `estimate` (at CPI),
        `estimate_at_budget`, `estimate_at_both`, `to_complete`, `variance_at_completion`,
        `needed_cpi` (to finish at the budget), `needed_cpi_estimate` (to finish at the estimate).

    Notes
    -----
    - Without cost there is no CPI; with nothing earned there is no CPI to extrapolate: NaN.
    - Once the budget is spent it cannot be met: the CPI needed is NaN.
    - Once everything is earned no work remains: the CPI needed to finish at the estimate is NaN.
    - SPI returns to 1 at completion, however late: use `earned_schedule` to assess time.

    Raises
    ------
    DataError
        If the earned value exceeds the budget.

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
    """Earned schedule: the time at which the plan reaches the value earned to date.

        ES = C + (EV - PV at C) / (PV at the next time - PV at C)

    Parameters
    ----------
    plan : Series[time -> money]
        Cumulative planned value, at increasing times above 0 (weeks, months) up to the planned end.
    earned : float
        Earned value to date, as an amount.

    Returns
    -------
    float
        In the unit of the times. NaN if nothing is planned.

    Notes
    -----
    - If nothing is earned, the result is 0.
    - On a plateau of the plan, the plateau's last time counts.
    - If the full planned value or more is earned, the result is the first time that reaches it: the planned duration.

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
    """Return the first time at which the plan reaches its full value."""
    return float(plan.index[plan >= plan.iloc[-1]][0])


def time_indices(plan: pd.Series, earned: float, at: float) -> pd.Series:
    """Earned-schedule time analysis: variance, index, estimated duration and the pace needed.

        SV(t) = ES - AT, SPI(t) = ES / AT, IEAC(t) = PD / SPI(t), TSPI = (PD - ES) / (PD - AT)

    Parameters
    ----------
    plan : Series[time -> money]
        As for `earned_schedule`.
    at : float
        Elapsed time (AT), in the plan's unit.

    Returns
    -------
    Series
        `earned_schedule`, `variance`, `spi`, `duration` (estimated) and `needed_spi` (to finish on time).

    Notes
    -----
    - A project that finished late keeps an SPI(t) below 1, whereas its SPI returns to 1.
    - Past the planned end no pace would finish on time: `needed_spi` is NaN.
    - If nothing is earned there is no duration to extrapolate: NaN.

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
