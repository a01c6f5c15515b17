"""Delivery: whether what was promised came on time, within budget, and was accepted."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from acctlib.metrics.ratio import ratio
from acctlib.periods import Span, within

LEGS = ("on_time", "on_budget", "accepted")


def outcomes(
    projects: pd.DataFrame,
    as_of: date,
    late_days: int = 0,
    tolerance: float = 0.05,
    acceptance_kept: bool | None = None,
) -> pd.DataFrame:
    """How each project stands at the end of the data.

        on time   = accepted (else delivered) no later than the day first promised + late_days;
                    open past that day: not on time
        on budget = cost no more than the approved (else first) budget x (1 + tolerance)
        success   = all three at once, over the legs that are known

    Parameters
    ----------
    projects : DataFrame
        One row per project: `committed_date`, `delivered_date`, and where kept `agreed_date`, `accepted_date`,
        `budget`, `approved_budget`, `cost` (one currency a row), `status`. A column `on_budget` that is already
        there is taken as it is.
    as_of : date
        Last day of the data; later events have not happened.
    late_days : int
        Days of grace.
    tolerance : float
        Share of the budget that may be overrun (0.05 = 5 %).
    acceptance_kept : bool, optional
        Whether the firm keeps the day of acceptance at all; judged from these rows where not said. One
        client's rows cannot tell a firm that keeps none from a client that accepted nothing.

    Returns
    -------
    DataFrame
        The projects with `closed_on`, `closed`, `on_time`, `on_budget`, `accepted`, `success` (boolean, NA
        where not known), `days_late` (days; NA where no day was promised), and `state`: delivered, late,
        overdue, in_flight, cancelled. By the day agreed last: `agreed_date` (the day first promised where
        no other was agreed), `agreed_on_time`, `agreed_success`.

    Notes
    -----
    - A project without a day first promised is neither on time nor late: NA.
    - A project that is open at the end of its day is overdue, and counts as late.
    - `state`, `days_late`, `on_time` and `success` go by the day first promised: a later one hides nothing.
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
    agreed = _dates(projects, "agreed_date").fillna(dates["committed_date"])
    agreed_on_time = _on_time((last - agreed).dt.days.astype("Int64"), closed, late_days).mask(cancelled)
    kept = bool(accepted_on.notna().any()) if acceptance_kept is None else acceptance_kept
    legs = pd.DataFrame(
        {
            "on_time": on_time.mask(cancelled),
            "on_budget": _on_budget(projects, tolerance),
            "accepted": accepted_on.notna().astype("boolean").where(closed) if kept else pd.NA,
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
        agreed_date=agreed,
        agreed_on_time=agreed_on_time,
        agreed_success=_success(legs.assign(on_time=agreed_on_time), closed),
        days_late=days_late,
        state=state,
    )


def closed_within(found: pd.DataFrame, period: pd.Period | Span) -> pd.DataFrame:
    """Projects closed in a period, cancelled ones left out; one row per project.

    Parameters
    ----------
    found : DataFrame
        As `outcomes` gives it.
    """
    rows = within(found, period, on="closed_on")
    return rows[rows["state"] != "cancelled"]


def due_within(found: pd.DataFrame, period: pd.Period | Span, on: str = "committed_date") -> pd.DataFrame:
    """Projects promised for a period, open ones included, cancelled ones not; one row per project.

    Parameters
    ----------
    found : DataFrame
        As `outcomes` gives it.
    on : str
        By which promise: `committed_date` (the first) or `agreed_date` (the latest).
    """
    rows = within(found, period, on=on)
    return rows[rows["state"] != "cancelled"]


def success_rate(found: pd.DataFrame, period: pd.Period | Span) -> float:
    """Share of the projects closed in a period that kept every leg that is known.

        success rate = closed with success / closed with success known

    Parameters
    ----------
    found : DataFrame
        As `outcomes` gives it.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN where no project was closed.

    Notes
    -----
    - Open projects are never in it.

    References
    ----------
    Definition delivery_success.1; research/domain.md 3.1.

    Examples
    --------
    >>> from acctlib.periods import quarter
    >>> done = pd.DataFrame({"committed_date": pd.to_datetime(["2026-05-01"] * 2),
    ...                      "delivered_date": pd.to_datetime(["2026-05-01", "2026-05-09"])})
    >>> success_rate(outcomes(done, date(2026, 6, 30)), quarter("2026Q2"))
    0.5
    """
    return _share(closed_within(found, period)["success"])


def on_time_rate(found: pd.DataFrame, period: pd.Period | Span) -> float:
    """Share of the projects first promised for a period that were done by that day.

    Returns
    -------
    float
        Fraction in [0, 1]. NaN where no project was due.

    Notes
    -----
    - An open project past its day is in it, as late; one whose day is still to come is not.

    References
    ----------
    Definition on_time.1; research/domain.md 3.1, decision D7.
    """
    return _share(due_within(found, period)["on_time"])


def _share(yes: pd.Series) -> float:
    return ratio(float(yes.sum()), float(yes.count()))


def _dates(projects: pd.DataFrame, column: str) -> pd.Series:
    if column in projects:
        return projects[column]
    return pd.Series(pd.NaT, index=projects.index, dtype="datetime64[ns]")


def _text(projects: pd.DataFrame, column: str) -> pd.Series:
    return projects[column].fillna("") if column in projects else pd.Series("", index=projects.index)


def _on_time(days_late: pd.Series, closed: pd.Series, late_days: int) -> pd.Series:
    """True or False once it is decided: closed, or open at the end of its day; NA before that."""
    missed = ~closed & (days_late >= late_days).fillna(False)
    return (days_late <= late_days).astype("boolean").mask(missed, False).where(closed | missed)


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
