"""Number formats for spreadsheets follow the locale, and no text of theirs is a command."""

import pytest
from babel import localedata

from acctlib.display.sheet_formats import LONGEST, sheet_format


@pytest.mark.parametrize(
    ("form", "locale", "format_"),
    [
        ("money.2.EUR", "en_GB", '"€"#,##0.00'),
        ("money.0.JPY", "ja_JP", '"￥"#,##0'),
        ("money.2.CHF", "de_CH", '"CHF\u00a0"#,##0.00'),
        ("percent.0", "tr_TR", "%0"),
        ("number.2.signed", "en_GB", "+#,##0.00;-#,##0.00;#,##0.00"),
        ("date", "en_US", 'mmm d", "yyyy'),
        ("date", "ja_JP", 'yyyy"/"mm"/"dd'),
        ("", "en_GB", "General"),
    ],
)
def test_a_form_is_written_in_the_pattern_of_the_locale(form, locale, format_):
    assert sheet_format(form, locale) == format_


def test_quotes_in_a_suffix_cannot_end_it():
    assert sheet_format("number.0", "en_GB", ' "x\\;[Red]') == '#,##0" x;[Red]"'


def test_a_format_that_is_too_long_is_none():
    assert sheet_format("number.0", "en_GB", "x" * LONGEST) == "General"


@pytest.mark.parametrize("form", ["money.2.EUR", "percent.1", "date"])
def test_every_locale_gives_a_format_with_closed_quotes(form):
    for locale in localedata.locale_identifiers():
        made = sheet_format(form, locale)
        assert made != "General"
        assert made.count('"') % 2 == 0, locale
