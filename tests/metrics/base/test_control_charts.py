"""Limits within which chance alone would leave a value."""

import numpy as np
import pandas as pd
import pytest

from acctlib.metrics.base.control_charts import (
    FALSE_XMR,
    OUTER,
    expected_false_alarms,
    funnel_limits,
    individuals_limits,
    out_of_limits,
)


def past(*rows):
    return pd.DataFrame(list(rows), index=[f"C{i}" for i in range(len(rows))])


class TestIndividuals:
    """Each series against its own past."""

    def test_limits_are_those_of_wheelers_arithmetic(self):
        # Worked by hand: 104.5, 71.5 to 137.5; ranges 4, 6, 12, 15, 25, mean 12.4
        found = individuals_limits(past([100, 104, 98, 110, 95, 120])).loc["C0"]
        assert found.to_list() == [6, 104.5, pytest.approx(104.5 - 2.66 * 12.4), pytest.approx(104.5 + 2.66 * 12.4)]

    def test_four_values_give_no_limit(self):
        found = individuals_limits(past([1, 2, 3, 4, np.nan])).loc["C0"]
        assert found["n"] == 4
        assert found[["center", "low", "high"]].isna().all()

    def test_a_gap_has_no_moving_range(self):
        # 1, 3 | 9, 11, 9: ranges 2, 2, 2
        found = individuals_limits(past([1, 3, np.nan, 9, 11, 9])).loc["C0"]
        assert found["high"] == pytest.approx(33 / 5 + 2.66 * 2)

    def test_values_that_never_follow_each_other_give_no_limit(self):
        row = [1, np.nan] * 5
        assert np.isnan(individuals_limits(past(row)).loc["C0", "high"])

    def test_the_last_value_is_held_against_the_ones_before_it_alone(self):
        calm = [10, 11, 10, 9, 10]
        told = out_of_limits(
            past([*calm, 20], [*calm, 10], [*calm, 0], [*calm, np.nan], [1, 2, np.nan, np.nan, np.nan, 3])
        )
        assert told.to_list() == ["high", "within", "low", "unknown", "unknown"]


class TestFunnel:
    """Groups of different size."""

    @pytest.mark.parametrize(("middle", "n"), [(0.8, 5), (0.8, 40), (0.3, 17), (0.97, 60)])
    @pytest.mark.parametrize("level", [0.95, OUTER])
    def test_at_most_the_tail_lies_outside(self, middle, n, level):
        # The exact tails, from the binomial mass itself.
        from scipy.stats import binom

        low, high = funnel_limits(middle, pd.Series([n]), level).iloc[0]
        tail = (1 - level) / 2
        assert binom.cdf(np.ceil(low * n) - 1, n, middle) <= tail + 1e-9
        assert binom.sf(np.floor(high * n), n, middle) <= tail + 1e-9

    def test_large_groups_have_narrow_limits(self):
        wide, narrow = funnel_limits(0.8, pd.Series([5, 500])).itertuples(index=False)
        assert (narrow.high - narrow.low) < (wide.high - wide.low) / 5

    @pytest.mark.parametrize("middle", [0.0, 1.0])
    def test_where_all_are_alike_any_other_share_stands_out(self, middle):
        assert funnel_limits(middle, pd.Series([3])).iloc[0].to_list() == [middle, middle]


def test_false_alarms_add_up_over_all_looks():
    assert expected_false_alarms(100, 50) == pytest.approx(100 * FALSE_XMR + 50 * 0.002)
