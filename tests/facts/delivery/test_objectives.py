"""Objectives against the pace they need."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts.delivery.objectives import objective_pace

HALF = date(2026, 7, 2)  # 182 of the 365 days from 1 January 2026 to 1 January 2027


def pace(on=HALF, **said):
    row = {"baseline": 0, "target": 100, "actual": 50, "start_date": "2026-01-01", "due_date": "2027-01-01", **said}
    frame = pd.DataFrame([row])
    dated = frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("start_date", "due_date")})
    return objective_pace(dated, on).iloc[0]


class TestProgress:
    """Way covered and time gone."""

    def test_progress_is_the_share_of_the_way_and_elapsed_of_the_time(self):
        found = pace(baseline=20, target=60, actual=30)
        assert found["progress"] == pytest.approx(0.25)  # (30 - 20) / (60 - 20)
        assert found["elapsed"] == pytest.approx(182 / 365)

    def test_an_aim_below_the_baseline_counts_its_progress_downward(self):
        found = pace(baseline=80, target=40, actual=50)
        assert found["progress"] == pytest.approx(0.75)
        assert found["state"] == "on track"

    def test_going_the_wrong_way_is_progress_below_zero(self):
        assert pace(actual=-10)["progress"] == pytest.approx(-0.1)

    @pytest.mark.parametrize(("day", "elapsed"), [(date(2025, 12, 1), 0), (date(2027, 2, 1), 1)])
    def test_elapsed_stays_between_0_and_1(self, day, elapsed):
        assert pace(day)["elapsed"] == elapsed


class TestState:
    """What a reader is told."""

    @pytest.mark.parametrize(
        ("actual", "state"),
        # 49.9 % of the time has gone; leeway 10 points
        [
            (100, "reached"),
            (120, "reached"),
            (50, "on track"),
            (40, "on track"),
            (39, "behind pace"),
            (0, "behind pace"),
        ],
    )
    def test_behind_is_more_than_ten_points_short_of_the_time_gone(self, actual, state):
        assert pace(actual=actual)["state"] == state

    def test_short_by_the_leeway_exactly_is_on_track(self):
        # 5 of 10 days gone and 0.4 covered, by hand
        assert pace(date(2026, 1, 6), actual=40, due_date="2026-01-11")["state"] == "on track"

    @pytest.mark.parametrize(("day", "state"), [(date(2026, 12, 31), "on track"), (date(2027, 1, 1), "missed")])
    def test_due_and_not_reached_is_missed(self, day, state):
        assert pace(day, actual=99)["state"] == state

    def test_due_and_reached_is_reached(self):
        assert pace(date(2027, 6, 1), actual=100)["state"] == "reached"

    @pytest.mark.parametrize("day", [HALF, date(2027, 6, 1)], ids=["under way", "due"])
    @pytest.mark.parametrize("said", [{"actual": None}, {"baseline": None}, {"baseline": 100}])
    def test_without_an_actual_value_or_a_way_to_go_the_state_is_unknown(self, said, day):
        assert pace(day, **said)["state"] == "unknown"

    @pytest.mark.parametrize("said", [{"start_date": None}, {"due_date": None}, {"due_date": "2026-01-01"}])
    def test_without_a_stretch_of_time_the_pace_is_unknown(self, said):
        assert pace(date(2025, 12, 1), **said)["state"] == "unknown"

    def test_inputs_are_not_changed(self):
        days = pd.to_datetime(["2026-01-01"])
        frame = pd.DataFrame({"baseline": [0], "target": [1], "actual": [1], "start_date": days, "due_date": days})
        before = frame.copy(deep=True)
        objective_pace(frame, HALF)
        pd.testing.assert_frame_equal(frame, before)
