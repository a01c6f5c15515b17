"""The server that report processes are forked from.

Where the system can fork, they are forked from a server that has imported everything and opened nothing;
elsewhere each starts anew, which is slower and gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

# One thread for each process, for there is one process for each core; and text that hashes alike in
# every run, so that a set of names has one order and a report one form.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
PRELOADED = ["acctlib.publish.workers.import_patches", "acctlib.publish.workers.preload"]


def processes() -> BaseContext:
    """The multiprocessing context of this system: forkserver, or spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def start() -> None:
    """Start the server early, where there is one: its imports take seconds, while this process reads the book.

    It ends with this process. Without this call the first report starts it, and waits for it.
    """
    if processes().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        with environment():
            ensure_running()


def server_pid() -> int | None:
    """Process id of the server; None where there is none, or none yet."""
    from multiprocessing import forkserver

    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)
    return pid


@contextmanager
def environment() -> Iterator[None]:
    """Environment variables for new processes; those that the user has set stay."""
    added = {name: value for name, value in ENVIRONMENT.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
