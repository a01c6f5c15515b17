"""Cohort tables, by hand and against plain sums."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.retention.cohorts import logo_cohorts, revenue_cohorts

QUARTERS = pd.period_range("2025Q1", "2025Q4", freq="Q-DEC")
TABLE = pd.DataFrame(
    [[0.0, 5, 10, 0], [0, 5, 10, 20], [9, 9, 9, 0], [0, 0, 0, 4]], index=list("ABCD"), columns=QUARTERS
)
RANDOM = st.lists(st.lists(st.sampled_from([0.0, 0.0, 10.0, 25.0]), min_size=5, max_size=5), min_size=1, max_size=12)


def cells(found, start, part):
    return found.loc[pd.Period(start, "Q-DEC")].xs(part, level="part").to_list()


class TestLogo:
    """How many are still there."""

    def test_the_table_by_hand(self):
        found = logo_cohorts(TABLE, QUARTERS[3])
        assert found.index.astype(str).to_list() == ["2025Q2", "2025Q4"]
        assert cells(found, "2025Q2", "share")[:3] == [1, 1, 0.5]
        assert cells(found, "2025Q2", "n")[:3] == [2, 2, 2]

    def test_what_is_not_completed_is_blank_and_not_0(self):
        found = logo_cohorts(TABLE, QUARTERS[3])
        assert np.isnan(cells(found, "2025Q2", "share")[3])
        assert np.isnan(cells(found, "2025Q4", "share")[1:]).all()
        assert np.isnan(cells(logo_cohorts(TABLE, QUARTERS[2]), "2025Q2", "share")[2])

    def test_who_was_there_when_the_data_began_is_no_cohort_unless_it_is_said(self):
        assert pd.Period("2025Q1", "Q-DEC") not in logo_cohorts(TABLE, QUARTERS[3]).index
        told = logo_cohorts(TABLE, QUARTERS[3], pd.Series({"C": QUARTERS[0]}))
        assert cells(told, "2025Q1", "share") == [1, 1, 1, 0]

    def test_for_all_others_it_is_the_first_quarter_with_recurring_fees(self):
        told = logo_cohorts(TABLE, QUARTERS[3], pd.Series({"A": QUARTERS[0], "B": QUARTERS[0] - 4}))
        assert cells(told, "2025Q2", "n")[0] == 2

    def test_a_cohort_from_before_the_data_is_left_out(self):
        told = logo_cohorts(TABLE, QUARTERS[3], pd.Series({"C": QUARTERS[0] - 2}))
        assert told.index.min() == QUARTERS[1]

    def test_who_returns_is_there_again(self):
        back = pd.DataFrame([[0.0, 5, 0, 5]], columns=QUARTERS, index=["A"])
        assert cells(logo_cohorts(back, QUARTERS[3]), "2025Q2", "share")[:3] == [1, 0, 1]

    @given(RANDOM)
    @settings(max_examples=40)
    def test_every_cell_is_what_counting_gives(self, rows):
        quarters = pd.period_range("2025Q1", periods=5, freq="Q-DEC")
        held = pd.DataFrame(rows, columns=quarters)
        found = logo_cohorts(held, quarters[-1])
        for start in range(1, 5):
            came = [r for r in rows if r[start] > 0 and not any(r[:start])]
            if not came:
                assert quarters[start] not in found.index
                continue
            for age in range(5 - start):
                share, n = found.loc[quarters[start], (age, "share")], found.loc[quarters[start], (age, "n")]
                assert (share, n) == (pytest.approx(np.mean([r[start + age] > 0 for r in came])), len(came))


class TestRevenue:
    """How much of their fees is there."""

    def test_the_table_by_hand(self):
        found = revenue_cohorts(TABLE, QUARTERS[3])
        assert cells(found, "2025Q2", "share")[:2] == [1, 1]  # 20 of 20 in the quarter after the first whole one
        assert found.columns.get_level_values("age").min() == 1

    def test_a_part_of_a_quarter_at_the_start_does_not_look_like_growth(self):
        ramp = pd.DataFrame([[0.0, 45, 90, 90]], columns=QUARTERS, index=["A"])  # worked by hand
        assert cells(revenue_cohorts(ramp, QUARTERS[3]), "2025Q2", "share")[:2] == [1, 1]

    def test_a_cohort_without_fees_in_its_first_whole_quarter_is_blank(self):
        gone = pd.DataFrame([[0.0, 45, 0, 0], [0, 0, 5, 5]], columns=QUARTERS, index=list("AB"))
        found = revenue_cohorts(gone, QUARTERS[3])
        assert np.isnan(cells(found, "2025Q2", "share")).all()
        assert cells(found, "2025Q3", "share")[0] == 1

    @given(RANDOM)
    @settings(max_examples=40)
    def test_every_cell_is_what_sums_give(self, rows):
        quarters = pd.period_range("2025Q1", periods=5, freq="Q-DEC")
        found = revenue_cohorts(pd.DataFrame(rows, columns=quarters), quarters[-1])
        for start in range(1, 4):
            came = [r for r in rows if r[start] > 0 and not any(r[:start]) and r[start + 1] > 0]
            for age in range(1, 5 - start) if came else ():
                expected = sum(r[start + age] for r in came) / sum(r[start + 1] for r in came)
                assert found.loc[quarters[start], (age, "share")] == pytest.approx(expected)
                assert found.loc[quarters[start], (age, "n")] == len(came)


@pytest.mark.parametrize("cohorts", [logo_cohorts, revenue_cohorts])
@pytest.mark.parametrize("held", [TABLE.iloc[:0], TABLE[[]], TABLE * 0], ids=["no client", "no quarter", "no fees"])
def test_without_a_cohort_there_is_no_row(cohorts, held):
    columns = pd.PeriodIndex(held.columns, freq="Q-DEC")
    assert len(cohorts(held.set_axis(columns, axis=1), QUARTERS[3])) == 0


@pytest.mark.parametrize("cohorts", [logo_cohorts, revenue_cohorts])
def test_inputs_are_not_changed_and_row_order_does_not_matter(cohorts):
    before = TABLE.copy(deep=True)
    pd.testing.assert_frame_equal(cohorts(TABLE[::-1], QUARTERS[3]), cohorts(TABLE, QUARTERS[3]))
    pd.testing.assert_frame_equal(TABLE, before)
