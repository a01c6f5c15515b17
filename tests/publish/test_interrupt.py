"""Ctrl-C in the middle of a run: nothing is left running, and what is there and what is not can be read."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


def processes_of(group):
    """Command lines of what still runs in a session."""
    listed = subprocess.run(["ps", "-eo", "sess=,stat=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [row[2] for row in rows if row[0] == str(group) and not row[1].startswith("Z")]


def until(condition, seconds=90):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_a_run_that_is_ended_leaves_whole_files_and_a_manifest_that_says_what_is_there(demo_yml, tmp_path, sent):
    command = [
        sys.executable,
        "-m",
        "acctlib",
        "review",
        "--config",
        demo_yml,
        "--out",
        tmp_path,
        "--to",
        "html",
        "--workers",
        "2",
    ]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    folder = tmp_path / "2026Q3"
    until(lambda: len(list(folder.rglob("*.html"))) >= 2)
    os.killpg(run.pid, sent) if sent == signal.SIGINT else run.kill()
    said, _ = run.communicate(timeout=30)
    until(lambda: not processes_of(run.pid), seconds=30)
    reports = json.loads((folder / "run.json").read_text())["reports"]
    assert len(reports) == 48
    done = [report for report in reports if report["state"] == "done"]
    assert 0 < len(done) < 48
    assert all((folder / file).read_bytes() for report in done for file in report["files"])
    assert {report["state"] for report in reports} == {"done", "waiting"}
    if sent == signal.SIGINT:
        assert f"stopped: {len(done)} of 48 reports done" in said
        assert "Traceback" not in said
        assert run.returncode == 1
        assert "not rendered" in (folder / "index.html").read_text(encoding="utf-8")
        assert not [path for path in folder.rglob(".*") if path.is_file()]
