"""Facts about delivery."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import Terms
from acctlib.facts.delivery import accepted, delivery_success, due, on_budget, on_time, project_outcomes
from acctlib.periods import quarter

INTERNAL = Terms(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
CLIENT = Terms(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))
DAYS = ("committed_date", "delivered_date", "accepted_date")
GOOD = {
    "committed_date": "2026-05-01",
    "delivered_date": "2026-05-01",
    "accepted_date": "2026-05-01",
    "budget": 100.0,
    "approved_budget": 100.0,
    "cost": 100.0,
    "status": "delivered",
}


def frames(*rows, terms=INTERNAL):
    frame = pd.DataFrame([{**GOOD, **row} for row in rows])
    projects = frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS})
    return {"projects": projects, "outcomes": project_outcomes({"projects": projects}, terms)}


def open_until(day):
    return {"committed_date": day, "delivered_date": None, "accepted_date": None, "status": "active"}


class TestSuccess:
    """Projects closed in the last four quarters."""

    def test_seven_of_eight_are_87_5_percent_with_wilsons_interval(self):
        found = delivery_success(frames(*[{}] * 7, {"cost": 200.0}), INTERNAL)
        assert (found.value, found.n, found.counts) == (0.875, 8, (7,))
        assert (found.low, found.high) == pytest.approx((0.529, 0.978), abs=5e-4)  # research/domain.md 3.1

    def test_each_leg_is_counted_on_its_own(self):
        held = frames({}, {"cost": 200.0}, {"accepted_date": None}, {})
        assert [m(held, INTERNAL).value for m in (delivery_success, on_budget, accepted)] == [0.5, 0.75, 0.75]

    def test_open_and_cancelled_projects_are_never_in_it(self):
        gone = {**open_until("2026-05-01"), "status": "cancelled"}
        assert delivery_success(frames({}, open_until("2026-05-01"), gone), INTERNAL).n == 1

    def test_projects_closed_before_the_four_quarters_are_out(self):
        days = ["2025-09-30", "2025-10-01", "2026-09-30"]
        held = frames(*({"delivered_date": day, "accepted_date": day} for day in days))
        assert delivery_success(held, INTERNAL).n == 2

    @pytest.mark.parametrize("measure", [delivery_success, on_budget, accepted])
    def test_without_a_closed_project_it_is_unknown_and_says_so(self, measure):
        for held in (frames(open_until("2026-05-01")), {"outcomes": project_outcomes({}, INTERNAL)}):
            found = measure(held, INTERNAL)
            assert (found.value, found.n, found.note) == (None, 0, "no project was closed")

    def test_a_leg_that_is_not_kept_is_not_known_for_the_closed(self):
        found = on_budget(frames({"cost": None}, {"cost": None}), INTERNAL)
        assert (found.value, found.note) == (None, "not known for the 2 closed")


class TestBudgetByEdition:
    """The client sees agreed fees, the house sees cost."""

    row = ({"budget": 100.0, "approved_budget": 104.0, "cost": 300.0},)

    def test_cost_beyond_the_budget_is_the_houses_own_affair(self):
        assert on_budget(frames(*self.row), INTERNAL).value == 0
        assert on_budget(frames(*self.row, terms=CLIENT), CLIENT).value == 1

    @pytest.mark.parametrize(("agreed", "kept"), [(105.0, 1), (105.01, 0), (90.0, 1)])
    def test_fees_agreed_in_the_end_are_held_against_those_first_agreed(self, agreed, kept):
        assert on_budget(frames({"approved_budget": agreed}, terms=CLIENT), CLIENT).value == kept

    @pytest.mark.parametrize("column", ["budget", "approved_budget"])
    def test_an_unknown_fee_is_not_known(self, column):
        held = frames({column: None}, terms=CLIENT)
        assert on_budget(held, CLIENT).note == "not known for the 1 closed"

    def test_a_firm_that_keeps_no_fees_has_no_budget_leg_and_still_succeeds(self):
        projects = frames({})["projects"].drop(columns=["budget", "approved_budget", "cost"])
        held = {"outcomes": project_outcomes({"projects": projects}, CLIENT)}
        assert on_budget(held, CLIENT).value is None
        assert delivery_success(held, CLIENT).value == 1


class TestOnTime:
    """Projects due, open ones included."""

    def test_an_open_project_past_its_day_is_late(self):
        found = on_time(frames({}, open_until("2026-08-01")), INTERNAL)
        assert (found.value, found.n) == (0.5, 2)

    def test_a_cancelled_project_is_not_due(self):
        assert len(due(frames({}, {**open_until("2026-08-01"), "status": "cancelled"}), INTERNAL)) == 1

    def test_the_day_first_promised_decides_what_was_due(self):
        days = ["2025-09-30", "2025-10-01", "2026-09-30", "2026-10-01"]
        assert len(due(frames(*({"committed_date": day} for day in days)), INTERNAL)) == 2

    def test_without_a_project_due_it_is_unknown_and_says_so(self):
        for held in (frames(open_until("2020-01-01")), {"outcomes": project_outcomes({}, INTERNAL)}):
            assert on_time(held, INTERNAL).note == "no project was due"
