"""How open projects will end."""

import math
from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.delivery.delivery import outcomes
from acctlib.metrics.delivery.forecast import forecasts

AS_OF = date(2026, 6, 30)
DATES = ("start_date", "committed_date", "agreed_date", "delivered_date", "accepted_date")
PLAIN = {
    "project_id": "P", "start_date": "2026-06-01", "committed_date": "2026-07-30", "budget": 1000.0, "status": "active"
}  # fmt: skip


def work(*rows):
    frame = pd.DataFrame([{**PLAIN, **row} for row in rows])
    frame = frame.reindex(columns=list(dict.fromkeys([*frame, *DATES])))
    return outcomes(frame.assign(**{c: pd.to_datetime(frame[c]) for c in DATES}), AS_OF)


def steps(*rows, project="P"):
    """Milestones: due, done and what else is said."""
    frame = pd.DataFrame(list(rows)).assign(project_id=project)
    return frame.assign(**{c: pd.to_datetime(frame[c]) for c in ("due_date", "done_date")})


def one(row, *milestones):
    found = forecasts(work(row), steps(*milestones) if milestones else None, AS_OF)
    assert len(found) == 1
    return found.iloc[0]


HALF = ({"due_date": "2026-06-15", "done_date": "2026-06-15", "weight": 0.5},
        {"due_date": "2026-06-30", "done_date": None, "weight": 0.5})  # fmt: skip


class TestByDates:
    """Dates and a budget alone."""

    def test_half_of_the_time_gone_for_60_ends_at_120(self):
        found = one({"cost": 60.0})  # by hand: 30 of 60 days
        assert found[["time_tier", "cost_tier", "expected_cost"]].to_list() == ["dates", "dates", pytest.approx(120)]
        assert found["expected_finish"] == pd.Timestamp("2026-07-30")

    def test_the_day_agreed_last_is_the_one_expected(self):
        assert one({"agreed_date": "2026-08-15"})["expected_finish"] == pd.Timestamp("2026-08-15")

    def test_past_that_day_the_end_and_the_cost_are_unknown(self):
        found = one({"committed_date": "2026-06-20", "cost": 60.0})
        assert found["state"] == "overdue"
        assert found[["expected_finish", "expected_cost"]].isna().all()

    def test_an_overdue_one_with_a_new_day_is_expected_then(self):
        found = one({"committed_date": "2026-06-20", "agreed_date": "2026-07-30", "cost": 60.0})
        assert (found["state"], found["expected_cost"]) == ("overdue", pytest.approx(120))

    def test_no_index_is_told_from_the_time_alone(self):
        assert one({"cost": 60.0})[["cpi", "spi", "spi_time", "needed_cpi"]].isna().all()

    @pytest.mark.parametrize("row", [{"start_date": None, "cost": 60.0}, {"cost": None}])
    def test_without_a_first_day_or_a_cost_the_cost_is_unknown(self, row):
        found = one(row)
        assert math.isnan(found["expected_cost"])
        assert found["expected_finish"] == pd.Timestamp("2026-07-30")

    def test_without_any_day_the_end_is_unknown(self):
        assert pd.isna(one({"committed_date": None})["expected_finish"])


class TestByWeight:
    """Milestones with weights, all or nothing."""

    def test_half_earned_for_600_of_1000_ends_at_1200(self):
        found = one({"cost": 600.0}, *HALF)
        assert found[["time_tier", "cost_tier"]].to_list() == ["weight", "weight"]
        assert (found["earned"], found["total"]) == (500, 1000)
        assert found[["cpi", "expected_cost"]].to_list() == pytest.approx([5 / 6, 1200])

    def test_the_approved_budget_counts(self):
        assert one({"cost": 600.0, "approved_budget": 1200.0}, *HALF)["expected_cost"] == pytest.approx(1200)

    def test_without_a_cost_the_cost_is_unknown_and_the_day_is_not(self):
        found = one({}, *HALF)
        assert math.isnan(found["expected_cost"])
        assert found["expected_finish"] == pd.Timestamp("2026-07-30")  # by hand: half earned in all of its time

    def test_a_plan_that_cannot_be_placed_in_time_goes_by_dates_for_the_day(self):
        found = one({"cost": 600.0, "start_date": None}, *HALF)
        assert found[["time_tier", "cost_tier"]].to_list() == ["dates", "weight"]
        assert found["expected_finish"] == pd.Timestamp("2026-07-30")


class TestByValue:
    """Planned value, earned value, cost."""

    # The fence, a side a day
    fence = [
        {
            "due_date": f"2026-06-{27 + n}",
            "done_date": None,
            "planned_value": 1000.0,
            "earned_value": e,
            "actual_cost": c,
        }
        for n, e, c in [(1, 1000.0, 1000.0), (2, 1000.0, 1200.0), (3, 500.0, 600.0)]
    ] + [{"due_date": "2026-07-01", "done_date": None, "planned_value": 1000.0, "earned_value": 0.0}]

    def test_the_fence_has_all_its_numbers(self):
        found = one({"start_date": "2026-06-28"}, *self.fence)
        expected = {
            "planned": 3000, "earned": 2500, "cost_to_date": 2800, "total": 4000, "cost_variance": -300,
            "schedule_variance": -500, "cpi": 2500 / 2800, "spi": 2500 / 3000, "estimate": 4480, "to_complete": 1680,
            "variance_at_completion": -480, "needed_cpi": 1.25, "estimate_at_both": 4816, "estimate_at_budget": 4300,
            "earned_schedule": 2.5, "spi_time": 2.5 / 3, "duration": 4.8, "needed_cpi_estimate": 2500 / 2800,
        }  # fmt: skip
        assert found[list(expected)].to_list() == pytest.approx(list(expected.values()))
        assert found[["time_tier", "cost_tier"]].to_list() == ["value", "value"]
        assert found["expected_finish"] == pd.Timestamp("2026-07-02")  # the fifth day

    def test_a_missing_milestone_cost_is_taken_from_the_project(self):
        bare = [{**step, "actual_cost": None} for step in self.fence]
        assert one({"cost": 2800.0, "start_date": "2026-06-28"}, *bare)["expected_cost"] == pytest.approx(4480)

    def test_more_earned_than_the_budget_is_marked_and_has_no_forecast_of_cost(self):
        found = one({}, {"due_date": "2026-07-01", "done_date": None, "planned_value": 10.0, "earned_value": 11.0,
                         "actual_cost": 5.0})  # fmt: skip
        assert found["over_earned"]
        assert found[["cpi", "expected_cost"]].isna().all()


class TestFrame:
    """Which projects, and what stays."""

    def test_closed_and_cancelled_projects_have_no_forecast(self):
        closed = {"delivered_date": "2026-06-10", "accepted_date": "2026-06-10"}
        found = forecasts(work(closed, {"project_id": "Q", "status": "cancelled"}, {"project_id": "R"}), None, AS_OF)
        assert found["project_id"].to_list() == ["R"]

    def test_a_project_that_begins_later_is_not_in_hand(self):
        assert forecasts(work({"start_date": "2026-07-01"}), None, AS_OF).empty
        assert len(forecasts(work({"start_date": "2026-06-30"}), None, AS_OF)) == 1

    def test_tiers_are_each_projects_own(self):
        frame = work({}, {"project_id": "Q"}, {"project_id": "R"})
        valued = steps({"due_date": "2026-07-01", "done_date": None, "planned_value": 5.0}, project="Q")
        found = forecasts(frame, pd.concat([steps(*HALF), valued], ignore_index=True), AS_OF)
        assert found["cost_tier"].to_list() == ["weight", "value", "dates"]

    @pytest.mark.parametrize("milestones", [None, steps(*HALF), steps(*HALF).iloc[:0]], ids=["none", "some", "empty"])
    def test_no_open_project_is_no_row_with_all_columns(self, milestones):
        closed = {"delivered_date": "2026-06-10", "accepted_date": "2026-06-10"}
        found = forecasts(work(closed), milestones, AS_OF)
        assert found.empty
        assert {"time_tier", "expected_finish", "expected_cost", "spi_time"} <= set(found)

    def test_inputs_stay(self):
        frame, milestones = work({"cost": 60.0}), steps(*HALF)
        before = frame.copy(deep=True), milestones.copy(deep=True)
        forecasts(frame, milestones, AS_OF)
        pd.testing.assert_frame_equal(frame, before[0])
        pd.testing.assert_frame_equal(milestones, before[1])

    @given(st.integers(2, 50))
    @settings(max_examples=15)
    def test_scaling_money_scales_the_cost_and_leaves_days_and_indices(self, factor):
        def at(scale):
            row = {"budget": 1000.0 * scale, "cost": 600.0 * scale}
            return forecasts(work(row), steps(*HALF), AS_OF).iloc[0]

        assert at(factor)["expected_cost"] == pytest.approx(at(1)["expected_cost"] * factor)
        same = ["cpi", "spi", "spi_time", "expected_finish"]
        assert at(factor)[same].to_list() == at(1)[same].to_list()
