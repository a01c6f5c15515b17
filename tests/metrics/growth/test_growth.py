"""Growth of existing accounts, and its bridge."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.growth.growth import STEPS, existing_growth, growth_bridge, line_changes

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
    """From one period's fees to another's."""

    def test_every_kind_of_change_has_its_step(self):
        before = pd.Series({"Brand": 100.0, "Media": 50.0, "Web": 20.0})
        now = pd.Series({"Brand": 130.0, "Media": 40.0, "Data": 15.0})
        found = growth_bridge(before, now).set_index("step")["amount"].to_dict()
        # by hand
        assert found == {"before": 170, "new": 15, "expansion": 30, "contraction": -10, "ended": -20, "now": 185}

    def test_two_empty_periods_bridge_nothing(self):
        empty = pd.Series(dtype="float64")
        assert growth_bridge(empty, empty)["amount"].to_list() == [0.0] * 6

    @given(CENTS, CENTS)
    @settings(max_examples=50)
    def test_the_first_plus_the_middle_is_the_last_to_the_cent(self, before, now):
        bridge = growth_bridge(pd.Series(before) / 100, pd.Series(now) / 100)
        assert bridge["step"].to_list() == ["before", *STEPS, "now"]
        assert bridge["amount"].iloc[:-1].sum() == pytest.approx(bridge["amount"].iloc[-1], abs=1e-6)

    def test_inputs_are_not_changed(self):
        before, now = pd.Series({"Brand": 1.0}), pd.Series({"Web": 2.0})
        growth_bridge(before, now)
        assert (before.to_dict(), now.to_dict()) == ({"Brand": 1.0}, {"Web": 2.0})
