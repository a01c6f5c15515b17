"""Render reports in parallel: one fresh process each, so that a crash affects one report only.

How processes are started: see `forkserver`.
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
RETRY_DELAYS = (0.01, 0.1, 1.0)  # seconds before each retry of a refused start
GRACE = 2.0  # seconds allowed for a process to end by itself once it has answered
UNKNOWN = 255  # exit status of a process whose server died before reporting how the process ended
LOST = "was lost twice with the process server that started it: does the cell end its parent process?"


@dataclass(eq=False)
class Running:
    """A running process with its start time, current cell and outcome.

    Attributes
    ----------
    server : int, optional
        Process id of the server from which it was forked.
    alone : bool
        Whether this is a retry because the first attempt was lost with its server; a retry runs on its own.
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
        """Whether it died with the process server, so that its exit status is unknown."""
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
    """Yield outcomes as they arrive; a job is taken from the iterable only when a process is free.

    Parameters
    ----------
    workers : int
        Reports rendered in parallel.
    limit : float
        Seconds after which a report is abandoned and its process killed with everything that it started.
    make : callable
        The function that a process runs with its job.
    context : multiprocessing context, optional
        How processes are started; defaults to `processes()`.
    scratch : Path, optional
        Folder for reports' temporary files; each report gets a subfolder, which is removed with its process.

    Notes
    -----
    - To stop early, close the iterator (`contextlib.closing`): no process outlives it. Nor does any outlive the
      calling process, however that ends.
    - If no process can be started at all, PublishError is raised.
    - A process that dies, hangs, is killed or cannot be started is a failed outcome, naming its current cell.
    - If the process server dies, a new one replaces it. Reports in progress at the time are retried once,
      after all others and one at a time, so a cell that ends its parent process fails only its own report.
    - Processes started by a report are ended with it, on Linux even those in sessions of their own: see `orphans`.
    - Random seed, environment and working folder are the same at the start of every report.
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
                    end_programs([ended.process.pid])  # it may still run, and nothing else ends its children
                    _kill(ended)
                else:
                    yield _outcome(ended, limit)
    finally:
        for left in running:
            _kill(left)
        begin.close()


def _next(waiting: Iterator[Job], lost: list[Job], running: list[Running], workers: int) -> tuple[Job, bool] | None:
    """The next job to start, if there is room, and whether it is a retry; retries run last and one at a time."""
    if len(running) >= workers or any(one.alone for one in running):
        return None
    if (job := next(waiting, None)) is not None:
        return job, False
    return (lost.pop(0), True) if lost and not running else None


class _Beginning:
    """Starts processes that end with the current one."""

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
        except EOFError:  # the server failed at startup, and so would the next
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

    The server's death is noticed when its pipes close, some milliseconds before the system reports it as dead. In
    between, no new server is started yet and the old one no longer responds.
    """
    for pause in RETRY_DELAYS:
        with suppress(ConnectionError, EOFError):
            return process.start()  # type: ignore[no-any-return]
        sleep(pause)
    process.start()


def _ended(running: list[Running], limit: float) -> list[Running]:
    """Processes that have answered, died or exceeded their time limit."""
    soonest = min(one.begun for one in running) + limit - monotonic()
    wait([thing for one in running for thing in (one.pipe, one.process.sentinel)], timeout=max(soonest, 0.01))
    return [one for one in running if _answered(one) or not one.process.is_alive() or _late(one, limit)]


def _late(one: Running, limit: float) -> bool:
    return monotonic() - one.begun > limit


def _answered(one: Running) -> bool:
    """Read a process's messages from its pipe; a pipe that closes without an answer means that the process died."""
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
    """Decode a process's message; None for noise, as a cell can find the pipe and write to it."""
    try:
        heard: object = pickle.loads(said)  # noqa: S301 - our own process, which runs the firm's own notebook
    except Exception:
        return None
    return heard


def _outcome(one: Running, limit: float) -> Outcome:
    _answered(one)  # it may have answered between the last check of its pipe and its end
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
    """The failure of a process that died, naming its current cell."""
    import nbformat

    try:
        cells = nbformat.read(job.notebook, as_version=4).cells
    except Exception:  # without a readable notebook, report the process's death all the same
        cells = []
    return failure_in(job.notebook.name, f"its process {said}", cells, cell, kind="ProcessEnded")


def _end(code: int | None) -> str:
    """Describe how a process ended."""
    if code is not None and code < 0:
        names = {one.value: one.name for one in signal.Signals}
        return f"was killed by {names.get(-code, f'signal {-code}')}"
    return f"ended with exit status {code} before the report was finished"


def _kill(one: Running) -> int | None:
    """Kill a process and everything that it started, and wait for its end; returns its exit status."""
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
