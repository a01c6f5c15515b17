"""Hand-written SQL finds the numbers that our metrics and facts find; the benchmark compares before it prints a time."""

import importlib.util
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def whole_book():
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("whole_book_speed", ROOT / "benchmarks" / "whole_book.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture(scope="module")
def drawn(whole_book, tmp_path_factory):
    path = tmp_path_factory.mktemp("drawn") / "book.duckdb"
    whole_book.draw(path, clients=400, lines=6000)
    return path


def test_sql_finds_every_number_that_our_metrics_and_facts_find(whole_book, drawn):
    ours, theirs = whole_book.ours(drawn)["numbers"], whole_book.theirs(drawn)["numbers"]
    whole_book.compare(ours, theirs)
    assert len(ours) > 40
    # Nothing is compared with nothing: clients come, go, return, grow and shrink, and some carry a credit.
    assert all(ours[step] for step in ("new", "reactivation", "expansion", "contraction", "churn"))
    assert 0 < ours["logo"] < 1
    assert ours["grr"] < ours["nrr"]


def test_a_number_that_differs_in_its_ninth_digit_stops_the_benchmark(whole_book):
    whole_book.compare({"fees": 1.0}, {"fees": 1.0 + 1e-12})
    with pytest.raises(SystemExit, match=r"fees: ours is 1\.0, SQL finds 1\.00000001"):
        whole_book.compare({"fees": 1.0}, {"fees": 1.00000001})
    with pytest.raises(SystemExit):
        whole_book.compare({"nrr prior": None}, {"nrr prior": 0.5})


def test_the_same_book_is_drawn_each_time(whole_book, drawn, tmp_path):
    again = tmp_path / "again.duckdb"
    whole_book.draw(again, clients=400, lines=6000)
    assert whole_book.theirs(again)["numbers"] == whole_book.theirs(drawn)["numbers"]
