"""Work in progress: forecasts for open projects, and their cost and schedule performance against plan."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from acctlib.facts.base.fact import LeftOut
from acctlib.facts.base.measures import Estimate, Measure, sum_differs
from acctlib.facts.base.prepared import Prepared, derived
from acctlib.facts.delivery.projects import money_factors, share_of_sums
from acctlib.metrics.base.ratio import ratio
from acctlib.metrics.delivery.forecast import forecasts, open_projects, project_money
from acctlib.metrics.delivery.progress import milestone_values, status_of_values
from acctlib.metrics.delivery.schedule import ROUNDING, project_schedule
from acctlib.phrases import phrase

NONE_OPEN = phrase("no project is in progress")


@derived
def work_in_hand(prepared: Prepared) -> pd.DataFrame:
    """Projects begun and not closed at the data's end, with their cost to date; one row per project.

    Costs are recorded to the end of the data: if a project was closed after the as-of date, its cost by
    that date is unknown.
    """
    found = prepared.outcomes
    if found.empty:
        return found
    work = open_projects(found, prepared.context.covered_to)
    projects = prepared.frames.get("projects")
    if "cost" not in work or projects is None or "delivered_date" not in projects:
        return work
    later = projects["delivered_date"].reindex(work.index).notna()  # outcomes keep the index of their projects
    return work.assign(cost=work["cost"].astype("float64").mask(later))


@derived
def forecast_in_hand(prepared: Prepared) -> pd.DataFrame:
    """Expected completion date and cost of every project in progress, with the tiers used; see `forecasts`."""
    work = work_in_hand(prepared)
    return work if work.empty else forecasts(work, prepared.frames.get("milestones"), prepared.context.covered_to)


@derived
def values_in_hand(prepared: Prepared) -> pd.DataFrame:
    """Planned and earned values of milestones for projects in progress; empty if none are recorded."""
    milestones, work = prepared.frames.get("milestones"), work_in_hand(prepared)
    if milestones is None or work.empty:
        return pd.DataFrame()
    return milestone_values(milestones[milestones["project_id"].isin(work["project_id"])], prepared.context.covered_to)


def cpi(prepared: Prepared) -> Estimate:
    """Earned value of projects in progress, divided by their cost."""
    work = work_in_hand(prepared)
    if work.empty:
        return Estimate(n=0, note=NONE_OPEN)
    if "milestones" not in prepared.frames:
        return Estimate(n=0, note=phrase("no milestones are kept"))
    work = work.set_index("project_id", drop=False).rename_axis("project")
    status = status_of_values(values_in_hand(prepared)).reindex(work.index)
    money = project_money(work, status, prepared.context.covered_to)
    over = money["earned"] > money["budget"] * (1 + ROUNDING)
    rests = status["tier"].notna() & (money["cost"] > 0) & money["earned"].notna()
    known = money[rests & ~over]
    left_out = tuple(_left_out(int((~rests & ~over).sum()), int(over.sum())))
    if known.empty:
        return Estimate(n=0, note=phrase("no project in progress has both a cost and milestones"), left_out=left_out)
    factors = money_factors(prepared, work.loc[known.index])
    return Estimate(share_of_sums(known["earned"], known["cost"], factors), len(known), left_out=left_out)


def _left_out(bare: int, over: int) -> Iterator[LeftOut]:
    if bare:
        yield LeftOut(phrase("projects in progress without a cost or milestones"), bare)
    if over:
        yield LeftOut(phrase("projects in progress that have earned more than their budget"), over)


def spi_time(prepared: Prepared) -> Estimate:
    """Planned days earned by projects in progress, divided by the days elapsed."""
    work = work_in_hand(prepared)
    if work.empty:
        return Estimate(n=0, note=NONE_OPEN)
    if "milestones" not in prepared.frames:
        return Estimate(n=0, note=phrase("no milestones are kept"))
    starts = work.set_index("project_id").get("start_date", pd.Series(dtype="datetime64[ns]"))
    timed = project_schedule(values_in_hand(prepared), starts, prepared.context.covered_to).dropna(subset=["spi_time"])
    bare = len(work) - len(timed)
    left_out = (LeftOut(phrase("projects in progress without a plan in time"), bare),) if bare else ()
    if timed.empty:
        return Estimate(n=0, note=phrase("no project in progress has milestones with due dates"), left_out=left_out)
    pace = ratio(float(timed["earned_schedule"].sum()), float(timed["elapsed"].sum()))
    return Estimate(pace, len(timed), left_out=left_out)


IN_HAND_MEASURES = tuple(
    Measure(name, take, sum_differs, reads=("projects", "milestones"), when="end")
    for name, take in (("cpi", cpi), ("spi_time", spi_time))
)
