"""How far a run is, said so that it can be read on a terminal, in a log and by a program."""

import io
import json

import pytest
from rich.console import Console

from acctlib.publish.paths.failure import Failure
from acctlib.publish.paths.job import Outcome
from acctlib.publish.run.progress import EVERY, Lines, progress

FAILED = Outcome("[red]B", "B", "client", "failed", failure=Failure("n.ipynb", "E: [/x] bad", 3))
DONE = Outcome("A", "A", "client", "done", seconds={"cells": 0.5})
SAID = "failed: [red]B client: n.ipynb, cell 3: E: [/x] bad"


def written(terminal=False):
    out = io.StringIO()
    return out, Console(file=out, force_terminal=terminal, width=100, color_system=None)


def said(outcomes, total, terminal=False, how="lines"):
    out, console = written(terminal)
    with progress(total, how=how, console=console) as told:
        for outcome in outcomes:
            told(outcome)
    return out.getvalue()


def test_a_log_gets_every_failure_some_counts_with_rate_and_time_left_and_the_last():
    """A clock that a second passes on with each report: 60 a minute, by hand."""
    out, console = written()
    ticks = iter(range(0, 1000, EVERY))
    lines = Lines(2 * EVERY + 2, console, clock=lambda: next(ticks))
    for outcome in [DONE] * EVERY + [FAILED] + [DONE] * EVERY:
        lines(outcome)
    assert out.getvalue().splitlines() == [
        "20 of 42 reports, 0 failed, 60 a minute, 22 s left",
        SAID,
        "40 of 42 reports, 1 failed, 60 a minute, 2 s left",
    ]
    lines(DONE)
    assert out.getvalue().splitlines()[-1] == "42 of 42 reports, 1 failed, 42 a minute, in 1 min"


def test_a_terminal_gets_one_line_with_client_done_failed_rate_and_time_left():
    text = said([DONE, FAILED], 3, terminal=True)
    assert SAID in text
    last = text.split("\r")[-1] if "\r" in text else text
    for part in ("[red]B client", "2/3", "1 failed", " a minute"):
        assert part in last
    assert "0:" in last or "-:--:--" in last


def test_an_id_is_not_read_as_markup():
    assert "[red]B client" in said([FAILED], 1, terminal=True)


@pytest.mark.parametrize("terminal", [False, True])
def test_quiet_says_failures_and_nothing_else(terminal):
    assert said([DONE] * EVERY + [FAILED], EVERY + 1, terminal, how="quiet") == SAID + "\n"


def test_a_program_gets_one_object_a_line(capsys):
    out, console = written()
    with progress(2, kept=5, how="json", console=console) as told:
        told(DONE)
        told(FAILED)
    events = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert events == [
        {"event": "begin", "waiting": 2, "up_to_date": 5},
        {"event": "report", "client": "A", "edition": "client", "state": "done", "files": [], "failure": None, "findings": [],
         "seconds": {"cells": 0.5}},
        {"event": "report", "client": "[red]B", "edition": "client", "state": "failed", "files": [],
         "failure": "n.ipynb, cell 3: E: [/x] bad", "findings": [], "seconds": {}},
    ]  # fmt: skip
    assert out.getvalue() == ""


def test_where_nothing_is_to_be_done_nothing_is_said():
    assert said([], 0) == said([], 0, terminal=True) == ""


@pytest.mark.parametrize(("terminal", "how"), [(False, "lines"), (True, "lines"), (False, "quiet"), (False, "json")])
def test_who_interrupts_hears_how_far_it_came_and_how_to_go_on(terminal, how, capsys):
    out, console = written(terminal)

    def interrupted():
        with progress(5, how=how, console=console) as told:
            told(DONE)
            told(FAILED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    if how == "json":
        assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"event": "stopped", "done": 1, "failed": 1}
    else:
        assert (
            "stopped: 1 of 5 reports done, 1 failed; the same command resumes from there, and index.html lists the rest"
            in out.getvalue()
        )
