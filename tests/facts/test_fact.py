"""A fact, and how it stands to its target."""

import json
import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.facts import Fact
from acctlib.facts.fact import LeftOut, clean, status_of

SHARE = st.floats(0, 1)


def fact(**rest):
    return Fact("nrr", "nrr.1", "Net revenue retention", "fraction", **rest)


class TestFact:
    """One value with what makes it honest."""

    def test_it_is_known_where_there_is_a_value_even_zero(self):
        assert fact(value=0.0).known
        assert not fact(note="no survey was sent").known

    def test_its_change_is_value_less_a_year_ago(self):
        assert fact(value=0.9, year_ago=0.75).change == pytest.approx(0.15)

    @pytest.mark.parametrize("said", [{"value": 0.9}, {"year_ago": 0.9}, {}])
    def test_its_change_is_unknown_where_either_is(self, said):
        assert fact(**said).change is None

    def test_a_change_from_zero_is_a_change(self):
        assert fact(value=0.5, year_ago=0.0).change == 0.5

    def test_its_data_is_json_and_makes_the_same_fact(self):
        held = fact(value=0.9, n=3, status="met", peers=8, left_out=(LeftOut("cancelled", 2, -0.1),))
        assert Fact.of(json.loads(json.dumps(held.data()))) == held

    def test_it_cannot_be_changed(self):
        with pytest.raises(FrozenInstanceError):
            fact().value = 1.0


@pytest.mark.parametrize("nothing", [None, math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_no_value(nothing):
    assert clean(nothing) is None


class TestStatus:
    """Value, interval, target and which way is better."""

    @pytest.mark.parametrize(
        ("value", "target", "better", "status"),
        [
            (0.5, None, "higher", "none"),
            (None, None, "higher", "unknown"),
            (None, 0.5, "higher", "unknown"),
            (0.5, 0.4, "none", "none"),
            (None, 0.4, "none", "unknown"),
        ],
    )
    def test_no_target_is_none_and_no_value_is_unknown_never_met(self, value, target, better, status):
        assert status_of(value, None, None, target, better) == status

    @pytest.mark.parametrize(
        ("value", "low", "high", "status"),
        [
            (0.75, 0.5, 0.9, "met"),
            (0.80, 0.5, 0.9, "met"),
            (0.70, 0.5, 0.9, "watch"),
            (0.70, 0.5, 0.75, "watch"),
            (0.70, 0.5, 0.74, "missed"),
            (0.70, None, None, "missed"),
        ],
    )
    def test_short_of_the_target_is_watch_while_the_interval_reaches_it(self, value, low, high, status):
        assert status_of(value, high, low, 0.75, "higher") == status

    @pytest.mark.parametrize(
        ("value", "low", "high", "status"),
        [
            (0.10, 0.05, 0.20, "met"),
            (0.15, 0.05, 0.20, "watch"),
            (0.15, 0.10, 0.20, "watch"),
            (0.15, 0.11, 0.20, "missed"),
            (0.15, None, None, "missed"),
        ],
    )
    def test_where_lower_is_better_the_low_end_decides(self, value, low, high, status):
        assert status_of(value, high, low, 0.10, "lower") == status

    @given(SHARE, SHARE, SHARE, SHARE)
    @settings(max_examples=50, deadline=None)
    def test_lower_is_better_mirrors_higher_is_better(self, value, low, high, target):
        assert status_of(-value, -low, -high, -target, "lower") == status_of(value, high, low, target, "higher")
