"""Render the same reports on a Dask cluster: `acctlib review --scheduler tcp://...`.

- **parcel**: everything that one report needs, including its input files. It can be sent to any worker.
- On the worker, the report runs as it does locally: in a fresh, monitored process with the same limits.
- Its finished files are returned as bytes. Only the machine that started the run writes files, so nothing is shared:
  no disk, no database, no manifest.

A worker needs the same versions of the kit and its libraries (otherwise the bytes could differ, and the
report fails with an error naming both versions), and none of the firm's own files.
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from multiprocessing import current_process
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

import psutil

from acctlib.config import kit_folder
from acctlib.display.brand.brand import load_brand
from acctlib.errors import PublishError
from acctlib.publish.paths.failure import Failure, failure_of
from acctlib.publish.paths.job import Job, Outcome, Recount
from acctlib.publish.paths.report_paths import write_all_or_none
from acctlib.publish.run import provenance
from acctlib.publish.workers.batch import LIMIT, rendered
from acctlib.publish.workers.worker import Make, rendering

JOINING = 30.0  # seconds allowed for the scheduler to answer and a first worker to join
AHEAD = 2  # parcels per worker thread: one in progress and one queued
BRAND = "brand/brand.yml"
SCRATCH = "acctlib-report"
OUT = "out"


@dataclass(frozen=True)
class Parcel:
    """One report on its way to a worker.

    Attributes
    ----------
    job : Job
        Its notebook, brand and folder are set on arrival.
    files : Mapping
        Path in the parcel -> content: the notebook, the brand with its logo (unless it is the kit's own), and the
        finished files, if their texts are to be traced.
    kit : Mapping
        Name -> version or digest of everything that determines the output, on the machine that started the run.
    """

    job: Job
    files: Mapping[str, bytes]
    kit: Mapping[str, str]
    limit: float
    make: Make

    def unpacked(self, folder: Path) -> Job:
        """Unpack the files into a folder and return the job with its paths set to that folder."""
        for name, content in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        brand = folder / BRAND if BRAND in self.files else kit_folder("templates") / "brand.yml"
        return replace(
            self.job,
            notebook=folder / self.job.notebook.name,
            report_paths=replace(self.job.report_paths, root=folder / OUT),
            config=self.job.config.model_copy(update={"brand": brand, "root": folder}),
        )


def zip_package(job: Job, limit: float = LIMIT, make: Make = rendering) -> Parcel:
    """Pack a job with its input files."""
    if not job.notebook.is_file():
        raise PublishError(f"there is no notebook {job.notebook}")
    files = {job.notebook.name: job.notebook.read_bytes(), **_brand_files(job.config.path(job.config.brand))}
    return Parcel(job, {**files, **_finished_files(job)}, kit(), limit, make)


def _finished_files(job: Job) -> dict[str, bytes]:
    """A report's finished files, if their texts are to be traced."""
    if not isinstance(job, Recount):
        return {}
    paths = (job.report_paths.report(job.client_id, job.edition, format_) for format_ in (*job.formats, "ipynb"))
    try:
        return {f"{OUT}/{path.relative_to(job.report_paths.root).as_posix()}": path.read_bytes() for path in paths}
    except OSError as error:
        raise PublishError(f"a finished file cannot be read: {error}") from error


def _brand_files(brand: Path) -> dict[str, bytes]:
    if brand == kit_folder("templates") / "brand.yml":
        return {}
    files, logo = {BRAND: brand.read_bytes()}, load_brand(brand).logo
    if logo:
        beside = Path(os.path.relpath(logo, brand.parent))
        if ".." in beside.parts:
            raise PublishError(
                f"brand: {logo} must be in the folder of {brand.name}, or below it, to be sent to workers"
            )
        files[f"brand/{beside.as_posix()}"] = Path(logo).read_bytes()
    return files


@lru_cache(maxsize=1)
def kit() -> dict[str, str]:
    """What determines the output on this machine: versions, and digests of the kit's code and templates."""
    looks = provenance.folder_digest(kit_folder("templates"))
    return {**provenance.versions(), "the kit's code": provenance._code(), "the kit's templates": looks}


def render_there(parcel: Parcel) -> tuple[Outcome, tuple[bytes, ...]]:
    """Render a parcel on a worker; returns the outcome and the contents of its files."""
    here = kit()
    if other := [name for name in {**parcel.kit, **here} if parcel.kit.get(name) != here.get(name)]:
        told = ", ".join(f"{name} {here.get(name)} instead of {parcel.kit.get(name)}" for name in sorted(other)[:5])
        raise PublishError(f"a worker has {told}: the same request would give different files there")
    _sweep(Path(gettempdir()))
    with TemporaryDirectory(prefix=f"{SCRATCH}-{os.getpid()}-") as scratch, _may_start_processes():
        job = parcel.unpacked(Path(scratch))
        (outcome,) = rendered([job], 1, parcel.limit, parcel.make, scratch=Path(scratch) / "scratch")
        return outcome, tuple(path.read_bytes() for path in outcome.files)


def _sweep(folder: Path) -> None:
    """Remove files that killed workers left on this machine."""
    for left in folder.glob(f"{SCRATCH}-*-*"):
        worker = left.name.removeprefix(f"{SCRATCH}-").partition("-")[0]
        if worker.isdigit() and not psutil.pid_exists(int(worker)):
            rmtree(left, ignore_errors=True)


_flag = threading.Lock()
_starting = 0


@contextmanager
def _may_start_processes() -> Iterator[None]:
    """Let a worker under a nanny start processes, which Dask forbids by default because they might outlive the worker.

    Ours are tied to the worker by a lifeline, so they do not.
    """
    global _starting
    marks: dict[str, Any] = current_process()._config  # type: ignore[attr-defined]
    with _flag:
        _starting += 1
        if marks.get("daemon"):
            marks["daemon"], marks["acctlib"] = False, True
    try:
        yield
    finally:
        with _flag:
            _starting -= 1
            if not _starting and marks.pop("acctlib", False):
                marks["daemon"] = True


def rendered_on_cluster(
    jobs: Iterable[Job], scheduler: str, limit: float = LIMIT, make: Make = rendering
) -> Generator[Outcome, None, None]:
    """Yield outcomes as they arrive, with the same files in the same places as when rendered locally.

    Parameters
    ----------
    scheduler : str
        Address, e.g. tcp://10.0.0.1:8786.

    Raises
    ------
    PublishError
        If distributed is not installed, there is no scheduler or worker, the connection to the scheduler is lost, or a
        tls:// address has no certificates.

    Notes
    -----
    - Jobs are taken from the iterable as workers become free; workers may join and leave.
    - If a worker dies, its report is rendered by another. A report that has brought down several workers fails.
    - To stop early, close the iterator (`contextlib.closing`): queued jobs are cancelled; a running job ends on its
      worker, by itself or at its time limit, and its result is discarded.
    """
    distributed = _distributed()
    client = _connected(distributed, scheduler)
    waiting, pending, coming = iter(jobs), dict[Any, Job](), distributed.as_completed(loop=client.loop)
    try:
        while True:
            room = AHEAD * sum(client.nthreads().values()) or 1
            while len(pending) < room and (job := next(waiting, None)) is not None:
                try:
                    future = client.submit(render_there, zip_package(job, limit, make), pure=False)
                except PublishError as error:
                    yield _failed(job, failure_of(error, job.notebook.name))
                    continue
                pending[future] = job
                coming.add(future)
            if not pending:
                return
            future = next(coming)
            yield _arrived(pending.pop(future), future, scheduler)
            future.release()
    except (distributed.CancelledError, distributed.comm.CommClosedError) as error:
        raise PublishError(f"scheduler: {scheduler} connection lost; run the same command to resume") from error
    finally:
        client.cancel(list(pending), force=True)
        client.close()


def _distributed() -> Any:
    try:
        return import_module("distributed")
    except ModuleNotFoundError:
        raise PublishError("--scheduler needs Dask: pip install 'acctlib[cluster]'") from None


def _check_certificates(distributed: Any, scheduler: str) -> None:
    """Raise unless the address needs no encryption, or Dask's settings name the certificates."""
    if not scheduler.startswith("tls://"):
        return
    wanted = "Dask's own settings have to name ca-file, client.key and client.cert under distributed.comm.tls"
    try:
        context = distributed.Security().get_connection_args("client")["ssl_context"]
    except OSError as error:
        raise PublishError(f"scheduler: {scheduler}: a certificate cannot be read: {error}; {wanted}") from None
    if context is None:
        raise PublishError(f"scheduler: {scheduler} requires certificates: {wanted} (docs/cluster.md)")


def _connected(distributed: Any, scheduler: str) -> Any:
    """A Dask client of a scheduler with at least one worker."""
    _check_certificates(distributed, scheduler)
    try:
        client = distributed.Client(scheduler, timeout=JOINING, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PublishError(f"scheduler: nothing answers at {scheduler}: {error}") from error
    try:
        client.wait_for_workers(1, timeout=JOINING)
    except TimeoutError:
        client.close()
        raise PublishError(f"scheduler: {scheduler} has no worker; start some: dask worker {scheduler}") from None
    return client


def _arrived(job: Job, future: Any, scheduler: str) -> Outcome:
    """The outcome of a job, after writing its files."""
    if future.status not in ("finished", "error"):
        raise PublishError(f"scheduler: {scheduler} connection lost; run the same command to resume")
    if future.status == "error":
        error = future.exception()
        said = error if isinstance(error, PublishError) else f"its workers: {type(error).__name__}: {error}"
        return _failed(job, Failure(job.notebook.name, " ".join(str(said).split()), kind=type(error).__name__))
    outcome: Outcome
    outcome, contents = future.result()
    try:
        return replace(outcome, files=_written(job, outcome, contents))
    except PublishError as error:
        return _failed(job, failure_of(error, job.notebook.name))


def _written(job: Job, outcome: Outcome, contents: tuple[bytes, ...]) -> tuple[Path, ...]:
    """Write the files that were verified on the worker, and no others."""
    if outcome.digests != tuple(hashlib.sha256(content).hexdigest() for content in contents):
        raise PublishError("files were corrupted in transit from the worker")
    paths = [job.report_paths.report(job.client_id, job.edition, path.suffix[1:]) for path in outcome.files]
    write_all_or_none(list(zip(paths, contents, strict=True)))
    return tuple(paths)


def _failed(job: Job, failure: Failure) -> Outcome:
    return Outcome(job.client_id, job.name, job.edition, "failed", failure=failure)
