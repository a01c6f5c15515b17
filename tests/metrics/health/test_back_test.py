"""Warnings against losses, counted by hand."""

import pandas as pd
import pytest

from acctlib.metrics.health.back_test import Counted, counted


def test_a_case_without_a_state_is_in_none_of_the_four():
    warned = pd.Series([True, False, None], dtype="boolean")
    found = counted(warned, pd.Series([False, True, True]))
    assert (found.hits, found.false_alarms, found.misses, found.calm, found.unknown) == (0, 1, 1, 0, 1)
    assert (found.n, found.losses, found.warned) == (2, 1, 1)


def test_shares_have_wilsons_interval():
    found = Counted(hits=8, false_alarms=2, misses=4, calm=6)
    share, (low, high) = found.precision
    # statsmodels, proportion_confint(8, 10, method="wilson"): 0.490162, 0.943318
    assert (share, round(low, 6), round(high, 6)) == (0.8, 0.490162, 0.943318)
    share, (low, high) = found.recall
    # statsmodels, proportion_confint(8, 12, method="wilson"): 0.390622, 0.861880
    assert (round(share, 6), round(low, 6), round(high, 6)) == (0.666667, 0.390622, 0.861880)


def test_without_warnings_or_losses_there_is_no_share():
    found = Counted(hits=0, false_alarms=0, misses=0, calm=5)
    assert found.precision is None
    assert found.recall is None


@pytest.mark.parametrize(("losses", "enough"), [(9, False), (10, True)])
def test_fewer_than_ten_losses_validate_nothing(losses, enough):
    assert Counted(hits=losses, false_alarms=100, misses=0, calm=100).validated is enough


def test_no_cases_are_no_counts():
    found = counted(pd.Series([], dtype="boolean"), pd.Series([], dtype="bool"))
    assert found.n == 0
