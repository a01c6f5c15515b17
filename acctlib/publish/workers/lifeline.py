"""Ties processes to their run: when the run ends, even by kill -9, they end as well.

Each process has the reading end of a pipe whose writing end only the run has. Nothing is ever
written: the system closes the pipe when the run ends, and the end of the pipe is the signal. This works
wherever there are pipes; a parent-death signal exists on Linux only, and is tied not to the run but to the
server from which processes are forked.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from shutil import rmtree
from threading import Thread

from acctlib.publish.kernel.orphans import end_descendants


def tie(lifeline: Connection, scratch: Path | None = None) -> None:
    """End this process and all that it started as soon as the pipe's other end closes.

    Parameters
    ----------
    scratch : Path, optional
        A folder that is removed then.
    """
    Thread(target=_wait, args=(lifeline, scratch), daemon=True, name="lifeline").start()


def _wait(lifeline: Connection, scratch: Path | None) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    if scratch:
        rmtree(scratch, ignore_errors=True)
    end_group()


def own_group() -> None:
    """Make this process the leader of its own process group, so that what it starts can be ended with it."""
    with suppress(AttributeError, PermissionError):
        os.setpgid(0, 0)


def end_group() -> None:
    """End this process and all that it started, even in sessions of their own; at once, without cleaning up."""
    with suppress(Exception):  # the group must end whatever happens
        end_descendants()
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
