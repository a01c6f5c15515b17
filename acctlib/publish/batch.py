"""Many reports at once: one fresh process each, watched by its sentinel, so that one costs only itself.

Where the system can fork, processes are forked from a server that has imported everything and opened
nothing; elsewhere each starts anew, which is slower and gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from time import monotonic
from typing import Any

import nbformat
import numpy as np

from acctlib.publish.failure import Failure, failure_in, failure_of
from acctlib.publish.report import Job, OnCell, Outcome, render

LIMIT = 300.0  # seconds for one report
GRACE = 2.0  # seconds in which a process that has answered may end by itself
# One thread for each process, for there is one process for each core; and text that hashes alike in
# every run, so that a set of names has one order and a report one form.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "NUMEXPR_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
}
Make = Callable[[Job, OnCell], Outcome]


@dataclass(eq=False)
class Running:
    """A process at work: since when, in which cell, and what it answered."""

    job: Job
    process: Any
    pipe: Connection
    begun: float
    cell: int | None = None
    outcome: Outcome | None = None


def processes() -> BaseContext:
    """How processes are made here: forked from a warm server, or started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["acctlib.publish.warm"])
    return context


def rendered(
    jobs: Iterable[Job],
    workers: int,
    limit: float = LIMIT,
    make: Make = render,
    context: BaseContext | None = None,
) -> Generator[Outcome, None, None]:
    """Outcomes as they come; jobs are taken from the iterable only when a place is free.

    Parameters
    ----------
    workers : int
        Reports at once.
    limit : float
        Seconds after which a report is given up and its process killed with all it started.
    make : callable
        What a process does with its job.
    context : multiprocessing context, optional
        How processes are made; `processes()` where None.

    Notes
    -----
    - Who stops asking closes the iterator (`contextlib.closing`): no process outlives it.
    - A process that dies, hangs or is killed is a failed outcome, named with the cell it was in.
    - Random numbers, environment and working folder are the same at the start of every report.
    """
    context = context or processes()
    waiting, running = iter(jobs), list[Running]()
    try:
        while True:
            while len(running) < workers and (job := next(waiting, None)) is not None:
                running.append(_start(context, job, make))
            if not running:
                return
            for ended in _ended(running, limit):
                running.remove(ended)
                yield _outcome(ended, limit)
    finally:
        for left in running:
            _kill(left)


def _start(context: BaseContext, job: Job, make: Make) -> Running:
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_child, args=(job, sender, make, monotonic()), daemon=False)  # type: ignore[attr-defined]
    with _environment():
        process.start()
    sender.close()
    return Running(job, process, receiver, monotonic())


@contextmanager
def _environment() -> Iterator[None]:
    """For processes that start now; what the user has set is left alone."""
    added = {name: value for name, value in ENVIRONMENT.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)


def _child(job: Job, pipe: Connection, make: Make, asked: float) -> None:
    """What a report's process does: a group of its own, one job, one answer."""
    start = round(monotonic() - asked, 4)
    with suppress(AttributeError, PermissionError):
        os.setpgid(0, 0)
    random.seed(0)
    np.random.seed(0)
    try:
        outcome = make(job, pipe.send)
    except BaseException as error:  # even a defect of the kit costs one report, and is named
        failure = failure_of(error, job.notebook.name)
        outcome = Outcome(job.client_id, job.name, job.edition, "failed", failure=failure)
    pipe.send(replace(outcome, seconds={"start": start, **outcome.seconds}))
    pipe.close()


def _ended(running: list[Running], limit: float) -> list[Running]:
    """Processes that have answered or died, or have run over their time."""
    soonest = min(one.begun for one in running) + limit - monotonic()
    wait([thing for one in running for thing in (one.pipe, one.process.sentinel)], timeout=max(soonest, 0.01))
    return [one for one in running if _answered(one) or not one.process.is_alive() or _late(one, limit)]


def _late(one: Running, limit: float) -> bool:
    return monotonic() - one.begun > limit


def _answered(one: Running) -> bool:
    """Take what it said off the pipe; a pipe that closes without an answer is a death."""
    try:
        while one.outcome is None and one.pipe.poll():
            said = one.pipe.recv()
            if isinstance(said, Outcome):
                one.outcome = said
            else:
                one.cell = said
    except (EOFError, OSError):
        one.process.join(GRACE)
        return True
    return one.outcome is not None


def _outcome(one: Running, limit: float) -> Outcome:
    _answered(one)  # it may have said its last between the look at its pipe and its end
    late = one.outcome is None and one.process.is_alive() and _late(one, limit)
    if one.outcome is not None:
        one.process.join(GRACE)
    code = _kill(one)
    if one.outcome is not None:
        return one.outcome
    failure = _death(one.job, one.cell, f"took longer than {limit:g} seconds and was stopped" if late else _end(code))
    return Outcome(one.job.client_id, one.job.name, one.job.edition, "failed", failure=failure)


def _death(job: Job, cell: int | None, said: str) -> Failure:
    """A process that gave no answer, as a failure in the cell that it was in."""
    try:
        cells = nbformat.read(job.notebook, as_version=4).cells
    except Exception:  # the notebook went away or never was one: it is the death that has to be told
        cells = []
    return failure_in(job.notebook.name, f"its process {said}", cells, cell, kind="ProcessEnded")


def _end(code: int | None) -> str:
    """How a process ended, by name."""
    if code is not None and code < 0:
        names = {one.value: one.name for one in signal.Signals}
        return f"was killed by {names.get(-code, f'signal {-code}')}"
    return f"ended with exit status {code} before the report was there"


def _kill(one: Running) -> int | None:
    """End a process and everything that it started; wait until it is gone. Its exit status."""
    if one.process.pid and sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
    if one.process.is_alive():
        one.process.kill()
    one.process.join()
    code: int | None = one.process.exitcode
    one.process.close()
    one.pipe.close()
    return code
