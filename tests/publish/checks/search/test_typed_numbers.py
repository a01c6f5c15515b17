"""Numbers and days are read as people write them."""

from datetime import date
from decimal import Decimal

import pytest

from acctlib.publish.checks.search.days import days_in
from acctlib.publish.checks.search.numbers import numbers_in


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1,234,567.89", "1234567.89"),
        ("1.234.567,89", "1234567.89"),
        ("1 234 567,89", "1234567.89"),
        ("1\u202f234\u202f567,89", "1234567.89"),
        ("12,34,567.89", "1234567.89"),
        ("1'234'567.89", "1234567.89"),
        ("1’234’567.89", "1234567.89"),
        ("1234567.89", "1234567.89"),
        ("١٬٢٣٤٬٥٦٧٫٨٩", "1234567.89"),
        ("€1.23m", "1234567.89"),
        ("1,23 Mio. €", "1234567.89"),
        ("1.235 million", "1234567.89"),
        ("1,235k", "1234567.89"),
        ("1 235 Tsd. €", "1234567.89"),
        ("12.35 lakh", "1234567.89"),
        ("1,234,568", "1234567.89"),
        ("-481.56", "481.56"),
        ("EUR 250,000", "250000"),
        ("37.5 hours", "37.5"),
    ],
)
def test_a_number_is_read_in_the_marks_of_any_locale(text, amount):
    assert any(number.of(Decimal(amount)) for number in numbers_in(text))


@pytest.mark.parametrize("text", ["1,234,567.98", "v1.2.3", "1.24m", "12,345,67.89x", "1234", "I-1234567"])
def test_another_number_is_another(text):
    assert not any(number.of(Decimal("1234567.89")) for number in numbers_in(text))


@pytest.mark.parametrize(("text", "digits"), [("250,000", 2), ("1.23m", 3), ("12,345.60", 6), ("0.05", 1), ("2026", 4)])
def test_a_number_tells_as_much_as_it_has_digits(text, digits):
    assert next(iter(numbers_in(text))).digits == digits


@pytest.mark.parametrize(
    "text",
    ["15 March 2027", "March 15, 2027", "March 15th 2027", "15th of March 2027", "15.03.2027", "15.3.27", "15/03/2027",
     "03/15/2027", "2027-03-15", "15. März 2027", "15 mars 2027", "15 de marzo de 2027", "15 Mar 2027"],
)  # fmt: skip
def test_a_day_is_read_in_the_usual_spellings(text):
    assert date(2027, 3, 15) in [day for day, *_ in days_in(f"on {text}, they say")]


@pytest.mark.parametrize("text", ["31 June 2027", "1.2.3.2027", "15 Apples 2027", "32/13/2027"])
def test_what_is_no_day_is_none(text):
    assert not list(days_in(text))
