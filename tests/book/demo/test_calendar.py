from datetime import date

import pytest

from acctlib.book.demo.calendar import after, calendar, later


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 15), -15, date(2024, 12, 15)),
        (date(2026, 3, 15), 0, date(2026, 3, 15)),
    ],
)
def test_months_are_stepped_as_a_person_would(day, months, expected):
    assert later(day, months) == expected


def test_days_are_stepped_over_a_leap_day():
    assert after(date(2024, 2, 28), 2) == date(2024, 3, 1)


def test_a_calendar_is_whole_quarters():
    covered = calendar("2026Q3", 16)
    assert (covered.begin, covered.cut, covered.last) == (date(2022, 10, 1), date(2026, 10, 1), 15)
    assert covered.starts[covered.last] == date(2026, 7, 1)
    assert covered.months[0] == covered.begin
    assert later(covered.months[-1], 1) == covered.cut
    assert len(covered.months) == 48
