"""Working days between two days."""

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.working_days import working_days

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def between(start, end, holidays=()):
    return working_days(pd.Series([pd.Timestamp(start)]), pd.Series([pd.Timestamp(end)]), holidays).iloc[0]


# By hand, with a calendar: 1 May 2026 is a Friday.
@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2026-05-01", "2026-05-01", 0),
        ("2026-05-01", "2026-05-04", 1),
        ("2026-05-04", "2026-05-01", -1),
        ("2026-05-02", "2026-05-04", 0),
        ("2026-05-01", "2026-05-02", 1),
        ("2026-05-01", "2026-05-15", 10),
        ("2026-05-15", "2026-05-01", -10),
    ],
)
def test_weekends_do_not_count_in_either_direction(start, end, expected):
    assert between(start, end) == expected


def test_a_holiday_does_not_count():
    assert between("2026-05-13", "2026-05-15", [date(2026, 5, 14)]) == 1  # Ascension Day


def test_a_missing_day_has_no_distance():
    days = pd.Series([pd.Timestamp("2026-05-01"), pd.NaT], index=["a", "b"])
    assert working_days(days, days[::-1].set_axis(["a", "b"])).isna().all()


@given(DAYS, DAYS)
@settings(max_examples=60)
def test_it_is_the_count_of_weekdays_that_a_calendar_shows(start, end):
    first, last = min(start, end), max(start, end)
    counted = sum((first + timedelta(n)).weekday() < 5 for n in range((last - first).days))
    assert between(start, end) == (counted if start <= end else -counted)
