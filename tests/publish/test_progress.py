"""How far a run is, said so that it can be read on a terminal and in a log."""

import io

import pytest
from rich.console import Console

from acctlib.publish.failure import Failure
from acctlib.publish.progress import EVERY, progress
from acctlib.publish.report import Outcome

FAILED = Outcome("[red]B", "B", "client", "failed", failure=Failure("n.ipynb", "E: [/x] bad", 3))
DONE = Outcome("A", "A", "client", "done")


def said(outcomes, total, terminal=False):
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100, color_system=None)
    with progress(total, console) as told:
        for outcome in outcomes:
            told(outcome)
    return out.getvalue()


def test_a_log_gets_every_failure_some_counts_and_the_last(capsys):
    lines = said([DONE] * EVERY + [FAILED, DONE], EVERY + 2).splitlines()
    assert lines == [
        "20 of 22 reports, 0 failed",
        "failed: [red]B client: n.ipynb, cell 3: E: [/x] bad",
        "22 of 22 reports, 1 failed",
    ]


def test_a_terminal_gets_one_line_with_client_done_failed_and_time_left():
    text = said([DONE, FAILED], 3, terminal=True)
    assert "failed: [red]B client: n.ipynb, cell 3: E: [/x] bad" in text
    last = text.split("\r")[-1] if "\r" in text else text
    for part in ("[red]B client", "2/3", "1 failed"):
        assert part in last
    assert "0:" in last or "-:--:--" in last


def test_an_id_is_not_read_as_markup():
    assert "[red]B client" in said([FAILED], 1, terminal=True)


@pytest.mark.parametrize("terminal", [False, True])
def test_who_interrupts_hears_how_far_it_came(terminal):
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=100, color_system=None)

    def interrupted():
        with progress(5, console) as told:
            told(DONE)
            told(FAILED)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert "stopped: 1 of 5 reports done, 1 failed; index.html names the rest" in out.getvalue()
