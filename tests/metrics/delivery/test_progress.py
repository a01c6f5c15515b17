"""Planned and earned value, from milestones."""

import math
from datetime import date

import pandas as pd
import pytest

from acctlib.metrics.delivery.earned_value import earned_value
from acctlib.metrics.delivery.progress import milestone_values, status_of_values

AS_OF = date(2026, 6, 30)


def project_status(milestones, as_of):
    return status_of_values(milestone_values(milestones, as_of))


class TestStatus:
    """From milestones."""

    def steps(self, **columns):
        plain = {
            "project_id": ["P", "P", "P"],
            "due_date": ["2026-05-01", "2026-06-30", "2026-07-01"],
            "done_date": ["2026-05-05", None, None],
        }
        frame = pd.DataFrame({**plain, **columns})
        return frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("due_date", "done_date")})

    def test_values_and_costs_make_the_tier_of_value(self):
        steps = self.steps(
            planned_value=[10.0, 20.0, 30.0], earned_value=[10.0, 5.0, None], actual_cost=[12.0, 4.0, None]
        )
        found = project_status(steps, AS_OF).loc["P"].to_dict()
        assert found == {
            "planned": 30, "earned": 15, "cost": 16, "budget": 60, "tier": "value", "measured": True
        }  # fmt: skip

    def test_a_milestone_without_an_earned_value_has_earned_all_when_done_and_nothing_before(self):
        found = project_status(self.steps(planned_value=[10.0, 20.0, 30.0]), AS_OF).loc["P"]
        assert (found["planned"], found["earned"]) == (30, 10)

    def test_weights_make_shares_of_the_whole_without_a_cost(self):
        found = project_status(self.steps(weight=[1.0, 1.0, 2.0], actual_cost=[5.0, 5.0, 5.0]), AS_OF).loc["P"]
        assert found[["planned", "earned", "budget", "tier"]].to_list() == [0.5, 0.25, 1.0, "weight"]
        assert math.isnan(found["cost"])

    def test_one_milestone_without_a_value_sends_the_project_to_its_weights(self):
        steps = self.steps(planned_value=[10.0, None, 30.0], weight=[0.5, 0.25, 0.25])
        assert project_status(steps, AS_OF).loc["P", ["tier", "budget"]].to_list() == ["weight", 1.0]

    @pytest.mark.parametrize("columns", [{}, {"weight": [0.5, None, 0.5]}], ids=["none", "one missing"])
    def test_without_weights_it_is_not_in_it(self, columns):
        assert project_status(self.steps(**columns), AS_OF).empty

    def test_a_missing_cost_of_what_is_earned_leaves_the_cost_unknown(self):
        steps = self.steps(planned_value=[10.0, 20.0, 30.0], actual_cost=[None, 4.0, None])
        assert math.isnan(project_status(steps, AS_OF).loc["P", "cost"])

    def test_a_milestone_without_a_due_date_is_in_the_budget_and_never_planned(self):
        steps = self.steps(planned_value=[10.0, 20.0, 30.0], due_date=["2026-05-01", None, None])
        assert project_status(steps, AS_OF).loc["P", ["planned", "budget"]].to_list() == [10, 60]

    def test_later_events_have_not_happened(self):
        steps = self.steps(weight=[1.0, 1.0, 2.0], done_date=["2026-06-30", "2026-07-01", None])
        assert project_status(steps, AS_OF).loc["P", "earned"] == 0.25

    def test_projects_are_apart_and_inputs_stay(self):
        steps = self.steps(planned_value=[10.0, 20.0, 30.0], project_id=["P", "Q", "Q"])
        before = steps.copy(deep=True)
        assert project_status(steps, AS_OF)["budget"].to_dict() == {"P": 10, "Q": 50}
        pd.testing.assert_frame_equal(steps, before)

    def test_its_result_is_what_earned_value_takes(self):
        steps = self.steps(planned_value=[10.0, 20.0, 30.0], actual_cost=[20.0, 0.0, 0.0])
        assert earned_value(project_status(steps, AS_OF)).loc["P", "cpi"] == 0.5

    def test_what_was_reached_later_had_earned_nothing_then_and_its_cost_does_not_count(self):
        steps = self.steps(
            planned_value=[10.0, 20.0, 30.0], earned_value=[10.0, 20.0, 0.0], actual_cost=[12.0, 25.0, None],
            done_date=["2026-05-05", "2026-07-09", None],
        )  # fmt: skip
        found = project_status(steps, AS_OF).loc["P"]
        assert found[["earned", "cost"]].to_list() == [10, 12]

    @pytest.mark.parametrize(("earned", "measured"), [([10.0, 5.0, None], True), ([10.0, 0.0, None], False)])
    def test_progress_is_measured_where_a_milestone_has_earned_a_part(self, earned, measured):
        steps = self.steps(planned_value=[10.0, 20.0, 30.0], earned_value=earned)
        assert project_status(steps, AS_OF).loc["P", "measured"] == measured

    def test_no_milestone_is_no_project(self):
        assert project_status(self.steps(weight=[1.0, 1.0, 1.0]).iloc[:0], AS_OF).empty
