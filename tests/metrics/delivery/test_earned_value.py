"""How open projects will end."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.errors import DataError
from acctlib.metrics.delivery.earned_value import earned_schedule, earned_value, time_indices


def status(planned, earned, cost, budget):
    return pd.DataFrame(
        {"planned": [planned], "earned": [earned], "cost": [cost], "budget": [budget]}, index=["P"], dtype="float64"
    )


def linear(budget, periods):
    """A plan that earns the same in every period."""
    return pd.Series(
        [budget * n / periods for n in range(1, periods + 1)], index=range(1, periods + 1), dtype="float64"
    )


# planned, earned, cost, budget -> cpi, spi, estimate, needed cpi, variance at completion
CASES = {
    "fence": ((3000, 2500, 2800, 4000), (0.892857, 0.833333, 4480, 1.25, -480)),
    "pmcontrols 001": ((40_000, 30_000, 35_000, 100_000), (0.857143, 0.75, 116_666.67, 1.076923, -16_666.67)),
    "ahead 003": ((40_000, 50_000, 45_000, 100_000), (1.111111, 1.25, 90_000, 0.909091, 10_000)),
    "under 004": ((50_000, 40_000, 38_000, 100_000), (1.052632, 0.8, 95_000, 0.967742, 5_000)),
}


class TestMoney:
    """Indices and estimates."""

    @pytest.mark.parametrize("case", CASES.values(), ids=CASES)
    def test_the_published_cases_hold(self, case):
        given_status, expected = case
        found = earned_value(status(*given_status)).loc["P"]
        names = ["cpi", "spi", "estimate", "needed_cpi", "variance_at_completion"]
        assert found[names].to_list() == pytest.approx(expected, rel=1e-6)

    def test_the_fence_has_all_its_numbers(self):
        found = earned_value(status(3000, 2500, 2800, 4000)).loc["P"]
        assert found[["cost_variance", "schedule_variance", "to_complete"]].to_list() == pytest.approx(
            [-300, -500, 1680]
        )
        assert found["estimate_at_both"] == pytest.approx(4816)  # worked by hand

    def test_the_rest_at_budget_is_the_second_estimate(self):
        assert earned_value(status(40_000, 30_000, 35_000, 100_000)).loc["P", "estimate_at_budget"] == 105_000

    def test_ceboard_ends_at_six_million(self):
        assert earned_value(status(2e6, 1.5e6, 1.8e6, 5e6)).loc["P", "estimate"] == pytest.approx(6e6)

    def test_without_cost_there_is_no_cpi(self):
        found = earned_value(status(10, 5, 0, 100)).loc["P"]
        assert found[["cpi", "estimate", "to_complete", "variance_at_completion"]].isna().all()

    def test_without_anything_earned_there_is_nothing_to_extrapolate(self):
        found = earned_value(status(10, 0, 5, 100)).loc["P"]
        assert found["cpi"] == 0
        assert found[["estimate", "estimate_at_both"]].isna().all()
        assert found["estimate_at_budget"] == 105

    @pytest.mark.parametrize("cost", [100, 120])
    def test_a_budget_that_is_spent_cannot_be_kept(self, cost):
        assert math.isnan(earned_value(status(90, 80, cost, 100)).loc["P", "needed_cpi"])

    def test_more_earned_than_the_budget_is_an_error_that_names_the_project(self):
        with pytest.raises(DataError) as error:
            earned_value(status(90, 101, 50, 100))
        assert str(error.value) == (
            "milestones: project P has earned more than its budget; earned value ends at the plan"
        )

    @given(st.tuples(*[st.integers(1, 1000)] * 3), st.integers(2, 100))
    @settings(max_examples=40)
    def test_scaling_money_leaves_the_indices(self, money, factor):
        planned, earned, cost = money
        plain = earned_value(status(planned, earned, cost, 2000))
        scaled = earned_value(status(*(x * factor for x in (planned, earned, cost, 2000))))
        pd.testing.assert_frame_equal(plain[["cpi", "spi", "needed_cpi"]], scaled[["cpi", "spi", "needed_cpi"]])


class TestSchedule:
    """Time, from the plan."""

    @pytest.mark.parametrize(
        ("plan", "earned", "time"),
        # pmcontrols es-interp
        [([20, 50, 90, 140, 200], 70, 2.5), ([30, 70, 120, 180, 250], 100, 2.6)],
    )
    def test_the_published_interpolations_hold(self, plan, earned, time):
        found = earned_schedule(pd.Series(plan, index=range(1, 6), dtype="float64"), earned)
        assert found == pytest.approx(time)

    @pytest.mark.parametrize(
        ("budget", "periods", "earned", "at", "expected"),
        # earned schedule, SPI(t), estimated duration
        [
            (4000, 4, 2500, 3, (2.5, 0.8333, 4.8)),
            (100_000, 10, 30_000, 4, (3, 0.75, 13.3333)),
            (100_000, 10, 50_000, 4, (5, 1.25, 8)),
            (100_000, 10, 40_000, 5, (4, 0.8, 12.5)),
        ],
    )
    def test_the_published_cases_hold(self, budget, periods, earned, at, expected):
        found = time_indices(linear(budget, periods), earned, at)
        assert found[["earned_schedule", "spi", "duration"]].to_list() == pytest.approx(expected, abs=5e-5)

    def test_a_project_that_ended_late_keeps_its_lateness_where_spi_forgets_it(self):
        # Late finish: ten as planned, done in twelve
        assert time_indices(linear(100, 10), 100, 12)["spi"] == pytest.approx(0.8333, abs=5e-5)
        assert earned_value(status(100, 100, 90, 100)).loc["P", "spi"] == 1

    @pytest.mark.parametrize("earned", [0, -1])
    def test_nothing_earned_is_time_0_and_has_no_duration(self, earned):
        found = time_indices(pd.Series([0.0, 10.0], index=[1, 2]), earned, 1)
        assert (found["earned_schedule"], found["variance"]) == (0, -1)
        assert math.isnan(found["duration"])

    def test_where_the_plan_stands_still_the_last_time_of_it_counts(self):
        assert earned_schedule(pd.Series([10.0, 20.0, 20.0, 20.0, 30.0], index=[1, 2, 3, 4, 5]), 20) == 4

    @pytest.mark.parametrize("earned", [30, 31])
    def test_what_is_earned_at_the_end_or_beyond_is_the_planned_duration(self, earned):
        plan = pd.Series([10.0, 20.0, 30.0, 30.0], index=[1, 2, 3, 4])
        assert time_indices(plan, earned, 3)[["earned_schedule", "spi"]].to_list() == [3, 1]

    def test_past_the_planned_end_no_pace_ends_in_time(self):
        assert math.isnan(time_indices(linear(10, 10), 9, 10)["needed_spi"])
        assert time_indices(linear(10, 10), 4, 5)["needed_spi"] == pytest.approx(6 / 5)

    @pytest.mark.parametrize("plan", [[], [0.0, 0.0]], ids=["no plan", "nothing planned"])
    def test_without_a_plan_there_is_no_time(self, plan):
        found = time_indices(pd.Series(plan, index=range(1, len(plan) + 1), dtype="float64"), 5, 2)
        assert found.isna().all()

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=12).filter(any), st.floats(0, 1))
    @settings(max_examples=60)
    def test_the_plan_at_that_time_is_what_is_earned(self, steps, share):
        plan = pd.Series(steps, index=range(1, len(steps) + 1), dtype="float64").cumsum()
        earned = float(plan.iloc[-1]) * share
        found = earned_schedule(plan, earned)
        assert np.interp(found, [0, *plan.index], [0, *plan]) == pytest.approx(earned, abs=1e-6)  # numpy's own


class TestMorePublishedCases:
    """Forecasts of cost and time, worked by hand."""

    def test_the_fence_ends_at_its_estimate_at_the_pace_it_has(self):
        found = earned_value(status(3000, 2500, 2800, 4000)).loc["P"]
        assert found["needed_cpi_estimate"] == pytest.approx(found["cpi"])  # (4000 - 2500) / (4480 - 2800)
        assert found["estimate_at_budget"] == 4300

    def test_ceboards_second_case_needs_1_077(self):
        found = earned_value(status(4e6, 3e6, 3.5e6, 10e6)).loc["P"]
        assert found[["cpi", "needed_cpi"]].to_list() == pytest.approx([0.857, 1.077], abs=5e-4)

    def test_when_all_is_earned_nothing_needs_a_pace(self):
        found = earned_value(status(100, 100, 90, 100)).loc["P"]
        assert found["needed_cpi"] == 0
        assert math.isnan(found["needed_cpi_estimate"])


NAMES = {
    "cv": "cost_variance", "sv": "schedule_variance", "cpi": "cpi", "spi": "spi", "eac_cpi": "estimate",
    "eac_typical": "estimate_at_budget", "eac_cpi_spi": "estimate_at_both", "etc": "to_complete",
    "vac": "variance_at_completion", "tcpi_bac": "needed_cpi",
}  # fmt: skip
TIMES = {"es": "earned_schedule", "sv_t": "variance", "spi_t": "spi", "ieac_t": "duration"}


class TestAgainstPmcontrols:
    """Another implementation, on random input (pmcontrols, MIT; hand-derived, not published evidence)."""

    @given(
        st.lists(st.integers(0, 500), min_size=2, max_size=15).filter(lambda steps: steps[-1] > 0),
        st.integers(0, 100), st.integers(0, 5000), st.integers(1, 20),
    )  # fmt: skip
    @settings(max_examples=100)
    def test_all_indices_and_estimates_agree(self, steps, share, cost, at):
        pmcontrols = pytest.importorskip("pmcontrols")
        curve = np.cumsum(steps).astype("float64")
        plan = pd.Series(curve, index=range(1, len(curve) + 1))
        budget, earned = float(curve[-1]), float(curve[-1]) * share / 100
        theirs = pmcontrols.evm(pmcontrols.plan([0, *plan.index], [0.0, *curve]), earned, cost, at).stats
        ours = earned_value(status(theirs["pv"], earned, cost, budget)).loc["P"]
        spent = budget <= cost  # what cannot be kept is infinity there, and not known here
        expected = {name: theirs[key] if key != "tcpi_bac" or not spent else np.nan for key, name in NAMES.items()}
        assert ours[list(expected)].to_list() == pytest.approx(list(expected.values()), nan_ok=True)
        times = time_indices(plan, earned, at)
        assert times[list(TIMES.values())].to_list() == pytest.approx([theirs[key] for key in TIMES], nan_ok=True)
