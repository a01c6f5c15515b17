"""From a request to its reports: which ones, their inputs, and the job that renders each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.errors import ReviewError, nearest
from acctlib.facts import PeerFigures
from acctlib.publish.formats.typst.brand_check import check_brand
from acctlib.publish.paths.job import Job
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run import provenance
from acctlib.publish.run.manifest import Entry, Key
from acctlib.publish.run.request import RunRequest
from acctlib.review.base.commentary import Remarks
from acctlib.review.session import book_benchmarks, quarter_of_book, remarks_of, without_sources

if TYPE_CHECKING:
    from acctlib.book.store.slice import Slice
    from acctlib.book.store.store import Book
    from acctlib.config import Config

AT_ONCE = 50  # clients whose rows are read at once; between two such reads, no report waits for the book


@dataclass(frozen=True)
class Plan:
    """A valid request: every name in it is known.

    Attributes
    ----------
    clients : Mapping
        client_id -> name, in rendering order.
    figures : PeerFigures
        Figures across the whole book, for each reader.
    shared : Mapping
        Edition -> digests of the inputs shared by all its reports.
    remarks : Mapping
        Report -> the analysts' commentary for it.
    """

    book: Book
    request: RunRequest
    when: pd.Period
    clients: Mapping[str, str]
    figures: PeerFigures
    shared: Mapping[str, Mapping[str, str]]
    remarks: Mapping[Key, Remarks]

    @property
    def report_paths(self) -> ReportPaths:
        """Where the reports' files are written."""
        return ReportPaths(self.request.out, periods.name(self.when))

    @property
    def head(self) -> dict[str, object]:
        """What all the reports have in common, for the manifest."""
        config = self.book.config
        return {
            "firm": config.firm,
            "demo": config.demo,
            "book": self.book.fingerprint,
            "covered_to": self.book.covered_to.isoformat(),
            "notebooks": {
                provenance.notebook(config, e).name: self.shared[e]["notebook"] for e in self.request.editions
            },
            "versions": provenance.versions(),
        }

    @cached_property
    def data(self) -> Mapping[Key, str]:
        """Report -> digest of its current data, for every report of the book, requested or not."""
        return {
            (client_id, edition): provenance.digest_of(
                [
                    rows,
                    self.remarks.get((client_id, edition)),
                    self.shared[edition]["context"],
                    self.figures.of(client_id, edition),
                ]
            )
            for edition in self.shared
            for client_id, rows in self.book.digests(edition).items()
        }

    def entries(self) -> list[Entry]:
        """Every requested report, in the state `waiting`."""
        return [self._entry(client_id, edition) for client_id in self.clients for edition in self.request.editions]

    def _entry(self, client_id: str, edition: str) -> Entry:
        digests = {name: said for name, said in self.shared[edition].items() if name != "context"}
        return Entry(
            client_id=client_id,
            name=self.clients[client_id],
            edition=edition,
            state="waiting",
            parameters=self._parameters(client_id, edition),
            made_from={"data": self.data[client_id, edition], **digests},
        )

    def _parameters(self, client_id: str, edition: str) -> dict[str, str]:
        return {"client": client_id, "quarter": periods.name(self.when), "edition": edition}

    def jobs(self, wanted: Collection[Key]) -> Iterator[Job]:
        """A job for each requested report, reading several clients' rows from the book at a time."""
        editions = self.request.editions
        configs = {edition: without_sources(self.book.config, edition) for edition in editions}
        ordered = [client for client in self.clients if any((client, edition) in wanted for edition in editions)]
        for some in (ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE)):
            cut = {edition: self._slices([c for c in some if (c, edition) in wanted], edition) for edition in editions}
            for client_id in some:
                yield from (
                    self._job(cut[edition].pop(client_id), configs[edition])
                    for edition in editions
                    if client_id in cut[edition]
                )

    def _slices(self, clients: list[str], edition: str) -> dict[str, Slice]:
        return {one.client_id: one for one in self.book.slices(clients, edition)} if clients else {}

    def _job(self, rows: Slice, config: Config) -> Job:
        """One report's job: its process gets the client's rows, portfolio figures and commentary, and nothing else."""
        client_id, edition = rows.client_id, rows.edition
        return Job(
            client_id=client_id,
            name=self.clients[client_id],
            edition=edition,
            notebook=provenance.notebook(self.book.config, edition),
            parameters=self._parameters(client_id, edition),
            formats=self.request.formats,
            report_paths=self.report_paths.held,
            held=self._with_figures(rows),
            config=config,
        )

    def _with_figures(self, rows: Slice) -> Slice:
        """A client's rows with the portfolio figures and commentary for the report."""
        said = self.remarks.get((rows.client_id, rows.edition), {})
        return replace(rows, benchmarks=self.figures.of(rows.client_id, rows.edition), commentary=said)

    def afresh(self, job: Job) -> Slice:
        """A job's input, read from the book again for this report alone."""
        return self._with_figures(self.book.slice(job.client_id, job.edition))


def planned(book: Book, request: RunRequest) -> Plan:
    """Turn a request into a plan, with every default filled in.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, PublishError
        For an unknown client or quarter, or a brand that cannot be used to render reports.
    """
    check_brand(book.config, fonts=not request.scheduler)
    when = quarter_of_book(request.quarter, book)
    clients = _clients(book, request.clients)
    figures = book_benchmarks(book, when, request.out)
    shared = provenance.of_all(book, request)
    return Plan(book, request, when, clients, figures, shared, remarks_of(book, when))


def _clients(book: Book, wanted: tuple[str, ...]) -> dict[str, str]:
    """client_id and name of every requested client; raises an error for an unknown client before the run starts."""
    names = dict(book.clients()[["client_id", "name"]].itertuples(index=False, name=None))
    for client_id in wanted:
        if client_id not in names:
            raise ReviewError(f"client: '{client_id}' is not in the book; {nearest(client_id, names)[:300]}")
    return {client_id: names[client_id] for client_id in (dict.fromkeys(wanted) or sorted(names))}
