"""A cell that runs over its time is stopped, and what it started is ended."""

import subprocess
import threading
import time
from dataclasses import replace

import papermill
import psutil
import pytest
from nbconvert.filters import strip_ansi
from nbformat.v4 import new_code_cell, new_notebook
from papermill.exceptions import PapermillExecutionError

from acctlib.publish.kernel.time_limit import CellLimit
from acctlib.publish.workers.report import render

pytestmark = pytest.mark.alone  # it watches processes or the clock

KERNEL = {"name": "python3", "language": "python", "display_name": "Python 3"}
SLOW = "import time\ntime.sleep(60)"


def run(*sources, seconds=1, tags=()):
    cells = [new_code_cell(source, metadata={"tags": list(tags)}) for source in sources]
    nb = new_notebook(cells=cells, metadata={"kernelspec": KERNEL})
    return papermill.execute_notebook(nb, None, engine_name="acctlib", progress_bar=False, execution_timeout=seconds)


@pytest.mark.parametrize(
    "source",
    [
        SLOW,
        "while True:\n    pass",
        "import asyncio\nawait asyncio.sleep(60)",
        "!sleep 60",
        "%%bash\nsleep 60",
        "import threading\nthreading.Event().wait()",
        "import time\ntry:\n    time.sleep(60)\nexcept Exception:\n    pass",
        "import time\ntry:\n    time.sleep(60)\nexcept BaseException:\n    pass\n7",
    ],
    ids=["sleep", "loop", "await", "shell", "bash", "lock", "except Exception", "except BaseException"],
)
def test_a_cell_that_runs_over_ends_the_notebook_and_is_named(source):
    begun = time.monotonic()
    with pytest.raises(PapermillExecutionError) as caught:
        run("'first'", source, "print('never')")
    assert time.monotonic() - begun < 30
    assert (caught.value.cell_index, caught.value.ename) == (1, "CellTimeoutError")
    assert caught.value.evalue == "the cell took longer than 1 seconds and was stopped"


def test_the_line_that_it_was_in_is_told():
    with pytest.raises(PapermillExecutionError) as caught:
        run(SLOW)
    assert "time.sleep(60)" in strip_ansi("\n".join(caught.value.traceback))


def test_no_tag_excuses_it():
    with pytest.raises(PapermillExecutionError) as caught:
        run(SLOW, "1 / 0", tags=["raises-exception"])
    assert caught.value.ename == "CellTimeoutError"


def test_programs_that_it_started_are_ended_and_older_ones_are_not():
    older = subprocess.Popen(["sleep", "61"])
    try:
        with pytest.raises(PapermillExecutionError):
            run(f"import subprocess\nstarted = subprocess.Popen(['sh', '-c', 'sleep 61 & sleep 61'])\n{SLOW}")
        assert older.poll() is None
        sleeping = [child for child in psutil.Process().children(recursive=True) if child.name() == "sleep"]
        left = [child for child in sleeping if child.status() != "zombie"]
        assert [child.pid for child in left] == [older.pid]
    finally:
        older.kill()
        older.wait()


def test_in_a_thread_python_code_is_stopped_as_well():
    failed = []

    def inside():
        try:
            run("while True:\n    pass")
        except PapermillExecutionError as error:
            failed.append(error.ename)

    thread = threading.Thread(target=inside)
    thread.start()
    thread.join(30)
    assert failed == ["CellTimeoutError"]


def test_each_cell_has_its_own_time():
    nb = run(*["import time\ntime.sleep(0.6)"] * 3, seconds=1.5)
    assert [cell.metadata.papermill.status for cell in nb.cells] == ["completed"] * 3


def test_without_a_limit_nothing_is_set_and_nothing_is_over():
    limit = CellLimit(None)
    with limit.cell():
        pass
    assert not limit.over


def test_a_report_names_the_cell_and_leaves_no_file(job, tmp_path):
    outcome = render(replace(job("1 + 1", SLOW), cell_limit=1))
    assert outcome.state == "failed"
    assert outcome.failure.text.endswith(
        "cell 5 (in 'Growth'): CellTimeoutError: the cell took longer than 1 seconds and was stopped"
    )
    assert not (tmp_path / "reports").exists()
