"""A report that hangs, dies or is killed costs exactly one report."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from multiprocessing import forkserver
from threading import Thread

import pytest

from acctlib.errors import PublishError
from acctlib.publish.workers import batch
from acctlib.publish.workers.batch import rendered
from acctlib.publish.workers.report import render

pytestmark = pytest.mark.alone  # it watches processes or the clock

FINE = "1 + 1"


def by_client(outcomes):
    return {outcome.client_id: outcome for outcome in outcomes}


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os\nos._exit(3)", "its process ended with exit status 3 before the report was finished"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", "its process was killed by SIGKILL"),
        ("raise ValueError('bad')", "ValueError: bad"),
        ("import sys\nsys.exit(4)", "SystemExit"),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGRTMIN + 1)", "its process was killed by signal 35"),
        ("import faulthandler\nfaulthandler._sigsegv()", "its process was killed by SIGSEGV"),
        ("import os\nos.abort()", "its process was killed by SIGABRT"),
        (
            "import resource\nroom = int(open('/proc/self/statm').read().split()[0]) * 4096 + (200 << 20)\n"
            "resource.setrlimit(resource.RLIMIT_AS, (room, room))\nheld = [bytearray(32 << 20) for _ in range(20)]",
            "MemoryError",
        ),
        ("x = '\\ud800'\nraise ValueError(x)", "ValueError: \ud800"),
    ],
    ids=[
        "exit",
        "kill",
        "raise",
        "sys.exit",
        "real-time signal",
        "crash",
        "abort",
        "memory",
        "half a character",
    ],
)
def test_one_that_dies_costs_itself_and_is_named(job, source, said):
    jobs = [job(FINE, client="A"), job(source, client="B"), job(FINE, client="C")]
    outcomes = by_client(rendered(jobs, workers=2))
    assert [outcomes[c].state for c in "ABC"] == ["done", "failed", "done"]
    assert said in outcomes["B"].failure.text
    assert ", cell 4 (in 'Growth')" in outcomes["B"].failure.text


def test_a_process_that_cannot_be_started_costs_its_report(job, monkeypatch):
    """The system has no process left for one of them: as fork says it."""
    real, calls = batch._Beginning.__call__, []

    def begin(self, one):
        calls.append(one.client_id)
        if one.client_id == "B":
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return real(self, one)

    monkeypatch.setattr(batch._Beginning, "__call__", begin)
    outcomes = by_client(rendered([job(FINE, client=c) for c in "ABC"], workers=2))
    assert [outcomes[c].state for c in "ABC"] == ["done", "failed", "done"]
    assert "its process could not be started: " in outcomes["B"].failure.text


def test_where_no_process_can_be_started_at_all_the_run_ends_and_says_so(job, monkeypatch):
    context = multiprocessing.get_context("spawn")

    class Broken(context.Process):
        def start(self):
            raise EOFError

    monkeypatch.setattr(context, "Process", Broken)
    with pytest.raises(PublishError, match="no process can be started"):
        list(rendered([job(FINE)], workers=1, context=context))


def noisy(job, on_cell):
    """A cell that has found the pipe and writes into it."""
    if job.client_id == "B":
        on_cell.__self__.send_bytes(b"no answer")
    return render(job, on_cell)


def test_noise_on_the_pipe_is_no_answer_and_takes_none_away(job):
    outcomes = by_client(rendered([job(FINE, client=c) for c in "AB"], workers=2, make=noisy))
    assert (outcomes["A"].state, outcomes["B"].state) == ("done", "done")


def test_a_report_in_flight_when_the_server_of_processes_dies_is_tried_once_more(job, tmp_path):
    marker = tmp_path / "here"
    hang = (
        f"import pathlib, time\nmarker = pathlib.Path({str(marker)!r})\nagain = marker.exists()\nmarker.touch()\n"
        "time.sleep(0 if again else 60)"
    )
    outcomes = rendered([job(FINE, client="A"), job(hang, client="B"), job(FINE, client="C")], workers=1)
    with closing(outcomes):
        first = next(outcomes)
        Thread(target=kill_server, args=(marker,)).start()
        assert [(o.client_id, o.state) for o in (first, *outcomes)] == [("A", "done"), ("C", "done"), ("B", "done")]


def test_a_cell_that_ends_its_parent_costs_its_own_report_and_no_other(job, tmp_path):
    """B waits until both are in flight; A ends the server whenever it runs."""
    marker = tmp_path / "here"
    parricide = (
        f"import os, pathlib, signal, time\nmarker = pathlib.Path({str(marker)!r})\n"
        "while not marker.exists():\n    time.sleep(0.02)\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(60)"
    )
    innocent = f"import pathlib, time\nmarker = pathlib.Path({str(marker)!r})\nmarker.touch()\ntime.sleep(2)"
    jobs = [job(parricide, client="A"), job(innocent, client="B"), job(FINE, client="C"), job(FINE, client="D")]
    outcomes = by_client(rendered(jobs, workers=2))
    assert [outcomes[client].state for client in "ABCD"] == ["failed", "done", "done", "done"]
    assert "cell 4 (in 'Growth'): its process was lost twice with the process server" in outcomes["A"].failure.text


def test_an_exit_status_of_255_is_no_loss_of_the_server(job):
    (outcome,) = rendered([job("import os\nos._exit(255)")], workers=1)
    assert "ended with exit status 255" in outcome.failure.text


def kill_server(marker):
    while not marker.exists():
        time.sleep(0.05)
    os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)


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


DETACHED = {
    "a session of its own": "subprocess.Popen([sys.executable, '-c', SLEEP], start_new_session=True).pid",
    "a daemon": (
        "int(subprocess.run([sys.executable, '-c', 'import subprocess, sys; print(subprocess.Popen("
        '[sys.executable, "-c", "import time; time.sleep(60)"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True).pid)\'],'
        " capture_output=True, text=True).stdout)"
    ),
}
ENDS = {"done": "None", "died": "os._exit(1)", "hung": "time.sleep(60)"}


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who left a program behind")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("detached", DETACHED)
def test_a_program_that_left_its_reports_session_ends_with_the_report(job, tmp_path, detached, end):
    marker = tmp_path / "pid"
    source = (
        "import os, pathlib, subprocess, sys, time\nSLEEP = 'import time; time.sleep(60)'\n"
        f"pathlib.Path({str(marker)!r}).write_text(str({DETACHED[detached]}))\n{ENDS[end]}"
    )
    (outcome,) = rendered([job(source)], workers=1, limit=6 if end == "hung" else 60)
    assert outcome.state == ("done" if end == "done" else "failed"), outcome.failure
    assert not alive(int(marker.read_text()))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who left a program behind")
def test_a_daemon_of_a_report_that_still_runs_is_left_to_it(job, tmp_path):
    """A ends while B's daemon, whose own parent has ended, still works for B."""
    pid, over = tmp_path / "pid", tmp_path / "over"
    source = (
        "import os, pathlib, subprocess, sys, time\n"
        f"pid = {DETACHED['a daemon']}\npathlib.Path({str(pid)!r}).write_text(str(pid))\n"
        f"while not pathlib.Path({str(over)!r}).exists():\n    time.sleep(0.02)\nos.kill(pid, 0)"
    )
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(pid)!r}).exists():\n    time.sleep(0.02)"
    outcomes = rendered([job(source, client="B"), job(wait, client="A")], workers=2)
    with closing(outcomes):
        assert next(outcomes).client_id == "A"
        assert alive(int(pid.read_text()))
        over.touch()
        assert [outcome.state for outcome in outcomes] == ["done"]
    assert not alive(int(pid.read_text()))


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


def test_what_a_report_writes_for_a_while_goes_with_its_process(job, tmp_path):
    source = (
        "import os, tempfile\nplace = tempfile.mkdtemp()\nopen(os.path.join(place, 'left'), 'w').close()\n"
        "assert os.environ['TMPDIR'] == os.path.dirname(place)\nif client == 'B':\n    os._exit(1)\nprint(place)"
    )
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    outcomes = by_client(rendered([job(source, client=c) for c in "AB"], workers=2, scratch=scratch))
    assert (outcomes["A"].state, outcomes["B"].state) == ("done", "failed")
    assert str(scratch) in outcomes["A"].files[-1].read_text()
    assert list(scratch.iterdir()) == []


def test_an_answer_leaves_the_facts_to_the_files(job):
    """A run of thousands would keep them all."""
    (outcome,) = rendered([job(FINE)], workers=1)
    assert outcome.facts == ()
    assert [headline.name for headline in outcome.headlines] == ["nps"]
