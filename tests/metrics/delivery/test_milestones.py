"""Milestones met and slips."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.delivery.milestones import SLIPS, milestone_outcomes, slip_distribution

AS_OF = date(2026, 6, 30)  # a Tuesday


def work(**columns):
    plain = {"project_id": ["P"], "client_id": ["C"], "state": ["in_flight"], "closed_on": [None]}
    frame = pd.DataFrame({**plain, **columns})
    return frame.assign(closed_on=pd.to_datetime(frame["closed_on"]))


def steps(*days, project="P"):
    """Milestones from pairs of due and done."""
    frame = pd.DataFrame(list(days), columns=["due_date", "done_date"])
    return frame.assign(project_id=project, **{day: pd.to_datetime(frame[day]) for day in frame})


def first(due, done, **columns):
    return milestone_outcomes(steps((due, done)), work(**columns), AS_OF).iloc[0]


class TestMet:
    """Against the day first promised."""

    @pytest.mark.parametrize(
        ("done", "met", "slip"), [("2026-04-30", True, -1), ("2026-05-01", True, 0), ("2026-05-04", False, 1)]
    )
    def test_the_promised_day_itself_is_met_and_slips_are_working_days(self, done, met, slip):
        found = first("2026-05-01", done)  # a Friday
        assert (found["met"], found["slip"], found["state"]) == (met, slip, "met" if met else "missed")

    def test_an_open_one_past_its_day_is_not_met_and_slips_to_the_end_of_the_data(self):
        found = first("2026-06-16", None)
        assert (found["state"], found["met"], found["slip"]) == ("overdue", False, 10)  # by hand: two weeks

    def test_an_open_one_at_the_end_of_its_day_is_overdue(self):
        assert first("2026-06-30", None)[["state", "slip"]].to_list() == ["overdue", 0]

    def test_an_open_one_whose_day_has_not_come_is_neither(self):
        found = first("2026-07-01", None)
        assert found["state"] == "open"
        assert found[["met", "slip"]].isna().all()

    def test_later_events_have_not_happened(self):
        assert first("2026-06-01", "2026-07-01")["state"] == "overdue"

    def test_one_met_early_counts_before_its_day_has_come(self):
        assert first("2026-08-03", "2026-06-29")[["met", "slip"]].to_list() == [True, -25]  # by hand: five weeks

    def test_in_a_cancelled_project_what_was_done_counts_and_the_rest_never_comes(self):
        days = steps(("2026-05-01", "2026-05-01"), ("2026-05-20", None))
        found = milestone_outcomes(days, work(state=["cancelled"]), AS_OF)
        assert found["state"].to_list() == ["met", "cancelled"]
        assert found["met"].isna().to_list() == [False, True]
        assert found["slip"].isna().to_list() == [False, True]

    @pytest.mark.parametrize(("due", "closed"), [(None, None), ("2026-05-01", "2026-05-09")])
    def test_without_a_day_promised_or_a_day_done_in_a_closed_project_it_is_unknown(self, due, closed):
        found = first(due, None, closed_on=[closed])
        assert found["state"] == "unknown"
        assert found[["met", "slip"]].isna().all()

    def test_holidays_do_not_count_as_working_days(self):
        days = steps(("2026-05-13", "2026-05-15"))
        assert milestone_outcomes(days, work(), AS_OF, [date(2026, 5, 14)])["slip"].to_list() == [1]

    def test_milestones_of_projects_that_are_not_there_are_left_out_and_clients_are_named(self):
        both = pd.concat([steps(("2026-05-01", None)), steps(("2026-05-01", None), project="X")])
        assert milestone_outcomes(both, work(), AS_OF)["client_id"].to_list() == ["C"]

    def test_milestones_keep_their_index(self):
        both = pd.concat([steps(("2026-05-01", None), project="X"), steps(("2026-05-01", None))], ignore_index=True)
        assert milestone_outcomes(both, work(), AS_OF).index.to_list() == [1]

    def test_no_milestone_stays_none(self):
        assert milestone_outcomes(steps(("2026-05-01", None)).iloc[:0], work(), AS_OF).empty

    def test_inputs_stay(self):
        days, projects = steps(("2026-05-01", None)), work()
        before = days.copy(deep=True), projects.copy(deep=True)
        milestone_outcomes(days, projects, AS_OF)
        pd.testing.assert_frame_equal(days, before[0])
        pd.testing.assert_frame_equal(projects, before[1])

    @given(st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), min_size=1, max_size=12), st.randoms())
    @settings(max_examples=30)
    def test_row_order_does_not_matter(self, days, random):
        start = pd.Timestamp("2026-01-01")
        rows = [(start + pd.Timedelta(due, "D"), start + pd.Timedelta(done, "D")) for due, done in days]
        mixed = random.sample(rows, len(rows))
        states = [sorted(milestone_outcomes(steps(*r), work(), AS_OF)["state"]) for r in (rows, mixed)]
        assert states[0] == states[1]


class TestDistribution:
    """Both sides."""

    def test_every_edge_falls_on_its_side(self):
        slips = pd.Series([-6.0, -5.0, -1.0, 0.0, 1.0, 5.0, 6.0, 20.0, 21.0])
        assert slip_distribution(slips).to_dict() == dict(zip(SLIPS, [1, 2, 1, 2, 2, 1], strict=True))  # by hand

    def test_nothing_is_nought_everywhere(self):
        assert slip_distribution(pd.Series([], dtype="float64")).to_list() == [0] * len(SLIPS)

    @given(st.lists(st.one_of(st.none(), st.integers(-400, 400))))
    @settings(max_examples=50)
    def test_its_counts_add_up_to_the_known_slips(self, slips):
        found = pd.Series(slips, dtype="float64")
        assert slip_distribution(found).sum() == found.notna().sum()
        assert list(slip_distribution(found).index) == list(SLIPS)

    def test_the_ninetieth_percentile_is_numpys(self):
        slips = pd.Series(np.arange(11.0))
        assert slips.quantile(0.9) == np.quantile(np.arange(11.0), 0.9) == 9
