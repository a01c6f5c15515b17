"""A disk that is full or read-only: a clear error, nothing half-written, and the same command goes on."""

import shutil
import subprocess
import sys

import pytest

from acctlib import load_config, open_book
from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import NoRoom, ReportPaths, write_all_or_none, write_atomically
from acctlib.publish.run.run import RunRequest, review_run
from tests.publish.commands import Command, contents

pytestmark = [pytest.mark.alone, pytest.mark.skipif(sys.platform != "linux", reason="file systems and limits of Linux")]


@pytest.fixture
def disk(tmp_path):
    """A small disk, and a function that mounts it anew with other options."""
    place = tmp_path / "disk"
    place.mkdir()

    def mounted(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", place]
        if not shutil.which("mount") or subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("only root can mount a small disk")

    mounted("size=256k")
    yield place, mounted
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_file_that_does_not_fit_is_not_there_and_an_older_one_stays_whole(disk):
    place, _ = disk
    write_atomically(place / "a", "old")
    with pytest.raises(NoRoom, match="a: cannot be written: No space left on device"):
        write_atomically(place / "a", b"x" * 300_000)
    assert (place / "a").read_text() == "old"
    assert [path.name for path in place.iterdir()] == ["a"]


def test_of_several_files_that_do_not_all_fit_none_is_there(disk):
    place, _ = disk
    with pytest.raises(NoRoom):
        write_all_or_none([(place / "a", b"x" * 100_000), (place / "b", b"x" * 200_000)])
    assert list(place.iterdir()) == []


def test_a_disk_that_gets_full_stops_the_run_which_then_goes_on(firm, disk, tmp_path):
    place, mounted = disk
    command = Command(firm(), place / "out", "--edition", "client")
    status, out, said = command.result()
    assert status == 1
    assert ": cannot be written: No space left on device. The run stops here; the same command resumes" in said
    assert "Traceback" not in said + out
    there = command.reports()
    assert not command.left_over()
    mounted("remount,size=4m")
    with open_book(load_config(tmp_path / "acctlib.yml")) as book:
        order = RunRequest(out=place / "out", editions=("client",), formats=("html",), workers=2)
        again = review_run(book, order)
        assert again.ok
        assert len(again.outcomes) == 4 - len(there)
        elsewhere = review_run(book, RunRequest(**{**vars(order), "out": tmp_path / "elsewhere"}))
    assert contents(again.report_paths.folder) == contents(elsewhere.report_paths.folder)


def test_a_folder_that_can_only_be_read_is_named_before_anything_is_rendered(firm, disk):
    place, mounted = disk
    mounted("remount,ro")
    command = Command(firm(), place / "out", "--edition", "client")
    status, out, said = command.result()
    assert status == 1
    assert f"{place / 'out'}: cannot be written: Read-only file system" in said
    assert "Traceback" not in said + out


def test_a_report_that_may_not_write_so_much_fails_and_leaves_nothing(job):
    """A limit on the size of a file, set in mid-report: the html is longer than 20 kB."""
    from acctlib.publish.workers.batch import rendered

    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    one = job(limit)
    (outcome,) = rendered([one], workers=1)
    assert "C1-2026Q3-review.html: cannot be written: File too large" in outcome.failure.text
    assert not [path for path in one.report_paths.folder.rglob("*") if path.is_file()]


def test_bytes_that_come_back_otherwise_are_no_file(tmp_path, monkeypatch):
    monkeypatch.setattr("pathlib.Path.read_bytes", lambda self: b"other")
    with pytest.raises(PublishError, match="verification failed: data read back differs from data written"):
        write_atomically(tmp_path / "a", "x")
    assert list(tmp_path.iterdir()) == []


def test_a_draft_that_is_refused_leaves_no_file_at_all(tmp_path):
    report_paths = ReportPaths(tmp_path, "2026Q3")
    files = [(report_paths.report("C1", "client", format_), "x") for format_ in ("pdf", "html")]

    def refuse(draft, path):
        assert draft.read_text() == "x"
        if path.suffix == ".html":
            raise PublishError("not what was promised")

    with pytest.raises(PublishError, match="not what was promised"):
        write_all_or_none(files, refuse)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
