"""Facts about delivery."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.delivery import (
    accepted,
    budget_at_tolerances,
    cancelled_share,
    delivery_success,
    delivery_success_agreed,
    due,
    on_budget,
    on_time,
    on_time_agreed,
    overdue,
    within_fees,
)
from acctlib.periods import quarter

INTERNAL = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
CLIENT = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))
DAYS = ("start_date", "committed_date", "agreed_date", "delivered_date", "accepted_date")
GOOD = {
    "committed_date": "2026-05-01",
    "delivered_date": "2026-05-01",
    "accepted_date": "2026-05-01",
    "budget": 100.0,
    "approved_budget": 100.0,
    "fees_at_completion": 100.0,
    "cost": 100.0,
    "status": "delivered",
}


def frames(*rows, context=INTERNAL):
    frame = pd.DataFrame([{"project_id": f"P{i}", **GOOD, **row} for i, row in enumerate(rows)])
    frame = frame.reindex(columns=list(dict.fromkeys([*frame, *DAYS])))
    projects = frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS})
    return {"projects": projects}


def open_until(day):
    return {"committed_date": day, "delivered_date": None, "accepted_date": None, "status": "active"}


class TestSuccess:
    """Projects closed in the last four quarters."""

    def test_seven_of_eight_are_87_5_percent_with_wilsons_interval(self):
        found = delivery_success(Prepared(frames(*[{}] * 7, {"fees_at_completion": 200.0}), INTERNAL))
        assert (found.value, found.n, found.counts) == (0.875, 8, (7,))
        assert (found.low, found.high) == pytest.approx((0.529, 0.978), abs=5e-4)  # worked by hand

    def test_each_leg_is_counted_on_its_own(self):
        held = frames({}, {"fees_at_completion": 200.0}, {"accepted_date": None}, {})
        assert [m(Prepared(held, INTERNAL)).value for m in (delivery_success, within_fees, accepted)] == [
            0.5,
            0.75,
            0.75,
        ]

    def test_open_and_cancelled_projects_are_never_in_it(self):
        gone = {**open_until("2026-05-01"), "status": "cancelled"}
        assert delivery_success(Prepared(frames({}, open_until("2026-05-01"), gone), INTERNAL)).n == 1

    def test_projects_closed_before_the_four_quarters_are_out(self):
        days = ["2025-09-30", "2025-10-01", "2026-09-30"]
        held = frames(*({"delivered_date": day, "accepted_date": day} for day in days))
        assert delivery_success(Prepared(held, INTERNAL)).n == 2

    @pytest.mark.parametrize("measure", [delivery_success, within_fees, on_budget, accepted])
    def test_without_a_closed_project_it_is_unknown_and_says_so(self, measure):
        for held in (frames(open_until("2026-05-01")), {}):
            found = measure(Prepared(held, INTERNAL))
            assert (found.value, found.n, found.note) == (None, 0, "no project was closed")

    def test_a_leg_that_is_not_kept_is_not_known_for_the_closed(self):
        found = on_budget(Prepared(frames({"cost": None}, {"cost": None}), INTERNAL))
        assert (found.value, found.note) == (None, "not known for the 2 closed")


class TestOneSuccess:
    """The client and the firm read one number."""

    changed = ({"budget": 100.0, "approved_budget": 120.0, "fees_at_completion": 120.0, "cost": 300.0},)

    @pytest.mark.parametrize("context", [INTERNAL, CLIENT])
    def test_a_fee_raised_by_an_approved_change_is_a_success_in_both_editions(self, context):
        held = frames(*self.changed, context=context)
        assert [m(Prepared(held, context)).value for m in (delivery_success, within_fees)] == [1, 1]

    @pytest.mark.parametrize("context", [INTERNAL, CLIENT])
    def test_invoiced_beyond_what_was_agreed_is_a_failure_in_both_editions(self, context):
        held = frames({"fees_at_completion": 101.0}, {}, context=context)
        assert [m(Prepared(held, context)).value for m in (delivery_success, within_fees)] == [0.5, 0.5]

    def test_cost_beyond_the_budget_is_the_firms_own_affair_and_no_leg(self):
        held = frames(*self.changed)
        assert (on_budget(Prepared(held, INTERNAL)).value, delivery_success(Prepared(held, INTERNAL)).value) == (0, 1)

    def test_the_numbers_do_not_depend_on_the_columns_that_an_edition_may_not_see(self):
        rows = [{"fees_at_completion": fees, "cost": 500.0} for fees in (90.0, 100.0, 130.0)]
        projects = frames(*rows)["projects"]
        seen = {"projects": projects.drop(columns="cost")}
        held = seen
        assert delivery_success(Prepared(held, CLIENT)) == delivery_success(Prepared(frames(*rows), INTERNAL))

    def test_a_firm_that_keeps_no_fees_has_no_such_leg_and_still_succeeds(self):
        projects = frames({})["projects"].drop(columns=["budget", "approved_budget", "fees_at_completion"])
        held = {"projects": projects}
        assert within_fees(Prepared(held, CLIENT)).note == "not known for the 1 closed"
        assert delivery_success(Prepared(held, CLIENT)).value == 1


class TestOnTime:
    """Projects due, open ones included."""

    def test_the_day_of_delivery_decides_unless_the_firms_policy_says_acceptance(self):
        row = {"committed_date": "2026-03-10", "delivered_date": "2026-03-10", "accepted_date": "2026-03-14"}
        by_acceptance = replace(INTERNAL, policy=INTERNAL.policy.model_copy(update={"on_time": "accepted"}))
        assert on_time(Prepared(frames(row), INTERNAL)).value == 1
        assert on_time(Prepared(frames(row, context=by_acceptance), by_acceptance)).value == 0

    def test_a_project_that_nobody_accepted_is_on_time_by_delivery_and_fails_by_its_own_leg(self):
        held = frames({"accepted_date": None}, {})
        assert [m(Prepared(held, INTERNAL)).value for m in (on_time, accepted, delivery_success)] == [1, 0.5, 0.5]

    def test_an_open_project_past_its_day_is_late(self):
        found = on_time(Prepared(frames({}, open_until("2026-08-01")), INTERNAL))
        assert (found.value, found.n) == (0.5, 2)

    def test_a_cancelled_project_is_not_due(self):
        assert len(due(Prepared(frames({}, {**open_until("2026-08-01"), "status": "cancelled"}), INTERNAL))) == 1

    def test_the_day_first_promised_decides_what_was_due(self):
        days = ["2025-09-30", "2025-10-01", "2026-09-30", "2026-10-01"]
        assert len(due(Prepared(frames(*({"committed_date": day} for day in days)), INTERNAL))) == 2

    def test_without_a_project_due_it_is_unknown_and_says_so(self):
        for held in (frames(open_until("2020-01-01")), {}):
            assert on_time(Prepared(held, INTERNAL)).note == "no project was due"


def left_out(estimate):
    return {str(rows.why): (rows.n, rows.effect) for rows in estimate.left_out}


CANCELLED = {**open_until("2026-05-01"), "status": "cancelled"}


class TestAgreedDate:
    """The day agreed last, as a second column."""

    def test_a_moved_project_succeeds_by_the_day_agreed_last_alone(self):
        held = frames({}, {"delivered_date": "2026-05-09", "accepted_date": "2026-05-09", "agreed_date": "2026-05-09"})
        assert [m(Prepared(held, INTERNAL)).value for m in (delivery_success, delivery_success_agreed)] == [0.5, 1.0]
        assert [m(Prepared(held, INTERNAL)).value for m in (on_time, on_time_agreed)] == [0.5, 1.0]

    def test_what_is_moved_beyond_the_period_is_not_due_in_it_by_the_day_agreed_last(self):
        moved = {**open_until("2026-08-01"), "agreed_date": "2026-12-01"}
        held = frames({}, moved)
        assert [m(Prepared(held, INTERNAL)).n for m in (on_time, on_time_agreed)] == [2, 1]

    @pytest.mark.parametrize("measure", [delivery_success_agreed, on_time_agreed])
    def test_without_projects_it_is_unknown(self, measure):
        assert measure(Prepared({}, INTERNAL)).value is None


class TestOverdue:
    """Open past the day first promised."""

    def test_it_counts_what_is_open_past_its_day_out_of_what_is_in_hand(self):
        later = {**open_until("2026-12-01"), "start_date": "2026-10-05"}
        found = overdue(
            Prepared(frames({}, open_until("2026-08-01"), open_until("2026-12-01"), later, CANCELLED), INTERNAL)
        )
        assert (found.value, found.n) == (1, 2)

    def test_a_new_day_agreed_does_not_clear_it(self):
        assert overdue(Prepared(frames({**open_until("2026-08-01"), "agreed_date": "2026-12-01"}), INTERNAL)).value == 1

    def test_without_projects_it_is_unknown_and_never_nought(self):
        assert overdue(Prepared({}, INTERNAL)).value is None


class TestCancelled:
    """By reason, listed, never in the rate."""

    def test_each_reason_is_left_out_with_its_count_and_what_it_would_do_as_a_failure(self):
        told = [{**CANCELLED, "cancel_reason": reason} for reason in ("client", "client", "us", None)]
        found = delivery_success(Prepared(frames({}, {"fees_at_completion": 200.0}, *told), INTERNAL))
        assert (found.value, found.n) == (0.5, 2)
        assert left_out(found) == {
            "projects cancelled by the client": (2, 1 / 4 - 1 / 2),  # by hand: one success of four
            "projects cancelled by us": (1, pytest.approx(1 / 3 - 1 / 2)),
            "projects cancelled without a reason given": (1, pytest.approx(1 / 3 - 1 / 2)),
        }

    def test_where_nothing_was_closed_the_effect_cannot_be_told(self):
        found = delivery_success(Prepared(frames({**CANCELLED, "cancel_reason": "us"}), INTERNAL))
        assert (found.value, left_out(found)) == (None, {"projects cancelled by us": (1, None)})

    def test_its_share_is_of_all_that_was_promised(self):
        found = cancelled_share(Prepared(frames({}, {}, {}, CANCELLED), INTERNAL))
        assert (found.value, found.n, found.counts) == (0.25, 4, (1,))

    def test_nothing_promised_has_no_share(self):
        assert cancelled_share(Prepared({}, INTERNAL)).note == "no project was due"


class TestLeftOut:
    """What is not counted is said."""

    def test_a_project_without_a_budget_or_a_first_day_is_judged_by_the_rest_and_named(self):
        found = delivery_success(Prepared(frames({}, {"fees_at_completion": None}, {"committed_date": None}), INTERNAL))
        assert (found.value, found.n) == (1, 3)
        assert left_out(found) == {
            "the fees, of projects without fees agreed or invoiced": (1, None),
            "the time, of projects without a day promised": (1, None),
        }

    def test_fees_budget_and_time_name_their_own(self):
        held = frames({}, {"cost": None, "fees_at_completion": None}, {"committed_date": None})
        assert left_out(within_fees(Prepared(held, INTERNAL))) == {
            "projects without fees agreed or invoiced": (1, None)
        }
        assert left_out(on_budget(Prepared(held, INTERNAL))) == {"projects without a budget or its use": (1, None)}
        assert left_out(on_time(Prepared(held, INTERNAL))) == {"projects closed without a day promised": (1, None)}

    def test_a_leg_that_nobody_keeps_is_not_listed_project_by_project(self):
        assert (
            delivery_success(
                Prepared(frames({"fees_at_completion": None}, {"fees_at_completion": None}), INTERNAL)
            ).left_out
            == ()
        )


class TestTolerances:
    """What the rate within budget owes to its tolerance."""

    costs = tuple({"cost": cost} for cost in (100.0, 104.0, 109.0, 120.0))

    def test_at_0_5_and_10_percent_more_and_more_are_within_budget(self):
        found = budget_at_tolerances(Prepared(frames(*self.costs), INTERNAL))
        assert [e.value for e in found] == [0.25, 0.5, 0.75]  # by hand
        assert [e.n for e in found] == [4, 4, 4]

    def test_the_firms_own_tolerance_stands_among_them_and_is_the_fact(self):
        own = replace(INTERNAL, policy=INTERNAL.policy.model_copy(update={"budget_tolerance": 0.07}))
        held = frames(*self.costs, context=own)
        found = budget_at_tolerances(Prepared(held, own))
        assert found.index.to_list() == [0.0, 0.05, 0.07, 0.1]
        assert found[0.07].value == on_budget(Prepared(held, own)).value == 0.5


class TestWholeBook:
    """The same functions over all clients."""

    rows = ({"client_id": "A"}, {"client_id": "A", "fees_at_completion": 200.0}, {"client_id": "B"}, {**CANCELLED, "client_id": "B"},
            {**open_until("2026-08-01"), "client_id": "C"})  # fmt: skip

    def test_the_books_counts_are_the_sums_of_the_clients(self):
        for measure in (delivery_success, on_time, within_fees, on_budget, accepted, cancelled_share):
            alone = [measure(Prepared(frames(*(r for r in self.rows if r["client_id"] == c)), INTERNAL)) for c in "ABC"]
            book = measure(Prepared(frames(*self.rows), INTERNAL))
            assert book.n == sum(e.n for e in alone)
            assert book.counts[0] == sum(e.counts[0] for e in alone if e.counts)
