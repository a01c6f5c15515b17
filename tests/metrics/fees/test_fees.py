"""What counts as fees."""

import pandas as pd
import pytest

from acctlib.metrics.fees.fees import by_client, by_service_line, fee_income, recurring_fees
from acctlib.periods import quarter, trailing_four

LINES = pd.DataFrame(
    {
        "client_id": ["A", "A", "A", "A", "B", "B"],
        "service_line": ["Brand", "Media", "Media", "Brand", "Brand", None],
        "service_date": pd.to_datetime(
            ["2026-07-01", "2026-08-01", "2026-08-01", "2026-09-30", "2026-10-01", "2026-09-01"]
        ),
        "kind": ["retainer", "pass_through", "project", "retainer", "retainer", "reimbursable"],
        "amount": [100.0, 900.0, 40.0, -25.0, 70.0, 8.0],
        "credit_type": [None, None, None, "goodwill", None, None],
    }
)


def test_pass_through_and_expenses_are_no_fees():
    assert fee_income(LINES)["amount"].to_list() == [100, 40, -25, 70]


def test_retained_markup_stays_in_the_fees():
    # Parakeeto's glossary: 50k billed, 4k to the vendor, AGI 46k
    billed = pd.DataFrame({"kind": ["project", "pass_through"], "amount": [46_000.0, 4_000.0]})
    assert fee_income(billed)["amount"].sum() == 46_000


class TestRecurring:
    """What recurs by agreement."""

    def test_only_retainers_recur_unless_told_otherwise(self):
        assert recurring_fees(LINES)["amount"].to_list() == [100, 70]
        assert recurring_fees(LINES, ("retainer", "project"))["amount"].to_list() == [100, 40, 70]

    def test_a_goodwill_credit_does_not_lower_what_recurs_and_stays_in_the_fees(self):
        assert -25 not in recurring_fees(LINES)["amount"].to_list()
        assert -25 in fee_income(LINES)["amount"].to_list()

    @pytest.mark.parametrize("kind", ["price", "billing_error"])
    def test_other_credits_lower_what_recurs(self, kind):
        changed = LINES.assign(credit_type=LINES["credit_type"].replace("goodwill", kind))
        assert recurring_fees(changed)["amount"].sum() == 145  # 100 - 25 + 70, by hand

    @pytest.mark.parametrize("dtype", ["object", "string"])
    def test_a_missing_credit_type_is_no_credit_in_either_text_type(self, dtype):
        typed = LINES.astype({"credit_type": dtype})
        assert recurring_fees(typed)["amount"].to_list() == [100, 70]

    def test_a_firm_without_credit_types_has_all_lines(self):
        assert recurring_fees(LINES.drop(columns="credit_type"))["amount"].to_list() == [100, -25, 70]


class TestSums:
    """By client and by line of service."""

    def test_refund_lowers_fees_of_its_period(self):
        assert by_client(fee_income(LINES), quarter("2026Q3")).to_dict() == {"A": 115}  # 100 + 40 - 25

    def test_a_client_without_a_line_in_the_period_is_absent(self):
        assert by_client(fee_income(LINES), quarter("2026Q4")).to_dict() == {"B": 70}

    def test_a_year_is_the_sum_of_its_quarters(self):
        year = by_client(LINES, trailing_four(quarter("2026Q4")))
        parts = [by_client(LINES, quarter(q)) for q in ("2026Q3", "2026Q4")]
        assert year.to_dict() == parts[0].add(parts[1], fill_value=0).to_dict()

    def test_service_lines_are_summed_by_name(self):
        assert by_service_line(fee_income(LINES), quarter("2026Q3")).to_dict() == {"Brand": 75, "Media": 40}

    def test_inputs_are_not_changed_and_row_order_does_not_matter(self):
        before = LINES.copy(deep=True)
        shuffled = by_client(LINES.sample(frac=1, random_state=1), quarter("2026Q3"))
        assert shuffled.to_dict() == by_client(LINES, quarter("2026Q3")).to_dict()
        pd.testing.assert_frame_equal(LINES, before)


class TestQuarterly:
    """A stretch, quarter by quarter."""
