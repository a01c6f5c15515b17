"""Every published example agrees, and none of them would if the metric behind it were broken."""

import math
from importlib import import_module
from types import FunctionType

import pytest

from acctlib.metrics.base import intervals
from acctlib.metrics.base.example import agrees, printed_numbers
from acctlib.metrics.published import EXAMPLES, Example, judged, verdicts

MODULES = {
    "CALENDAR": "base.calendar_examples",
    "DELIVERY": "delivery.examples",
    "GROWTH": "growth.examples",
    "INTERVALS": "base.interval_examples",
    "RETENTION": "retention.examples",
    "SATISFACTION": "satisfaction.examples",
    "SIGNALS": "base.signal_examples",
    "TENURE": "retention.tenure_examples",
}
EXAMPLE = "acctlib.metrics.base.example"
NAMES = [f"{example.source}: {example.what} of {example.given}" for example in EXAMPLES]


def example(expected, found, origin="published"):
    return Example("A book", "page 1", "a number", "input", expected, lambda: found, origin)


@pytest.mark.parametrize("one", EXAMPLES, ids=NAMES)
def test_our_number_is_the_printed_one(one):
    verdict = judged(one)
    assert verdict.passed, (verdict.found, verdict.failure)


def test_every_example_says_where_it_was_printed_and_what_went_in():
    assert len(EXAMPLES) > 70
    for one in EXAMPLES:
        assert all((one.source, one.address, one.what, one.given, one.expected))
        assert "http" not in one.address  # as a reader would type it


class TestARowCanFail:
    """A row that passes whatever the metric does is no proof."""

    @pytest.mark.parametrize("area", MODULES)
    def test_it_does_when_the_metrics_of_its_area_return_nothing(self, monkeypatch, area):
        module = import_module(f"acctlib.metrics.{MODULES[area]}")
        for name, thing in vars(module).copy().items():
            if isinstance(thing, FunctionType) and thing.__module__ not in (module.__name__, EXAMPLE):
                monkeypatch.setattr(module, name, lambda *args, **kwargs: math.nan)
        examples = getattr(module, area)
        assert examples
        assert [one.what for one in examples if judged(one).passed] == []

    def test_a_wrong_quantile_fails_newcombe_and_rocks_and_leaves_the_rest(self, monkeypatch):
        monkeypatch.setattr(intervals, "z_score", lambda confidence=0.95: 1.9)
        failed = {verdict.example.source for verdict in verdicts(EXAMPLES) if not verdict.passed}
        assert {source.split()[0] for source in failed} >= {"Newcombe", "Rocks"}
        assert not any("ChartMogul" in source for source in failed)

    @pytest.mark.parametrize("one", EXAMPLES, ids=NAMES)
    def test_it_does_when_ours_is_one_printed_unit_off(self, one):
        found = judged(one).found
        if isinstance(found, str):
            wrong = found + "0"
        else:
            scale = 100 if "%" in one.expected else 1
            off = 10.0 ** -printed_numbers(one.expected)[-1][1]
            wrong = [x / scale for x in (*found[:-1], found[-1] + off)]
        assert not judged(example(one.expected, wrong)).passed

    def test_an_error_is_the_failure_of_its_row_alone(self):
        def broken():
            raise ZeroDivisionError("no clients")

        found = verdicts([Example("A", "B", "C", "D", "1", broken), example("1", 1.0)])
        assert [verdict.passed for verdict in found] == [False, True]
        assert found[0].failure == "ZeroDivisionError: no clients"

    @pytest.mark.parametrize("found", [(0.5,), (0.5, 0.6, 0.7), math.nan, (0.5, math.nan)])
    def test_too_few_numbers_too_many_or_none_fail(self, found):
        assert not judged(example(".5 to .6", found)).passed


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
        assert judged(example("69.16 %", 0.69159)).passed
        assert not judged(example("69.16 %", 69.16)).passed
