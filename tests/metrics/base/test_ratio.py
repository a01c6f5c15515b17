"""The one division."""

import math

import pytest

from acctlib.metrics.base.ratio import ratio


def test_a_ratio_divides():
    assert ratio(1, 4) == 0.25


@pytest.mark.parametrize("pair", [(1, 0), (0, 0), (-1, 0.0), (math.nan, 4), (4, math.nan)])
def test_nothing_to_divide_by_or_with_is_nan_and_never_infinity(pair):
    assert math.isnan(ratio(*pair))


def test_nothing_out_of_something_is_zero():
    assert ratio(0, 4) == 0.0
