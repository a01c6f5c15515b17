"""Limit a cell's run time: a cell that exceeds it is interrupted, and the programs that it started are ended."""

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
    """A cell exceeded its time limit. Not an Exception, so no `except Exception` in a notebook can catch it."""


class CellLimit:
    """The seconds allowed for each cell of a notebook; None for no limit.

    Notes
    -----
    - Waiting (for a sleep, a socket, a program) is interrupted as well, except on Windows and in threads
      other than the main one, where the cell stops once the wait is over.
    - C code that never returns cannot be interrupted; the caller must end the process.
    - A cell that catches the interrupt and continues has still exceeded its limit.
    - Programs started by the notebook are ended with their descendants; those started earlier are not.
    """

    def __init__(self, seconds: float | None) -> None:
        self.seconds, self.over = seconds, False
        self._before = _children() if seconds else frozenset()

    @property
    def message(self) -> str:
        """The error message, in one line."""
        return f"the cell took longer than {self.seconds:g} seconds and was stopped"

    @contextmanager
    def cell(self) -> Iterator[None]:
        """Limit one cell; `over` records afterwards whether it exceeded its time."""
        self.over = False
        if not self.seconds:
            yield
            return
        try:
            with self._alarm():
                yield
        except CellTimeoutError:
            self.over = True  # and the interrupt has served its purpose
        if self.over:
            end_programs(_children() - self._before)

    @contextmanager
    def _alarm(self) -> Iterator[None]:
        """Set the alarm: by signal, if available and in the main thread, else by a watching thread."""
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
        """Time is up: called at the cell's current position, in its thread."""
        self.over = True
        raise CellTimeoutError(self.message)

    def _up_in(self, thread: int) -> None:
        """Time is up for a cell in another thread: it stops when it next runs Python code."""
        self.over = True
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(CellTimeoutError))


def _children() -> frozenset[int]:
    return frozenset(child.pid for child in psutil.Process().children())
