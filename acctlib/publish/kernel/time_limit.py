"""A limit on what a cell may take: what runs over is interrupted, and the programs that it started are ended."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import psutil

from acctlib.publish.kernel.orphans import end_programs


class CellTimeoutError(BaseException):
    """A cell ran over its time. No `except Exception` of a notebook takes it for one of its own failures."""


class CellLimit:
    """Seconds that each cell of a notebook may take; None is no limit.

    Notes
    -----
    - What waits (a sleep, a socket, a program) is interrupted as well, but for Windows and for threads
      other than the main one: there it stops when the waiting is over.
    - C code that never comes back is not interrupted; whoever runs the process has to end it.
    - A cell that catches the interrupt and goes on is over its time all the same.
    - Programs that the notebook started are ended with what they started; those from before it are not.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.over = seconds, False
        self._before = _children() if seconds else frozenset()

    @property
    def message(self) -> str:
        """In one line."""
        return f"the cell took longer than {self.seconds:g} seconds and was stopped"

    @contextmanager
    def cell(self) -> Iterator[None]:
        """The time of one cell; `over` says afterwards whether it was enough."""
        self.over = False
        if not self.seconds:
            yield
            return
        try:
            with self._alarm():
                yield
        except CellTimeoutError:
            self.over = True  # and the interrupt has done its work
        if self.over:
            end_programs(_children() - self._before)

    @contextmanager
    def _alarm(self) -> Iterator[None]:
        """By a signal where there is one and this is the thread that it reaches, else by a thread that watches."""
        if hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread():
            former = signal.signal(signal.SIGALRM, self._up)
            signal.setitimer(signal.ITIMER_REAL, self.seconds or 0)
            try:
                yield
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)
                signal.signal(signal.SIGALRM, former)
            return
        watch = threading.Timer(self.seconds or 0, self._up_in, (threading.get_ident(),))
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            watch.cancel()

    def _up(self, number: int, frame: FrameType | None) -> None:
        """Time is up: called where the cell is, in its thread."""
        self.over = True
        raise CellTimeoutError(self.message)

    def _up_in(self, thread: int) -> None:
        """Time is up for a cell in another thread: it stops when it next runs Python."""
        self.over = True
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(CellTimeoutError))


def _children() -> frozenset[int]:
    return frozenset(child.pid for child in psutil.Process().children())
