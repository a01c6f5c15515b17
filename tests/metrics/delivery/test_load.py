"""Load of people: hours left of work in hand, and hours there are. Expected values are worked by hand."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from acctlib.metrics.delivery.load import hours_available, hours_left, person_loads

DAY = pd.Timestamp


class TestHoursLeft:
    """What is left of a project's hours."""

    def test_what_is_worked_is_gone_and_what_is_not_kept_is_left(self):
        left = hours_left(pd.Series({"A": 80.0, "B": 80.0}), pd.Series({"A": 20.0, "B": np.nan}))
        assert left.to_dict() == {"A": 0.75, "B": 1.0}

    def test_a_project_over_its_hours_has_none_left(self):
        assert hours_left(pd.Series({"A": 10.0}), pd.Series({"A": 25.0})).to_dict() == {"A": 0.0}

    @pytest.mark.parametrize("planned", [np.nan, 0.0])
    def test_without_hours_agreed_it_is_unknown(self, planned):
        assert hours_left(pd.Series({"A": planned}), pd.Series({"A": 5.0})).isna().all()


class TestHoursAvailable:
    """Two weeks from 5 October 2026, of people with 35 hours a week."""

    @pytest.mark.parametrize(
        ("start", "end", "hours"),
        [
            ("2020-01-01", None, 70.0),
            (None, None, 70.0),
            ("2026-10-12", None, 35.0),
            ("2020-01-01", "2026-10-12", 35.0),  # the first day gone
            ("2026-10-07", "2026-10-10", 15.0),  # three of seven days
        ],
    )
    def test_hours_are_those_of_the_days_there(self, start, end, hours):
        team = pd.DataFrame({"person": ["A"], "weekly_hours": [35.0], "start_date": [start], "end_date": [end]})
        team = team.assign(start_date=pd.to_datetime(team["start_date"]), end_date=pd.to_datetime(team["end_date"]))
        assert hours_available(team, date(2026, 10, 5), date(2026, 10, 19)).to_dict() == {"A": hours}

    def test_who_is_not_there_is_not_in_it(self):
        team = pd.DataFrame({
            "person": ["gone", "to come"], "weekly_hours": 35.0,
            "start_date": [DAY("2020-01-01"), DAY("2026-10-19")], "end_date": [DAY("2026-10-05"), pd.NaT],
        })  # fmt: skip
        assert hours_available(team, date(2026, 10, 5), date(2026, 10, 19)).empty

    def test_unknown_hours_stay_unknown(self):
        team = pd.DataFrame({"person": ["A"], "weekly_hours": [np.nan], "start_date": [pd.NaT], "end_date": [pd.NaT]})
        days = {name: pd.to_datetime(team[name]) for name in ("start_date", "end_date")}
        assert hours_available(team.assign(**days), date(2026, 10, 5), date(2026, 10, 19)).isna().all()


class TestPersonLoads:
    """Hours assigned against hours available."""

    PLAN = pd.DataFrame({"person": ["A", "A", "C"], "project_id": ["P", "Q", "P"], "hours": [40.0, 10.0, 20.0]})

    def test_only_projects_in_hand_count_for_what_is_left_of_them(self):
        found = person_loads(self.PLAN, pd.Series({"P": 0.5}), pd.Series({"A": 80.0}))
        assert found.loc["A", ["hours", "n", "available", "load"]].to_list() == [20.0, 1, 80.0, 0.25]

    def test_who_has_nothing_to_do_is_at_nought_and_who_is_unknown_has_an_unknown_load(self):
        found = person_loads(self.PLAN, pd.Series({"P": 1.0, "Q": 1.0}), pd.Series({"B": 80.0, "A": 40.0}))
        assert found.index.to_list() == ["A", "B", "C"]
        assert found["load"].fillna(-1).to_list() == [1.25, 0.0, -1]
        assert found["n"].to_list() == [2, 0, 1]

    def test_who_has_no_project_in_hand_and_is_not_among_the_people_has_no_row(self):
        plan = self.PLAN.assign(person=self.PLAN["person"].astype("category"))
        assert person_loads(plan, pd.Series({"Q": 1.0}), pd.Series({"B": 80.0})).index.to_list() == ["A", "B"]

    def test_hours_of_a_project_of_unknown_rest_count_in_full(self):
        found = person_loads(self.PLAN, pd.Series({"P": np.nan}), pd.Series({"A": 80.0}))
        assert found.loc["A", "hours"] == 40.0

    def test_no_hours_available_is_no_load(self):
        assert person_loads(self.PLAN, pd.Series({"P": 1.0}), pd.Series({"A": 0.0}))["load"].isna().all()

    def test_inputs_are_not_changed(self):
        before = self.PLAN.copy()
        person_loads(self.PLAN, pd.Series({"P": 0.5}), pd.Series({"A": 80.0}))
        pd.testing.assert_frame_equal(self.PLAN, before)
