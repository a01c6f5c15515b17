"""The terms under which facts are made."""

from datetime import date

import pytest

from acctlib.facts import ReviewContext
from acctlib.periods import quarter


def context(covered_to=date(2026, 9, 30), q="2026Q3", month=1):
    return ReviewContext(quarter(q, month), "client", "EUR", "EUR", covered_to, targets={"nps": 30.0})


def test_an_earlier_quarter_knows_the_data_to_its_last_day_only():
    earlier = context().at(quarter("2025Q3"))
    assert (earlier.quarter, earlier.covered_to) == (quarter("2025Q3"), date(2025, 9, 30))


def test_a_quarter_under_way_knows_no_more_than_the_data():
    assert context(date(2026, 8, 15)).at(quarter("2026Q3")).covered_to == date(2026, 8, 15)


@pytest.mark.parametrize(
    ("month", "last"),
    [(1, date(2024, 3, 31)), (12, date(2024, 2, 29)), (4, date(2023, 6, 30)), (10, date(2023, 12, 31))],
)
def test_the_last_day_follows_the_fiscal_year(month, last):
    assert context(month=month).at(quarter("2024Q1", month)).covered_to == last


def test_everything_else_stays():
    held = context()
    earlier = held.at(quarter("2025Q3"))
    assert (earlier.edition, earlier.currency, earlier.targets) == (held.edition, held.currency, held.targets)
    assert held.covered_to == date(2026, 9, 30)
