"""The portfolio of the firm and of each supervisor: pages, a calendar of renewals, and the attention list as CSV."""

from __future__ import annotations

import os
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display.csv_text import csv_text
from acctlib.errors import ReviewError, nearest
from acctlib.publish.batch import LIMIT, rendered
from acctlib.publish.calendar_file import renewal_calendar
from acctlib.publish.hold import held
from acctlib.publish.job import Job, Outcome
from acctlib.publish.places import Places, safe_name, write_whole
from acctlib.review.desk import covered_quarter, portfolio_of, whole, without_sources

if TYPE_CHECKING:
    from acctlib.book.store import Book

NOTEBOOK = "portfolio_review.ipynb"
FIRM = ""


@dataclass(frozen=True)
class PortfolioPlaces(Places):
    """Where portfolios lie: beside the clients' folders, in the internal one."""

    def report(self, client_id: str, edition: str, format_: str) -> Path:
        """One file; `client_id` is the supervisor's name, or empty for the firm."""
        whose = f"-{safe_name(client_id.upper())}" if client_id else ""
        return self.folder / "internal" / f"portfolio{whose}-{self.quarter}.{format_}"


@dataclass(frozen=True)
class PortfolioOrder:
    """Which portfolios to render.

    Attributes
    ----------
    supervisors : tuple
        Names as the clients table has them, `""` for the firm; firm and all supervisors where empty.
    """

    quarter: str = ""
    supervisors: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("pdf", "html", "xlsx")
    out: Path = Path("reports")
    workers: int | None = None
    limit: float = LIMIT


def portfolio_run(book: Book, order: PortfolioOrder) -> list[Outcome]:
    """Render the portfolios that were ordered; one that fails costs one.

    Raises
    ------
    ReviewError, PeriodError, PublishError
        Before anything is rendered.
    """
    when = covered_quarter(order.quarter, book.covered_to, book.config.fiscal_year_start)
    places = PortfolioPlaces(order.out, periods.name(when))
    wanted = _wanted(book, order)
    with held(places) as scratch:
        jobs = (_job(book, order, places, when, supervisor) for supervisor in wanted)
        workers = order.workers or os.cpu_count() or 1
        with closing(rendered(jobs, workers, order.limit, scratch=scratch)) as coming:
            outcomes = sorted(coming, key=lambda outcome: outcome.client_id)
        for outcome in outcomes:
            places.sweep(outcome.client_id, outcome.edition, keep=outcome.files)
        _beside(book, places, when)
    return outcomes


def _wanted(book: Book, order: PortfolioOrder) -> tuple[str, ...]:
    known = sorted(book.clients()["supervisor"].dropna().unique())
    for name in order.supervisors:
        if name != FIRM and name not in known:
            raise ReviewError(f"supervisor: '{name}' has no client; {nearest(name, known)}")
    return tuple(dict.fromkeys(order.supervisors)) or (FIRM, *known)


def _job(book: Book, order: PortfolioOrder, places: Places, when: pd.Period, supervisor: str) -> Job:
    config = book.config
    return Job(
        client_id=supervisor,
        name=supervisor or config.firm,
        edition="internal",
        notebook=config.path(config.notebooks) / NOTEBOOK,
        parameters={"supervisor": supervisor, "quarter": periods.name(when)},
        formats=order.formats,
        places=places,
        held=whole(book, supervisor),
        config=without_sources(config),
    )


def _beside(book: Book, places: Places, when: pd.Period) -> None:
    """The firm's renewals for a calendar, and its attention list for a spreadsheet."""
    firm = portfolio_of(whole(book), book.config, when)
    folder = places.folder / "internal"
    listed = firm.attention_list.listed
    table = listed.assign(name=[firm.names.get(client, client) for client in listed.index])
    rows = table[["name", "why", "state", "fees", "rank", "rank_low", "rank_high"]].reset_index()
    write_whole(folder / f"attention-{places.quarter}.csv", csv_text(rows))
    if "contracts" in firm.frames:
        calendar = renewal_calendar(firm.frames["contracts"], firm.names, firm.terms.covered_to, book.config.firm)
        write_whole(folder / f"renewals-{places.quarter}.ics", calendar)
