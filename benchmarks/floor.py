"""CPU of one report beside the least that it could be: its cells as plain Python, and Typst's setting of the page.

Both run in a process forked from this one, which has imported everything, as the server of a run has.
The floor has no IPython, no notebook, no exporter, no checks and no files.
"""

import argparse
import os
import pickle
import statistics
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import process_time
from typing import Any

import nbformat
from measure import demo, table, times

import acctlib.publish.workers.preload  # noqa: F401
from acctlib import load_config, open_book
from acctlib.display.brand.brand import load_brand
from acctlib.publish.formats.exporters import ReviewTypstExporter
from acctlib.publish.formats.typst.fonts import faces_for
from acctlib.publish.formats.typst.typst_source import compile_pdf, day_of
from acctlib.publish.pages.outputs import pages_of
from acctlib.publish.paths.job import Job
from acctlib.publish.run.plan import planned
from acctlib.publish.run.run import RunRequest
from acctlib.publish.workers.report import execute, render
from acctlib.review.session import bind_slice


def jobs(config: Path, clients: int, out: Path) -> list[Job]:
    """What a run would give to its processes."""
    with open_book(load_config(config)) as book:
        plan = planned(book, RunRequest(formats=("pdf",), out=out))
        wanted = {(client, edition) for client in list(plan.clients)[:clients] for edition in ("client", "internal")}
        return list(plan.jobs(wanted))


def forked(do: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of what a child does, and what it gives."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            begun = process_time()
            given = do()
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump((process_time() - begun, given), pipe)
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        seen: tuple[float, Any] = pickle.load(pipe)
    os.waitpid(child, 0)
    return seen


def ours(job: Job) -> dict[str, float]:
    """The report as the batch makes it: its files, checked."""
    outcome = render(job)
    assert outcome.state == "done", outcome.failure
    return dict(outcome.seconds)


def typst_source(job: Job) -> tuple[str, Any]:
    """What Typst is given for it."""
    notebook = execute(job, nbformat.read(job.notebook, as_version=4))
    exporter = ReviewTypstExporter(brand=str(job.config.path(job.config.brand)))
    source = exporter.from_notebook_node(notebook, {"metadata": {"name": job.name}})[0]
    return str(source), day_of(pages_of(notebook).document)


def looked_at(*values: Any) -> None:
    """Ask values how they look, as whoever shows them has to."""
    for value in values:
        if hasattr(value, "_repr_mimebundle_"):
            value._repr_mimebundle_()


def floor(job: Job, source: str, day: Any) -> None:
    """The cells one after the other, each value asked how it looks; then the page."""
    names: dict[str, Any] = {"display": looked_at}
    bind_slice(job.held, job.config)
    for cell in nbformat.read(job.notebook, as_version=4).cells:
        if cell.cell_type == "code":
            *before, last = cell.source.rstrip().rsplit("\n", 1)
            exec("\n".join(before), names)
            if "parameters" in cell.metadata.get("tags", ()):
                exec(last, names)
                names.update(job.parameters)
                continue
            try:
                value = eval(last, names)
            except SyntaxError:
                exec(last, names)
                continue
            looked_at(value)
    compile_pdf(source, faces_for(load_brand(job.config.path(job.config.brand))), day)


def main() -> None:
    """Both in turn, for each job."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=4)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    seen: dict[str, list[float]] = {"report": [], "floor": []}
    with tempfile.TemporaryDirectory() as folder:
        made = jobs(demo(Path(folder) / "demo", max(asked.clients, 8)), asked.clients, Path(folder) / "out")
        for job in made:
            source, day = forked(partial(typst_source, job))[1]
            for _ in range(asked.turns):
                seen["report"].append(forked(partial(ours, job))[0])
                bare = replace(job, formats=())
                seen["floor"].append(forked(partial(floor, bare, source, day))[0])
    rows = [
        (name, f"{statistics.median(s):.3f} s of CPU", f"{min(s):.3f} at best", f"{times(s, seen['floor']):.2f} floors")
        for name, s in seen.items()
    ]
    table(f"One report as PDF ({len(made)} jobs, {asked.turns} turns)", rows)


if __name__ == "__main__":
    main()
