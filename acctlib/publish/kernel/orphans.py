"""End programs that a report started and that outlive it, in sessions of their own that no group signal reaches.

On Linux, a process can adopt its descendants' orphans (`PR_SET_CHILD_SUBREAPER`, see prctl(2)). A report's process
does so while it lives; afterwards, the server that it was forked from does. The server's children are therefore
report processes, and orphans of reports that have ended: these orphans, and no others, are found and ended.

On other systems, a program that starts a session of its own is not found, and ends by itself.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from threading import RLock
from time import sleep

import psutil

PR_SET_CHILD_SUBREAPER = 36
ROUNDS = 20  # rounds of ending orphans that appear when their parents have ended
PAUSE = 0.01  # seconds between rounds, for the system to register a death

_lock = RLock()
_reports: set[int] = set()


def take_in_orphans() -> None:
    """Make this process the parent of its descendants' orphans from now on. Not inherited."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@contextmanager
def known_report() -> Iterator[set[int]]:
    """Add the pid to the set while a report's process starts, so that it is not mistaken for an orphan."""
    with _lock:
        yield _reports


def end_orphans(server: int | None, report: int) -> None:
    """End all programs that reports have left to the process server, once a report's process has ended.

    Parameters
    ----------
    server : int or None
        The server's process id; None if there is no server.
    report : int
        Process id of the report's process that has ended.
    """
    with _lock:
        _reports.discard(report)
        for _ in range(ROUNDS if server else 0):
            left = [one for one in _children(server) if one.pid not in _reports and _runs(one)]
            if not left:
                return
            end_programs(one.pid for one in left)
            sleep(PAUSE)


def end_descendants() -> None:
    """End all programs that this process has started, and their descendants."""
    end_programs(one.pid for one in psutil.Process().children())


def end_programs(pids: Iterable[int]) -> None:
    """End programs and their descendants."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            program = psutil.Process(pid)
            for one in (*program.children(recursive=True), program):
                with suppress(psutil.NoSuchProcess):
                    one.kill()


def ends_soon(pid: int) -> bool:
    """Whether a process has ended or is ending: its pipes close some milliseconds before the system reports its end."""
    for _ in range(ROUNDS):
        process = _process(pid)
        if process is None or not _runs(process):
            return True
        sleep(PAUSE)
    return False


def _runs(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    return False


def _children(pid: int | None) -> list[psutil.Process]:
    """A process's children. Linux keeps a list; without it, psutil checks every process on the machine."""
    with suppress(psutil.NoSuchProcess):
        try:
            with open(f"/proc/{pid}/task/{pid}/children") as listed:  # noqa: PTH123 - no file of a disk
                return [one for child in listed.read().split() if (one := _process(int(child)))]
        except OSError:
            return list(psutil.Process(pid).children())
    return []


def _process(pid: int) -> psutil.Process | None:
    with suppress(psutil.NoSuchProcess):
        return psutil.Process(pid)
    return None
