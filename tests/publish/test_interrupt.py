"""A run that is ended in the middle: nothing is left running, and what is there and what is not can be read."""

import json
import os
import signal
import sys

import pytest

from tests.publish.commands import Command, until

pytestmark = [pytest.mark.alone, pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")]
# Two clients hang with a program of their own; a file tells that they have come so far.
HANGS = (
    "import os, pathlib, subprocess, sys, time, tempfile\n"
    "if client in 'CD':\n"
    "    left = tempfile.mkstemp()\n"
    "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(100)  # grandchild'])\n"
    "    {then}"
)
SLEEPS = "time.sleep(100)"
# C code that never lets Python run again: no thread of the process can do anything.
HOLDS = "__import__('ctypes').PyDLL(None).sleep(100)"

SHORT = (
    "import sys\nfrom pathlib import Path\nfrom acctlib import load_config, open_book\n"
    "from acctlib.publish.run.run import RunRequest, review_run\n"
    "with open_book(load_config(sys.argv[3])) as book:\n"
    "    review_run(book, RunRequest(out=Path(sys.argv[5]), clients=('C',), editions=('client',), limit=6))"
)


def states(command):
    reports = json.loads((command.folder / "run.json").read_text())["reports"]
    return {(report["client_id"], report["edition"]): report["state"] for report in reports}


@pytest.fixture
def hanging(firm, tmp_path):
    """A run that has rendered what it can and now hangs in two reports."""
    command = Command(firm(HANGS.format(then=SLEEPS)), tmp_path / "out", "--edition", "client")
    until(lambda: sum("# grandchild" in words for words in command.processes().values()) == 2)
    until(lambda: len(command.reports()) == 2)
    yield command
    command.end()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_one_that_is_asked_to_end_ends_cleanly_and_says_how_to_go_on(hanging, sent):
    """Ctrl-C goes to the whole group in front, kill to the run alone."""
    os.killpg(hanging.process.pid, sent) if sent == signal.SIGINT else hanging.process.send_signal(sent)
    status, _, said = hanging.result(timeout=60)
    assert status == 1
    assert "stopped: 2 of 4 reports done, 0 failed; the same command resumes from there" in said
    assert "Traceback" not in said
    until(lambda: not hanging.processes(), seconds=20)
    assert not hanging.left_over()
    assert states(hanging) == {
        ("A", "client"): "done",
        ("B", "client"): "done",
        ("C", "client"): "waiting",
        ("D", "client"): "waiting",
    }
    assert "not rendered" in (hanging.folder / "index.html").read_text(encoding="utf-8")


def test_one_that_is_killed_takes_its_processes_and_theirs_with_it(hanging):
    assert hanging.left_over()
    assert not hanging.zombies()  # of the two that are done
    os.kill(hanging.process.pid, signal.SIGKILL)
    until(lambda: not hanging.processes(), seconds=20)
    hanging.result()
    assert set(states(hanging).values()) <= {"done", "waiting"}
    assert not hanging.left_over()


def test_a_second_run_into_the_same_folder_stops_and_names_the_first(hanging, tmp_path):
    second = Command(tmp_path / "acctlib.yml", tmp_path / "out", "--edition", "client")
    status, out, said = second.result()
    assert status == 1
    assert f"2026Q3 is locked by another run (process {hanging.process.pid} on " in said
    assert out == ""
    assert "Traceback" not in said
    assert len(hanging.processes()) >= 4  # and the first goes on


def test_a_process_that_never_runs_python_again_ends_at_its_own_limit(firm, tmp_path):
    """Its run is killed, and no thread of its own can notice: a clock in C ends it."""
    command = Command(firm(HANGS.format(then=HOLDS)), tmp_path / "out", program=SHORT)
    until(lambda: any("# grandchild" in words for words in command.processes().values()))
    os.kill(command.process.pid, signal.SIGKILL)
    until(lambda: not any("forkserver" in words for words in command.processes().values()), seconds=60)
    command.end()  # what such a process has started is beyond reach
