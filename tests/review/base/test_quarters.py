"""Which quarter is reviewed, and what is said of one that the data do not cover."""

from datetime import date

import pytest

from acctlib.errors import PeriodError
from acctlib.review.base.quarters import covered_quarter, why_this_quarter


@pytest.mark.parametrize(
    ("first", "last", "taken"),
    [
        (date(2025, 1, 1), date(2026, 3, 31), "2026Q1"),
        (date(2025, 1, 1), date(2026, 3, 1), "2025Q4"),
        (date(2026, 1, 5), date(2026, 3, 12), "2026Q1"),  # no quarter in full: the one that the data reach to
        (date(2026, 1, 5), date(2026, 3, 31), "2026Q1"),
        (date(2025, 2, 28), date(2025, 5, 10), "2025Q2"),
    ],
)
def test_the_last_full_quarter_is_taken(first, last, taken):
    assert str(covered_quarter("", last, 1, first)) == taken
    assert f"takes {taken}" in why_this_quarter(last, 1, first)


@pytest.mark.parametrize("quarter", ["2016Q3", "2024Q4", "2026Q2"])
def test_a_quarter_outside_the_data_is_refused_with_the_range(quarter):
    with pytest.raises(PeriodError) as error:
        covered_quarter(quarter, date(2026, 3, 31), 1, date(2025, 2, 28))
    told = str(error.value)
    assert "the data covers 28 Feb 2025 to 31 Mar 2026; the full quarters are 2025Q2 to 2026Q1" in told


@pytest.mark.parametrize("quarter", ["2025Q1", "2026Q1"])
def test_a_quarter_that_the_data_touch_is_taken(quarter):
    assert str(covered_quarter(quarter, date(2026, 1, 1), 1, date(2025, 3, 31))) == quarter
