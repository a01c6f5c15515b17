"""Render one report, from a job to its files, in a process with this client's data only."""

from __future__ import annotations

import ast
import hashlib
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from time import perf_counter
from typing import Any

import nbformat
from papermill.engines import papermill_engines
from papermill.execute import raise_for_execution_errors
from papermill.parameterize import parameterize_notebook

from acctlib.display import Formatter
from acctlib.display.blocks.block import MIME, inner_blocks
from acctlib.errors import PublishError, nearest
from acctlib.publish.checks.expected_content import expected_content, verify_file
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter, ReviewWorkbookExporter
from acctlib.publish.pages.attachments import attachment_files
from acctlib.publish.pages.outputs import pages_of
from acctlib.publish.paths.failure import failure_of
from acctlib.publish.paths.headlines import headlines
from acctlib.publish.paths.job import Job, OnCell, Outcome
from acctlib.publish.paths.report_paths import write_all_or_none
from acctlib.review.session import bind_slice

__all__ = ["Job", "OnCell", "Outcome", "execute", "export", "render"]

EXPORTERS = {"pdf": ReviewPDFExporter, "html": ReviewHTMLExporter, "xlsx": ReviewWorkbookExporter}


def render(job: Job, on_cell: OnCell | None = None) -> Outcome:
    """Run the notebook and write every format; a failure is returned as an outcome, not raised.

    Parameters
    ----------
    on_cell : callable, optional
        Called with the index of each cell before it runs.

    Notes
    -----
    - Every format is rendered before the first is written: a report that cannot be rendered leaves no file.
    - Every file is reopened and compared with the notebook before the first appears: see `expected_content`.
    - `seconds` records the time spent on cells, export and write.
    """
    seconds: dict[str, float] = {}
    notebook = None
    try:
        notebook = _load(job.notebook)
        check_parameters(notebook, job.parameters, job.notebook.name)
        executed = _timed(seconds, "cells", lambda: execute(job, notebook, on_cell))
        facts = _facts(executed)
        told = headlines(facts, Formatter(job.config.locale, job.config.currency))
        contents = _timed(seconds, "export", lambda: [(f, export(job, executed, f)) for f in job.formats])
        written = _timed(seconds, "write", lambda: _write(job, executed, contents))
    except Exception as error:  # any exception fails this report and no other
        failure = failure_of(error, job.notebook.name, notebook.cells if notebook else (), job.edition)
        failure = failure.with_way_out(job.config.limits)
        return Outcome(job.client_id, job.name, job.edition, "failed", failure=failure, seconds=seconds)
    paths, digests = zip(*written, strict=True)
    return Outcome(job.client_id, job.name, job.edition, "done", paths, digests, facts, told, seconds=seconds)


def _timed(seconds: dict[str, float], name: str, step: Any) -> Any:
    begun = perf_counter()
    try:
        return step()
    finally:
        seconds[name] = round(perf_counter() - begun, 4)


def _load(path: Path) -> Any:
    if not path.is_file():
        raise PublishError(f"there is no notebook {path}")
    try:
        return nbformat.read(path, as_version=4)
    except (nbformat.reader.NotJSONError, UnicodeDecodeError):
        raise PublishError(f"{path.name}: not a notebook") from None


def check_parameters(notebook: Any, given: Mapping[str, str], name: str) -> None:
    """Raise an error for a parameter that the notebook does not have; papermill would only warn."""
    tagged = [cell for cell in notebook.cells if "parameters" in cell.metadata.get("tags", [])]
    if not tagged:
        raise PublishError(f"{name}: no cell is tagged parameters")
    known = list(_assigned(tagged[0].source))
    for parameter in given:
        if parameter not in known:
            raise PublishError(f"{name}: has no parameter '{parameter}'; {nearest(parameter, known)}")


def _assigned(source: str) -> Iterator[str]:
    """Names assigned in a parameters cell: `quarter = ""` and `quarter: str = ""`."""
    for node in ast.parse(source).body:
        targets: Sequence[ast.expr] = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else ()
        )
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def execute(job: Job, notebook: Any, on_cell: OnCell | None = None) -> Any:
    """Execute the notebook with the job's slice bound to this process.

    Dated drawings carry the last day of the data, so the same input produces the same bytes.
    """
    as_of = {"SOURCE_DATE_EPOCH": str(timegm(job.held.covered_to.timetuple()))}
    bind_slice(job.held, job.config)
    try:
        executed = papermill_engines.execute_notebook_with_engine(
            "acctlib", _prepared(notebook, job.parameters), "python3", progress_bar=False, autosave_cell_every=0,
            on_cell=on_cell, environment=as_of, execution_timeout=job.cell_limit, output_limit=job.config.limits.output,
        )  # fmt: skip
    finally:
        bind_slice(None)
    raise_for_execution_errors(executed, None)
    return executed


def _prepared(notebook: Any, parameters: Mapping[str, str]) -> Any:
    """A notebook with its parameters and the metadata that papermill expects.

    This repeats the steps of `papermill.execute_notebook`, which would write and read the notebook
    three times without storing it anywhere.
    """
    prepared = deepcopy(notebook)
    for part in (prepared, *prepared.cells):
        part.metadata.setdefault("papermill", {})
    for cell in prepared.cells:
        cell.metadata.setdefault("tags", [])
    return parameterize_notebook(prepared, dict(parameters), kernel_name="python3", language="python")


@lru_cache(maxsize=8)
def exporter_for(format_: str, brand: str) -> Any:
    """An exporter, built once per process, so its templates stay compiled."""
    return EXPORTERS[format_](brand=brand)


def export(job: Job, executed: Any, format_: str) -> str | bytes:
    """The contents of one file."""
    exporter = exporter_for(format_, str(job.config.path(job.config.brand)))
    content: str | bytes = exporter.from_notebook_node(executed, {"metadata": {"name": job.name}})[0]
    return content


def _write(job: Job, executed: Any, contents: list[tuple[str, str | bytes]]) -> list[tuple[Path, str]]:
    """Write every file, or none if one fails verification; returns paths and digests."""
    promise, beside = expected_content(executed, job.name), attachment_files(job, pages_of(executed))
    drawn = [*contents, ("ipynb", nbformat.writes(_without_times(executed)))]
    files = [(job.report_paths.report(job.client_id, job.edition, format_), content) for format_, content in drawn]
    files += beside
    written = write_all_or_none(files, lambda draft, path: verify_file(draft, path.suffix[1:], promise))
    return [(path, hashlib.sha256(data).hexdigest()) for (path, _), data in zip(files, written, strict=True)]


def _without_times(executed: Any) -> Any:
    """Remove papermill's timestamps from the notebook, so that the same input produces the same bytes."""
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
    """The facts in the notebook's document block."""
    heads = (block for block in _payloads(executed) if block.get("block") == "document")
    return tuple(dict(fact) for fact in next(heads, {}).get("facts", ()))
