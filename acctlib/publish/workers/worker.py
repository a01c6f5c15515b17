"""A report's process: its own process group, one job, one answer."""

from __future__ import annotations

import faulthandler
import os
import random
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

import numpy as np

from acctlib.compat import notices
from acctlib.publish.kernel.memory_limit import limit_memory
from acctlib.publish.kernel.orphans import take_in_orphans
from acctlib.publish.paths.job import Job, OnCell, Outcome, Recount
from acctlib.publish.workers.lifeline import own_group, tie

Make = Callable[[Job, OnCell], Outcome]


@dataclass(frozen=True)
class WorkerContext:
    """What a process gets in addition to its job.

    Attributes
    ----------
    answer : Connection
        Connection on which it reports its current cell and, at the end, the outcome of the job.
    lifeline : Connection
        See `lifeline`.
    asked : float
        When the run requested the process, on its monotonic clock.
    longest : float
        Seconds after which the process ends itself, in case no other process is left to end it.
    scratch : Path, optional
        Folder for temporary files.
    """

    answer: Connection
    lifeline: Connection
    asked: float
    longest: float
    scratch: Path | None = None


def rendering(job: Job, on_cell: OnCell) -> Outcome:
    """The default work of a report's process. Heavy imports are inherited from the process server."""
    if isinstance(job, Recount):
        from acctlib.publish.workers.recount import recounted

        return recounted(job)
    from acctlib.publish.workers.report import render

    return render(job, on_cell)


def serve(job: Job, make: Make, orders: WorkerContext) -> None:
    """Run the job and send the outcome. Random seed, environment and working folder are the same at every start.

    Notes
    -----
    - The outcome omits the facts: they are in the report's files, and a run of thousands would keep all of them.
    """
    start = round(monotonic() - orders.asked, 4)
    _prepare(orders)
    limit_memory(job.config.limits.memory)
    told: list[str] = []
    try:
        with notices(told.append):
            outcome = make(job, orders.answer.send)
    except BaseException as error:  # even a defect in the kit fails only one report, and is reported
        from acctlib.publish.paths.failure import failure_of

        failure = failure_of(error, job.notebook.name)
        outcome = Outcome(job.client_id, job.name, job.edition, "failed", failure=failure)
    orders.answer.send(replace(outcome, facts=(), notices=tuple(told), seconds={"start": start, **outcome.seconds}))
    orders.answer.close()


def _prepare(orders: WorkerContext) -> None:
    own_group()
    take_in_orphans()
    tie(orders.lifeline, orders.scratch)
    # In C, so that code which never returns control to Python is ended as well.
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        faulthandler.dump_traceback_later(orders.longest, exit=True, file=os.dup(nowhere.fileno()))
    if orders.scratch:
        orders.scratch.mkdir(parents=True, exist_ok=True)
        os.environ.update(dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(orders.scratch)))
        tempfile.tempdir = None  # discard what the server may have cached
    random.seed(0)
    np.random.seed(0)
