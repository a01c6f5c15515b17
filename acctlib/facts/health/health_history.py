"""The health panel as it stood: of any quarter, from what was known at its end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import account_health
from acctlib.periods import bounds, previous

# Columns that no driver reads: in a large book most of the time would go into copying them.
UNREAD = {
    "surveys": ["comment", "may_quote", "csat", "ces"],
    "actions": ["text", "owner", "action_id", "objective_id", "survey_id"],
    "projects": ["name", "service_line", "hours_planned", "hours_actual", "cancel_reason", "late_reason"],
    "revenue": ["invoice_id", "hours", "service_line"],
}


class HealthHistory:
    """States of all accounts at the ends of quarters, each made once.

    Parameters
    ----------
    prepared : Prepared
        Of the firm or of one client, at the quarter under review; one that is not over is left out.

    Notes
    -----
    - A row, an answer, a delivery that came after the quarter's end is not known in it.
    - A day agreed anew and a project that was cancelled carry no day on which that was: they are taken as they are.
    """

    def __init__(self, prepared: Prepared) -> None:
        self.context = last_whole(prepared.context)
        self.prepared = prepared if self.context is prepared.context else Prepared(prepared.frames, self.context)
        self._narrow = self.prepared.without_columns(UNREAD)
        self._states: dict[pd.Period, pd.Series] = {}
        self.first = _first_quarter(self.prepared.revenue["service_date"], prepared.context)

    def states(self, quarter: pd.Period) -> pd.Series:
        """client_id -> met, watch, missed, unknown at a quarter's end; of nobody where the data begins later."""
        if not self.first <= quarter <= self.context.quarter:
            return pd.Series(dtype="object", index=pd.Index([], name="client_id", dtype="object"))
        if quarter not in self._states:
            then = self.context.at(quarter)
            known = known_by(self._narrow.frames, then.covered_to)
            self._states[quarter] = account_health(Prepared(known, then, lines_of=self._narrow)).overall["state"]
        return self._states[quarter]


def _first_quarter(dated: pd.Series, context: ReviewContext) -> pd.Period:
    """The first quarter of the data, that they cover from its first day on; one to come where there are none."""
    if dated.isna().all():
        return context.quarter + 1
    first = pd.Period(dated.min(), freq=context.quarter.freqstr)
    begun = context.coverage.first(["revenue"])
    if begun is None:
        return first
    own = pd.Period(pd.Timestamp(begun), freq=context.quarter.freqstr)
    return max(first, own if bounds(own)[0] >= pd.Timestamp(begun) else own + 1)


def last_whole(context: ReviewContext) -> ReviewContext:
    """The same terms, of the last quarter that the data covers in full."""
    if context.elapsed is None:
        return context
    before = previous(context.quarter)
    return replace(context, quarter=before, covered_to=(bounds(before)[1] - pd.Timedelta(1, "D")).date())


def known_by(frames: Frames, day: date) -> dict[str, pd.DataFrame]:
    """The same tables with the contracts as they stood on a day: which had begun, and on which notice was given."""
    contracts = frames.get("contracts")
    if contracts is None or not {"start_date", "status"} <= set(contracts):
        return dict(frames)
    begun = contracts[contracts["start_date"] <= pd.Timestamp(day)]
    return {**frames, "contracts": begun.assign(status=status_on(begun, day))}


def status_on(contracts: pd.DataFrame, day: date) -> pd.Series:
    """The state of each contract on an earlier day.

    Notes
    -----
    - Notice counts from the last day on which it could be given: the day on which it was given is not kept. A
      contract without such a day was not known to be under notice.
    - A contract that ended or was renewed later still ran then. That it was not renewed is its outcome and says
      nothing of what was known before.
    """
    on, nothing = pd.Timestamp(day), pd.Series(pd.NaT, index=contracts.index)
    status, until = contracts["status"], contracts.get("notice_date", nothing)
    runs = ~(contracts.get("end_date", nothing) < on)
    unwarned = status.eq("notice") & ~(until <= on)
    later = status.isin(["ended", "renewed"]) & runs
    told = np.where(unwarned | later, "active", status.astype("object"))
    return pd.Series(told, index=contracts.index, dtype="object")
