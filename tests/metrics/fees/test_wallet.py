"""Share of wallet as a range, or the reason why there is none."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.metrics.fees.wallet import share_of_wallet

NONE = math.nan
MONEY = st.floats(1, 1e9)


def test_both_ends_of_the_estimate_give_both_ends_of_the_share():
    found = share_of_wallet(120.0, 300.0, 600.0)  # by hand
    assert (found.low, found.high, found.problem) == (0.2, 0.4, "")


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ((50.0, NONE, NONE), "no_estimate"),
        ((50.0, 100.0, NONE), "half"),
        ((50.0, NONE, 100.0), "half"),
        ((50.0, 200.0, 100.0), "backwards"),
        ((50.0, 10.0, 49.0), "below_fees"),
        ((0.0, 0.0, 0.0), "below_fees"),
        ((-1.0, 10.0, 20.0), "no_fees"),
    ],
)
def test_what_gives_no_share_says_why_and_is_never_zero(given, problem):
    found = share_of_wallet(*given)
    assert found.problem == problem
    assert math.isnan(found.low)
    assert math.isnan(found.high)


def test_where_only_the_lower_end_is_below_our_fees_the_largest_share_is_all():
    assert share_of_wallet(50.0, 40.0, 100.0) == (0.5, 1.0, "low_below_fees")


def test_a_client_that_paid_nothing_has_a_share_of_zero_and_it_is_known():
    assert share_of_wallet(0.0, 40.0, 100.0) == (0.0, 0.0, "")


@given(MONEY, MONEY, MONEY)
def test_a_share_is_between_nothing_and_all_and_scaling_does_not_matter(fees, low, high):
    found = share_of_wallet(fees, low, high)
    if not math.isnan(found.low):
        assert 0 <= found.low <= found.high <= 1
    assert share_of_wallet(2 * fees, 2 * low, 2 * high).problem == found.problem
