"""Numbers in the reader's own way."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.display.formatter import UNKNOWN, Formatter
from acctlib.errors import ConfigError
from acctlib.rounding import as_printed

ENGLISH, GERMAN, YEN = Formatter("en_GB", "EUR"), Formatter("de_DE", "EUR"), Formatter("ja_JP", "JPY")


def test_money_shows_cents_separators_and_a_real_minus():
    assert ENGLISH.money(-1234567.891) == "−€1,234,567.89"
    assert GERMAN.money(1234567.891) == "1.234.567,89\u00a0€"


def test_yen_has_no_cents():
    assert YEN.money(412.4) == "￥412"


def test_compact_money_has_two_to_four_digits():
    assert [ENGLISH.compact(v) for v in (88, 4512.2, 461_234, 1_234_567)] == ["€88", "€4.5k", "€461k", "€1.2M"]


def test_german_thousands_have_no_short_form_and_are_written_out():
    assert GERMAN.compact(461_234) == "461.234\u00a0€"


def test_a_sign_is_shown_where_it_is_asked_for():
    assert ENGLISH.compact(-21_300, signed=True) == "−€21k"
    assert ENGLISH.percent(0.119, signed=True) == "+11.9%"
    assert ENGLISH.value(44, "points") == "+44"


def test_nothing_is_ever_minus_zero():
    assert ENGLISH.percent(-0.00001, signed=True) == "0.0%"
    assert ENGLISH.money(-0.001) == "€0.00"


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, float("inf")])
def test_what_is_missing_prints_as_unknown(missing):
    assert ENGLISH.money(missing) == ENGLISH.value(missing, "fraction") == UNKNOWN


def test_dates_follow_the_locale():
    assert ENGLISH.day(date(2026, 7, 1)) == "1 Jul 2026"
    assert GERMAN.day(date(2026, 7, 1)) == "01.07.2026"
    assert ENGLISH.month(date(2021, 3, 1)) == "March 2021"


def test_an_unknown_locale_is_a_configuration_error():
    with pytest.raises(ConfigError, match="locale: 'xx_YY' is no locale"):
        Formatter("xx_YY").money(1)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (74_184.37, "+€74.2k"),
        (-344.67, "−€345"),
        (-40_391.0, "−€40.4k"),
        (1_360_400.0, "+€1.36M"),
        (999.6, "+€1k"),
        (44.67, "+€44.67"),
        (0.004, "€0"),
    ],
)
def test_a_step_of_a_bridge_shows_its_own_three_digits(amount, shown):
    assert ENGLISH.step(amount) == shown


def test_a_total_of_a_bridge_shows_a_digit_more_than_its_steps():
    shown = [ENGLISH.step(130_283.27, signed=False), ENGLISH.step(29_141.69), ENGLISH.step(145_696.69, signed=False)]
    assert shown == ["€130.3k", "+€29.1k", "€145.7k"]
    assert ENGLISH.step(1_365_600.0, signed=False) == "€1.366M"


def test_a_language_without_a_short_form_shows_the_step_in_full():
    assert GERMAN.step(-74_184.37) == "−74.184\u00a0€"
    assert GERMAN.step_shown(-74_184.37) == -74_184.0


@given(st.floats(-1e9, 1e9))
def test_the_label_of_a_step_is_its_own_rounded_value(amount):
    scale = {"k": 1e3, "M": 1e6, "bn": 1e9, "B": 1e9}
    text = re.sub(r"[€+−]", "", ENGLISH.step(amount)).replace(",", "")
    number, unit = re.fullmatch(r"([\d.]+)(k|M|bn|B)?", text).groups()
    shown = float(number) * scale.get(unit, 1)
    assert shown == pytest.approx(abs(ENGLISH.step_shown(amount)), rel=1e-9, abs=1e-9)
    assert shown == pytest.approx(abs(amount), rel=0.005001, abs=0.0051)


@given(st.floats(-1e9, 1e9), st.sampled_from(["fraction", "growth", "points", "days", "score", "count"]))
def test_two_values_print_alike_where_they_are_equal_as_printed(value, unit):
    value = value / 1e9 if unit in ("fraction", "growth") else value / 1e6
    for other in (value + 0.0004, value * 1.0001, -value):
        alike = ENGLISH.value(value, unit) == ENGLISH.value(other, unit)
        assert alike == (as_printed(value, unit) == as_printed(other, unit))


@given(st.floats(0.01, 1e8), st.floats(0.999, 1.001))
def test_short_money_prints_alike_where_it_is_equal_as_printed(value, factor):
    alike = ENGLISH.value(value, "money") == ENGLISH.value(value * factor, "money")
    assert alike == (as_printed(value, "money") == as_printed(value * factor, "money"))


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (2_960.0, 3_040.0, ("€2.96k", "€3.04k")),  # in short money both are €3k
        (2_961.10, 2_961.40, ("€2,961.10", "€2,961.40")),
        (3_000.0, 3_000.0, ("€3k", "€3k")),
        (412_000.0, 94_000.0, ("€412k", "€94k")),
    ],
)
def test_two_amounts_get_as_many_digits_as_tell_them_apart(one, other, shown):
    assert ENGLISH.apart(one, other) == shown


def test_printed_ends_of_an_interval_never_exclude_the_value_beside_them():
    assert ENGLISH.interval(0.336, 0.6, "fraction", 0.338) == "33.6% to 60.0%"  # in whole percent 34% would exclude it
    assert ENGLISH.interval(0.336, 0.6, "fraction", 0.5) == "34% to 60%"


def test_one_day_is_no_days():
    assert [ENGLISH.value(days, "days") for days in (1.04, -1.0, 1.5, 0.0)] == ["1 day", "−1 day", "1.5 days", "0 days"]
    assert GERMAN.value(1.0, "hours") == "1 Stunde"
