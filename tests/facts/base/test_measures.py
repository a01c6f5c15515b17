"""Estimates, and how a change is told from chance."""

import pandas as pd
import pytest

from acctlib.facts.base.measures import Estimate, share, share_differs, sum_differs


class TestShare:
    """A share among what is known."""

    def test_a_share_comes_with_n_counts_and_wilsons_interval(self):
        found = share(pd.Series([True] * 7 + [False]), "nothing")
        assert (found.value, found.n, found.counts) == (0.875, 8, (7,))
        assert (found.low, found.high) == pytest.approx((0.529, 0.978), abs=5e-4)  # worked by hand

    def test_what_is_missing_is_neither_yes_nor_no(self):
        found = share(pd.Series([True, pd.NA, False, pd.NA], dtype="boolean"), "nothing", asked=4)
        assert (found.value, found.n, found.asked) == (0.5, 2, 4)

    @pytest.mark.parametrize("yes", [pd.Series(dtype="boolean"), pd.Series([pd.NA], dtype="boolean")])
    def test_nothing_known_gives_the_reason_and_no_value(self, yes):
        found = share(yes, "no project was due", asked=3)
        assert (found.value, found.n, found.asked, found.note) == (None, 0, 3, "no project was due")


class TestDiffers:
    """More than chance."""

    def test_shares_differ_where_newcombes_interval_leaves_out_zero(self):
        # Newcombe 1998: 56/70 - 48/80 lies in .0524 to .3339
        one, two = Estimate(0.8, 70, counts=(56,)), Estimate(0.6, 80, counts=(48,))
        assert share_differs(one, two) is True
        assert share_differs(two, one) is True

    def test_shares_of_few_do_not_differ(self):
        assert share_differs(Estimate(0.8, 5, counts=(4,)), Estimate(0.6, 5, counts=(3,))) is False

    def test_a_share_of_nothing_cannot_be_told(self):
        assert share_differs(Estimate(0.8, 5, counts=(4,)), Estimate(n=0)) is None
        assert share_differs(Estimate(n=0), Estimate(0.8, 5, counts=(4,))) is None

    def test_no_success_at_all_can_still_be_told(self):
        assert share_differs(Estimate(0.0, 40, counts=(0,)), Estimate(0.9, 40, counts=(36,))) is True

    def test_sums_differ_where_they_are_not_the_same(self):
        assert sum_differs(Estimate(10.0), Estimate(10.01)) is True
        assert sum_differs(Estimate(10.0), Estimate(10.0)) is False
        assert sum_differs(Estimate(10.0), Estimate()) is None
        assert sum_differs(Estimate(), Estimate(10.0)) is None
