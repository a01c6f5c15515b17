"""Facts about milestones: how many were met, and by how many working days they slipped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Frames, Measure, share, share_differs
from acctlib.facts.delivery.projects import as_failures
from acctlib.metrics.delivery.milestones import milestone_outcomes
from acctlib.periods import public_holidays, trailing_four, within
from acctlib.phrases import phrase

NONE_DUE = phrase("no milestone was due")
NONE_KEPT = phrase("no milestones are kept")
LATE_TAIL = 0.9
DUE = "milestones_due"  # a table that several measures share; see `facts.delivery.with_delivery`


def milestones_due(frames: Frames, context: ReviewContext) -> pd.DataFrame:
    """Milestones first promised for the last four quarters, and how each stands; none where none are kept."""
    if DUE in frames:
        return frames[DUE]
    milestones, found = frames.get("milestones"), frames["outcomes"]
    if milestones is None or found.empty:
        return pd.DataFrame()
    promised = within(milestones, trailing_four(context.quarter), on="due_date")
    calendars = _calendars(frames, context, promised)
    if promised.empty or not calendars.any():
        return milestone_outcomes(promised, found, context.covered_to)
    first, last = promised["due_date"].min().year, context.covered_to.year
    judged = (
        milestone_outcomes(rows, found, context.covered_to, public_holidays(str(calendar), first, last))
        for calendar, rows in promised.groupby(calendars)
    )
    return pd.concat(list(judged)).sort_index()


def _calendars(frames: Frames, context: ReviewContext, milestones: pd.DataFrame) -> pd.Series:
    """The calendar of public holidays of each milestone: its client's, or the firm's."""
    clients, owners = frames.get("clients"), frames["outcomes"].get("client_id")
    firms = pd.Series(context.policy.calendar, index=milestones.index, dtype="object")
    if clients is None or owners is None or "calendar" not in clients or clients["calendar"].isna().all():
        return firms
    of_project = owners.map(clients.set_index("client_id")["calendar"]).set_axis(frames["outcomes"]["project_id"])
    return milestones["project_id"].map(of_project[~of_project.index.duplicated()]).fillna(firms)


def milestones_met(frames: Frames, context: ReviewContext) -> Estimate:
    """Share of the milestones due that were done by the day first promised; open ones are missed."""
    promised = milestones_due(frames, context)
    if promised.empty:
        return Estimate(n=0, note=NONE_DUE if "milestones" in frames else NONE_KEPT)
    taken = share(promised["met"], NONE_DUE)
    return replace(taken, left_out=tuple(_left_out(frames, context, promised, taken)))


def _left_out(frames: Frames, context: ReviewContext, promised: pd.DataFrame, taken: Estimate) -> Iterator[LeftOut]:
    stopped = int((promised["state"] == "cancelled").sum())
    if stopped:
        yield LeftOut(phrase("milestones of cancelled projects"), stopped, as_failures(taken, stopped))
    unknown = int((promised["state"] == "unknown").sum())
    if unknown:
        yield LeftOut(phrase("milestones of closed projects without a day done"), unknown)
    undated = int(frames["milestones"]["due_date"].isna().sum())
    if undated:
        yield LeftOut(phrase("milestones without a day promised, of any time"), undated)


def milestone_slip(frames: Frames, context: ReviewContext) -> Estimate:
    """Mean of the working days by which the milestones due slipped; early ones count below zero."""
    slips = _slips(frames, context)
    return _none(frames) if slips.empty else Estimate(float(slips.mean()), len(slips))


def milestone_slip_p90(frames: Frames, context: ReviewContext) -> Estimate:
    """Working days that nine in ten milestones due did not slip beyond."""
    slips = _slips(frames, context)
    return _none(frames) if slips.empty else Estimate(float(slips.quantile(LATE_TAIL)), len(slips))


def _slips(frames: Frames, context: ReviewContext) -> pd.Series:
    promised = milestones_due(frames, context)
    return pd.Series(dtype="float64") if promised.empty else promised["slip"].dropna()


def _none(frames: Frames) -> Estimate:
    return Estimate(n=0, note=NONE_DUE if "milestones" in frames else NONE_KEPT)


def not_told(now: Estimate, before: Estimate) -> bool | None:
    """Whether a mean of a few slips has moved cannot be told without an interval for it."""
    return None


MILESTONES = (
    Measure("milestones_met", milestones_met, share_differs, "year", reads=("milestones",)),
    Measure("milestone_slip", milestone_slip, not_told, "year", reads=("milestones",)),
    Measure("milestone_slip_p90", milestone_slip_p90, not_told, "year", reads=("milestones",)),
)
