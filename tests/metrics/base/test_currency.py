"""Money of many currencies as money of one."""

from datetime import date

import pandas as pd
import pytest

from acctlib.errors import DataError, MissingRateError
from acctlib.metrics.base.currency import average_rates, converted
from acctlib.periods import quarter, trailing_four

DAY = pd.Timestamp
RATES = pd.DataFrame(
    {
        "date": [DAY("2026-07-01"), DAY("2026-01-01"), DAY("2026-01-01")],  # out of order on purpose
        "currency": ["USD", "USD", "GBP"],
        "rate": [0.8, 0.9, 1.2],
    }
)


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["service_date", "currency", "amount"])
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]))


def amounts(frame, to="EUR", **rest):
    return converted(frame, RATES, to=to, firm_currency="EUR", **rest)["amount"].to_list()


class TestRates:
    """Which rate holds."""

    def test_foreign_money_is_multiplied_by_its_rate(self):
        assert amounts(lines(("2026-01-01", "USD", 100.0), ("2026-02-01", "GBP", 10.0))) == pytest.approx([90, 12])

    def test_a_rate_holds_until_the_next_one(self):
        found = amounts(lines(("2026-06-30", "USD", 100.0), ("2026-07-01", "USD", 100.0), ("2030-01-01", "USD", 1.0)))
        assert found == pytest.approx([90, 80, 0.8])

    def test_two_foreign_currencies_cross_at_the_firms(self):
        # 100 USD = 90 EUR = 75 GBP, by hand
        assert amounts(lines(("2026-01-01", "USD", 100.0)), to="GBP") == pytest.approx([75])

    def test_the_firms_own_money_is_divided_by_the_targets_rate(self):
        assert amounts(lines(("2026-01-01", "EUR", 90.0)), to="USD") == pytest.approx([100])

    def test_one_day_for_all_gives_constant_currency(self):
        # Worked by hand: 100 EUR at 1.10, then 110 at 1.00: level as reported, +10 % at one rate
        rates = pd.DataFrame(
            {"date": [DAY("2025-01-01"), DAY("2026-01-01")], "currency": ["EUR"] * 2, "rate": [1.1, 1.0]}
        )
        money = lines(("2025-02-01", "EUR", 100.0), ("2026-02-01", "EUR", 110.0))
        reported = converted(money, rates, to="USD", firm_currency="USD")["amount"]
        constant = converted(money, rates, to="USD", firm_currency="USD", at=date(2025, 6, 30))["amount"]
        assert reported.iloc[1] / reported.iloc[0] - 1 == pytest.approx(0)
        assert constant.iloc[1] / constant.iloc[0] - 1 == pytest.approx(0.10)

    def test_another_date_column_can_decide(self):
        costs = pd.DataFrame({"date": [DAY("2026-07-01")], "currency": ["USD"], "amount": [100.0]})
        assert amounts(costs, on="date") == pytest.approx([80])


class TestOwnMoney:
    """Rows that need no rate."""

    def test_rows_already_in_the_target_keep_their_amounts_to_the_last_digit(self):
        frame = lines(("2020-01-01", "EUR", 0.1 + 0.2), ("2026-01-01", "USD", 100.0))
        assert amounts(frame)[0] == 0.1 + 0.2

    def test_rows_already_in_the_target_need_no_rate(self):
        empty = pd.DataFrame(columns=["date", "currency", "rate"])
        found = converted(lines(("1999-01-01", "GBP", 5.0)), empty, to="GBP", firm_currency="EUR")
        assert found["amount"].to_list() == [5]

    def test_a_frame_without_rows_stays_without(self):
        assert converted(lines(), RATES, to="EUR", firm_currency="EUR").empty

    def test_the_result_is_a_copy_in_the_target_currency(self):
        frame = lines(("2026-01-01", "USD", 100.0), ("2026-01-01", "EUR", 1.0))
        before = frame.copy(deep=True)
        assert set(converted(frame, RATES, to="EUR", firm_currency="EUR")["currency"]) == {"EUR"}
        pd.testing.assert_frame_equal(frame, before)

    def test_a_repeated_index_does_not_matter(self):
        frame = lines(("2026-01-01", "USD", 100.0), ("2026-01-01", "GBP", 10.0), ("2026-01-01", "EUR", 1.0))
        assert amounts(frame.set_axis([7, 7, 7])) == amounts(frame)


class TestMissingRates:
    """Never a silent guess."""

    def test_a_day_before_the_first_rate_has_none(self):
        with pytest.raises(MissingRateError) as error:
            amounts(lines(("2025-12-31", "USD", 1.0)))
        assert str(error.value) == "rates: no rate for USD on 2025-12-31 or before; add one, in units of EUR"

    def test_the_error_names_the_first_day_and_the_currency_of_that_day(self):
        with pytest.raises(MissingRateError) as error:
            amounts(lines(("2026-05-01", "JPY", 1.0), ("2026-04-01", "JPY", 1.0), ("2025-03-01", "GBP", 1.0)))
        assert str(error.value) == "rates: no rate for GBP on 2025-03-01 or before; add one, in units of EUR"

    def test_a_target_without_a_rate_is_named(self):
        with pytest.raises(MissingRateError, match="no rate for CHF on 2026-03-01 or before; add one, in units of EUR"):
            amounts(lines(("2026-03-01", "EUR", 1.0)), to="CHF")

    def test_no_rates_at_all_is_the_same_error(self):
        empty = pd.DataFrame(columns=["date", "currency", "rate"])
        with pytest.raises(DataError, match="no rate for USD on 2026-03-01"):
            converted(lines(("2026-03-01", "USD", 1.0)), empty, to="EUR", firm_currency="EUR")


class TestAverageRates:
    """One rate for a whole period."""

    def test_days_count_and_not_rows(self):
        # 181 days at 0.9, 184 at 0.8, by hand
        found = average_rates(RATES, trailing_four(quarter("2026Q4")), "EUR").set_index("currency")["rate"]
        assert found.to_dict() == pytest.approx({"USD": (181 * 0.9 + 184 * 0.8) / 365, "GBP": 1.2})

    def test_a_currency_that_has_its_first_rate_later_has_none(self):
        assert average_rates(RATES, quarter("2025Q4"), "EUR").empty

    def test_both_periods_at_it_leave_the_growth_that_is_the_clients(self):
        # Worked by hand: 100 EUR at 1.10, then 110 EUR at 1.00: +10 % at constant currency
        rates = pd.DataFrame(
            {"date": [DAY("2025-01-01"), DAY("2026-01-01")], "currency": ["EUR"] * 2, "rate": [1.1, 1.0]}
        )
        money = lines(("2025-02-01", "EUR", 100.0), ("2026-02-01", "EUR", 110.0))
        one = average_rates(rates, quarter("2025Q1"), "USD")
        assert converted(money, one, to="USD", firm_currency="USD")["amount"].to_list() == pytest.approx([110, 121])

    def test_the_firms_own_currency_needs_no_row(self):
        own = pd.DataFrame({"date": [DAY("2026-01-01")], "currency": ["EUR"], "rate": [1.0]})
        assert average_rates(own, quarter("2026Q1"), "EUR").empty
