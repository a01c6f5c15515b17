"""Facts about fees."""

from datetime import date

import pandas as pd
import pytest

from acctlib.errors import MissingRateError
from acctlib.facts import ReviewContext
from acctlib.facts.base.money import in_review_money, rates_of
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.growth import existing_growth, fees, growth
from acctlib.facts.retention.retention import grr, nrr
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))


def frames(*rows, **rest):
    """Invoice lines: day, amount, kind, currency."""
    revenue = pd.DataFrame(list(rows), columns=["service_date", "amount", "kind", "currency"])
    dated = revenue.assign(service_date=pd.to_datetime(revenue["service_date"]), client_id="C", credit_type=None)
    return {"revenue": dated, **rest}


class TestFees:
    """The quarter's fees."""

    def test_fees_are_of_the_quarter_net_of_what_is_passed_on(self):
        held = frames(
            ("2026-07-01", 100.0, "retainer", "EUR"),
            ("2026-09-30", 40.0, "project", "EUR"),
            ("2026-08-01", 900.0, "pass_through", "EUR"),
            ("2026-10-01", 7.0, "retainer", "EUR"),
        )
        assert (fees(Prepared(held, TERMS)).value, fees(Prepared(held, TERMS)).n) == (140, 2)

    def test_nothing_invoiced_is_zero_with_a_reason(self):
        found = fees(Prepared(frames(("2026-10-01", 7.0, "retainer", "EUR")), TERMS))
        assert (found.value, found.n, found.note) == (0, 0, "nothing invoiced")


class TestRetention:
    """Against the same quarter a year ago; one client's rows."""

    held = frames(
        ("2025-07-01", 100.0, "retainer", "EUR"),
        ("2025-08-01", 60.0, "project", "EUR"),
        ("2026-07-01", 130.0, "retainer", "EUR"),
        ("2026-08-01", 10.0, "project", "EUR"),
    )

    def test_net_retention_counts_growth_and_gross_leaves_it_out(self):
        assert nrr(Prepared(self.held, TERMS)).value == pytest.approx(1.30)
        assert grr(Prepared(self.held, TERMS)).value == pytest.approx(1.00)

    def test_growth_is_of_all_fees(self):
        assert growth(Prepared(self.held, TERMS)).value == pytest.approx(140 / 160 - 1)

    def test_n_is_the_lines_of_both_quarters(self):
        assert (nrr(Prepared(self.held, TERMS)).n, growth(Prepared(self.held, TERMS)).n) == (2, 4)

    @pytest.mark.parametrize(("measure", "what"), [(nrr, "recurring fees"), (grr, "recurring fees"), (growth, "fees")])
    @pytest.mark.parametrize(
        ("before", "why"),
        [
            ([], "no {what} in Q3 2025 to compare with"),
            ([("2025-07-01", -5.0, "retainer", "EUR")], "{what} in Q3 2025 were below zero, after credits"),
        ],
        ids=["none", "a credit"],
    )
    def test_without_fees_a_year_ago_it_is_unknown_and_says_so(self, measure, what, before, why):
        found = measure(Prepared(frames(("2026-07-01", 100.0, "retainer", "EUR"), *before), TERMS))
        assert (found.value, found.note) == (None, why.format(what=what))

    def test_a_client_that_left_keeps_nothing(self):
        held = frames(("2025-07-01", 100.0, "retainer", "EUR"))
        assert (
            nrr(Prepared(held, TERMS)).value,
            grr(Prepared(held, TERMS)).value,
            growth(Prepared(held, TERMS)).value,
        ) == (0, 0, -1)


class TestReviewMoney:
    """All lines in one currency before anything is measured."""

    rates = pd.DataFrame({"date": [pd.Timestamp("2020-01-01")], "currency": ["USD"], "rate": [0.5]})

    def test_foreign_lines_are_converted_and_empty_currencies_are_the_reviews(self):
        held = frames(
            ("2026-07-01", 100.0, "retainer", "USD"), ("2026-07-01", 30.0, "retainer", None), rates=self.rates
        )
        assert fees(Prepared(held, TERMS)).value == 80

    def test_a_firm_without_a_currency_column_bills_in_the_reviews_money(self):
        held = frames(("2026-07-01", 100.0, "retainer", "EUR"))
        bare = {"revenue": held["revenue"].drop(columns="currency")}
        assert fees(Prepared(bare, TERMS)).value == 100

    def test_the_frames_given_stay_as_they_are(self):
        held = frames(("2026-07-01", 100.0, "retainer", "USD"), rates=self.rates)
        assert Prepared(held, TERMS).revenue["amount"].to_list() == [50]
        assert held["revenue"]["amount"].to_list() == [100]

    def test_a_missing_rate_is_an_error_and_never_a_guess(self):
        held = frames(("2026-07-01", 100.0, "retainer", "USD"))
        assert rates_of(held).empty
        with pytest.raises(MissingRateError, match=r"^rates: no rate for USD on 2026-07-01 or before; add one"):
            in_review_money(held, TERMS)


class TestExistingAccounts:
    """Over the whole book: clients with fees in both quarters."""

    def book(self, *rows):
        revenue = pd.DataFrame(list(rows), columns=["client_id", "service_date", "amount"])
        dated = revenue.assign(service_date=pd.to_datetime(revenue["service_date"]), kind="retainer", credit_type=None)
        return {"revenue": dated}

    def test_new_and_lost_clients_are_no_growth_of_existing_accounts(self):
        held = self.book(
            ("A", "2025-07-01", 100.0), ("A", "2026-07-01", 110.0), ("B", "2025-07-01", 900.0), ("C", "2026-07-01", 500.0)
        )  # fmt: skip
        found = existing_growth(Prepared(held, TERMS))
        assert (found.value, found.n) == (pytest.approx(0.10), 1)

    def test_without_a_client_in_both_it_is_unknown(self):
        found = existing_growth(Prepared(self.book(("A", "2026-07-01", 110.0)), TERMS))
        assert (found.value, found.n, found.note) == (None, 0, "no client had fees in this quarter and a year ago")
