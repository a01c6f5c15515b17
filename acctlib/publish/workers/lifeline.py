"""Ties processes to their run: when it is gone, even by kill -9, they end as well.

Each process holds the reading end of a pipe whose writing end is the run's alone. Nothing is ever
written: the system closes the pipe with the run, and the end of the pipe is the message. That works
wherever there are pipes; a parent-death signal knows Linux only, and not the run but the server
that processes are forked from.
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
    """End this process and all that it started as soon as the other end of the pipe closes.

    Parameters
    ----------
    scratch : Path, optional
        A folder that goes with it.
    """
    Thread(target=_wait, args=(lifeline, scratch), daemon=True, name="lifeline").start()


def _wait(lifeline: Connection, scratch: Path | None) -> None:
    with suppress(EOFError, OSError):
        lifeline.recv_bytes()
    if scratch:
        rmtree(scratch, ignore_errors=True)
    end_group()


def own_group() -> None:
    """Make this process the head of a group of its own: what it starts can be ended with it."""
    with suppress(AttributeError, PermissionError):
        os.setpgid(0, 0)


def end_group() -> None:
    """End this process and all that it started, in sessions of their own too; at once, without a word."""
    with suppress(Exception):  # whatever it is, the group has to end
        end_descendants()
    if hasattr(os, "getpgrp") and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
