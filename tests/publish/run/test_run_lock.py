"""One run at a time into one folder; a lock never outlives its process."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run.run_lock import held

pytestmark = pytest.mark.alone  # it watches processes or the clock

HOLDING = (
    "import sys\nfrom pathlib import Path\nfrom acctlib.publish.run.run_lock import held\n"
    "from acctlib.publish.paths.report_paths import ReportPaths\n"
    "with held(ReportPaths(Path(sys.argv[1]), '2026Q3')) as scratch:\n    print('held', flush=True)\n    print(scratch, flush=True)\n    sys.stdin.read()"
)


@pytest.fixture
def other(tmp_path):
    """A process of somebody else that holds the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDING, tmp_path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout.readline() == "held\n"
    yield process
    process.communicate()  # at the end of its input it lets go


def test_the_second_says_who_holds_it_and_since_when(other, tmp_path):
    with pytest.raises(PublishError) as caught, held(ReportPaths(tmp_path, "2026Q3")):
        pytest.fail("two runs at once")
    said = str(caught.value)
    assert f"2026Q3 is locked by another run (process {other.pid} on {socket.gethostname()}, since " in said
    assert f"{datetime.now(UTC):%Y-%m-%d}" in said
    assert "the same command then resumes where it stopped" in said


def test_another_quarter_is_another_folder(other, tmp_path):
    with held(ReportPaths(tmp_path, "2026Q2")):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_what_a_killed_run_held_is_free_and_what_it_was_writing_is_gone(other, tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    draft = report_paths.folder / "client" / "A" / ".A-2026Q3-review.pdf.4711.tmp"
    draft.parent.mkdir(parents=True)
    draft.write_text("half")
    named = tmp_path / "..2026Q3.held.json.4711.tmp"
    named.write_text("half")
    mine = report_paths.folder / "client" / "A" / ".notes.tmp"
    mine.write_text("a person's own")
    with held(ReportPaths(tmp_path, "2026Q2")) as elsewhere:
        assert elsewhere.is_dir()
    left = Path(other.stdout.readline().strip()) / "left"
    left.write_text("a cell's own")
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert left.exists()
    with held(report_paths) as scratch:
        assert not draft.exists()
        assert not named.exists()
        assert list(scratch.iterdir()) == []
    assert mine.exists()
    assert not left.parent.exists()
    assert not scratch.exists()


def test_it_is_free_again_afterwards_even_after_a_failure(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    for _ in range(2):
        with pytest.raises(ValueError, match="in between"), held(report_paths):
            raise ValueError("in between")
    assert [path.name for path in tmp_path.iterdir()] == [".2026Q3.lock"]


def test_a_holder_that_has_not_yet_said_who_it_is_holds_all_the_same(other, tmp_path):
    (tmp_path / ".2026Q3.held.json").unlink()
    with (
        pytest.raises(PublishError, match=r"locked by another run \(it has just begun\)"),
        held(ReportPaths(tmp_path, "2026Q3")),
    ):
        pytest.fail("two runs at once")


def test_a_process_that_a_run_started_does_not_keep_its_lock(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    with held(report_paths):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"], close_fds=False)
    try:
        begun = time.monotonic()
        with held(report_paths):
            assert time.monotonic() - begun < 5
    finally:
        child.kill()
        child.wait()


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(PublishError, match=r"file.*: cannot be written: "),
        held(ReportPaths(tmp_path / "file", "2026Q3")),
    ):
        pytest.fail("held a file")
