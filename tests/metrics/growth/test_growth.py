"""Growth of existing accounts, and its bridge."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.growth.growth import existing_growth, growth_bridge, line_changes

CENTS = st.dictionaries(st.sampled_from(["Brand", "Media", "Web", "Data"]), st.integers(-10_000, 10_000), min_size=1)


class TestExistingGrowth:
    """Clients with fees in both periods."""

    def test_new_and_lost_clients_are_no_growth(self):
        before, now = pd.Series({"A": 100.0, "B": 50.0}), pd.Series({"A": 110.0, "C": 70.0})
        assert existing_growth(before, now) == pytest.approx(0.10)  # A alone, by hand

    def test_a_client_with_a_credit_in_either_period_is_left_out(self):
        before, now = pd.Series({"A": 100.0, "B": -5.0, "C": 40.0}), pd.Series({"A": 90.0, "B": 50.0, "C": -1.0})
        assert existing_growth(before, now) == pytest.approx(-0.10)

    @pytest.mark.parametrize("now", [{}, {"B": 5.0}, {"A": 0.0}], ids=["none", "other", "nothing"])
    def test_without_fees_in_both_it_is_nan_and_never_infinite(self, now):
        assert math.isnan(existing_growth(pd.Series({"A": 10.0}), pd.Series(now, dtype="float64")))


class TestLineChanges:
    """Service lines of one account."""

    @pytest.mark.parametrize(
        ("before", "now", "step"),
        [
            (0, 10, "new"),
            (-4, 10, "new"),
            (10, 0, "ended"),
            (10, -4, "ended"),
            (10, 12, "expansion"),
            (10, 8, "contraction"),
            (10, 10, "level"),
            (0, -4, "contraction"),
        ],
    )
    def test_a_change_is_one_step(self, before, now, step):
        found = line_changes(pd.Series({"Brand": before}), pd.Series({"Brand": now}))
        assert found.loc["Brand", ["step", "change"]].to_list() == [step, now - before]

    def test_equal_fees_in_unequal_parts_are_level(self):
        found = line_changes(pd.Series({"Brand": 0.3}), pd.Series({"Brand": 0.1 + 0.2}))
        assert found.loc["Brand", ["step", "change"]].to_list() == ["level", 0]

    def test_a_line_absent_before_is_new_and_absent_after_ended(self):
        found = line_changes(pd.Series({"Brand": 10.0}), pd.Series({"Web": 5.0}))
        assert found["step"].to_dict() == {"Brand": "ended", "Web": "new"}
        assert found.index.name == "service_line"


class TestBridge:
    """From one period's fees to another's, by what became of the clients."""

    def test_every_client_has_its_step(self):
        ids = list("ABCDEF")
        before = pd.Series([100.0, 50.0, 20.0, 0.0, 0.0, 0.0], ids)
        now = pd.Series([130.0, 40.0, 0.0, 15.0, 7.0, -3.0], ids)
        found = growth_bridge(before, now, pd.Index(["E"]))
        # by hand; F had nothing and has a net credit
        assert found.to_dict() == {
            "before": 170, "new": 15, "returned": 7, "grew": 30, "shrank": -13, "left": -20, "now": 189,
        }  # fmt: skip

    def test_two_empty_periods_bridge_nothing(self):
        empty = pd.Series(dtype="float64")
        assert growth_bridge(empty, empty, pd.Index([])).to_list() == [0.0] * 7

    @given(st.lists(st.tuples(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6)), max_size=6))
    @settings(max_examples=50)
    def test_the_first_plus_the_middle_is_the_last_to_the_cent(self, cents):
        fees = pd.DataFrame(cents, columns=["before", "now"], dtype="float64") / 100
        bridge = growth_bridge(fees["before"], fees["now"], pd.Index([]))
        assert bridge.iloc[:-1].sum() == pytest.approx(bridge.iloc[-1], abs=1e-6)

    def test_inputs_are_not_changed(self):
        before, now = pd.Series({"A": 1.0}), pd.Series({"A": 2.0})
        growth_bridge(before, now, pd.Index([]))
        assert (before.to_dict(), now.to_dict()) == ({"A": 1.0}, {"A": 2.0})
