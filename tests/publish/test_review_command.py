"""`acctlib review` as a program or a person calls it."""

import json

import pytest
from click.testing import CliRunner

from acctlib.cli import main
from tests.publish.commands import Command

pytestmark = pytest.mark.alone  # it watches processes or the clock

ONE_FAILS = "if client == 'B':\n    raise ValueError('no')"


@pytest.fixture
def review(firm, tmp_path):
    """A function that calls it on the tiny firm: exit status, stdout, stderr."""

    def called(*more, cell=""):
        arguments = ["review", "--config", firm(cell), "--out", tmp_path / "out", "--to", "html", "--edition", "client"]
        result = CliRunner().invoke(main, [str(a) for a in (*arguments, *more)])
        return result.exit_code, result.stdout, result.stderr

    return called


def test_a_program_reads_events_and_how_it_ended(review, tmp_path):
    status, out, err = review("--json", cell=ONE_FAILS)
    first, *reports, last = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (1, "")
    assert first == {"event": "begin", "waiting": 4, "up_to_date": 0}
    assert {(r["event"], r["client"], r["state"]) for r in reports} == {
        ("report", client, "failed" if client == "B" else "done") for client in "ABCD"
    }
    assert {r["failure"] for r in reports if r["client"] == "B"} == {
        "client_review.ipynb, cell 5 (in 'Promises'): ValueError: no"
    }
    folder = tmp_path / "out" / "2026Q3"
    assert last == {
        "event": "end", "ordered": 4, "done": 3, "up_to_date": 0, "failed": 1, "held": 0,
        "index": str(folder / "index.html"), "manifest": str(folder / "run.json"),
    }  # fmt: skip
    status, out, err = review("--json", "A", "C", cell=ONE_FAILS)
    assert status == 0
    assert [json.loads(line)["event"] for line in out.splitlines()] == ["begin", "end"]


def test_a_person_may_have_it_quiet_and_fresh(review):
    status, out, err = review("--quiet", cell=ONE_FAILS)
    assert status == 1
    assert err.splitlines() == ["failed: B client: client_review.ipynb, cell 5 (in 'Promises'): ValueError: no"]
    assert out.startswith("3 of 4 reports done: ")
    assert review("--quiet", "A", cell=ONE_FAILS)[1].startswith("1 of 1 reports done (1 of them up to date): ")
    status, out, err = review("--fresh", "A", cell=ONE_FAILS)
    assert out.startswith("1 of 1 reports done: ")
    assert err.startswith(
        "`review` takes 2026Q3 (1 Jul 2026 to 30 Sep 2026), the last quarter that the data covers in full"
    )
    assert err.splitlines()[-1].startswith("1 of 1 reports, 0 failed, ")


def test_the_help_says_what_is_rendered_again_and_what_the_events_are():
    said = " ".join(CliRunner().invoke(main, ["review", "--help"]).stdout.split())
    assert "Running the command again renders only what is missing, failed or out of date" in said
    for word in ("--fresh", "--quiet", "--json", '"begin"', '"report"', '"end"', '"stopped"'):
        assert word in said


def test_nothing_is_printed_that_is_no_event_and_nothing_is_left_by_a_whole_run(firm, tmp_path):
    command = Command(firm(), tmp_path / "out", "--json")
    status, out, err = command.result()
    assert (status, err) == (0, "")
    assert len([json.loads(line) for line in out.splitlines()]) == 10
    assert not command.left_over()
    assert not list(command.temporary.iterdir())
