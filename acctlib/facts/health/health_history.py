"""Past health scorecards: the state at any quarter's end, from what was known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import account_health
from acctlib.periods import bounds, previous

# Columns that no driver reads: in a large book, copying them would take most of the time.
UNREAD = {
    "surveys": ["comment", "may_quote", "csat", "ces"],
    "actions": ["text", "owner", "action_id", "objective_id", "survey_id"],
    "projects": ["name", "service_line", "hours_planned", "hours_actual", "cancel_reason", "late_reason"],
    "revenue": ["invoice_id", "hours", "service_line"],
}


class HealthHistory:
    """States of all accounts at quarter ends, each computed once.

    Parameters
    ----------
    prepared : Prepared
        The firm or one client, at the quarter under review; a partial quarter is left out.

    Notes
    -----
    - Rows, answers and deliveries after a quarter's end are ignored for that quarter.
    - Rescheduling and cancellation are not dated: current values are used.
    """

    def __init__(self, prepared: Prepared) -> None:
        self.context = last_whole(prepared.context)
        self.prepared = prepared if self.context is prepared.context else Prepared(prepared.frames, self.context)
        self._narrow = self.prepared.without_columns(UNREAD)
        self._states: dict[pd.Period, pd.Series] = {}
        self.first = _first_quarter(self.prepared.revenue["service_date"], prepared.context)

    def states(self, quarter: pd.Period) -> pd.Series:
        """Return client_id -> met, watch, missed or unknown at a quarter's end; empty outside the data's quarters."""
        if not self.first <= quarter <= self.context.quarter:
            return pd.Series(dtype="object", index=pd.Index([], name="client_id", dtype="object"))
        if quarter not in self._states:
            then = self.context.at(quarter)
            known = known_by(self._narrow.frames, then.covered_to)
            self._states[quarter] = account_health(Prepared(known, then, lines_of=self._narrow)).overall["state"]
        return self._states[quarter]


def _first_quarter(dated: pd.Series, context: ReviewContext) -> pd.Period:
    """The first quarter of the data that is covered from its first day; a future one if there are no data."""
    if dated.isna().all():
        return context.quarter + 1
    first = pd.Period(dated.min(), freq=context.quarter.freqstr)
    begun = context.coverage.first(["revenue"])
    if begun is None:
        return first
    own = pd.Period(pd.Timestamp(begun), freq=context.quarter.freqstr)
    return max(first, own if bounds(own)[0] >= pd.Timestamp(begun) else own + 1)


def last_whole(context: ReviewContext) -> ReviewContext:
    """Return the context for the last quarter that the data cover in full."""
    if context.elapsed is None:
        return context
    before = previous(context.quarter)
    return replace(context, quarter=before, covered_to=(bounds(before)[1] - pd.Timedelta(1, "D")).date())


def known_by(frames: Frames, day: date) -> dict[str, pd.DataFrame]:
    """Return the tables with contracts as they stood on a date: those that had begun, and their status then."""
    contracts = frames.get("contracts")
    if contracts is None or not {"start_date", "status"} <= set(contracts):
        return dict(frames)
    begun = contracts[contracts["start_date"] <= pd.Timestamp(day)]
    return {**frames, "contracts": begun.assign(status=status_on(begun, day))}


def status_on(contracts: pd.DataFrame, day: date) -> pd.Series:
    """Return the status of each contract on an earlier date.

    Notes
    -----
    - Notice counts from the last day on which it could be given, as the actual date is not recorded. A
      contract without such a day is not treated as under notice.
    - A contract that ended or was renewed later was still running then. That it was not renewed is its outcome and
      was not known before.
    """
    on, nothing = pd.Timestamp(day), pd.Series(pd.NaT, index=contracts.index)
    status, until = contracts["status"], contracts.get("notice_date", nothing)
    runs = ~(contracts.get("end_date", nothing) < on)
    unwarned = status.eq("notice") & ~(until <= on)
    later = status.isin(["ended", "renewed"]) & runs
    told = np.where(unwarned | later, "active", status.astype("object"))
    return pd.Series(told, index=contracts.index, dtype="object")
