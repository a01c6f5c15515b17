"""One report: from a job to its files, in a process that holds this one client and nothing else."""

from __future__ import annotations

import ast
import hashlib
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any, Literal

import nbformat
import papermill
from papermill.exceptions import PapermillExecutionError

from acctlib.book.slice import Slice
from acctlib.config import Config
from acctlib.display.blocks import MIME, inner_blocks
from acctlib.errors import AcctlibError, PublishError, nearest
from acctlib.publish.exporters import ReviewHTMLExporter, ReviewPDFExporter
from acctlib.publish.places import Places, write_whole
from acctlib.review.desk import hand_over

EXPORTERS = {"pdf": ReviewPDFExporter, "html": ReviewHTMLExporter}


@dataclass(frozen=True)
class Job:
    """Everything that one report is made from.

    Attributes
    ----------
    held : Slice
        The client's rows in this edition: all the data that the process gets.
    config : Config
        Without sources and without the way to the book.
    parameters : Mapping
        Text values for the notebook's parameters cell.
    formats : tuple
        pdf, html.
    """

    client_id: str
    name: str
    edition: str
    notebook: Path
    parameters: Mapping[str, str]
    formats: tuple[str, ...]
    places: Places
    held: Slice
    config: Config


@dataclass(frozen=True)
class Failure:
    """Why a report is not there, in a person's words."""

    notebook: str
    error: str
    cell: int | None = None
    section: str = ""
    kind: str = ""
    trace: str = ""

    @property
    def text(self) -> str:
        """In one line."""
        place = f", cell {self.cell}" if self.cell else ""
        section = f" (in '{self.section}')" if self.section else ""
        return f"{self.notebook}{place}{section}: {self.error}"


@dataclass(frozen=True)
class Outcome:
    """What came of a job: files, or a failure with a name; and where the seconds went."""

    client_id: str
    name: str
    edition: str
    state: Literal["done", "failed"]
    files: tuple[Path, ...] = ()
    digests: tuple[str, ...] = ()
    facts: tuple[Mapping[str, Any], ...] = ()
    failure: Failure | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)


def render(job: Job) -> Outcome:
    """Run the notebook and write every format; a failure is an outcome, not an exception."""
    seconds: dict[str, float] = {}
    try:
        notebook = _load(job.notebook)
        check_parameters(notebook, job.parameters, job.notebook.name)
        executed = _timed(seconds, "cells", lambda: execute(job, notebook))
        contents = _timed(seconds, "export", lambda: [(f, export(job, executed, f)) for f in job.formats])
    except Exception as error:  # whatever a notebook raises costs this report and no other
        return Outcome(job.client_id, job.name, job.edition, "failed", failure=failure_of(job, error), seconds=seconds)
    written = _timed(seconds, "write", lambda: _write(job, executed, contents))
    digests = tuple(hashlib.sha256(path.read_bytes()).hexdigest() for path in written)
    return Outcome(job.client_id, job.name, job.edition, "done", written, digests, _facts(executed), seconds=seconds)


def _timed(seconds: dict[str, float], name: str, step: Any) -> Any:
    begun = perf_counter()
    try:
        return step()
    finally:
        seconds[name] = round(perf_counter() - begun, 4)


def _load(path: Path) -> Any:
    if not path.is_file():
        raise PublishError(f"there is no notebook {path}")
    return nbformat.read(path, as_version=4)


def check_parameters(notebook: Any, given: Mapping[str, str], name: str) -> None:
    """Fail on a parameter that the notebook does not have; papermill would only warn."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        raise PublishError(f"{name}: no cell is tagged parameters")
    assigned = [node for node in ast.parse(tagged[0].source).body if isinstance(node, ast.Assign)]
    known = [target.id for node in assigned for target in node.targets if isinstance(target, ast.Name)]
    for parameter in given:
        if parameter not in known:
            raise PublishError(f"{name}: has no parameter '{parameter}'; {nearest(parameter, known)}")


def execute(job: Job, notebook: Any) -> Any:
    """The executed notebook; the process holds the job's slice while it runs."""
    hand_over(job.held, job.config)
    try:
        return papermill.execute_notebook(
            notebook, None, dict(job.parameters), engine_name="acctlib", progress_bar=False,
            request_save_on_cell_execute=False, autosave_cell_every=0,
        )  # fmt: skip
    finally:
        hand_over(None)


@lru_cache(maxsize=8)
def exporter_for(format_: str, brand: str) -> Any:
    """An exporter, built once a process: its templates stay compiled."""
    return EXPORTERS[format_](brand=brand)


def export(job: Job, executed: Any, format_: str) -> str | bytes:
    """The content of one file."""
    exporter = exporter_for(format_, str(job.config.path(job.config.brand)))
    content: str | bytes = exporter.from_notebook_node(executed, {"metadata": {"name": job.name}})[0]
    return content


def _write(job: Job, executed: Any, contents: list[tuple[str, str | bytes]]) -> tuple[Path, ...]:
    paths = []
    for format_, content in (*contents, ("ipynb", nbformat.writes(_without_times(executed)))):
        path = job.places.report(job.client_id, job.edition, format_)
        write_whole(path, content)
        paths.append(path)
    return tuple(paths)


def _without_times(executed: Any) -> Any:
    """The notebook without the times that papermill keeps: the same input gives the same bytes."""
    for part in (executed, *executed.cells):
        part.metadata.pop("papermill", None)
        part.metadata.pop("execution", None)
        if "injected-parameters" in part.metadata.get("tags", []):
            part.id = "injected-parameters"
    return executed


def _payloads(executed: Any) -> Iterator[Mapping[str, Any]]:
    for cell in executed.cells:
        for output in cell.get("outputs", []):
            if MIME in output.get("data", {}):
                yield from inner_blocks(output["data"][MIME])


def _facts(executed: Any) -> tuple[Mapping[str, Any], ...]:
    """The facts that the notebook's head carries."""
    heads = (block for block in _payloads(executed) if block["block"] == "document")
    return tuple(next(heads, {}).get("facts", ()))


def failure_of(job: Job, error: Exception) -> Failure:
    """An exception as a failure that names notebook, cell and section."""
    if isinstance(error, PapermillExecutionError):
        # Papermill counts the cell that it put in below the parameters; the author of the notebook does not.
        number = error.cell_index
        said, trace = f"{error.ename}: {error.evalue}", "\n".join(error.traceback)[-4000:]
        return Failure(job.notebook.name, said, number, _section(job, number), error.ename, trace)
    said = str(error) if isinstance(error, AcctlibError) else f"{type(error).__name__}: {error}"
    return Failure(job.notebook.name, said, kind=type(error).__name__, trace=traceback.format_exc()[-4000:])


def _section(job: Job, number: int) -> str:
    """The nearest heading above a cell."""
    cells = _load(job.notebook).cells[:number]
    heads = [
        line.lstrip("# ")
        for c in cells
        if c.cell_type == "markdown"
        for line in c.source.splitlines()
        if line.startswith("#")
    ]
    return heads[-1] if heads else ""
