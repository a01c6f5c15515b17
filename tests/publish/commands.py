"""Runs as a user starts them: a command in a session of its own, with its own folder for temporary files."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import IO

MAIN = "from acctlib.cli import main\nmain()"


class Command:
    """`acctlib review` on a configuration, running."""

    def __init__(
        self, yml: Path, out: Path, *more: str, program: str = MAIN, stderr: int | IO[str] = subprocess.PIPE
    ) -> None:
        self.temporary = yml.parent / f"tmp-{out.name}"
        self.temporary.mkdir(exist_ok=True)
        self.folder = out / "2026Q3"
        arguments = ["review", "--config", str(yml), "--out", str(out), "--to", "html", "--workers", "2", *more]
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            stdout=subprocess.PIPE, stderr=stderr, text=True, start_new_session=True,
            env={**os.environ, "TMPDIR": str(self.temporary)},
        )  # fmt: skip

    def result(self, timeout: float = 180) -> tuple[int, str, str]:
        """Exit status, stdout and stderr, once it has ended."""
        out, err = self.process.communicate(timeout=timeout)
        return self.process.returncode, out, err

    def processes(self) -> dict[int, str]:
        """pid -> command of what is alive of its session, itself left out; zombies are not alive."""
        return {pid: words for pid, state, words in self._listed() if pid != self.process.pid and state[0] not in "ZX"}

    def zombies(self) -> list[int]:
        """Processes of its session that have ended and that nobody has asked about."""
        return [pid for pid, state, _ in self._listed() if state.startswith("Z")]

    def end(self) -> None:
        """End it and all of its session."""
        for pid in (*self.processes(), self.process.pid):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.communicate()

    def _listed(self) -> list[tuple[int, str, str]]:
        listed = subprocess.run(["ps", "-wweo", "sess=,pid=,stat=,args="], capture_output=True, text=True, check=True)
        rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
        return [(int(row[1]), row[2], row[3]) for row in rows if row[0] == str(self.process.pid)]

    def reports(self) -> list[Path]:
        """Finished reports that lie there now."""
        return sorted(self.folder.glob("*/*/*.html"))

    def left_over(self) -> list[Path]:
        """Temporary files, wherever a run may have put them."""
        drafts = [path for path in self.folder.parent.rglob("*.tmp") if path.is_file()]
        return drafts + [path for path in self.temporary.rglob("*") if path.is_file()]


def until(condition: Callable[[], object], seconds: float = 180) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def contents(folder: Path) -> dict[str, bytes]:
    """Files that are the same in every run of the same order, and their bytes; run.json keeps seconds."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
