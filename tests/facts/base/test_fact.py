"""A fact, and how it stands to its target."""

import json
import math
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.facts import Fact
from acctlib.facts.base.fact import LeftOut, finite_or_none, status_of

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
    assert finite_or_none(nothing) is None


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
        assert status_of(value, (None, None), target, better, "score") == status

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
        assert status_of(value, (low, high), 0.75, "higher", "fraction") == status

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
        assert status_of(value, (low, high), 0.10, "lower", "fraction") == status

    @pytest.mark.parametrize(
        ("value", "unit", "status"),
        [
            (1.04957, "fraction", "met"),  # both print 105.0 %
            (1.0494, "fraction", "missed"),  # 104.9 %
            (1.05, "fraction", "met"),
        ],
    )
    def test_what_prints_as_the_target_has_met_it(self, value, unit, status):
        assert status_of(value, (None, None), 1.05, "higher", unit) == status

    def test_an_interval_that_prints_as_the_target_reaches_it(self):
        assert status_of(39.0, (10.0, 39.6), 40.0, "higher", "points") == "watch"
        assert status_of(39.0, (10.0, 39.4), 40.0, "higher", "points") == "missed"

    @given(SHARE, SHARE, SHARE, SHARE)
    @settings(max_examples=50)
    def test_lower_is_better_mirrors_higher_is_better(self, value, low, high, target):
        assert status_of(-value, (-high, -low), -target, "lower", "score") == status_of(
            value, (low, high), target, "higher", "score"
        )


class TestChange:
    """What is held against a year ago."""

    def test_a_rate_of_growth_has_no_change(self):
        assert fact_of("growth", 0.065, 0.549).change is None

    def test_a_change_that_prints_alike_does_not_show(self):
        assert not fact_of("fraction", 0.9004, 0.9).change_shows
        assert fact_of("fraction", 0.91, 0.9).change_shows


def fact_of(unit, value, before):
    return Fact("a", "a.1", "A", unit, value=value, year_ago=before)
