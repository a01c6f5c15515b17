"""Many reports at once: one fresh process each, watched by its sentinel, so that one costs only itself.

Where the system can fork, processes are forked from a server that has imported everything and opened
nothing; elsewhere each starts anew, which is slower and gives the same bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from time import monotonic, time
from typing import Any

from acctlib.publish.report import Failure, Job, Outcome, render

LIMIT = 300.0  # seconds for one report
ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")
Make = Callable[[Job], Outcome]


@dataclass
class Running:
    """A process at work."""

    job: Job
    process: Any
    pipe: Connection
    begun: float
    outcome: Outcome | None = None


def processes() -> BaseContext:
    """How processes are made here: forked from a warm server, or started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["acctlib.publish.warm"])
    return context


def rendered(jobs: Iterable[Job], workers: int, limit: float = LIMIT, make: Make = render) -> Iterator[Outcome]:
    """Outcomes as they come; jobs are taken from the iterable only when a place is free.

    Parameters
    ----------
    workers : int
        Reports at once.
    limit : float
        Seconds after which a report is given up and its process killed with all it started.
    """
    for name in ONE_THREAD:
        os.environ.setdefault(name, "1")
    context, waiting, running = processes(), iter(jobs), list[Running]()
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
    process = context.Process(target=_child, args=(job, sender, make, time()), daemon=False)  # type: ignore[attr-defined]
    process.start()
    sender.close()
    return Running(job, process, receiver, monotonic())


def _child(job: Job, pipe: Connection, make: Make, asked: float) -> None:
    """What a report's process does: a group of its own, one job, one answer."""
    start = round(time() - asked, 4)
    with suppress(AttributeError, PermissionError):
        os.setpgid(0, 0)
    outcome = make(job)
    pipe.send(replace(outcome, seconds={"start": start, **outcome.seconds}))
    pipe.close()


def _ended(running: list[Running], limit: float) -> list[Running]:
    """Processes that have answered or died, or have run over their time; waits until there is one."""
    soonest = min(one.begun for one in running) + limit - monotonic()
    wait([thing for one in running for thing in (one.pipe, one.process.sentinel)], timeout=max(soonest, 0.01))
    return [one for one in running if _answered(one) or not one.process.is_alive() or monotonic() - one.begun > limit]


def _answered(one: Running) -> bool:
    """Take the answer off the pipe, if it is there; a pipe that closes without one is a death."""
    try:
        if one.outcome is None and one.pipe.poll():
            one.outcome = one.pipe.recv()
    except (EOFError, OSError):
        one.process.join(5)
        return True
    return one.outcome is not None


def _outcome(one: Running, limit: float) -> Outcome:
    alive = one.process.is_alive()
    if one.outcome is not None:
        one.process.join(10)
    _kill(one)
    if one.outcome is not None:
        return one.outcome
    code = one.process.exitcode
    said = f"took longer than {limit:g} seconds and was stopped" if alive else _death(code)
    failure = Failure(one.job.notebook.name, f"its process {said}", kind="ProcessEnded")
    return Outcome(one.job.client_id, one.job.name, one.job.edition, "failed", failure=failure)


def _death(code: int | None) -> str:
    """How a process ended, by name."""
    if code is not None and code < 0:
        return f"was killed by {signal.Signals(-code).name}"
    return f"ended with exit status {code} before the report was there"


def _kill(one: Running) -> None:
    """End a process and everything that it started; wait until it is gone."""
    if one.process.pid and sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
    if one.process.is_alive():
        one.process.kill()
    one.process.join()
    one.pipe.close()
