"""Reproduce a kernel's environment for a notebook in a process without one.

The notebook's environment is the same in both cases: no user to answer, no pager, and text that programs write
past Python is shown in the cell that caused it.
"""

from __future__ import annotations

import builtins
import getpass
import logging
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NoReturn, TextIO

from IPython.core.error import StdinNotImplementedError

_RootLogger = tuple[list[logging.Handler], list[Any], int, int]  # handlers, filters, level, disabled level
INLINE = "module://matplotlib_inline.backend_inline"
# As set by ipykernel, including FORCE_COLOR and the like, so programs colour their text in both cases or in neither.
ENVIRONMENT = {
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "CLICOLOR_FORCE": "1",
    "FORCE_COLOR": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
    "MPLBACKEND": INLINE,
}


@contextmanager
def kernel_surroundings(more: Mapping[str, str] | None = None) -> Iterator[None]:
    """Set the environment (plus `more`), `input` and `getpass` as in a kernel; everything is restored afterwards.

    Notes
    -----
    - Anything that reads from stdin, even a subprocess, finds it empty, as there is no user to type.
    - The program's own arguments are hidden.
    """
    environment, asking = dict(os.environ), (builtins.input, getpass.getpass)
    arguments, stdin = sys.argv, sys.stdin
    os.environ.update({**ENVIRONMENT, **(more or {})})
    builtins.input, getpass.getpass = _unanswered("raw_input"), _unanswered("getpass")
    try:
        with _nothing_to_read() as sys.stdin:
            sys.argv = [""]
            yield
    finally:
        sys.argv, sys.stdin = arguments, stdin
        builtins.input, getpass.getpass = asking
        os.environ.clear()
        os.environ.update(environment)


@contextmanager
def _nothing_to_read() -> Iterator[TextIO]:
    """An empty stdin, for Python and for the programs that it starts."""
    with Path(os.devnull).open() as empty:
        try:
            kept_open = os.dup(0)
        except OSError:  # this process has no stdin
            yield empty
            return
        os.dup2(empty.fileno(), 0)
        try:
            yield empty
        finally:
            os.dup2(kept_open, 0)
            os.close(kept_open)


class NotebookLogging:
    """The root logger as a kernel provides it, and as the notebook changes it from cell to cell.

    Outside cells, it is the program's own: papermill's, which logs every step of a run.
    """

    def __init__(self) -> None:
        self._inside: _RootLogger = ([], [], logging.WARNING, logging.NOTSET)

    @contextmanager
    def cell(self) -> Iterator[None]:
        """Use the notebook's root logger while a cell runs."""
        outside = _root_logger()
        _set_root_logger(self._inside)
        try:
            yield
        finally:
            self._inside = _root_logger()
            _set_root_logger(outside)


def _root_logger() -> _RootLogger:
    root = logging.getLogger()
    return list(root.handlers), list(root.filters), root.level, root.manager.disable


def _set_root_logger(state: _RootLogger) -> None:
    root = logging.getLogger()
    root.handlers[:], root.filters[:], level, root.manager.disable = state
    root.setLevel(level)  # last, as it clears every logger's cache of enabled levels


def _unanswered(name: str) -> Callable[..., NoReturn]:
    """A function that fails when a notebook asks for input, instead of waiting for an answer."""

    def asked(*args: Any, **kwargs: Any) -> NoReturn:
        raise StdinNotImplementedError(f"{name} was called, but this frontend does not support input requests.")

    return asked


@contextmanager
def written_past_python(descriptor: int, tell: Callable[[str], object]) -> Iterator[None]:
    """Report what subprocesses and C code wrote to this descriptor (1 or 2), at the end.

    Notes
    -----
    - If the process has no such descriptor, nothing is done.
    """
    try:
        kept_open = os.dup(descriptor)
    except OSError:
        yield
        return
    with TemporaryFile() as written:
        _flush()
        os.dup2(written.fileno(), descriptor)
        try:
            yield
        finally:
            _flush()
            os.dup2(kept_open, descriptor)
            os.close(kept_open)
            written.seek(0)
            if text := written.read().decode(errors="replace"):
                tell(text)


def _flush() -> None:
    """Flush Python's buffered output, which belongs to the time before."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()  # type: ignore[union-attr]
