"""Frames keep their rows, their columns and their types: expected values are written by hand."""

import datetime as dt
import json
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from acctlib.display import Formatter
from acctlib.display.blocks.frame import MOST_CELLS, frame_of
from acctlib.display.blocks.frame_table import table_of_frame

NAN = float("nan")


def shown(thing, locale="en_GB"):
    """Heads, and the texts of each row, after a trip through JSON as a notebook makes it."""
    table = table_of_frame(json.loads(json.dumps(frame_of(thing).payload(), allow_nan=False)), Formatter(locale))
    return [c["name"] for c in table["columns"]], [[cell["text"] for cell in row] for row in table["rows"]]


def column(values, locale="en_GB"):
    """Texts, forms and values of one column, and the side on which it stands."""
    frame = pd.DataFrame({"x": values})
    table = table_of_frame(json.loads(json.dumps(frame_of(frame, counted=False).payload())), Formatter(locale))
    cells = [row[0] for row in table["rows"]]
    side = table["columns"][0]["align"]
    return [c["text"] for c in cells], {c["form"] for c in cells if c["text"]}, [c["value"] for c in cells], side


@pytest.mark.parametrize(
    "text", ["00123", "1e5", "12E3", "40063813339310012345", "1.10", "+49301234567", "1,234", "-", "TRUE"]
)
def test_a_text_stays_a_text_whatever_it_looks_like(text):
    assert column([text, "A"]) == ([text, "A"], {"text"}, [None, None], "left")


def test_amounts_are_grouped_with_the_decimals_that_the_column_needs():
    assert column([1234567.89, -23456.7, NAN]) == (
        ["1,234,567.89", "−23,456.70", ""], {"number.2"}, [1234567.89, -23456.7, None], "right"
    )  # fmt: skip
    assert column([1234567.89], "de_DE")[0] == ["1.234.567,89"]
    assert column([5000.0, 12.0])[0] == ["5,000", "12"]
    assert column([100 / 3])[0] == ["33.333333"]


def test_integers_are_not_grouped_because_they_may_be_ids_or_years():
    assert column([2026, 10248]) == (["2026", "10248"], {"integer"}, [2026, 10248], "right")
    assert column([2026.0, NAN])[:2] == (["2026", ""], {"integer"})
    assert column(pd.array([7, None], dtype="Int64"))[:2] == (["7", ""], {"integer"})


def test_an_integer_of_more_digits_than_a_spreadsheet_keeps_is_text():
    assert column([12345678901234567890, 1])[:3] == (["12345678901234567890", "1"], {"text", "integer"}, [None, 1])


def test_what_the_decimals_cannot_show_is_written_with_a_power_of_ten():
    assert column([1.5e-9, 2.0, 3e20, 0.0])[0] == ["1.5E−9", "2", "3E20", "0"]
    assert column([float("inf"), float("-inf"), 1.5])[0] == ["∞", "−∞", "1.5"]


def test_days_are_days_and_times_keep_their_time():
    assert column(pd.to_datetime(["2026-07-30", None])) == (["30 Jul 2026", ""], {"date"}, ["2026-07-30", None], "left")
    assert column([dt.date(2026, 7, 30), None])[:2] == (["30 Jul 2026", ""], {"date"})
    assert column(pd.to_datetime(["2026-07-30 14:05:00"]))[0] == ["30 Jul 2026, 14:05"]
    assert column(pd.to_datetime(["2026-07-30 14:05:07"]))[0] == ["30 Jul 2026, 14:05:07"]


def test_the_zone_of_times_stands_in_the_head():
    frame = pd.DataFrame({"x": pd.to_datetime(["2026-07-30 14:05"]).tz_localize("Europe/Berlin")}, index=["a"])
    assert shown(frame) == (["", "x (Europe/Berlin)"], [["a", "30 Jul 2026, 14:05"]])


def test_durations_are_days_or_hours_and_minutes():
    assert column(pd.to_timedelta(["30 days", "1 days"]))[:3] == (["30 days", "1 day"], {"number.0"}, [30, 1])
    assert column(pd.to_timedelta(["26:00:00", "00:00:01.5"]))[:2] == (["26:00:00", "0:00:01.5"], {"duration"})
    assert column(pd.to_timedelta(["36:00:00"]))[2] == [1.5]  # a spreadsheet counts in days
    assert column(pd.to_timedelta(["-1:30:00"]))[:3] == (["−1:30:00"], {"text"}, [None])  # and has no negative ones


def test_decimals_keep_their_last_digit():
    assert column([Decimal("1234.50"), None])[:3] == (["1,234.50", ""], {"number.2"}, [1234.5, None])
    assert column([Decimal("0.12345678901234567890")])[:3] == (["0.12345678901234567890"], {"text"}, [None])


def test_booleans_are_words_of_the_reader():
    assert column([True, False, None])[:3] == (["yes", "no", ""], {"boolean"}, [True, False, None])
    assert column([True], "de_DE")[0] == ["ja"]


def test_values_of_several_types_stay_what_they_are():
    assert column([1, "01", 2.5, True, None, [3]])[:3] == (
        ["1", "01", "2.5", "yes", "", "[3]"], {"integer", "text", "number.1", "boolean"}, [1, None, 2.5, True, None, None]
    )  # fmt: skip


def test_categories_are_their_values():
    assert column(pd.Categorical(["b", "a", None]))[:2] == (["b", "a", ""], {"text"})
    assert column(pd.Categorical([2.5, 1.0]))[0] == ["2.5", "1.0"]


def test_every_row_and_every_column_is_there():
    heads, rows = shown(pd.DataFrame(np.arange(2000 * 40).reshape(2000, 40)))
    assert (len(heads), len(rows), rows[1999][40]) == (41, 2000, "79999")


def test_columns_of_the_same_name_are_both_there():
    assert shown(pd.DataFrame([[1, "a"]], columns=["x", "x"], index=["k"])) == (["", "x", "x"], [["k", "1", "a"]])


def test_levels_of_heads_are_joined_and_those_of_the_index_said_in_every_row():
    frame = pd.DataFrame(
        [[1, 2], [3, 4]],
        index=pd.MultiIndex.from_tuples([("N", "a"), ("N", "b")], names=["region", "team"]),
        columns=pd.MultiIndex.from_tuples([("fees", "Q2"), ("fees", "Q3")], names=["what", None]),
    )
    assert shown(frame) == (
        ["region", "team / what", "fees · Q2", "fees · Q3"],
        [["N", "a", "1", "2"], ["N", "b", "3", "4"]],
    )


def test_a_column_named_by_a_day_is_not_named_by_midnight():
    assert shown(pd.DataFrame({pd.Timestamp("2026-07-01"): [1]}, index=["a"]))[0] == ["", "2026-07-01"]


def test_a_series_is_a_table_of_one_column():
    assert shown(pd.Series([1.5, 2.25], index=["a", "b"], name="fees")) == (
        ["", "fees"],
        [["a", "1.50"], ["b", "2.25"]],
    )
    assert shown(pd.Series([1], index=["a"]))[0] == ["", ""]


def test_pandas_own_format_of_floats_is_kept():
    frame = pd.DataFrame({"x": [1234.567, NAN]}, index=["a", "b"])
    with pd.option_context("display.float_format", "{:,.2f}".format):
        assert shown(frame, "de_DE")[1] == [["a", "1.234,57"], ["b", ""]]
    with pd.option_context("display.float_format", "€{:,.0f}".format):
        assert shown(frame)[1] == [["a", "€1,235"], ["b", ""]]


def test_a_styler_says_what_it_shows_and_keeps_the_values():
    frame = pd.DataFrame({"id": ["007", "8"], "fees": [1234.5, NAN]}, index=["a", "b"])
    styled = (
        frame.style.format({"fees": "{:,.1f} €"}, na_rep="–").set_caption("In EUR").hide(subset=["b"], axis="index")
    )
    payload = frame_of(styled).payload()
    table = table_of_frame(payload, Formatter())
    assert [[cell["text"] for cell in row] for row in table["rows"]] == [["a", "007", "1,234.5 €"]]
    assert (table["rows"][0][2]["value"], table["caption"]) == (1234.5, "In EUR")
    hidden = table_of_frame(
        frame_of(frame.style.hide(axis="index").hide(["id"], axis="columns")).payload(), Formatter()
    )
    assert [column["name"] for column in hidden["columns"]] == ["fees"]


def test_a_styler_is_not_shortened():
    frame = pd.DataFrame({"x": range(3000)})
    with pd.option_context("styler.render.max_rows", 5):
        assert len(frame_of(frame.style).columns[0].values) == 3000


def test_a_frame_without_rows_or_columns_is_one():
    assert shown(pd.DataFrame({"a": [], "b": []})) == (["", "a", "b"], [])
    assert shown(pd.DataFrame(index=["r"])) == ([""], [["r"]])


def test_a_frame_that_no_page_can_hold_is_kept_by_its_size_alone():
    frame = frame_of(pd.DataFrame({"x": np.zeros(MOST_CELLS + 1)}))
    assert (frame.shape, frame.columns) == ((MOST_CELLS + 1, 1), ())


def test_a_frame_is_not_changed():
    frame = pd.DataFrame({"x": [1.5, NAN], "d": pd.to_datetime(["2026-01-01", None])})
    before = frame.copy(deep=True)
    frame_of(frame)
    pd.testing.assert_frame_equal(frame, before)
