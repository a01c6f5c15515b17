"""Quarters, and the rows that belong to them."""

from datetime import date

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib import periods
from acctlib.errors import PeriodError
from acctlib.periods import Span, bounds, quarter, quarter_of, within

DAY = pd.Timestamp


def rows(*moments):
    return pd.DataFrame({"on": [DAY(m) if m else pd.NaT for m in moments], "row": range(len(moments))})


def dates(period):
    return [moment.date().isoformat() for moment in bounds(period)]


class TestWithin:
    """[start, end), for every table."""

    def test_the_last_day_of_the_quarter_belongs_to_it(self):
        found = within(rows("2026-06-30", "2026-07-01", "2026-09-30", "2026-10-01"), quarter("2026Q3"), "on")
        assert found["row"].to_list() == [1, 2]

    def test_the_last_second_is_inside_and_midnight_after_it_is_not(self):
        found = within(rows("2026-09-30 23:59:59.999", "2026-10-01 00:00:00"), quarter("2026Q3"), "on")
        assert found["row"].to_list() == [0]

    def test_a_leap_day_belongs_to_the_first_quarter(self):
        assert within(rows("2024-02-29"), quarter("2024Q1"), "on")["row"].to_list() == [0]

    def test_31_december_belongs_to_the_old_year(self):
        moments = rows("2025-12-31", "2026-01-01")
        assert within(moments, quarter("2025Q4"), "on")["row"].to_list() == [0]
        assert within(moments, quarter("2026Q1"), "on")["row"].to_list() == [1]

    def test_a_row_without_a_date_lies_in_no_period(self):
        assert within(rows(None), periods.trailing(quarter("2026Q4"), 400), "on").empty

    def test_a_span_takes_rows_from_its_first_to_its_last_quarter(self):
        found = within(rows("2025-09-30", "2025-10-01", "2026-09-30"), periods.trailing_four(quarter("2026Q3")), "on")
        assert found["row"].to_list() == [1, 2]

    def test_the_frame_keeps_its_index_and_is_not_changed(self):
        frame = rows("2026-07-01", "2026-10-01").set_axis(["b", "a"])
        before = frame.copy(deep=True)
        assert within(frame, quarter("2026Q3"), "on").index.to_list() == ["b"]
        pd.testing.assert_frame_equal(frame, before)

    @given(st.dates(date(1990, 1, 1), date(2060, 12, 31)), st.integers(1, 12))
    @settings(max_examples=50)
    def test_every_day_lies_in_its_own_quarter_and_in_neither_neighbour(self, day, month):
        own, frame = quarter_of(day, month), rows(day)
        assert [len(within(frame, period, "on")) for period in (own - 1, own, own + 1)] == [0, 1, 0]


class TestFiscalYears:
    """Quarters of years that start in other months; expected dates by hand."""

    def test_a_calendar_year_has_calendar_quarters(self):
        assert dates(quarter("2026Q3")) == ["2026-07-01", "2026-10-01"]

    def test_a_year_from_april_is_named_for_the_year_in_which_it_ends(self):
        assert dates(quarter("2026Q1", 4)) == ["2025-04-01", "2025-07-01"]
        assert dates(quarter("2026Q4", 4)) == ["2026-01-01", "2026-04-01"]

    def test_pandas_first_quarter_of_2018_to_march_starts_in_april_2017(self):
        # pandas docs of Period.qyear
        assert dates(pd.Period("2018Q1", "Q-MAR")) == dates(quarter("2018Q1", 4)) == ["2017-04-01", "2017-07-01"]

    def test_the_us_federal_year_2017_starts_in_october_2016(self):
        # documentation of the package fiscalyear
        assert dates(quarter("2017Q1", 10)) == ["2016-10-01", "2017-01-01"]

    def test_a_leap_day_lies_in_the_quarter_of_each_fiscal_year(self):
        named = [periods.name(quarter_of(date(2024, 2, 29), month)) for month in (1, 4, 10)]
        assert named == ["2024Q1", "2024Q4", "2024Q2"]

    def test_31_december_lies_in_the_quarter_of_each_fiscal_year(self):
        named = [periods.name(quarter_of(date(2025, 12, 31), month)) for month in (1, 4, 10)]
        assert named == ["2025Q4", "2026Q3", "2026Q1"]

    @pytest.mark.parametrize("month", [0, 13, -1])
    def test_a_month_that_does_not_exist_is_an_error(self, month):
        with pytest.raises(PeriodError, match=f"^fiscal_year_start: {month} is not a month; give 1 to 12$"):
            periods.frequency(month)

    def test_each_month_gives_a_year_that_starts_in_it(self):
        assert [quarter("2026Q1", m).start_time.month for m in range(1, 13)] == list(range(1, 13))


class TestReading:
    """Quarters as people write them."""

    @pytest.mark.parametrize("text", ["2026Q3", "2026q3", " 2026-Q3 ", "2026 Q3"])
    def test_a_quarter_is_read_in_every_usual_spelling(self, text):
        assert periods.name(quarter(text)) == "2026Q3"

    @pytest.mark.parametrize("text", ["2026Q5", "2026Q0", "Q3 2026", "26Q3", "2026-07-01", ""])
    def test_what_is_no_quarter_is_an_error_that_shows_the_way(self, text):
        with pytest.raises(PeriodError, match=f"^quarter: '{text}' is not a quarter; write it like 2026Q3$"):
            quarter(text)

    def test_a_period_is_taken_as_it_is(self):
        held = pd.Period("2026Q1", "Q-MAR")
        assert quarter(held) is held


class TestSpans:
    """Stretches of quarters."""

    def test_the_quarter_before_crosses_the_year(self):
        assert periods.name(periods.previous(quarter("2026Q1"))) == "2025Q4"

    def test_a_year_ago_is_the_same_quarter(self):
        assert dates(periods.year_ago(quarter("2026Q1", 4))) == ["2024-04-01", "2024-07-01"]

    def test_the_trailing_four_quarters_are_a_year_that_ends_with_the_quarter(self):
        year = periods.trailing_four(quarter("2026Q3"))
        assert dates(year) == ["2025-10-01", "2026-10-01"]
        assert [periods.name(q) for q in year.quarters] == ["2025Q4", "2026Q1", "2026Q2", "2026Q3"]

    def test_trailing_one_is_the_quarter_itself(self):
        assert dates(periods.trailing(quarter("2026Q3"), 1)) == dates(quarter("2026Q3"))

    def test_trailing_quarters_end_with_this_one(self):
        assert dates(periods.trailing(quarter("2026Q3"), 6)) == ["2025-04-01", "2026-10-01"]

    def test_the_last_day_of_a_span_is_inside(self):
        assert periods.span(quarter("2024Q1")).last_day == date(2024, 3, 31)
        assert periods.span(quarter("2024Q2", 12)).last_day == date(2024, 5, 31)
        assert periods.span(quarter("2024Q1", 12)).last_day == date(2024, 2, 29)

    def test_a_span_stays_as_it_is(self):
        held = Span(quarter("2026Q1"), quarter("2026Q2"))
        assert periods.span(held) is held


class TestLastFullQuarter:
    """What data that reaches to a day covers in full."""

    @pytest.mark.parametrize(
        ("covered", "month", "expected"),
        [
            (date(2026, 9, 30), 1, "2026Q3"),
            (date(2026, 9, 29), 1, "2026Q2"),
            (date(2026, 10, 1), 1, "2026Q3"),
            (date(2025, 12, 31), 1, "2025Q4"),
            (date(2024, 2, 29), 12, "2024Q1"),
            (date(2024, 2, 28), 12, "2023Q4"),
            (date(2026, 3, 31), 4, "2026Q4"),
            (date(2026, 9, 30), 10, "2026Q4"),
        ],
    )
    def test_a_quarter_is_full_on_its_last_day_and_not_before(self, covered, month, expected):
        assert periods.name(periods.last_full_quarter(covered, month)) == expected


def test_names_and_labels_use_the_fiscal_year():
    assert (periods.name(quarter("2026Q1", 4)), periods.label(quarter("2026Q1", 4))) == ("2026Q1", "Q1 2026")


def test_a_name_reads_back_as_its_quarter():
    held = quarter("2026Q2", 10)
    assert quarter(periods.name(held), 10) == held
