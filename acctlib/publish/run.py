"""A run: every review that was ordered, its manifest and its index."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.errors import ReviewError, nearest
from acctlib.publish.batch import LIMIT, rendered
from acctlib.publish.index import write_index
from acctlib.publish.manifest import Entry, begin, digest, versions
from acctlib.publish.places import Places
from acctlib.publish.progress import progress
from acctlib.publish.report import Job, Outcome
from acctlib.review.desk import book_benchmarks, covered_quarter, without_sources

if TYPE_CHECKING:
    from acctlib.book.store import Book

SPENT = {"start": "start", "cells": "cells", "export": "export", "write": "write"}
NOTEBOOKS = {"client": "client_review.ipynb", "internal": "account_review.ipynb"}


@dataclass(frozen=True)
class Order:
    """What to render.

    Attributes
    ----------
    quarter : str
        Like 2026Q3; the last one covered in full where empty.
    clients : tuple
        client_ids; all of the book where empty.
    out : Path
        The folder that the quarter's folder goes into.
    workers : int, optional
        Reports at once; one a core where None.
    """

    quarter: str = ""
    editions: tuple[str, ...] = ("client", "internal")
    clients: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "html")
    out: Path = Path("reports")
    workers: int | None = None
    limit: float = LIMIT


@dataclass(frozen=True)
class RunResult:
    """What came of a run."""

    outcomes: tuple[Outcome, ...]
    places: Places

    @property
    def failed(self) -> list[Outcome]:
        """Reports that are not there."""
        return [outcome for outcome in self.outcomes if outcome.state == "failed"]

    @property
    def ok(self) -> bool:
        """Every report that was ordered is there."""
        return not self.failed

    @property
    def summary(self) -> str:
        """A few lines: how many, where, what failed and where the seconds went."""
        lines = [f"{len(self.outcomes) - len(self.failed)} of {len(self.outcomes)} reports done: {self.places.index}"]
        lines += [
            f"failed: client {o.client_id}, {o.edition} edition, {o.failure.text}" for o in self.failed if o.failure
        ]
        return "\n".join([*lines, *self._seconds()])

    def _seconds(self) -> list[str]:
        spent = pd.DataFrame([o.seconds for o in self.outcomes if o.state == "done"])
        if spent.empty:
            return []
        middle = spent.median()
        told = ", ".join(f"{said} {middle[key]:.2f}" for key, said in SPENT.items())
        return [f"seconds a report (median): {told}"]


def review_run(book: Book, order: Order) -> RunResult:
    """Render what was ordered. One that fails costs one report; the manifest and the index name it.

    Raises
    ------
    ReviewError, PeriodError, PublishError
        Before anything is rendered; PublishError also where manifest or index cannot be written.

    Notes
    -----
    - However it ends, by Ctrl-C too, no process is left, and manifest and index say what is there and what is not.
    - What an earlier run left of a report goes when this run's is done or failed.
    """
    when = covered_quarter(order.quarter, book.covered_to, book.config.fiscal_year_start)
    clients = _clients(book, order.clients)
    places = Places(order.out, periods.name(when))
    manifest = begin(places, _head(book, order), list(_entries(book, order, clients, when)))
    workers = order.workers or os.cpu_count() or 1
    outcomes = []
    try:
        with (
            progress(len(clients) * len(order.editions)) as told,
            closing(rendered(_jobs(book, order, clients, when), workers, order.limit)) as coming,
        ):
            for outcome in coming:
                places.sweep(outcome.client_id, outcome.edition, keep=outcome.files)
                outcomes.append(outcome)
                manifest.record(outcome)
                told(outcome)
    finally:
        manifest.write()
        write_index(manifest, book.config, book.covered_to.isoformat())
    return RunResult(tuple(sorted(outcomes, key=lambda o: (o.client_id, o.edition))), places)


def _notebook(book: Book, edition: str) -> Path:
    return book.config.path(book.config.notebooks) / NOTEBOOKS[edition]


def _parameters(client_id: str, edition: str, when: pd.Period) -> dict[str, str]:
    return {"client": client_id, "quarter": periods.name(when), "edition": edition}


def _head(book: Book, order: Order) -> dict[str, object]:
    """What all reports of a run share."""
    notebooks = [_notebook(book, edition) for edition in order.editions]
    return {
        "firm": book.config.firm,
        "demo": book.config.demo,
        "book": book.fingerprint,
        "config": _config_digest(book),
        "notebooks": {path.name: digest(path) for path in notebooks},
        "versions": versions(),
    }


def _config_digest(book: Book) -> str:
    return hashlib.sha256(book.config.model_dump_json().encode()).hexdigest()


def _entries(book: Book, order: Order, clients: list[tuple[str, str]], when: pd.Period) -> Iterator[Entry]:
    """Every report ordered, still waiting."""
    shared = {"book": book.fingerprint, "config": _config_digest(book)}
    made_from = {edition: {**shared, "notebook": digest(_notebook(book, edition))} for edition in order.editions}
    for client_id, name in clients:
        for edition in order.editions:
            parameters = _parameters(client_id, edition, when)
            yield Entry(client_id, name, edition, "waiting", parameters, made_from[edition])


def _clients(book: Book, wanted: tuple[str, ...]) -> list[tuple[str, str]]:
    """client_id and name of every client ordered; an unknown one stops the run before it starts."""
    names = dict(book.clients()[["client_id", "name"]].itertuples(index=False, name=None))
    for client_id in wanted:
        if client_id not in names:
            raise ReviewError(f"client: '{client_id}' is not in the book; {nearest(client_id, names)[:300]}")
    return [(client_id, names[client_id]) for client_id in (dict.fromkeys(wanted) or sorted(names))]


def _jobs(book: Book, order: Order, clients: list[tuple[str, str]], when: pd.Period) -> Iterator[Job]:
    """A job for each client and edition, cut from the book when its turn comes."""
    figures = book_benchmarks(book, when)
    config = without_sources(book.config)
    for client_id, name in clients:
        for edition in order.editions:
            yield Job(
                client_id=client_id,
                name=name,
                edition=edition,
                notebook=_notebook(book, edition),
                parameters=_parameters(client_id, edition, when),
                formats=order.formats,
                places=Places(order.out, periods.name(when)),
                held=replace(book.slice(client_id, edition), benchmarks=figures[edition]),
                config=config,
            )
