"""Facts about milestones: how many were met, and by how many working days they slipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from acctlib.facts.base.context import Frames
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Measure, share, share_differs
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.facts.delivery.projects import as_failures
from acctlib.metrics.delivery.milestones import milestone_outcomes
from acctlib.periods import public_holidays, trailing_four, within
from acctlib.phrases import phrase

NONE_DUE = phrase("no milestone was due")
NONE_KEPT = phrase("no milestones are kept")
LATE_TAIL = 0.9


@derived
def milestones_due(prepared: Prepared) -> pd.DataFrame:
    """Milestones originally due in the last four quarters, with their state; empty if none are recorded."""
    milestones, found = prepared.frames.get("milestones"), prepared.outcomes
    if milestones is None or found.empty:
        return pd.DataFrame()
    promised = within(milestones, trailing_four(prepared.quarter), on="due_date")
    calendars = _calendars(prepared, promised)
    if promised.empty or not calendars.any():
        return milestone_outcomes(promised, found, prepared.context.covered_to)
    first, last = promised["due_date"].min().year, prepared.context.covered_to.year
    judged = (
        milestone_outcomes(rows, found, prepared.context.covered_to, public_holidays(str(calendar), first, last))
        for calendar, rows in promised.groupby(calendars)
    )
    return pd.concat(list(judged)).sort_index()


def _calendars(prepared: Prepared, milestones: pd.DataFrame) -> pd.Series:
    """Each milestone's public-holiday calendar: its client's, or the firm's."""
    clients, owners = prepared.frames.get("clients"), prepared.outcomes.get("client_id")
    firms = pd.Series(prepared.context.policy.calendar, index=milestones.index, dtype="object")
    if clients is None or owners is None or "calendar" not in clients or clients["calendar"].isna().all():
        return firms
    of_project = owners.map(clients.set_index("client_id")["calendar"]).set_axis(prepared.outcomes["project_id"])
    return milestones["project_id"].map(of_project[~of_project.index.duplicated()]).fillna(firms)


def milestones_met(prepared: Prepared) -> Estimate:
    """Share of milestones due that were done by their original due date; open ones count as missed."""
    promised = milestones_due(prepared)
    if promised.empty:
        return Estimate(n=0, note=NONE_DUE if "milestones" in prepared.frames else NONE_KEPT)
    taken = share(promised["met"], NONE_DUE)
    return replace(taken, left_out=tuple(_left_out(prepared, promised, taken)))


def _left_out(prepared: Prepared, promised: pd.DataFrame, taken: Estimate) -> Iterator[LeftOut]:
    stopped = int((promised["state"] == "cancelled").sum())
    if stopped:
        yield LeftOut(phrase("milestones of cancelled projects"), stopped, as_failures(taken, stopped))
    unknown = int((promised["state"] == "unknown").sum())
    if unknown:
        yield LeftOut(phrase("milestones of closed projects without a day done"), unknown)
    undated = int(prepared.frames["milestones"]["due_date"].isna().sum())
    if undated:
        yield LeftOut(phrase("milestones without a day promised, of any time"), undated)


def milestone_slip(prepared: Prepared) -> Estimate:
    """Mean slip of the milestones due, in working days; early ones count as negative."""
    slips = _slips(prepared)
    return _none(prepared.frames) if slips.empty else Estimate(float(slips.mean()), len(slips))


def milestone_slip_p90(prepared: Prepared) -> Estimate:
    """90th percentile of the slip of the milestones due, in working days."""
    slips = _slips(prepared)
    return _none(prepared.frames) if slips.empty else Estimate(float(slips.quantile(LATE_TAIL)), len(slips))


def _slips(prepared: Prepared) -> pd.Series:
    promised = milestones_due(prepared)
    return pd.Series(dtype="float64") if promised.empty else promised["slip"].dropna()


def _none(frames: Frames) -> Estimate:
    return Estimate(n=0, note=NONE_DUE if "milestones" in frames else NONE_KEPT)


def not_told(now: Estimate, before: Estimate) -> bool | None:
    """Return None: without an interval, a change in the mean of a few slips cannot be judged."""
    return None


MILESTONES = (
    Measure("milestones_met", milestones_met, share_differs, "year", reads=("milestones",)),
    Measure("milestone_slip", milestone_slip, not_told, "year", reads=("milestones",)),
    Measure("milestone_slip_p90", milestone_slip_p90, not_told, "year", reads=("milestones",)),
)
