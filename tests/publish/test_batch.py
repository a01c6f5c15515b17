"""A report that hangs, dies or is killed costs exactly one report."""

import multiprocessing
import os
import subprocess
import sys
from contextlib import closing

import pytest

from acctlib.publish.batch import rendered
from acctlib.publish.report import render

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
        ("import os, signal\nos.kill(os.getpid(), signal.SIGRTMIN + 1)", "its process was killed by signal 35"),
        ("import ctypes\nctypes.string_at(0)", "its process was killed by SIGSEGV"),
        ("raise MemoryError('no room')", "MemoryError: no room"),
        ("x = '\\ud800'\nraise ValueError(x)", "ValueError: \ud800"),
    ],
    ids=["exit", "kill", "raise", "sys.exit", "real-time signal", "crash", "memory", "half a character"],
)
def test_one_that_dies_costs_itself_and_is_named(job, source, said):
    jobs = [job(FINE, client="A"), job(source, client="B"), job(FINE, client="C")]
    outcomes = by_client(rendered(jobs, workers=2))
    assert [outcomes[c].state for c in "ABC"] == ["done", "failed", "done"]
    assert said in outcomes["B"].failure.text
    assert ", cell 4 (in 'Growth')" in outcomes["B"].failure.text


def test_one_that_hangs_is_stopped_with_all_that_it_started(job, tmp_path):
    marker = tmp_path / "pid"
    source = (
        "import subprocess, sys, time, pathlib\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(marker)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    outcomes = by_client(rendered([job(source, client="A"), job(FINE, client="B")], workers=2, limit=8))
    assert "cell 4 (in 'Growth'): its process took longer than 8 seconds and was stopped" in outcomes["A"].failure.text
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


def test_random_numbers_and_the_order_of_sets_are_the_same_in_every_report_and_run(job):
    """Two runs of the interpreter: the text that the cell prints stands in the executed notebook."""
    source = "import random, numpy\nprint(random.random(), numpy.random.rand(), hash('text'))"
    forked = list(rendered([job(source, client=c) for c in "AB"], workers=2))
    anew = list(rendered([job(source, client="A")], workers=1, context=multiprocessing.get_context("spawn")))
    printed = {outcome.files[-1].read_text().split('"stream"')[1].split('"source"')[0] for outcome in (*forked, *anew)}
    assert len(printed) == 1


@pytest.mark.parametrize("edition", ["client", "internal"])
def test_where_nothing_can_be_forked_the_bytes_are_the_same(job, edition):
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
    one = job(draw, FINE, edition=edition, formats=("pdf", "html"))
    (forked,) = rendered([one], workers=1)
    (anew,) = rendered([one], workers=1, context=multiprocessing.get_context("spawn"))
    assert forked.state == anew.state == "done", anew.failure
    assert forked.digests == anew.digests


def test_who_stops_asking_leaves_no_process_behind(job, tmp_path):
    marker = tmp_path / "pid"
    slow = f"import os, pathlib, time\npathlib.Path({str(marker)!r}).write_text(str(os.getpid()))\ntime.sleep(60)"
    jobs = [job(slow, client="A"), *(job(FINE, client=c) for c in "BCDEF")]
    with closing(rendered(jobs, workers=2)) as outcomes:
        for _ in outcomes:
            if marker.exists():
                break
    assert not alive(int(marker.read_text()))
    assert not multiprocessing.active_children()


def test_a_process_that_will_not_end_after_its_answer_is_ended(job):
    source = "import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()"
    (outcome,) = rendered([job(source)], workers=1)
    assert outcome.state == "done"
    assert not multiprocessing.active_children()


def broken(job, on_cell):
    """A defect of the kit itself, in the process of one report."""
    if job.client_id == "B":
        raise SystemExit("defect")
    return render(job, on_cell)


def test_a_defect_of_the_kit_costs_one_report_and_is_named(job):
    outcomes = by_client(rendered([job(FINE, client=c) for c in "AB"], workers=2, make=broken))
    assert outcomes["A"].state == "done"
    assert outcomes["B"].failure.text.endswith("SystemExit: defect")


def test_two_jobs_for_one_report_do_not_confuse_the_watch(job, tmp_path):
    """The second ends first: it is found among the running by what it is, not by what it holds."""
    marker = tmp_path / "begun"
    source = (
        f"import pathlib, time\nmarker = pathlib.Path({str(marker)!r})\nfirst = not marker.exists()\n"
        "marker.touch()\ntime.sleep(3 if first else 0)"
    )
    assert [o.state for o in rendered([job(source), job(source)], workers=2)] == ["done", "done"]


def test_the_environment_of_who_asks_is_left_alone(job):
    before = dict(os.environ)
    list(rendered([job(FINE)], workers=1))
    assert dict(os.environ) == before
