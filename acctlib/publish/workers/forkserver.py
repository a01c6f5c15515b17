"""The server from which report processes are forked.

If the system supports forking, processes are forked from a server that has imported everything and opened nothing;
otherwise each starts from scratch, which is slower but produces the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext

# One thread per process, as there is one process per core; and a fixed hash seed, so that a set of names
# has the same order in every run, and a report the same bytes.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
PRELOADED = ["acctlib.publish.workers.import_patches", "acctlib.publish.workers.preload"]


def processes() -> BaseContext:
    """This system's multiprocessing context: forkserver or spawn."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def start() -> None:
    """Start the server early, if there is one: its imports take seconds, while this process reads the book.

    The server ends with this process. Without this call, the first report starts it and waits for it.
    """
    if processes().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        with environment():
            ensure_running()


def server_pid() -> int | None:
    """The server's process id; None if there is no server, or not yet."""
    from multiprocessing import forkserver

    pid: int | None = getattr(forkserver._forkserver, "_forkserver_pid", None)
    return pid


@contextmanager
def environment() -> Iterator[None]:
    """Set environment variables for new processes; those set by the user are kept."""
    added = {name: value for name, value in ENVIRONMENT.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
