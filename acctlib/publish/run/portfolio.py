"""Portfolios of the firm and of each supervisor: report, renewal calendar and attention list."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.compat import repeat
from acctlib.errors import ReviewError, nearest
from acctlib.publish.formats.typst.brand_check import check_brand
from acctlib.publish.paths.job import Job, Outcome
from acctlib.publish.paths.report_paths import ReportPaths, safe_name
from acctlib.publish.run.run_lock import held
from acctlib.publish.workers.batch import LIMIT, rendered
from acctlib.review.session import quarter_of_book, whole, without_sources

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

NOTEBOOK = "portfolio_review.ipynb"
FIRM = ""


@dataclass(frozen=True)
class PortfolioPaths(ReportPaths):
    """Paths of portfolio files, in the internal folder."""

    def report(self, client_id: str, edition: str, format_: str) -> Path:
        """The path of one file; `client_id` is the supervisor's name, or empty for the firm."""
        whose = f"-{safe_name(client_id.upper())}" if client_id else ""
        return self.folder / "internal" / f"portfolio{whose}-{self.quarter}.{format_}"


@dataclass(frozen=True)
class PortfolioRequest:
    """Which portfolios to render.

    Attributes
    ----------
    supervisors : tuple
        Names as in the clients table, `""` for the firm; the firm and all supervisors if empty.
    """

    quarter: str = ""
    supervisors: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "html", "xlsx")
    out: Path = Path("reports")
    workers: int | None = None
    limit: float = LIMIT


def portfolio_run(book: Book, order: PortfolioRequest) -> list[Outcome]:
    """Render the requested portfolios; a failure affects only its own portfolio.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, PublishError
        Before anything is rendered.
    """
    check_brand(book.config)
    when = quarter_of_book(order.quarter, book)
    report_paths = PortfolioPaths(order.out, periods.name(when))
    wanted = _wanted(book, order)
    with held(report_paths) as scratch:
        jobs = (_job(book, order, report_paths, when, supervisor) for supervisor in wanted)
        workers = order.workers or os.cpu_count() or 1
        with closing(rendered(jobs, workers, order.limit, scratch=scratch)) as coming:
            outcomes = sorted(coming, key=lambda outcome: outcome.client_id)
        for outcome in outcomes:
            repeat(outcome.notices)
            report_paths.sweep(outcome.client_id, outcome.edition, keep=outcome.files)
    return outcomes


def _wanted(book: Book, order: PortfolioRequest) -> tuple[str, ...]:
    known = sorted(book.clients()["supervisor"].dropna().unique())
    for name in order.supervisors:
        if name != FIRM and name not in known:
            raise ReviewError(f"supervisor: '{name}' has no client; {nearest(name, known)}")
    return tuple(dict.fromkeys(order.supervisors)) or (FIRM, *known)


def _job(book: Book, order: PortfolioRequest, report_paths: ReportPaths, when: pd.Period, supervisor: str) -> Job:
    config = book.config
    return Job(
        client_id=supervisor,
        name=supervisor or config.firm,
        edition="internal",
        notebook=config.notebook(NOTEBOOK),
        parameters={"supervisor": supervisor, "quarter": periods.name(when)},
        formats=order.formats,
        report_paths=report_paths,
        held=whole(book, supervisor),
        config=without_sources(config, "internal"),
    )
