"""A report that hangs, dies or is killed costs exactly one report."""

import multiprocessing
import os
import subprocess
import sys

import pytest

from acctlib.publish.batch import rendered

FINE = "1 + 1"


def by_client(outcomes):
    return {outcome.client_id: outcome for outcome in outcomes}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os\nos._exit(3)", "its process ended with exit status 3 before the report was there"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "its process was killed by SIGKILL"),
        ("raise ValueError('bad')", "ValueError: bad"),
        ("import sys\nsys.exit(4)", "SystemExit"),
    ],
    ids=["exit", "kill", "raise", "sys.exit"],
)
def test_one_that_dies_costs_itself_and_is_named(job, source, said):
    jobs = [job(FINE, client="A"), job(source, client="B"), job(FINE, client="C")]
    outcomes = by_client(rendered(jobs, workers=2))
    assert [outcomes[c].state for c in "ABC"] == ["done", "failed", "done"]
    assert said in outcomes["B"].failure.text


def test_one_that_hangs_is_stopped_with_all_that_it_started(job, tmp_path):
    marker = tmp_path / "pid"
    source = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(marker)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    outcomes = by_client(rendered([job(source, client="A"), job(FINE, client="B")], workers=2, limit=8))
    assert "took longer than 8 seconds and was stopped" in outcomes["A"].failure.text
    assert outcomes["B"].state == "done"
    assert not alive(int(marker.read_text()))


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_no_process_is_left_over(job):
    list(rendered([job(FINE, client=c) for c in "AB"], workers=2))
    assert not multiprocessing.active_children()


def test_jobs_are_taken_only_when_a_place_is_free(job):
    taken = []

    def jobs():
        for client in "ABCD":
            taken.append(client)
            yield job(FINE, client=client)

    outcomes = rendered(jobs(), workers=1)
    next(outcomes)
    assert taken == ["A"]
    assert len(list(outcomes)) == 3


def test_each_process_starts_equal_and_knows_nothing_of_another(job, tmp_path):
    source = (
        "import os, random, pandas as pd, builtins\n"
        "assert not hasattr(builtins, 'seen')\nbuiltins.seen = 1\n"
        "pd.set_option('display.max_rows', 3)\nos.environ['SEEN'] = client\nos.chdir('/')\nprint(os.environ.get('X'))"
    )
    outcomes = list(rendered([job(source, client=c) for c in "ABC"], workers=1))
    assert {o.state for o in outcomes} == {"done"}
    assert "SEEN" not in os.environ
    assert sys.modules["os"].getcwd() != "/"
