"""Published examples say where they come from, and a broken function fails those that call it."""

import math
from importlib import import_module
from types import FunctionType

import pytest

from acctlib.facts.verification import read_facts, verdicts
from acctlib.metrics.base import intervals
from acctlib.metrics.base.example import judged
from acctlib.metrics.published import EXAMPLES

MODULES = {
    "CALENDAR": "base.calendar_examples",
    "DELIVERY": "delivery.examples",
    "INTERVALS": "base.interval_examples",
    "SATISFACTION": "satisfaction.examples",
    "SIGNALS": "base.signal_examples",
    "TENURE": "retention.tenure_examples",
}
OF_FUNCTIONS = [one for one in EXAMPLES if one.read_off == "function"]


def test_every_example_says_where_it_was_printed_and_what_went_in():
    assert len(EXAMPLES) > 100
    for one in EXAMPLES:
        assert all((one.source, one.address, one.what, one.given, one.expected))
        assert "http" not in one.address  # as a reader would type it


def test_what_the_four_metrics_print_is_read_off_facts():
    read = {name for one in EXAMPLES if one.read_off == "fact" for name in one.ours.facts}
    for fact in ("1 - logo_retention", "grr", "nrr", "nps", "csat", "response_rate", "growth", "existing_growth",
                 "delivery_success", "on_time", "within_fees"):  # fmt: skip
        assert fact in read


class TestAFunctionsExampleCanFail:
    """One that passes whatever the function does proves nothing."""

    @pytest.mark.parametrize("area", MODULES)
    def test_it_does_when_the_metrics_of_its_area_return_nothing(self, monkeypatch, area):
        module = import_module(f"acctlib.metrics.{MODULES[area]}")
        helpers = (module.__name__, "acctlib.metrics.base.example", "acctlib.metrics.base.small_tables")
        for name, thing in vars(module).copy().items():
            if isinstance(thing, FunctionType) and thing.__module__ not in helpers:
                monkeypatch.setattr(module, name, lambda *args, **kwargs: math.nan)
        examples = [one for one in getattr(module, area) if one.read_off == "function"]
        assert examples
        assert [one.what for one in examples if judged(one, read_facts).passed] == []

    def test_a_wrong_quantile_fails_newcombe_and_leaves_the_rest(self, monkeypatch):
        monkeypatch.setattr(intervals, "z_score", lambda confidence=0.95: 1.9)
        failed = {verdict.example.source.split()[0] for verdict in verdicts(OF_FUNCTIONS) if not verdict.passed}
        assert "Newcombe" in failed
        assert "Wheeler" not in failed
