"""Earned schedule of many projects at once."""

import math
from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.delivery.earned_value import time_indices
from acctlib.metrics.delivery.progress import milestone_values
from acctlib.metrics.delivery.schedule import project_schedule

START = date(2026, 1, 1)
PLANS = st.lists(st.integers(0, 60), min_size=1, max_size=8).filter(any)


def day(n):
    """The nth day of a project, counted from 1."""
    return START + timedelta(n - 1)


def steps(dues, values, earned=None, done=(), project="P"):
    """Milestones due on the nth day with their values; those in `done` are done on their day."""
    frame = pd.DataFrame({"due_date": [day(n) if n else None for n in dues], "planned_value": values})
    frame["done_date"] = [when if i in done else None for i, when in enumerate(frame["due_date"])]
    frame = frame.assign(**{c: pd.to_datetime(frame[c]) for c in ("due_date", "done_date")}, project_id=project)
    return frame.assign(planned_value=frame["planned_value"].astype("float64"), earned_value=earned)


def schedule(milestones, at, start=START):
    starts = pd.Series({project: pd.Timestamp(start) for project in milestones["project_id"].unique()})
    return project_schedule(milestone_values(milestones, day(at)), starts, day(at))


def row(milestones, at):
    return schedule(milestones, at).loc["P"]


class TestMeasured:
    """Progress inside milestones is recorded: Lipke's straight line."""

    @pytest.mark.parametrize(
        ("plan", "earned", "time"),
        # pmcontrols es-interp
        [([20, 30, 40, 50, 60], [20, 30, 20, 0, 0], 2.5), ([30, 40, 50, 60, 70], [30, 40, 30, 0, 0], 2.6)],
    )
    def test_the_published_interpolations_hold(self, plan, earned, time):
        assert row(steps(range(1, 6), plan, earned), 4)["earned_schedule"] == pytest.approx(time)

    def test_the_line_runs_over_all_the_days_between_two_milestones(self):
        plan = steps(range(2, 12, 2), [20, 30, 40, 50, 60], [20, 30, 20, 0, 0])
        assert row(plan, 8)["earned_schedule"] == pytest.approx(5.0)  # half of the way from day 4 to day 6

    def test_the_fence_ends_on_the_fifth_day(self):
        # PMP fence: three days gone, a side and a side and half a side
        found = row(steps(range(1, 5), [1000] * 4, [1000, 1000, 500, 0]), 3)
        expected = (2.5, 0.833333, 4.8, 1.5)
        names = ["earned_schedule", "spi_time", "duration", "needed_spi"]
        assert found[names].to_list() == pytest.approx(expected, rel=1e-5)
        assert found["finish"].date() == day(5)

    @given(PLANS, st.integers(1, 20), st.floats(0.01, 0.99))
    @settings(max_examples=25)
    def test_it_is_the_earned_schedule_of_one_project_at_a_time(self, plan, at, share):
        target = sum(plan) * share
        earned, left = [], target
        for value in plan:
            earned.append(min(value, left))
            left -= earned[-1]
        milestones = steps(range(1, len(plan) + 1), plan, earned)
        found = row(milestones, at)
        curve = pd.Series(plan, index=range(1, len(plan) + 1), dtype="float64").cumsum()
        alone = time_indices(curve, sum(earned), at)
        if not any(0 < e < v for e, v in zip(earned, plan, strict=True)):
            return  # all or nothing: another rule, below
        names = ["earned_schedule", "spi_time", "duration", "needed_spi"]
        expected = alone.rename({"spi": "spi_time"})[names]
        assert found[names].to_list() == pytest.approx(expected.to_list(), nan_ok=True, rel=1e-6)


class TestAllOrNothing:
    """Milestones earn all when done, nothing before."""

    dues, worth = (50, 100), [500, 500]

    @pytest.mark.parametrize("at", [10, 49])
    def test_a_project_is_on_its_plan_before_the_first_milestone_is_missed(self, at):
        found = row(steps(self.dues, self.worth), at)
        assert (found["spi_time"], found["duration"]) == (1, 100)

    def test_half_way_between_two_milestones_it_is_not_behind(self):
        found = row(steps(self.dues, self.worth, done={0}), 75)
        assert (found["earned_schedule"], found["spi_time"]) == (75, 1)
        assert found["finish"].date() == day(100)

    def test_having_missed_one_only_what_is_earned_counts(self):
        found = row(steps(self.dues, self.worth, done={0}), 125)
        assert found[["earned_schedule", "spi_time", "duration"]].to_list() == [50, 0.4, 250]

    def test_at_the_end_of_its_day_an_open_milestone_is_missed(self):
        found = [row(steps(self.dues, self.worth, done={0}), at)["spi_time"] for at in (99, 100)]
        assert found == [1, 0.5]

    def test_a_milestone_done_early_puts_it_ahead(self):
        milestones = steps(self.dues, self.worth, done={0}).assign(due_date=pd.to_datetime([day(50), day(100)]))
        milestones.loc[0, "done_date"] = pd.Timestamp(day(40))
        found = row(milestones, 40)
        assert (found["spi_time"], found["duration"]) == (1.25, 80)

    def test_nothing_earned_with_the_first_missed_has_no_duration(self):
        found = row(steps(self.dues, self.worth), 50)
        assert (found["spi_time"], found["earned_schedule"]) == (0, 0)
        assert math.isnan(found["duration"])
        assert pd.isna(found["finish"])

    @given(PLANS, st.integers(1, 12), st.sets(st.integers(0, 7)))
    @settings(max_examples=25)
    def test_it_is_the_straight_line_or_the_time_that_passed(self, plan, at, done):
        milestones = steps(range(1, len(plan) + 1), plan).assign(earned_value=0.0)
        earned = [v if i in done else 0.0 for i, v in enumerate(plan)]
        found = row(milestones.assign(earned_value=earned), at)
        curve = pd.Series(plan, index=range(1, len(plan) + 1), dtype="float64").cumsum()
        line = time_indices(curve, sum(earned), at)["earned_schedule"]
        assert any(found["earned_schedule"] == pytest.approx(told) for told in (line, max(line, at)))
        assert found["earned_schedule"] <= found["planned_duration"] + 1e-9


class TestEdges:
    """What has no schedule, and where plans stand still."""

    def test_finished_late_it_keeps_its_lateness(self):
        # Late finish: ten as planned, done in twelve
        found = row(steps(range(1, 11), [10] * 10, [10.0] * 10), 12)
        assert found[["earned_schedule", "duration"]].to_list() == [10, 12]
        assert found["spi_time"] == pytest.approx(10 / 12)
        assert math.isnan(found["needed_spi"])

    def test_on_a_plateau_its_end_counts(self):
        milestones = steps([1, 2, 3, 4, 5, 6], [10, 10, 0, 0, 10, 10], [10, 10, 0, 0, 0, 0])
        assert row(milestones, 6)["earned_schedule"] == 4  # the last day without more planned
        assert row(milestones.assign(earned_value=[10, 8, 0, 0, 2, 0]), 6)["earned_schedule"] == 4

    @pytest.mark.parametrize("dues", [[50, None], [None, None]])
    def test_a_milestone_without_a_due_date_leaves_no_schedule(self, dues):
        assert row(steps(dues, [1, 1], done={0}), 10).isna().all()

    def test_a_project_that_has_not_begun_or_without_a_first_day_has_none(self):
        milestones = steps([50], [1])
        values = milestone_values(milestones, day(10))
        assert project_schedule(values, pd.Series({"P": pd.Timestamp(day(11))}), day(10)).loc["P"].isna().all()
        assert project_schedule(values, pd.Series({"P": pd.NaT}), day(10)).loc["P"].isna().all()
        assert project_schedule(values, pd.Series(dtype="datetime64[ns]"), day(10)).loc["P"].isna().all()

    def test_nothing_planned_has_none(self):
        assert row(steps([50], [0]), 10).isna().all()

    def test_what_would_take_a_century_has_no_end(self):
        found = row(steps([50, 100], [1e9, 1], [1.0, 0.0]), 99)
        assert math.isnan(found["duration"])
        assert pd.isna(found["finish"])

    def test_no_milestone_is_no_project(self):
        assert schedule(steps([50], [1]).iloc[:0], 10).empty

    def test_two_milestones_due_on_one_day_are_one_step(self):
        together = row(steps([50, 50, 100], [1, 1, 2], [1, 0.5, 0]), 60)
        apart = row(steps([50, 100], [2, 2], [1.5, 0]), 60)
        pd.testing.assert_series_equal(together, apart)

    @given(st.permutations(range(6)))
    @settings(max_examples=8)
    def test_projects_are_apart_and_row_order_does_not_matter(self, order):
        both = pd.concat(
            [steps([20, 40, 60], [1, 2, 3], [1, 1, 0]), steps([30, 60, 90], [1, 1, 1], [1, 0, 0], project="Q")],
            ignore_index=True,
        )
        plain = schedule(both, 35)
        mixed = schedule(both.iloc[list(order)], 35).loc[plain.index]
        pd.testing.assert_frame_equal(plain, mixed)
        alone = schedule(both[both["project_id"] == "Q"], 35)
        pd.testing.assert_frame_equal(plain.loc[["Q"]], alone)
