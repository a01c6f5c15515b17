"""An account's fee bridge from a year ago to now: the fee lines of both quarters, and the steps between."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from acctlib.errors import MissingRateError
from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.base.first_days import first_days
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.facts.growth.growth_causes import lines_at_earlier_rates
from acctlib.metrics.fees.fees import by_service_line, recurring_fees
from acctlib.metrics.growth.growth_steps import growth_steps
from acctlib.metrics.growth.price_volume_mix import price_volume_mix, split_services
from acctlib.metrics.growth.ramp import ramp
from acctlib.periods import bounds, year_ago

NOT_ASSIGNED, ALL_SERVICES = "Not assigned", "All services"


@dataclass(frozen=True)
class Account:
    """One account's fee lines for a quarter and for the same quarter a year ago.

    Attributes
    ----------
    before, now : DataFrame
        One row per fee invoice line, in the review's currency; work without a service line is
        `Not assigned`.
    now_at_prior_rates : DataFrame, optional
        Current lines at last year's mean exchange rates; None if all are in one currency or a rate is missing.
    contracts : DataFrame, optional
        None if none are recorded.
    starts : Series[service_line -> Timestamp], optional
        When each service line began: see `first_days`.
    """

    context: ReviewContext
    before: pd.DataFrame
    now: pd.DataFrame
    now_at_prior_rates: pd.DataFrame | None
    contracts: pd.DataFrame | None
    starts: pd.Series | None

    @property
    def by_line(self) -> tuple[pd.Series, pd.Series]:
        """Fees by service line, for the quarter a year ago and this one."""
        return by_service_line(self.before, year_ago(self.context.quarter)), by_service_line(
            self.now, self.context.quarter
        )

    @property
    def steps(self) -> pd.DataFrame:
        """The bridge from a year ago to now: see `metrics.growth_steps`."""
        return growth_steps(
            self.before,
            self.now,
            now_at_prior_rates=self.now_at_prior_rates,
            ramp_up=self.ramp_up,
            one_off=self.one_off,
        )

    @property
    def split(self) -> pd.DataFrame:
        """Price, volume and mix effects by service line, at constant exchange rates: see `metrics.price_volume_mix`."""
        return price_volume_mix(*self._measured)

    @property
    def split_services(self) -> pd.Index:
        """Service lines in the split with hours recorded for all their work in both quarters."""
        return split_services(*self._measured)

    @property
    def _measured(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return _measured(self.before), _measured(self._at_one_rate)

    @property
    def ramp_up(self) -> pd.Series | None:
        """The part of each service line's growth due to the first full quarter of work started a year ago."""
        if self.starts is None:
            return None
        kinds = self.context.policy.recurring_kinds
        before, now = (_sums(recurring_fees(lines, kinds)) for lines in (self.before, self._at_one_rate))
        return ramp(before, now, self.starts, year_ago(self.context.quarter))["ramp"]

    @property
    def one_off(self) -> pd.Index:
        """Service lines whose contracts all began and ended within the quarter."""
        if self.contracts is None:
            return pd.Index([])
        first, end = bounds(self.context.quarter)
        inside = (self.contracts["start_date"] >= first) & (self.contracts["end_date"] < end)
        whole: pd.Series = inside.groupby(self.contracts["service_line"], observed=True).all()
        return whole[whole].index

    @property
    def _at_one_rate(self) -> pd.DataFrame:
        return self.now if self.now_at_prior_rates is None else self.now_at_prior_rates


@derived
def account_of(prepared: Prepared) -> Account:
    """Return an account's fee lines for the quarter and for the same quarter a year ago."""
    before, now = (
        named_lines(lines_of(prepared, quarter)) for quarter in (year_ago(prepared.quarter), prepared.quarter)
    )
    try:
        same = lines_at_earlier_rates(prepared)
    except MissingRateError:
        same = None
    contracts = prepared.frames.get("contracts")
    kept = contracts is not None and {"service_line", "start_date", "end_date"} <= set(contracts)
    at_one_rate = None if same is None else named_lines(same)
    starts = first_days(prepared, ["service_line"])
    return Account(prepared.context, before, now, at_one_rate, contracts if kept else None, starts)


def by_agreement(account: Account) -> pd.DataFrame:
    """Split fees into recurring, one-off and goodwill.

    Returns
    -------
    DataFrame
        One row each for recurring, one_off and goodwill: `before`, `now` (amounts); they add up to the fees.
    """
    found = {}
    for name, lines in (("before", account.before), ("now", account.now)):
        recurring = lines["kind"].isin(account.context.policy.recurring_kinds)
        which = pd.Series("one_off", index=lines.index).mask(recurring, "recurring")
        if "credit_type" in lines:
            which = which.mask(lines["credit_type"].eq("goodwill").fillna(False).astype(bool), "goodwill")
        found[name] = lines["amount"].groupby(which).sum()
    return pd.DataFrame(found).reindex(["recurring", "one_off", "goodwill"]).fillna(0.0).round(4)


def named_lines(lines: pd.DataFrame) -> pd.DataFrame:
    """Give each line a service line; a single one for all if invoices have no such column."""
    if "service_line" not in lines:
        return lines.assign(service_line=ALL_SERVICES)
    return lines.assign(service_line=lines["service_line"].astype("object").fillna(NOT_ASSIGNED))


def _measured(lines: pd.DataFrame) -> pd.DataFrame:
    """Fees and hours by service line; hours are unknown if any charged line has none."""
    if "hours" not in lines:
        lines = lines.assign(hours=float("nan"))
    known = lines.assign(hours=lines["hours"].astype("float64"), gap=lines["hours"].isna() & (lines["amount"] > 0))
    by = known.groupby("service_line", observed=True).agg(
        fees=("amount", "sum"), hours=("hours", "sum"), gap=("gap", "any")
    )
    return by.assign(hours=by["hours"].mask(by["gap"]))[["fees", "hours"]]


def _sums(lines: pd.DataFrame) -> pd.Series:
    return lines.groupby("service_line", observed=True)["amount"].sum()
