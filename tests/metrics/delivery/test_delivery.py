"""How each project stands."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.delivery.delivery import (
    LEGS,
    closed_within,
    due_within,
    outcomes,
)
from acctlib.periods import quarter

AS_OF = date(2026, 6, 30)
DAYS = ("committed_date", "agreed_date", "delivered_date", "accepted_date")


def projects(*rows):
    """Projects from what is said of them; all dates are columns."""
    frame = pd.DataFrame(list(rows)).reindex(columns=sorted({*DAYS, *(key for row in rows for key in row)}))
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS})


def done(**rest):
    """A project delivered and accepted on its day, changed as said."""
    return {"committed_date": "2026-05-01", "delivered_date": "2026-05-01", "accepted_date": "2026-05-01", **rest}


def first(*rows, **rest):
    return outcomes(projects(*rows), AS_OF, **rest).iloc[0]


class TestOnTime:
    """Against the day first promised."""

    @pytest.mark.parametrize(("day", "kept"), [("2026-04-30", True), ("2026-05-01", True), ("2026-05-02", False)])
    def test_the_promised_day_itself_is_on_time(self, day, kept):
        found = first(done(delivered_date=day, accepted_date=day))
        assert found["on_time"] == kept
        assert found["state"] == ("delivered" if kept else "late")

    def test_delivered_on_its_day_and_accepted_four_days_later_is_on_time(self):
        found = first(
            done(committed_date="2026-03-10", delivered_date="2026-03-10", accepted_date="2026-03-14"), late_days=0
        )
        assert (found["on_time"], found["days_late"], found["state"]) == (True, 0, "delivered")
        assert (found["closed_on"], found["accepted"]) == (pd.Timestamp("2026-03-10"), True)

    @pytest.mark.parametrize(("grace", "kept"), [(2, False), (3, True)])
    def test_days_of_grace_count(self, grace, kept):
        assert first(done(delivered_date="2026-05-04", accepted_date=None), late_days=grace)["on_time"] == kept

    def test_a_later_agreed_day_does_not_help(self):
        assert first(done(delivered_date="2026-05-04", agreed_date="2026-06-01"))["on_time"] == False  # noqa: E712

    def test_accepted_by_its_day_without_a_day_of_delivery_is_on_time(self):
        found = first(done(delivered_date=None, accepted_date="2026-04-29"))
        assert (found["on_time"], found["closed_on"]) == (True, pd.Timestamp("2026-04-29"))

    def test_accepted_after_its_day_without_a_day_of_delivery_is_not_known_to_be_late(self):
        found = first(done(delivered_date=None, accepted_date="2026-05-04"))
        assert pd.isna(found["on_time"])
        assert pd.isna(found["days_late"])
        assert found["state"] == "delivered"


class TestByAcceptance:
    """For firms whose contracts say that work is done when it is accepted."""

    def test_accepted_four_days_after_its_day_is_late_by_four_days(self):
        found = first(
            done(committed_date="2026-03-10", delivered_date="2026-03-10", accepted_date="2026-03-14"),
            judged_by="accepted",
        )
        assert (found["on_time"], found["days_late"], found["state"]) == (False, 4, "late")

    def test_delivered_and_never_accepted_is_never_on_time(self):
        found = first(done(accepted_date=None), judged_by="accepted", acceptance_kept=True)
        assert (found["on_time"], found["state"], found["days_late"]) == (False, "late", 60)  # 1 May to 30 June

    def test_delivered_and_not_accepted_before_its_day_is_undecided(self):
        waits = done(committed_date="2026-07-10", accepted_date=None)
        assert pd.isna(first(waits, judged_by="accepted", acceptance_kept=True)["on_time"])

    def test_it_is_counted_in_the_quarter_of_its_delivery_all_the_same(self):
        found = first(done(accepted_date="2026-05-04"), judged_by="accepted")
        assert found["closed_on"] == pd.Timestamp("2026-05-01")

    def test_a_project_without_a_promised_day_is_neither_on_time_nor_late(self):
        closed, still = outcomes(projects(done(committed_date=None), {"name": "open"}), AS_OF).itertuples()
        assert pd.isna(closed.on_time)
        assert pd.isna(closed.days_late)
        assert (closed.state, still.state) == ("delivered", "in_flight")


class TestOpenProjects:
    """Not delivered by the end of the data."""

    def test_an_open_project_past_its_day_is_overdue_and_counts_as_late(self):
        found = first({"committed_date": "2026-06-29"})
        assert (found["state"], found["on_time"], found["days_late"]) == ("overdue", False, 1)

    def test_an_open_project_at_the_end_of_its_day_is_overdue(self):
        found = first({"committed_date": "2026-06-30"})
        assert (found["state"], found["on_time"], found["days_late"]) == ("overdue", False, 0)

    def test_an_open_project_whose_day_has_not_come_is_in_flight(self):
        found = first({"committed_date": "2026-07-01"})
        assert found["state"] == "in_flight"
        assert pd.isna(found["on_time"])

    def test_later_events_have_not_happened(self):
        found = first({"committed_date": "2026-06-01", "delivered_date": "2026-07-01", "accepted_date": "2026-07-02"})
        assert (found["state"], bool(found["closed"])) == ("overdue", False)

    def test_the_last_day_of_the_data_has_happened(self):
        assert first(done(delivered_date="2026-06-30", accepted_date=None))["closed"]

    def test_success_is_na_until_the_project_is_closed(self):
        assert pd.isna(first({"committed_date": "2026-01-01", "budget": 100.0, "cost": 90.0})["success"])


class TestOnBudget:
    """Cost against the approved, else the first, budget."""

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"budget": 100.0, "cost": 105.0}, True),
            ({"budget": 100.0, "cost": 105.01}, False),
            ({"budget": 100.0, "approved_budget": 120.0, "cost": 126.0}, True),
            ({"budget": 100.0, "approved_budget": None, "cost": 106.0}, False),
            ({"budget": 200.0, "approved_budget": 100.0, "cost": 150.0}, False),
        ],
    )
    def test_the_approved_budget_and_five_percent_decide(self, said, kept):
        assert first(done(**said))["on_budget"] == kept

    @pytest.mark.parametrize("tolerance", [0.0, 0.05, 0.1, 0.15, 0.16])
    def test_a_cost_at_the_very_edge_is_within_budget_at_any_tolerance(self, tolerance):
        cost = 100 + round(100 * tolerance)  # exact money: 100 x 1.15 is a hair below 115 in binary
        assert first(done(budget=100.0, cost=float(cost)), tolerance=tolerance)["on_budget"]

    @pytest.mark.parametrize("said", [{"budget": 100.0}, {"cost": 100.0}, {}], ids=["no cost", "no budget", "neither"])
    def test_an_unknown_budget_or_cost_is_na(self, said):
        assert pd.isna(first(done(**said))["on_budget"])


class TestWithinFees:
    """Fees invoiced or forecast against those agreed last."""

    @pytest.mark.parametrize(
        ("said", "kept"),
        [
            ({"budget": 100.0, "fees_at_completion": 100.0}, True),
            ({"budget": 100.0, "fees_at_completion": 100.01}, False),
            ({"budget": 100.0, "approved_budget": 120.0, "fees_at_completion": 120.0}, True),  # an approved change
            ({"budget": 100.0, "approved_budget": 120.0, "fees_at_completion": 126.0}, False),  # no tolerance
            ({"budget": 100.0, "approved_budget": 90.0, "fees_at_completion": 95.0}, False),  # agreed downwards
        ],
    )
    def test_the_fees_agreed_last_decide_to_the_cent(self, said, kept):
        assert first(done(**said))["within_fees"] == kept

    @pytest.mark.parametrize(
        "said", [{"budget": 100.0}, {"fees_at_completion": 100.0}], ids=["no fees", "no agreement"]
    )
    def test_unknown_fees_are_na_and_no_failure(self, said):
        found = first(done(**said))
        assert pd.isna(found["within_fees"])
        assert found["success"]


class TestSuccess:
    """All legs at once, over those that are known."""

    def test_cost_over_budget_is_no_failure_of_delivery(self):
        found = first(done(budget=100.0, cost=200.0, fees_at_completion=100.0))
        assert (found["on_budget"], found["success"]) == (False, True)

    def test_three_legs_kept_are_a_success_and_one_missed_is_none(self):
        good = done(budget=100.0, fees_at_completion=100.0)
        found = outcomes(
            projects(good, {**good, "fees_at_completion": 200.0}, {**good, "delivered_date": "2026-05-02"}), AS_OF
        )
        assert found["success"].to_list() == [True, False, False]

    def test_a_leg_that_the_firm_keeps_for_no_project_drops_out(self):
        found = first(done(accepted_date=None))
        assert pd.isna(found["accepted"])
        assert pd.isna(found["within_fees"])
        assert found["success"]

    def test_an_empty_acceptance_of_one_closed_project_is_false_where_others_have_one(self):
        found = outcomes(projects(done(), done(accepted_date=None)), AS_OF)
        assert found["accepted"].to_list() == [True, False]
        assert found["success"].to_list() == [True, False]

    def test_empty_fees_of_one_closed_project_are_na_and_drop_out_of_its_success(self):
        found = outcomes(projects(done(budget=100.0, fees_at_completion=100.0), done(budget=100.0)), AS_OF)
        assert found["within_fees"].isna().to_list() == [False, True]
        assert found["success"].to_list() == [True, True]

    def test_success_is_na_where_no_leg_is_known(self):
        found = first(done(committed_date=None, accepted_date=None))
        assert found["closed"]
        assert pd.isna(found["success"])

    def test_rate_and_n_come_from_the_closed_alone(self):
        found = outcomes(
            projects(
                done(), done(delivered_date="2026-05-09", accepted_date="2026-05-09"), {"committed_date": "2026-01-01"}
            ),
            AS_OF,
        )
        assert (found["success"].mean(), found["success"].count()) == (0.5, 2)


class TestCancelled:
    """Ended without delivery."""

    def test_a_cancelled_project_is_closed_without_success_or_failure(self):
        found = first({"committed_date": "2026-01-01", "status": "cancelled", "budget": 10.0, "cost": 99.0})
        assert (found["state"], bool(found["closed"])) == ("cancelled", True)
        assert pd.isna(found["success"])
        assert pd.isna(found["on_time"])

    def test_its_reason_stays_for_the_list(self):
        assert first({"status": "cancelled", "cancel_reason": "client"})["cancel_reason"] == "client"

    def test_a_project_that_was_delivered_after_all_is_delivered(self):
        assert first(done(status="cancelled"))["state"] == "delivered"

    @pytest.mark.parametrize("dtype", ["object", "string"])
    def test_a_missing_status_is_not_cancelled_in_either_text_type(self, dtype):
        frame = projects(done(status=None), {"status": "cancelled"}).astype({"status": dtype})
        assert outcomes(frame, AS_OF)["state"].to_list() == ["delivered", "cancelled"]


class TestRates:
    """Over a quarter."""

    book = (
        done(name="good"),
        done(name="late", delivered_date="2026-05-09", accepted_date="2026-05-09"),
        done(name="earlier", delivered_date="2026-03-31", accepted_date="2026-03-31", committed_date="2026-03-31"),
        {"name": "overdue", "committed_date": "2026-06-01"},
        {"name": "still due", "committed_date": "2026-06-30"},
        {"name": "ended", "committed_date": "2026-05-05", "status": "cancelled"},
    )
    q2 = quarter("2026Q2")

    def test_success_is_counted_over_the_projects_closed_in_the_quarter(self):
        found = outcomes(projects(*self.book), AS_OF)
        assert closed_within(found, self.q2)["name"].to_list() == ["good", "late"]
        assert closed_within(found, self.q2)["success"].to_list() == [True, False]

    def test_on_time_is_counted_over_the_projects_due_and_an_overdue_one_is_late(self):
        found = outcomes(projects(*self.book), AS_OF)
        assert due_within(found, self.q2)["name"].to_list() == ["good", "late", "overdue", "still due"]
        # By hand: the one due on the last day is open at its end, so late.
        assert due_within(found, self.q2)["on_time"].to_list() == [True, False, False, False]

    def test_by_the_day_agreed_last_a_moved_project_is_on_time_and_a_success(self):
        moved = projects(
            done(delivered_date="2026-05-09", accepted_date="2026-05-09", agreed_date="2026-05-09"),
            done(agreed_date=None),
        )
        found = outcomes(moved, AS_OF)
        assert found[["success", "agreed_success"]].to_numpy().tolist() == [[False, True], [True, True]]
        assert found[["on_time", "agreed_on_time"]].to_numpy().tolist() == [[False, True], [True, True]]

    def test_an_earlier_day_agreed_makes_a_project_late_by_it(self):
        moved = projects(done(agreed_date="2026-04-20"))
        found = outcomes(moved, AS_OF).iloc[0]
        assert (found["on_time"], found["agreed_on_time"]) == (True, False)

    def test_a_project_moved_into_the_next_quarter_is_due_then_by_its_agreed_day(self):
        moved = projects({"committed_date": "2026-06-20", "agreed_date": "2026-07-20"})
        found = outcomes(moved, AS_OF)
        assert (len(due_within(found, self.q2)), len(due_within(found, self.q2, "agreed_date"))) == (1, 0)
        assert found["on_time"].to_list() == [False]
        assert found["agreed_on_time"].isna().all()

    def test_without_agreed_days_the_first_promise_stays(self):
        found = outcomes(projects(done()), AS_OF).iloc[0]
        assert (found["agreed_date"], found["agreed_on_time"]) == (found["committed_date"], True)


class TestFrame:
    """What goes in and what comes out."""

    def test_optional_columns_may_be_absent(self):
        bare = pd.DataFrame({"committed_date": pd.to_datetime(["2026-05-01"])})
        assert outcomes(bare, AS_OF)["state"].to_list() == ["overdue"]

    def test_legs_and_success_are_true_false_or_na(self):
        found = outcomes(projects(done(), {"committed_date": None}), AS_OF)
        assert {str(found[column].dtype) for column in (*LEGS, "success")} == {"boolean"}
        assert str(found["days_late"].dtype) == "Int64"

    def test_a_frame_without_rows_stays_without(self):
        assert outcomes(projects(done()).iloc[:0], AS_OF).empty

    @given(st.permutations(range(5)))
    @settings(max_examples=20)
    def test_row_order_and_index_do_not_matter_and_inputs_stay(self, order):
        frame = projects(
            done(), done(accepted_date=None), {"committed_date": "2026-01-01"}, {"status": "cancelled"}, done(cost=1.0)
        )
        before = frame.copy(deep=True)
        turned = outcomes(frame.iloc[list(order)].set_axis(list("vwxyz")), AS_OF)["state"].to_list()
        plain = outcomes(frame, AS_OF)["state"].to_list()
        assert turned == [plain[i] for i in order]
        pd.testing.assert_frame_equal(frame, before)


class TestAcceptance:
    """Whether acceptance is kept is the firm's habit, not one client's."""

    def test_a_firm_that_keeps_acceptance_judges_a_client_that_accepted_nothing(self):
        found = outcomes(projects(done(accepted_date=None)), AS_OF, acceptance_kept=True).iloc[0]
        assert (found["accepted"], found["success"]) == (False, False)

    def test_a_firm_that_keeps_none_leaves_the_leg_out(self):
        found = outcomes(projects(done(accepted_date=None)), AS_OF, acceptance_kept=False).iloc[0]
        assert pd.isna(found["accepted"])
        assert found["success"]
