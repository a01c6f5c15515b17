"""What became of the contracts that fell due."""

import math
from datetime import date

import pandas as pd
import pytest

from acctlib.metrics.retention.renewals import (
    net_renewal_rate,
    renewal_rate_by_value,
    renewals_due,
    went_on,
)
from acctlib.periods import quarter

Q2, AS_OF = quarter("2026Q2"), date(2026, 6, 30)
DATES = ("end_date", "signed_date")


def contracts(*rows):
    """Contracts from what is said of them; worth 100 a year, active."""
    plain = {"annual_value": 100.0, "renewal_of": None, "status": "active", "end_date": None, "signed_date": None}
    frame = pd.DataFrame([{**plain, "contract_id": f"K{n}", **row} for n, row in enumerate(rows)])
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DATES})


def due(*rows, **rest):
    return renewals_due(contracts(*rows), Q2, **{"as_of": AS_OF, **rest})


OLD = {"contract_id": "old", "end_date": "2026-05-31"}


def renewed(day, value=100.0, **rest):
    return {"renewal_of": "old", "signed_date": day, "annual_value": value, "end_date": "2027-05-31", **rest}


class TestOutcome:
    """Of one contract."""

    @pytest.mark.parametrize(("day", "outcome"), [("2026-05-31", "on_time"), ("2026-06-01", "late")])
    def test_signed_on_the_due_date_is_on_time_and_a_day_later_late(self, day, outcome):
        found = due(OLD, renewed(day)).loc["old"]
        assert (found["outcome"], found["on_time"]) == (outcome, outcome == "on_time")

    def test_an_unsigned_contract_past_its_day_is_lost(self):
        found = due(OLD).loc["old"]
        assert (found["outcome"], found["on_time"], found["final"]) == ("lost", False, 0)

    @pytest.mark.parametrize(("as_of", "outcome"), [(date(2026, 5, 30), "open"), (date(2026, 5, 31), "lost")])
    def test_it_is_open_until_the_due_date_is_over(self, as_of, outcome):
        assert due(OLD, as_of=as_of).loc["old", "outcome"] == outcome

    @pytest.mark.parametrize(("grace", "outcome"), [(30, "lost"), (31, "open")])
    def test_days_of_grace_keep_it_open(self, grace, outcome):
        assert due(OLD, grace_days=grace).loc["old", "outcome"] == outcome

    def test_an_open_contract_has_no_final_value_and_no_verdict(self):
        found = due(OLD, grace_days=90).loc["old"]
        assert math.isnan(found["final"])
        assert pd.isna(found["on_time"])

    def test_later_signatures_have_not_happened(self):
        assert due(OLD, renewed("2026-07-01")).loc["old", "outcome"] == "lost"

    def test_a_renewal_without_a_signature_date_is_renewed_and_nobody_knows_whether_in_time(self):
        found = due(OLD, renewed(None)).loc["old"]
        assert found["outcome"] == "renewed"
        assert pd.isna(found["on_time"])

    def test_a_draft_renews_nothing_and_is_never_due(self):
        found = due(OLD, renewed(None, status="draft"), {"end_date": "2026-05-01", "status": "draft"})
        assert found["outcome"].to_dict() == {"old": "lost"}

    def test_several_successors_are_worth_their_sum_and_signed_with_the_last(self):
        found = due(OLD, renewed("2026-05-01", 40.0), renewed("2026-06-05", 70.0)).loc["old"]
        assert (found["final"], found["outcome"]) == (110, "late")

    def test_only_contracts_due_in_the_quarter_count(self):
        ends = [{"end_date": day} for day in ("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01", None)]
        assert due(*ends).index.to_list() == ["K1", "K2"]

    def test_a_quarter_in_which_nothing_was_due_is_empty(self):
        assert due({"end_date": None}).empty

    def test_row_order_does_not_matter_and_inputs_stay(self):
        frame = contracts(OLD, renewed("2026-05-01"), {"end_date": "2026-04-04"})
        before = frame.copy(deep=True)
        turned = renewals_due(frame[::-1].reset_index(drop=True), Q2, AS_OF)["outcome"].to_dict()
        assert turned == renewals_due(frame, Q2, AS_OF)["outcome"].to_dict()
        pd.testing.assert_frame_equal(frame, before)


class TestRates:
    """Of all that were due."""

    mixed = (
        {"contract_id": "A", "end_date": "2026-05-31"},
        {"contract_id": "B", "end_date": "2026-05-31"},
        {"contract_id": "C", "end_date": "2026-05-31", "annual_value": 200.0},
        {"contract_id": "D", "end_date": "2026-06-30"},
        renewed("2026-05-01", 130.0, renewal_of="A"),
        renewed("2026-06-15", 60.0, renewal_of="B"),
    )

    def test_count_value_net_and_on_time_say_four_things(self):
        found = due(*self.mixed, grace_days=14)  # D is open
        assert found["outcome"].to_dict() == {"A": "on_time", "B": "late", "C": "lost", "D": "open"}
        # by hand over A, B and C, 400 up for renewal
        assert went_on(found).mean() == pytest.approx(2 / 3)
        assert found["on_time"].dropna().mean() == pytest.approx(1 / 3)
        assert renewal_rate_by_value(found) == pytest.approx((100 + 60) / 400)
        assert net_renewal_rate(found) == pytest.approx((130 + 60) / 400)

    def test_concentrix_renewed_82_and_not_90_percent(self):
        # 100 expire in the quarter; 90 are booked in it, of which 5 belong to the next and 3 to the last quarter
        expiring = [{"contract_id": f"in{n}", "end_date": "2026-05-31"} for n in range(100)]
        others = [{"contract_id": f"next{n}", "end_date": "2026-08-31"} for n in range(5)]
        others += [{"contract_id": f"last{n}", "end_date": "2026-02-28"} for n in range(3)]
        booked = [f"in{n}" for n in range(82)] + [row["contract_id"] for row in others]
        assert len(booked) == 90
        found = due(*expiring, *others, *(renewed("2026-05-15", renewal_of=contract) for contract in booked))
        assert found["on_time"].dropna().mean() == 0.82

    def test_a_contract_without_a_value_is_left_out_of_the_values_alone(self):
        found = due(
            {"contract_id": "A", "end_date": "2026-05-31", "annual_value": None},
            {"contract_id": "B", "end_date": "2026-05-31"},
            {"contract_id": "C", "end_date": "2026-05-31"},
            renewed("2026-05-01", None, renewal_of="B"),
            renewed("2026-05-01", 90.0, renewal_of="C"),
        )
        assert went_on(found).mean() == pytest.approx(2 / 3)
        assert (renewal_rate_by_value(found), net_renewal_rate(found)) == (0.9, 0.9)

    @pytest.mark.parametrize("rate", [renewal_rate_by_value, net_renewal_rate])
    @pytest.mark.parametrize("rows", [({"end_date": None},), (OLD,)], ids=["none due", "all open"])
    def test_where_nothing_is_decided_there_is_no_rate(self, rate, rows):
        assert math.isnan(rate(due(*rows, grace_days=90)))
