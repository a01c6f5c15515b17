"""The table of published examples, and the command that prints it."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from acctlib.cli import main
from acctlib.facts.verification import read_facts, verdicts
from acctlib.metrics import published
from acctlib.metrics.base.example import Example, judged
from acctlib.metrics.published import EXAMPLES
from acctlib.publish.checks.verification import ours, verification_rows, verification_table, verified_line


def example(expected, found, origin="published", what="a number"):
    return Example("A book", "page 1", what, "input", expected, lambda: found, origin)


SOURCES = ("Delighted", "Huber", "Newcombe 1998, two", "pandas")
FEW = tuple(one for one in EXAMPLES if one.source.startswith(SOURCES))  # published, by hand, facts, functions, a text


@pytest.fixture
def run(monkeypatch):
    monkeypatch.setattr(published, "EXAMPLES", FEW)
    return lambda *arguments: CliRunner().invoke(main, ["verify", *arguments])


@pytest.mark.parametrize(
    ("expected", "found", "shown"),
    [
        ("69.16 %", 0.691589, "69.16 %"),
        (".0524 to .3339", (0.05236, 0.33394), ".0524 to .3339"),
        ("-.0381 to 1.0000", (-0.03810, 1), "-.0381 to 1.0000"),
        ("3,800", 3799.9999, "3,800"),
        ("0", -1e-17, "0"),
        ("2016-10-01", "2016-10-02", "2016-10-02"),
        (".5", 12.25, "12.2"),
        ("1 to 2", (1.0,), "1.0"),
    ],
)
def test_ours_is_shown_as_the_others_were_printed(expected, found, shown):
    assert ours(judged(example(expected, found), read_facts)) == shown


def test_the_command_prints_every_example_and_is_0_when_all_agree(run):
    result = run()
    assert result.exit_code == 0, result.output
    assert result.output.count(" ok") == len(FEW)
    assert "FAIL" not in result.output
    assert f"All {len(FEW)} examples" in result.output
    assert "stats.stackexchange.com/a/18609" in result.output


def test_one_that_does_not_agree_is_status_1_and_named(run, monkeypatch):
    monkeypatch.setattr(published, "EXAMPLES", (example("1", 1.0), example("1", 2.0, what="another")))
    result = run()
    assert result.exit_code == 1
    rows = [line for line in result.output.splitlines() if "input" in line]
    assert [row.split()[-1] for row in rows] == ["ok", "FAIL"]
    assert "1 of 2 examples (2 as published, 0 hand-computed; 0 facts, 2 functions) do NOT agree." in result.output


def test_csv_and_json_hold_the_same_rows(run):
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv").stdout)))
    told = json.loads(run("--format", "json").stdout)
    assert len(rows) == len(told) == len(FEW)
    assert list(told[0]) == ["source", "address", "origin", "what", "read_off", "given", "expected", "ours", "pass"]
    assert [row["ours"] for row in rows] == [row["ours"] for row in told]
    assert all(row["pass"] is True for row in told)


def test_what_nobody_printed_is_marked():
    table = verification_table(verdicts([example("1", 1.0), example("2", 2.0, "by hand")]), 120)
    assert [("*" in line) for line in table.splitlines() if "input" in line] == [False, True]
    assert verified_line(verdicts([example("2", 2.0, "by hand")])).startswith("All 1 examples (0 as published, 1 hand")


def test_columns_stand_under_each_other_whatever_they_hold():
    table = verification_table(verdicts(FEW), 120)
    ends = {len(line) for line in table.splitlines() if line.endswith(" ok")}
    assert len(ends) == 1
    assert max(len(line) for line in table.splitlines()) <= 120


def test_rows_are_one_per_example_in_order():
    rows = verification_rows(verdicts(FEW))
    assert rows["expected"].to_list() == [one.expected for one in FEW]
