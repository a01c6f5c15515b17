"""What a kernel puts around a notebook, for a process that has none.

A notebook finds the same world in both: nobody who answers, no pager, and in the cell that caused it
all text that a program writes past Python.
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

_RootLogger = tuple[list[logging.Handler], list[Any], int, int]  # handlers, filters, level, what is disabled
INLINE = "module://matplotlib_inline.backend_inline"
# As ipykernel sets it. FORCE_COLOR and its like are part of it: programs colour their text in both, or in neither.
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
    """Environment (and `more` of it), `input` and `getpass` as a kernel has them; all as it was afterwards.

    Notes
    -----
    - Whoever reads from stdin, a subprocess too, finds its end: nobody types.
    - The program's own arguments are out of sight.
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
        except OSError:  # this process has none
            yield empty
            return
        os.dup2(empty.fileno(), 0)
        try:
            yield empty
        finally:
            os.dup2(kept_open, 0)
            os.close(kept_open)


class NotebookLogging:
    """The root logger as a kernel hands it to a notebook, and as the notebook leaves it from cell to cell.

    Outside of cells it is the program's own: papermill's, which logs every step of a run.
    """

    def __init__(self) -> None:
        self._inside: _RootLogger = ([], [], logging.WARNING, logging.NOTSET)

    @contextmanager
    def cell(self) -> Iterator[None]:
        """The time of one cell."""
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
    root.setLevel(level)  # last: it makes every logger forget what it took to be enabled


def _unanswered(name: str) -> Callable[..., NoReturn]:
    """A question in a notebook that nobody watches fails; it never waits."""

    def asked(*args: Any, **kwargs: Any) -> NoReturn:
        raise StdinNotImplementedError(f"{name} was called, but this frontend does not support input requests.")

    return asked


@contextmanager
def written_past_python(descriptor: int, tell: Callable[[str], object]) -> Iterator[None]:
    """Tell what subprocesses and C code wrote to this descriptor (1 or 2), when it is over.

    Notes
    -----
    - Where the process has no such descriptor, nothing happens.
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
    """What Python still holds back belongs to the time before."""
    for stream in (sys.__stdout__, sys.__stderr__):
        with suppress(AttributeError, OSError, ValueError):
            stream.flush()  # type: ignore[union-attr]
