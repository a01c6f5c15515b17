"""Programs that a report started and that outlive it: in a session of their own, no signal to its group finds them.

On Linux a process can take in what its descendants leave behind (`PR_SET_CHILD_SUBREAPER`, see prctl(2)). A report's
process does, for as long as it lives; after it, the server that it was forked from. So the children of the server are
processes of reports, and orphans of reports that have ended: those are found there and ended, and no others.

Elsewhere a program that starts a session of its own is not found, and ends by itself.
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
ROUNDS = 20  # of ending what comes to light when its parent has ended
PAUSE = 0.01  # seconds between two, in which the system notices a death

_lock = RLock()
_reports: set[int] = set()


def take_in_orphans() -> None:
    """From now on this process is the parent of what its descendants leave behind. Not inherited."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


@contextmanager
def known_report() -> Iterator[set[int]]:
    """While a process of a report starts: put its pid into the set, so that nobody takes it for an orphan."""
    with _lock:
        yield _reports


def end_orphans(server: int | None, report: int) -> None:
    """After the end of a report's process: end all that reports have left to the server of processes.

    Parameters
    ----------
    server : int or None
        Process id of the server; None where there is none.
    report : int
        Process id of the report that has ended.
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
    """End all that this process has started, and what that has started."""
    end_programs(one.pid for one in psutil.Process().children())


def end_programs(pids: Iterable[int]) -> None:
    """End programs, and those that they started."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            program = psutil.Process(pid)
            for one in (*program.children(recursive=True), program):
                with suppress(psutil.NoSuchProcess):
                    one.kill()


def ends_soon(pid: int) -> bool:
    """Whether a process has ended or is about to: its pipes close some milliseconds before the system says so."""
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
    """Children of a process. Linux keeps a list; without it psutil looks at every process of the machine."""
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
