"""Forecasts as they stood when the quarter began, against what came; by hand."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.forecast_ledger import calls_scored, estimates_scored, renewals_expected
from acctlib.periods import quarter

DAY = pd.Timestamp
TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
CONTRACT = {
    "contract_id": "K1", "client_id": "A", "start_date": DAY("2025-01-01"), "end_date": DAY("2026-08-31"),
    "notice_date": DAY("2026-05-31"), "annual_value": 100.0, "renewal_of": None, "signed_date": pd.NaT, "status": "ended",
}  # fmt: skip


def contracts(*rows):
    frame = pd.DataFrame([{**CONTRACT, **row} for row in rows])
    return frame.assign(
        signed_date=pd.to_datetime(frame["signed_date"]), notice_date=pd.to_datetime(frame["notice_date"])
    )


class TestRenewalsExpected:
    """What was expected on 30 June of contracts due by 30 September."""

    def found(self, *rows):
        told = renewals_expected(Prepared({"contracts": contracts(*rows)}, TERMS))
        return told[["expected", "outcome"]].to_numpy().tolist()

    def test_notice_that_lay_before_the_quarter_was_known(self):
        assert self.found({"status": "notice", "notice_date": DAY("2026-06-30")}) == [[False, "lost"]]

    def test_notice_in_the_quarter_was_not_known_whatever_the_state_is_today(self):
        assert self.found({"status": "notice", "notice_date": DAY("2026-07-01")}) == [[True, "lost"]]

    def test_that_it_ended_is_the_outcome_and_was_no_expectation(self):
        assert self.found({"status": "ended"}) == [[True, "lost"]]

    def test_what_began_in_the_quarter_was_not_there_to_be_expected(self):
        assert self.found({"start_date": DAY("2026-07-01")}) == []

    def test_a_renewal_came_as_expected(self):
        follows = {"contract_id": "K2", "renewal_of": "K1", "start_date": DAY("2026-09-01"),
                   "end_date": DAY("2027-08-31"), "signed_date": DAY("2026-08-01"), "status": "active"}  # fmt: skip
        assert self.found({"status": "renewed"}, follows) == [[True, "on_time"]]

    def test_without_contracts_nothing_was_expected(self):
        assert renewals_expected(Prepared({}, TERMS)) is None


class TestCallsScored:
    """Calls that stood on 31 March on contracts decided from April to September."""

    def found(self, *calls):
        said = pd.DataFrame(calls, columns=["client_id", "contract_id", "called_on", "call"])
        kept = contracts({}, {"contract_id": "K3", "end_date": DAY("2026-12-31")})
        frames = {"contracts": kept, "renewal_forecasts": said.assign(called_on=pd.to_datetime(said["called_on"]))}
        return calls_scored(Prepared(frames, TERMS))[["contract_id", "call", "renewed"]].to_numpy().tolist()

    def test_the_call_of_two_quarters_ago_is_held_against_what_came(self):
        assert self.found(("A", "K1", "2026-03-31", "renew")) == [["K1", "renew", False]]

    def test_a_later_call_is_not_the_one_of_then(self):
        calls = [("A", "K1", "2026-03-01", "renew"), ("A", "K1", "2026-04-01", "lost")]
        assert self.found(*calls) == [["K1", "renew", False]]
        assert self.found(calls[1]) == []

    def test_a_contract_that_is_not_decided_is_left_out(self):
        assert self.found(("A", "K3", "2026-03-01", "renew")) == []

    def test_without_calls_nothing_is_scored(self):
        assert calls_scored(Prepared({"contracts": contracts({})}, TERMS)) is None


def work(**rest):
    """Begun on 1 May, promised for 30 August, delivered on 20 September; half was done by the end of June."""
    project = {
        "project_id": "P", "client_id": "A", "name": "Site", "start_date": DAY("2026-05-01"),
        "committed_date": DAY("2026-08-30"), "agreed_date": DAY("2026-09-30"), "delivered_date": DAY("2026-09-20"),
        "accepted_date": DAY("2026-09-25"), "budget": 100.0, "approved_budget": 150.0, "cost": 180.0, "status": "delivered",
        "cancel_reason": None, **rest,
    }  # fmt: skip
    steps = {
        "milestone_id": ["M1", "M2"], "project_id": "P", "due_date": [DAY("2026-06-30"), DAY("2026-08-30")],
        "done_date": [DAY("2026-06-30"), DAY("2026-09-20")], "weight": [0.5, 0.5], "planned_value": [50.0, 50.0],
        "earned_value": [50.0, 50.0], "actual_cost": [60.0, 90.0],
    }  # fmt: skip
    clients = pd.DataFrame({"client_id": ["A"], "currency": ["EUR"]})
    return {"clients": clients, "projects": pd.DataFrame([project]), "milestones": pd.DataFrame(steps)}


class TestEstimatesScored:
    """Day and cost of completion."""

    def only(self, frames):
        return estimates_scored(Prepared(frames, TERMS)).projects.iloc[0]

    def test_the_cost_is_forecast_from_what_was_earned_and_spent_by_then(self):
        found = self.only(work())
        # By hand: CPI = 50 / 60, EAC = 100 / CPI = 120; it came to 60 + 90 = 150. f/A = 120 / 150.
        assert (found["cost_tier"], found["expected_cost"], found["actual_cost"]) == ("value", pytest.approx(120), 150)
        assert found["ratio"] == pytest.approx(0.8)
        assert estimates_scored(Prepared(work(), TERMS)).ratio == pytest.approx(0.8)

    def test_the_day_is_forecast_from_the_pace_by_then(self):
        found = self.only(work())
        # By hand: on plan on 30 June, so expected on the day first promised; delivered 21 days later.
        assert (found["expected_finish"], found["days"]) == (DAY("2026-08-30"), 21)

    def test_what_came_later_changes_no_forecast(self):
        frames, again = work(), work(agreed_date=DAY("2026-12-01"), approved_budget=900.0, cost=1.0)
        again["milestones"] = again["milestones"].assign(
            earned_value=[50.0, 10.0], actual_cost=[60.0, 5.0], done_date=[DAY("2026-06-30"), DAY("2026-07-01")]
        )
        columns = ["expected_cost", "expected_finish"]
        assert self.only(frames)[columns].to_list() == self.only(again)[columns].to_list()

    def test_without_milestones_the_day_first_promised_is_the_forecast_and_there_is_none_of_cost(self):
        frames = work()
        found = self.only({name: frame for name, frame in frames.items() if name != "milestones"})
        assert (found["time_tier"], found["expected_finish"], found["days"]) == ("dates", DAY("2026-08-30"), 21)
        assert found["actual_cost"] == 180
        assert pd.isna(found["ratio"])

    @pytest.mark.parametrize(
        "rest", [{"delivered_date": DAY("2026-06-30")}, {"delivered_date": DAY("2026-10-01")}, {"start_date": DAY("2026-07-01")},
                 {"delivered_date": pd.NaT}],
    )  # fmt: skip
    def test_only_what_was_in_hand_then_and_was_delivered_in_the_quarter_is_scored(self, rest):
        assert estimates_scored(Prepared(work(**rest), TERMS)).projects.empty

    def test_inputs_are_not_changed(self):
        frames, again = work(), work()
        estimates_scored(Prepared(frames, TERMS))
        for name in frames:
            pd.testing.assert_frame_equal(frames[name], again[name])

    def test_without_projects_there_is_none(self):
        assert estimates_scored(Prepared({}, TERMS)) is None
