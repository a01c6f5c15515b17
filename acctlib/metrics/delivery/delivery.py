"""Delivery: whether projects were delivered on time, within the agreed fees, and accepted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from acctlib.metrics.base.ratio import ratio
from acctlib.periods import Span, within

Days = npt.NDArray[Any]  # datetime64
Flags = npt.NDArray[np.bool_]
Amounts = npt.NDArray[np.float64]
_NO_DAY = np.datetime64("NaT", "us")
LEGS = ("on_time", "within_fees", "accepted")
Handover = Literal["delivered", "accepted"]


def outcomes(
    projects: pd.DataFrame,
    as_of: date,
    late_days: int = 0,
    tolerance: float = 0.05,
    acceptance_kept: bool | None = None,
    judged_by: Handover = "delivered",
) -> pd.DataFrame:
    """Assess each project at the end of the data.

        closed on = delivery date; the acceptance date where no delivery date is recorded
        on time   = delivered no later than the original due date + late_days;
                    open past that day: not on time
        within fees = fees invoiced, or forecast, no more than those agreed last (else first)
        success   = on time, within fees and accepted together, over the criteria that are known
        on budget = cost no more than the approved (else first) budget x (1 + tolerance); not part of success

    Parameters
    ----------
    projects : DataFrame
        One row per project: `committed_date`, `delivered_date` and, if recorded, `agreed_date`, `accepted_date`,
        `budget` and `approved_budget` (fees agreed first and last), `fees_at_completion`, `cost` (a single currency
        per row), `status`.
    as_of : date
        Last day of the data; later events are ignored.
    late_days : int
        Days of grace.
    tolerance : float
        Share of the budget by which cost may overrun (0.05 = 5 %). Fees have no tolerance.
    acceptance_kept : bool, optional
        Whether the firm records acceptance dates at all; inferred from these rows by default. One client's
        rows cannot distinguish a firm that records none from a client that accepted nothing.
    judged_by : {"delivered", "accepted"}
        The date that decides whether a project is on time: `accepted` for firms whose contracts require it.

    Returns
    -------
    DataFrame
        The projects with `closed_on`, `closed`, `on_time`, `within_fees`, `accepted`, `success`, `on_budget`
        (boolean, NA if unknown), `days_late` (days; NA without an original due date), and `state`: delivered, late,
        overdue, in_flight, cancelled. By the latest agreed due date: `agreed_date` (the original due date if
        no other was agreed), `agreed_on_time`, `agreed_success`.

    Notes
    -----
    - A project without an original due date is neither on time nor late: NA.
    - By default, late acceptance does not make a project late: `accepted` is a separate criterion with its own date.
    - A project accepted by its due date without a delivery date was delivered by then; if it was accepted later, its
      delivery is unknown: NA.
    - Judged by acceptance, a project delivered but not accepted by its due date is not on time; a project never
      accepted is never on time.
    - A project still open at the end of its due date is overdue, and counts as late.
    - `state`, `days_late`, `on_time` and `success` use the original due date, whatever was agreed later.
    - A criterion that the firm records for no project is NA and drops out of success; where a recorded criterion
      is empty for a closed project, `accepted` is False and `within_fees` is NA.
    - After an approved change, fees are within the agreed fees up to the new amount.
    - Success is NA until the project is closed, and if no criterion is known.
    - A cancelled project is closed without success or failure; it is listed by reason.

    References
    ----------
    Definitions delivery_success.2, on_time.2, within_fees.1, accepted.2, on_budget.2.

    Examples
    --------
    >>> day = pd.Timestamp
    >>> done = pd.DataFrame({"committed_date": [day("2026-05-01")] * 2,
    ...                      "delivered_date": [day("2026-04-30"), pd.NaT]})
    >>> outcomes(done, date(2026, 6, 30))[["state", "days_late"]].to_numpy().tolist()
    [['delivered', -1], ['overdue', 60]]
    """
    end, day = (pd.Timestamp(as_of) + pd.Timedelta(1, "D")).to_datetime64(), pd.Timestamp(as_of).to_datetime64()
    committed, delivered, accepted_on = (
        _days(projects, c) for c in ("committed_date", "delivered_date", "accepted_date")
    )
    delivered, accepted_on = (np.where(d < end, d, _NO_DAY) for d in (delivered, accepted_on))
    closed_on = np.where(np.isnat(delivered), accepted_on, delivered)
    closed = ~np.isnat(closed_on)
    cancelled = _cancelled(projects) & ~closed
    judged = closed_on if judged_by == "delivered" else accepted_on
    done = ~np.isnat(judged)
    last = np.where(done, judged, day)
    unsure = closed & np.isnat(delivered) if judged_by == "delivered" else np.zeros(len(projects), dtype=bool)
    own = _days(projects, "agreed_date")
    agreed = np.where(np.isnat(own), committed, own)
    days_late = _days_between(committed, last)
    on_time, agreed_on_time = (
        _on_time(late, done, late_days, unsure) for late in (days_late, _days_between(agreed, last))
    )
    days_late[unsure & on_time.isna()] = pd.NA
    missed = ~np.asarray(on_time.fillna(True), dtype=bool)
    on_time[cancelled], agreed_on_time[cancelled] = pd.NA, pd.NA
    kept = bool((~np.isnat(accepted_on)).any()) if acceptance_kept is None else acceptance_kept
    within_fees, accepted = _within_fees(projects), _tri(~np.isnat(accepted_on), closed & kept)
    state = np.select(
        [cancelled, closed & missed, closed, missed], ["cancelled", "late", "delivered", "overdue"], "in_flight"
    )
    return projects.assign(
        committed_date=committed,
        delivered_date=delivered,
        accepted_date=accepted_on,
        closed_on=closed_on,
        closed=closed | cancelled,
        on_time=on_time,
        within_fees=within_fees,
        accepted=accepted,
        success=_success((on_time, within_fees, accepted), closed),
        agreed_date=agreed,
        agreed_on_time=agreed_on_time,
        agreed_success=_success((agreed_on_time, within_fees, accepted), closed),
        on_budget=_on_budget(projects, tolerance),
        days_late=days_late,
        state=state,
    )


def closed_within(found: pd.DataFrame, period: pd.Period | Span) -> pd.DataFrame:
    """Return the projects closed in a period, excluding cancelled projects; one row per project.

    Parameters
    ----------
    found : DataFrame
        As returned by `outcomes`.
    """
    return within(found, period, on="closed_on").pipe(_not_cancelled)


def due_within(found: pd.DataFrame, period: pd.Period | Span, on: str = "committed_date") -> pd.DataFrame:
    """Return the projects due in a period, including open but not cancelled projects; one row per project.

    Parameters
    ----------
    found : DataFrame
        As returned by `outcomes`.
    on : str
        The due date to use: `committed_date` (the original) or `agreed_date` (the latest).
    """
    return within(found, period, on=on).pipe(_not_cancelled)


def _not_cancelled(rows: pd.DataFrame) -> pd.DataFrame:
    gone = (rows["state"] == "cancelled").to_numpy()
    return rows[~gone] if gone.any() else rows


def _share(yes: pd.Series) -> float:
    return ratio(float(yes.sum()), float(yes.count()))


# Three-valued (True, False, NA) pandas arrays, built from plain NumPy arrays: a review assesses a handful
# of projects about ten times, and frame arithmetic on them would cost more than the assessment itself.


def _days(projects: pd.DataFrame, column: str) -> Days:
    """Return a column's dates; all missing if the column does not exist."""
    if column not in projects:
        return np.full(len(projects), _NO_DAY)
    days = projects[column].to_numpy()
    return days if days.dtype.kind == "M" else pd.to_datetime(projects[column]).to_numpy()


def _cancelled(projects: pd.DataFrame) -> Flags:
    if "status" not in projects:
        return np.zeros(len(projects), dtype=bool)
    return np.asarray(projects["status"].eq("cancelled").fillna(False), dtype=bool)


def _tri(yes: Flags, known: Flags) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(np.asarray(yes, dtype=bool) & known, ~known)


def _days_between(first: Days, last: Days) -> pd.arrays.IntegerArray:
    """Whole days between two dates; missing if either is missing."""
    known = ~(np.isnat(first) | np.isnat(last))
    found = np.zeros(len(first), dtype="int64")
    found[known] = (last[known] - first[known]) // np.timedelta64(1, "D")
    return pd.arrays.IntegerArray(found, ~known)


def _on_time(days_late: pd.arrays.IntegerArray, done: Flags, late_days: int, unsure: Flags) -> pd.arrays.BooleanArray:
    """True or False once decided (done, or open at the end of the due date); NA before that.

    Where only the acceptance date is recorded (`unsure`), it can show that a project was on time, but not late.
    """
    known, days = ~np.asarray(days_late.isna()), days_late.to_numpy(dtype="int64", na_value=0)
    missed = ~done & known & (days >= late_days)
    kept = (days <= late_days) & ~missed
    return _tri(kept, known & (done | missed) & (kept | ~unsure))


def _agreed(projects: pd.DataFrame) -> Amounts:
    """Return the fees agreed last, or those agreed first if no change is recorded."""
    first, approved = (_amounts(projects, c) for c in ("budget", "approved_budget"))
    return np.where(np.isnan(approved), first, approved)


def _within_fees(projects: pd.DataFrame) -> pd.arrays.BooleanArray:
    """Whether fees are within the agreed amount, with no tolerance."""
    fees, agreed = _amounts(projects, "fees_at_completion"), _agreed(projects)
    return _tri(np.round(fees - agreed, 4) <= 0, ~np.isnan(fees) & ~np.isnan(agreed))


def _on_budget(projects: pd.DataFrame, tolerance: float) -> pd.arrays.BooleanArray:
    cost, budget = _amounts(projects, "cost"), _agreed(projects)
    return _tri(cost <= np.round(budget * (1 + tolerance), 4), ~np.isnan(cost) & ~np.isnan(budget))


def _amounts(projects: pd.DataFrame, column: str) -> Amounts:
    if column not in projects:
        return np.full(len(projects), np.nan)
    return projects[column].to_numpy(dtype="float64", na_value=np.nan)


def _success(legs: Sequence[pd.arrays.BooleanArray], closed: Flags) -> pd.arrays.BooleanArray:
    """Whether all known criteria are met; NA if the project is open or no criterion is known."""
    unknown = [np.asarray(leg.isna()) for leg in legs]
    kept = [leg.to_numpy(dtype=bool, na_value=True) for leg in legs]
    return _tri(np.logical_and.reduce(kept), closed & ~np.logical_and.reduce(unknown))
