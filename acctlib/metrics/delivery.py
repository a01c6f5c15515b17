"""Delivery: whether what was promised came on time, within budget, and was accepted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

LEGS = ("on_time", "on_budget", "accepted")


def outcomes(projects: pd.DataFrame, as_of: date, late_days: int = 0, tolerance: float = 0.05) -> pd.DataFrame:
    """How each project stands at the end of the data.

        on time   = accepted (else delivered) no later than the day first promised + late_days;
                    open past that day: not on time
        on budget = cost no more than the approved (else first) budget x (1 + tolerance)
        success   = all three at once, over the legs that are known

    Parameters
    ----------
    projects : DataFrame
        One row per project: `committed_date`, `delivered_date`, and where kept `accepted_date`, `budget`,
        `approved_budget`, `cost` (one currency a row), `status`. A column `on_budget` that is already
        there is taken as it is.
    as_of : date
        Last day of the data; later events have not happened.
    late_days : int
        Days of grace.
    tolerance : float
        Share of the budget that may be overrun (0.05 = 5 %).

    Returns
    -------
    DataFrame
        The projects with `closed_on`, `closed`, `on_time`, `on_budget`, `accepted`, `success` (boolean, NA
        where not known), `days_late` (days; NA where no day was promised), and `state`: delivered, late,
        overdue, in_flight, cancelled.

    Notes
    -----
    - A project without a day first promised is neither on time nor late: NA.
    - A project that is open past its day is overdue, and counts as late.
    - A leg that the firm keeps for no project is NA and drops out of success; a leg that is kept, but
      is empty for one closed project, makes `accepted` False, and `on_budget` NA.
    - Success is NA until the project is closed, and where no leg is known.
    - A cancelled project is closed without success or failure; it is listed by reason.

    References
    ----------
    Definitions delivery_success.1, on_time.1, on_budget.1, accepted.1; research/domain.md 3.1.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> done = pd.DataFrame({"committed_date": [day("2026-05-01")] * 2,
    ...                      "delivered_date": [day("2026-04-30"), pd.NaT]})
    >>> outcomes(done, date(2026, 6, 30))[["state", "days_late"]].to_numpy().tolist()
    [['delivered', -1], ['overdue', 60]]
    """
    end = pd.Timestamp(as_of) + pd.Timedelta(1, "D")
    dates = {c: _dates(projects, c) for c in ("committed_date", "delivered_date", "accepted_date")}
    delivered, accepted_on = (dates[c].where(dates[c] < end) for c in ("delivered_date", "accepted_date"))
    closed_on = accepted_on.fillna(delivered)
    cancelled = _text(projects, "status").eq("cancelled") & closed_on.isna()
    closed = closed_on.notna()
    last = closed_on.where(closed, pd.Timestamp(as_of))
    days_late = (last - dates["committed_date"]).dt.days.astype("Int64")
    on_time = _on_time(days_late, closed, late_days)
    legs = pd.DataFrame(
        {
            "on_time": on_time.mask(cancelled),
            "on_budget": _on_budget(projects, tolerance),
            "accepted": accepted_on.notna().astype("boolean").where(closed) if accepted_on.notna().any() else pd.NA,
        },
        index=projects.index,
    ).astype("boolean")
    state = np.select(
        [cancelled, closed & ~on_time.fillna(True), closed, ~on_time.fillna(True)],
        ["cancelled", "late", "delivered", "overdue"],
        "in_flight",
    )
    return projects.assign(
        **dates,
        closed_on=closed_on,
        closed=closed | cancelled,
        **legs,
        success=_success(legs, closed),
        days_late=days_late,
        state=state,
    )


def _dates(projects: pd.DataFrame, column: str) -> pd.Series:
    if column in projects:
        return projects[column]
    return pd.Series(pd.NaT, index=projects.index, dtype="datetime64[ns]")


def _text(projects: pd.DataFrame, column: str) -> pd.Series:
    return projects[column].fillna("") if column in projects else pd.Series("", index=projects.index)


def _on_time(days_late: pd.Series, closed: pd.Series, late_days: int) -> pd.Series:
    """True or False once it is decided: closed, or open past the day; NA before that."""
    kept = (days_late <= late_days).astype("boolean")
    return kept.where(closed | ~kept.fillna(True))


def _on_budget(projects: pd.DataFrame, tolerance: float) -> pd.Series:
    if "on_budget" in projects:
        return projects["on_budget"].astype("boolean")
    unknown = pd.Series(np.nan, index=projects.index)
    approved = projects.get("approved_budget", unknown).astype("float64").fillna(projects.get("budget", unknown))
    cost = projects.get("cost", unknown).astype("float64")
    return (cost <= (approved * (1 + tolerance)).round(4)).astype("boolean").where(cost.notna() & approved.notna())


def _success(legs: pd.DataFrame, closed: pd.Series) -> pd.Series:
    """All known legs at once; NA where a project is open or nothing is known of it."""
    known = legs.notna().any(axis=1)
    return legs.fillna(True).all(axis=1).astype("boolean").where(closed & known)
