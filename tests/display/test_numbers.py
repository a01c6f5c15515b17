"""Numbers in the reader's own way."""

import re
from datetime import date

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.display.numbers import UNKNOWN, Reader, shares_of_total
from acctlib.errors import ConfigError

ENGLISH, GERMAN, YEN = Reader("en_GB", "EUR"), Reader("de_DE", "EUR"), Reader("ja_JP", "JPY")


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
        Reader("xx_YY").money(1)


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=12), st.integers(0, 2))
def test_rounded_parts_add_up_to_the_rounded_total(values, digits):
    parts = shares_of_total(values, digits)
    assert sum(parts) == pytest.approx(round(sum(values), digits), abs=1.01 * 10**-digits)
    assert all(abs(part - value) <= 10**-digits * 1.001 for part, value in zip(parts, values, strict=True))


@given(st.lists(st.integers(-(10**9), 10**9).map(lambda cents: cents / 100), max_size=8), st.integers(-3, 5))
def test_rounded_parts_add_up_to_a_total_that_is_rounded_already(values, other):
    total = round(sum(values)) + other
    parts = shares_of_total(values, 0, total)
    assert sum(parts) == (total if any(values) else 0)
    assert all(part == 0 for part, value in zip(parts, values, strict=True) if value == 0)


@given(st.integers(0, 10**10), st.lists(st.integers(-(10**9), 10**9), max_size=6))
def test_the_steps_of_a_bridge_add_up_as_they_are_written(first, steps):
    last = first + sum(steps)
    shown = ENGLISH.steps(first / 100, [step / 100 for step in steps], last / 100)
    scale = {"k": 1e3, "M": 1e6, "B": 1e9}
    told = [
        (-1 if text.startswith("−") else 1)
        * float(re.sub(r"[^\d.]", "", text))
        * scale.get(text[-1].replace("n", ""), 1)
        for text in (one.replace("bn", "B") for one in shown)
    ]
    assert len(shown) == len(steps) + 2
    assert sum(told[:-1]) == pytest.approx(told[-1], rel=1e-9, abs=1e-6)
