"""Parallel reports: one fresh process each, so that a crash affects one report only.

Where its process comes from: see `server`.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from pathlib import Path
from shutil import rmtree
from time import monotonic, sleep
from typing import Any

from acctlib.errors import PublishError
from acctlib.publish.kernel.orphans import end_orphans, end_programs, ends_soon, known_report
from acctlib.publish.paths.failure import Failure, failure_in
from acctlib.publish.paths.job import Job, Outcome
from acctlib.publish.workers.forkserver import environment, processes, server_pid
from acctlib.publish.workers.worker import Make, WorkerContext, rendering, serve

LIMIT = 300.0  # seconds for one report
RETRY_DELAYS = (0.01, 0.1, 1.0)  # seconds after which a start that was refused is tried again
GRACE = 2.0  # seconds in which a process that has answered may end by itself
UNKNOWN = 255  # exit status of a process whose server died before it could say how the process ended
LOST = "was lost twice with the process server that started it: does the cell end its parent process?"


@dataclass(eq=False)
class Running:
    """A running process: its start, its cell and its answer.

    Attributes
    ----------
    server : int, optional
        Process id of the server that it was forked from.
    alone : bool
        Its first try was lost with that server; it is tried again, with nothing beside it.
    """

    job: Job
    process: Any
    pipe: Connection
    begun: float
    scratch: Path | None = None
    cell: int | None = None
    outcome: Outcome | None = None
    server: int | None = None
    alone: bool = False

    @property
    def lost_with_server(self) -> bool:
        """Whether it died with the process server, so that its exit status is lost."""
        unknown = self.outcome is None and self.process.exitcode == UNKNOWN and self.server is not None
        return unknown and ends_soon(self.server or 0)


def rendered(
    jobs: Iterable[Job],
    workers: int,
    limit: float = LIMIT,
    make: Make = rendering,
    context: BaseContext | None = None,
    scratch: Path | None = None,
) -> Generator[Outcome, None, None]:
    """Outcomes as they come; a job is taken from the iterable only when a process is free.

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
    scratch : Path, optional
        Folder for what reports write for a while; each gets one in it, which goes with its process.

    Notes
    -----
    - Who stops asking closes the iterator (`contextlib.closing`): no process outlives it. None outlives the
      process that asked, either, however that ends.
    - Where none can be started at all, that is a PublishError.
    - A process that dies, hangs, is killed or cannot be started is a failed outcome, named with the cell it was in.
    - Where the server of processes dies, a new one takes its place. Reports that were in flight are tried once
      more, after all others and one at a time: a cell that ends its parent process costs its own report.
    - What a report started is ended with it, on Linux in sessions of its own too: see `orphans`.
    - Random numbers, environment and working folder are the same at the start of every report.
    """
    begin = _Beginning(context or processes(), make, limit, scratch)
    waiting, running, lost = iter(jobs), list[Running](), list[Job]()
    try:
        while True:
            while found := _next(waiting, lost, running, workers):
                job, alone = found
                try:
                    running.append(begin(job))
                    running[-1].alone = alone
                except OSError as error:
                    yield _failed(job, Failure(job.notebook.name, f"its process could not be started: {error}"))
            if not running:
                return
            for ended in _ended(running, limit):
                running.remove(ended)
                if ended.lost_with_server and not ended.alone:
                    lost.append(ended.job)
                    end_programs([ended.process.pid])  # it may still run, and nobody will take in what it started
                    _kill(ended)
                else:
                    yield _outcome(ended, limit)
    finally:
        for left in running:
            _kill(left)
        begin.close()


def _next(waiting: Iterator[Job], lost: list[Job], running: list[Running], workers: int) -> tuple[Job, bool] | None:
    """The job to start now, if there is room, and whether it is a retry; retries run last, and alone."""
    if len(running) >= workers or any(one.alone for one in running):
        return None
    if (job := next(waiting, None)) is not None:
        return job, False
    return (lost.pop(0), True) if lost and not running else None


class _Beginning:
    """Starts processes that end with this one."""

    def __init__(self, context: BaseContext, make: Make, limit: float, scratch: Path | None) -> None:
        self.context, self.make, self.limit, self.scratch = context, make, limit, scratch
        self.tied, self.lifeline = context.Pipe(duplex=False)
        self.numbers = count(1)

    def __call__(self, job: Job) -> Running:
        """Start a process for a job."""
        receiver, sender = self.context.Pipe(duplex=False)
        scratch = self.scratch / str(next(self.numbers)) if self.scratch else None
        orders = WorkerContext(sender, self.tied, monotonic(), self.limit + GRACE, scratch)
        process = self.context.Process(target=serve, args=(job, self.make, orders), daemon=False)  # type: ignore[attr-defined]
        try:
            with environment(), known_report() as reports:
                _start(process)
                reports.add(process.pid)
        except EOFError:  # the server of processes ended in its first lines, and so would the next one
            raise PublishError("no process can be started: the fork server exited because of the error above") from None
        except OSError:
            receiver.close()
            raise
        finally:
            sender.close()
        return Running(job, process, receiver, monotonic(), scratch, server=self._server())

    def _server(self) -> int | None:
        return server_pid() if self.context.get_start_method() == "forkserver" else None

    def close(self) -> None:
        """Close the lifeline, once no process is tied to it."""
        self.tied.close()
        self.lifeline.close()


def _start(process: Any) -> None:
    """Start a process; if the process server dies just then, wait until the system has released it.

    Its death is heard of when its pipes close, some milliseconds before the system says that it is dead. In
    between a new one is not started yet, and the old one answers no more.
    """
    for pause in RETRY_DELAYS:
        with suppress(ConnectionError, EOFError):
            return process.start()  # type: ignore[no-any-return]
        sleep(pause)
    process.start()


def _ended(running: list[Running], limit: float) -> list[Running]:
    """Processes that have answered, died or exceeded their time."""
    soonest = min(one.begun for one in running) + limit - monotonic()
    wait([thing for one in running for thing in (one.pipe, one.process.sentinel)], timeout=max(soonest, 0.01))
    return [one for one in running if _answered(one) or not one.process.is_alive() or _late(one, limit)]


def _late(one: Running, limit: float) -> bool:
    return monotonic() - one.begun > limit


def _answered(one: Running) -> bool:
    """Read its messages from the pipe; a pipe that closes without an answer means that it died."""
    try:
        while one.outcome is None and one.pipe.poll():
            said = _understood(one.pipe.recv_bytes())
            if isinstance(said, Outcome):
                one.outcome = said
            elif isinstance(said, int):
                one.cell = said
    except (EOFError, OSError):
        one.process.join(GRACE)
        return True
    return one.outcome is not None


def _understood(said: bytes) -> object:
    """A message of a process; None for noise, as a cell can find the pipe and write into it."""
    try:
        heard: object = pickle.loads(said)  # noqa: S301 - our own process, which runs the firm's own notebook
    except Exception:
        return None
    return heard


def _outcome(one: Running, limit: float) -> Outcome:
    _answered(one)  # it may have said its last between the look at its pipe and its end
    late = one.outcome is None and one.process.is_alive() and _late(one, limit)
    if one.outcome is not None:
        one.process.join(GRACE)
    lost = one.lost_with_server
    code = _kill(one)
    if one.outcome is not None:
        return one.outcome
    said = f"took longer than {limit:g} seconds and was stopped" if late else LOST if lost else _end(code)
    return _failed(one.job, _death(one.job, one.cell, said))


def _failed(job: Job, failure: Failure) -> Outcome:
    return Outcome(job.client_id, job.name, job.edition, "failed", failure=failure)


def _death(job: Job, cell: int | None, said: str) -> Failure:
    """The failure of a process that died, with its current cell."""
    import nbformat

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
    return f"ended with exit status {code} before the report was finished"


def _kill(one: Running) -> int | None:
    """End a process and everything that it started; wait until it is gone. Its exit status."""
    if one.process.pid and sys.platform != "win32":
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(one.process.pid, signal.SIGKILL)
    if one.process.is_alive():
        one.process.kill()
    one.process.join()
    code: int | None = one.process.exitcode
    end_orphans(one.server, one.process.pid or 0)
    one.process.close()
    one.pipe.close()
    if one.scratch:
        rmtree(one.scratch, ignore_errors=True)
    return code
