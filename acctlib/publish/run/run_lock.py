"""One run at a time per folder: a second run reports which process has locked it.

The lock is the operating system's own on an open file (`filelock`: flock, or LockFileEx on Windows).
It is released when its process ends, however that happens, so there is never a stale lock to detect by
process id or age.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree

from filelock import FileLock, Timeout

from acctlib.errors import PublishError
from acctlib.publish.paths.report_paths import ReportPaths, cannot_write, write_atomically


@contextmanager
def held(report_paths: ReportPaths) -> Iterator[Path]:
    """Lock a quarter's folder and yield a folder for temporary files; a killed run's leftovers are removed first.

    Raises
    ------
    PublishError
        If another run has locked the folder, or it is not writable.

    Notes
    -----
    - The lock's files are next to the quarter's folder, not in it. The empty `.lock` is never removed: removing it
      could break the lock of a run that has just opened it.
    """
    lock = FileLock(report_paths.root / f".{report_paths.quarter}.lock", timeout=0)
    holder = report_paths.root / f".{report_paths.quarter}.held.json"
    try:
        report_paths.root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise PublishError(_who(report_paths, holder)) from None
    except OSError as error:
        raise cannot_write(report_paths.root, error) from error
    try:
        report_paths.sweep_drafts()
        write_atomically(holder, json.dumps({"pid": os.getpid(), "host": socket.gethostname()}))
        with _scratch(report_paths) as folder:
            yield folder
    finally:
        with suppress(OSError):
            holder.unlink()
        lock.release()


@contextmanager
def _scratch(report_paths: ReportPaths) -> Iterator[Path]:
    """A temporary folder whose name is derived from the path, so that whichever run locks the path can clear it."""
    mark = hashlib.sha256(str(report_paths.folder.resolve()).encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"acctlib-{mark}"
    rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir(mode=0o700)
    except OSError:  # it belongs to another user
        folder = Path(tempfile.mkdtemp(prefix="acctlib-"))
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)


def _who(report_paths: ReportPaths, holder: Path) -> str:
    """An error message naming the process that has the lock, as recorded when it started."""
    try:
        said = json.loads(holder.read_text(encoding="utf-8"))
        since = datetime.fromtimestamp(holder.stat().st_mtime, UTC)
        who = f"process {said['pid']} on {said['host']}, since {since:%Y-%m-%d %H:%M} UTC"
    except (OSError, ValueError, KeyError, TypeError):
        who = "it has just begun"  # the lock is taken before the file naming its holder is written
    return (
        f"{report_paths.folder} is locked by another run ({who}). Wait until it finishes, or stop it: "
        "the same command then resumes where it stopped. Or give --out another folder"
    )
