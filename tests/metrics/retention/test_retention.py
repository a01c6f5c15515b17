"""Retention, on a ledger worked by hand and Recurly's published example."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.retention.retention import (
    MOVEMENTS,
    gross_revenue_retention,
    logo_retention,
    movement_bridge,
    net_revenue_retention,
    reported_bridge,
    revenue_movements,
)

# Client, billed before, opening, closing, movement, worked by hand
LEDGER = pd.DataFrame(
    [
        ("A", True, 100, 100, "flat"),
        ("B", True, 100, 130, "expansion"),
        ("C", True, 100, 60, "contraction"),
        ("D", True, 100, 0, "churn"),
        ("E", False, 0, 50, "new"),
        ("F", True, 0, 70, "reactivation"),
        ("G", True, 100, -10, "churn"),
    ],
    columns=["client_id", "before", "opening", "closing", "movement"],
).set_index("client_id")
WITHOUT_G = LEDGER.drop("G")

MONEY = st.integers(-50_000, 50_000)
BOOKS = st.dictionaries(st.sampled_from("ABCDEFGH"), st.tuples(MONEY, MONEY, st.booleans()), min_size=1)


def ends(ledger):
    return ledger["opening"], ledger["closing"]


def moved(ledger):
    return revenue_movements(*ends(ledger), ledger.index[ledger["before"]])


def series(book):
    return (pd.Series({c: row[i] for c, row in book.items()}, dtype="float64") for i in (0, 1))


class TestOracleLedger:
    """Clients A to F, then with G; all numbers of 1.4."""

    def test_a_to_f_keep_72_5_percent_net_65_gross_and_three_of_four_clients(self):
        assert net_revenue_retention(*ends(WITHOUT_G)) == pytest.approx(0.725)
        assert gross_revenue_retention(*ends(WITHOUT_G)) == pytest.approx(0.65)
        assert logo_retention(*ends(WITHOUT_G)) == 0.75

    def test_with_g_56_percent_net_52_gross_and_60_of_the_clients(self):
        assert net_revenue_retention(*ends(LEDGER)) == pytest.approx(0.56)
        assert gross_revenue_retention(*ends(LEDGER)) == pytest.approx(0.52)
        assert logo_retention(*ends(LEDGER)) == 0.60

    @pytest.mark.parametrize("ledger", [WITHOUT_G, LEDGER], ids=["A to F", "with G"])
    def test_every_client_moves_as_the_ledger_says(self, ledger):
        assert moved(ledger)["movement"].to_dict() == ledger["movement"].to_dict()

    def test_the_bridge_of_a_to_f(self):
        assert movement_bridge(moved(WITHOUT_G)).to_dict() == {
            "opening": 400, "new": 50, "reactivation": 70, "expansion": 30, "contraction": -40, "churn": -100,
            "closing": 410,
        }  # fmt: skip

    def test_the_bridge_with_g_loses_210_to_churn(self):
        bridge = movement_bridge(moved(LEDGER))
        assert (bridge["opening"], bridge["churn"], bridge["closing"]) == (500, -210, 400)

    def test_gross_retention_is_not_one_less_losses_where_a_client_closes_with_a_credit(self):
        bridge = movement_bridge(moved(LEDGER))
        losses = 1 + (bridge["churn"] + bridge["contraction"]) / bridge["opening"]
        assert losses == pytest.approx(0.50)  # the other form, 1.4
        assert gross_revenue_retention(*ends(LEDGER)) == pytest.approx(0.52)


class TestRecurly:
    """1,000 at the start, 50 of them leave, 500 join, 12 of the joiners leave, worked by hand."""

    opening = pd.Series(1.0, index=range(1000))
    closing = pd.Series(1.0, index=[*range(50, 1000), *range(2000, 2488)])

    def test_cohort_churn_is_five_percent(self):
        assert 1 - logo_retention(self.opening, self.closing) == pytest.approx(0.05)

    def test_counting_joiners_against_starters_would_give_another_number(self):
        assert len(self.closing) == 1438
        assert (len(self.closing) - 500) / 1000 == 0.938  # the wrong form, published
        assert logo_retention(self.opening, self.closing) == 0.95


class TestCohort:
    """Who counts, and who does not."""

    @pytest.mark.parametrize("measure", [logo_retention, gross_revenue_retention, net_revenue_retention])
    def test_new_and_returning_clients_never_add(self, measure):
        without = LEDGER.drop(["E", "F"])
        assert measure(*ends(LEDGER)) == measure(*ends(without))

    @pytest.mark.parametrize("measure", [logo_retention, gross_revenue_retention, net_revenue_retention])
    @pytest.mark.parametrize("opening", [{}, {"A": 0.0}, {"A": -5.0}], ids=["none", "nothing", "credit"])
    def test_without_an_opening_client_it_is_nan_and_never_0_or_1(self, measure, opening):
        assert math.isnan(measure(pd.Series(opening, dtype="float64"), pd.Series({"A": 10.0})))

    def test_a_client_that_closes_with_nothing_but_a_credit_has_left(self):
        assert logo_retention(pd.Series({"A": 10.0}), pd.Series({"A": -1.0})) == 0

    def test_a_client_that_is_credited_in_full_has_left_whatever_binary_fractions_leave(self):
        credited = 0.1 + 0.2 - 0.3
        assert credited > 0
        assert logo_retention(pd.Series({"A": 0.3}), pd.Series({"A": credited})) == 0
        assert logo_retention(pd.Series({"A": credited, "B": 1.0}), pd.Series({"B": 1.0})) == 1

    def test_a_client_that_closes_with_a_net_credit_counts_as_0_gross_and_in_full_net(self):
        opening, closing = pd.Series({"A": 50.0, "B": 50.0}), pd.Series({"A": 50.0, "B": -20.0})
        assert gross_revenue_retention(opening, closing) == pytest.approx(0.5)
        assert net_revenue_retention(opening, closing) == pytest.approx(0.3)

    def test_credits_alone_bring_net_retention_below_zero(self):
        assert net_revenue_retention(pd.Series({"A": 10.0}), pd.Series({"A": -5.0})) == -0.5

    def test_a_client_absent_at_the_end_has_left(self):
        assert logo_retention(pd.Series({"A": 1.0, "B": 1.0}), pd.Series({"B": 1.0})) == 0.5


class TestMovements:
    """What happened to each client."""

    @pytest.mark.parametrize(
        ("opening", "closing", "before", "movement"),
        [
            (0, 10, False, "new"),
            (0, 10, True, "reactivation"),
            (-5, 10, False, "new"),
            (-5, 10, True, "reactivation"),
            (10, 0, True, "churn"),
            (10, -3, True, "churn"),
            (0, -3, True, "contraction"),
            (-3, 0, True, "expansion"),
            (10, 10, True, "flat"),
            (0, 0, True, "flat"),
        ],
    )
    def test_a_movement_has_one_name(self, opening, closing, before, movement):
        known = pd.Index(["A"] if before else [])
        found = revenue_movements(pd.Series({"A": opening}), pd.Series({"A": closing}), known)
        assert found["movement"].to_list() == [movement]
        assert found["amount"].to_list() == [closing - opening]

    def test_churn_is_of_the_opening_fees_and_the_credit_together(self):
        assert moved(LEDGER).loc["G", "amount"] == -110

    def test_equal_fees_in_unequal_parts_are_flat(self):
        found = revenue_movements(pd.Series({"A": 0.3}), pd.Series({"A": 0.1 + 0.2}), pd.Index(["A"]))
        assert found.loc["A", ["movement", "amount"]].to_list() == ["flat", 0]


class TestReportedBridge:
    """Movements at one rate, and what the rates did."""

    def test_a_client_that_grew_by_ten_percent_is_level_as_reported(self):
        # Worked by hand: 100 EUR at 1.10, then 110 EUR at 1.00; at one rate of 1.10 it is +10 %
        at_one_rate = revenue_movements(pd.Series({"A": 110.0}), pd.Series({"A": 121.0}), pd.Index(["A"]))
        bridge = reported_bridge(at_one_rate, 110.0, 110.0)
        assert (bridge["expansion"], bridge["currency"]) == (11, -11)
        assert list(bridge.index) == ["opening", *MOVEMENTS, "currency", "closing"]

    def test_what_the_one_rate_makes_of_the_opening_fees_is_currency_too(self):
        flat = revenue_movements(pd.Series({"A": 100.0}), pd.Series({"A": 100.0}), pd.Index(["A"]))
        bridge = reported_bridge(flat, 98.0, 103.0)
        assert bridge[bridge != 0].to_dict() == {"opening": 98, "currency": 5, "closing": 103}

    @given(BOOKS, MONEY, MONEY)
    @settings(max_examples=50)
    def test_it_adds_up_to_the_cent(self, book, opening, closing):
        moves = revenue_movements(*(s / 100 for s in series(book)), pd.Index([]))
        bridge = reported_bridge(moves, opening / 100, closing / 100)
        assert round(bridge.drop("closing").sum() - bridge["closing"], 6) == 0


class TestIdentities:
    """True of every book."""

    @given(BOOKS)
    @settings(max_examples=50)
    def test_opening_plus_all_movements_is_closing_to_the_cent(self, book):
        opening, closing = (s / 100 for s in series(book))
        bridge = movement_bridge(revenue_movements(opening, closing, pd.Index([c for c in book if book[c][2]])))
        assert round(bridge["opening"] + bridge[list(MOVEMENTS)].sum() - bridge["closing"], 6) == 0

    @given(BOOKS, st.integers(1, 1000))
    @settings(max_examples=50)
    def test_scaling_money_and_shuffling_rows_leave_the_ratios(self, book, factor):
        opening, closing = series(book)
        for measure in (logo_retention, gross_revenue_retention, net_revenue_retention):
            plain = measure(opening, closing)
            assert measure(opening[::-1] * factor, closing * factor) == pytest.approx(plain, nan_ok=True)

    @given(BOOKS)
    @settings(max_examples=50)
    def test_gross_retention_lies_between_0_and_1_and_net_without_growth_is_never_above_it(self, book):
        opening, closing = series(book)
        gross = gross_revenue_retention(opening, closing)
        assert math.isnan(gross) or 0 <= gross <= 1
        capped = closing.reindex(opening.index).clip(upper=opening)
        assert math.isnan(gross) or net_revenue_retention(opening, capped) <= gross + 1e-9

    def test_inputs_are_not_changed(self):
        before = LEDGER.copy(deep=True)
        moved(LEDGER)
        gross_revenue_retention(*ends(LEDGER))
        pd.testing.assert_frame_equal(LEDGER, before)
