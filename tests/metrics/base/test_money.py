"""Sums that are what they would be on paper."""

import pandas as pd

from acctlib.metrics.base.money import exact


class TestExact:
    """Four decimals, no dust."""

    def test_what_binary_fractions_leave_is_gone(self):
        assert exact(pd.Series([0.1 + 0.2 - 0.3])).to_list() == [0]

    def test_the_fourth_decimal_stays(self):
        assert exact(pd.Series([1.0001, 1.00004])).to_list() == [1.0001, 1.0]

    def test_a_frame_is_as_good_and_the_index_stays(self):
        found = exact(pd.DataFrame({"a": [1]}, index=["x"]))
        assert found.loc["x", "a"] == 1
