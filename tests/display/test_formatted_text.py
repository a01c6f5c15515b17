"""A text that a reader made still knows its value; text that it is joined with does not."""

import copy
import pickle
from datetime import date

import pytest

from acctlib.display import Formatter, TableCell
from acctlib.display.formatted_text import FormattedText

READER = Formatter("de_DE", "EUR")


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [
        (READER.money(1234.567), 1234.567, "money.2.EUR"),
        (READER.compact(412_345.6, signed=True), 412_345.6, "money.0.EUR.signed"),
        (READER.percent(0.1187), 0.1187, "percent.1"),
        (READER.number(7.25, 1), 7.25, "number.1"),
        (READER.day(date(2026, 9, 30)), "2026-09-30", "date"),
        (READER.value(3.14, "days"), 3.14, "number.1"),
    ],
)
def test_value_and_form_stay_with_the_text(text, value, form):
    assert isinstance(text, FormattedText)
    assert (text.value, text.form) == (value, form)


def test_what_is_missing_has_no_value():
    assert not isinstance(READER.money(None), FormattedText)
    assert TableCell(READER.money(None)).value is None


def test_a_copy_keeps_the_value():
    shown = READER.money(2)
    for twin in (copy.deepcopy(shown), pickle.loads(pickle.dumps(shown))):
        assert (str(twin), twin.value, twin.form) == (str(shown), 2.0, "money.2.EUR")


def test_a_cell_takes_value_and_form_from_its_text_and_holds_plain_text():
    cell = TableCell(READER.percent(0.5), 50.0)
    assert (cell.value, cell.form, type(cell.text)) == (0.5, "percent.1", str)


def test_joined_with_other_text_it_is_text():
    assert TableCell(f"about {READER.money(1)}").value is None
