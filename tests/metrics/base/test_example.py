"""A printed number is read with its digits, and ours is held against just these."""

import math

import pytest

from acctlib.metrics.base.example import Example, SmallBook, agrees, judged, printed_numbers, verdicts


def example(expected, found, origin="published"):
    return Example("A book", "page 1", "a number", "input", expected, lambda: found, origin)


def unread(book):
    raise AssertionError("no example here is a small book")


class TestPrintedNumbers:
    """What counts is the rounding that was printed."""

    @pytest.mark.parametrize(
        ("text", "numbers"),
        [
            ("35", [(35, 0)]),
            ("-.0381 to .1926", [(-0.0381, 4), (0.1926, 4)]),
            ("116,666.67, 105,000, -16,666.67", [(116666.67, 2), (105000, 0), (-16666.67, 2)]),
            ("0, 10 %", [(0, 0), (10, 0)]),
            ("−29.8", [(-29.8, 1)]),
        ],
    )
    def test_they_are_read_with_their_decimals(self, text, numbers):
        assert printed_numbers(text) == numbers

    def test_half_a_unit_of_the_last_digit_is_the_tolerance(self):
        assert agrees(0.81249, 0.812, 3)
        assert agrees(0.8125, 0.812, 3)  # a tie: printed either way
        assert not agrees(0.81251, 0.812, 3)

    def test_percent_are_ours_times_a_hundred(self):
        assert judged(example("69.16 %", 0.69159), unread).passed
        assert not judged(example("69.16 %", 69.16), unread).passed


class TestJudged:
    """An example fails alone, and for any reason."""

    def test_an_error_is_the_failure_of_its_row_alone(self):
        def broken():
            raise ZeroDivisionError("no clients")

        found = verdicts([Example("A", "B", "C", "D", "1", broken), example("1", 1.0)], unread)
        assert [verdict.passed for verdict in found] == [False, True]
        assert found[0].failure == "ZeroDivisionError: no clients"

    @pytest.mark.parametrize("found", [(0.5,), (0.5, 0.6, 0.7), math.nan, (0.5, math.nan)])
    def test_too_few_numbers_too_many_or_none_fail(self, found):
        assert not judged(example(".5 to .6", found), unread).passed

    def test_a_text_is_the_same_or_it_fails(self):
        assert judged(example("2026Q3", "2026Q3"), unread).passed
        assert not judged(example("2026Q3", "2026Q2"), unread).passed

    def test_the_facts_of_a_small_book_are_what_reads_them_says(self):
        one = Example("A", "B", "C", "D", "40 %", SmallBook(dict, ("nrr",)))
        assert judged(one, lambda book: 0.4).passed
        assert not judged(one, lambda book: 0.5).passed
        assert (one.read_off, example("1", 1.0).read_off) == ("fact", "function")
