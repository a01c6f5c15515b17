"""Opening a review: from an analyst's local book, or from the slice that a run passes in.

In a run, the process that executes a client's notebook has that client's slice and nothing
else. `open_review` then returns only that review; any other client raises an error that says why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.book.schema.tables import EDITIONS
from acctlib.book.store.slice import Slice
from acctlib.config import Config, deny_data_access, load_config
from acctlib.display.drawing.inline_backend import prefer_svg
from acctlib.errors import ReviewError, nearest
from acctlib.facts import PeerFigures, ReviewContext, benchmarks
from acctlib.review.base.commentary import Remarks, commentary
from acctlib.review.base.peer_record import shown_before
from acctlib.review.base.quarters import covered_quarter
from acctlib.review.base.section import CLIENT_SECTIONS, INTERNAL_SECTIONS
from acctlib.review.client.review import Review

if TYPE_CHECKING:
    from acctlib.book.store.store import Book
    from acctlib.review.portfolio import Portfolio


@dataclass(frozen=True)
class BoundSlice:
    """What a run bound to this process: one slice, and the configuration without its sources."""

    slice: Slice
    config: Config


_handed: BoundSlice | None = None


def bind_slice(slice_: Slice | None, config: Config | None = None) -> None:
    """Bind one client's slice to this process; None removes it.

    Notes
    -----
    - A client edition's process is marked as such, and can then open neither a configuration nor a book.
    """
    global _handed
    _handed = BoundSlice(slice_, config or Config()) if slice_ is not None else None
    deny_data_access(_only(slice_) if slice_ is not None and slice_.edition == "client" else "")


def _only(held: Slice) -> str:
    return (
        f"this process holds the client edition of client {held.client_id} and nothing else. Internal content "
        "belongs in the internal edition (account_review); open other clients in a notebook of your own"
    )


def without_sources(config: Config, edition: str) -> Config:
    """Return the configuration without the locations of the data, the commentary and the reports.

    For the client edition, the targets not meant for clients are removed too.
    """
    seen = config.targets_for(edition)
    targets = {name: one for name, one in config.targets.items() if name in seen}
    places = dict.fromkeys(("book", "commentary", "out"), Path("withheld"))
    return config.model_copy(update={"sources": {}, "targets": targets, **places})


def open_review(client: str = "", quarter: str = "", edition: str = "client", config: str = "") -> Review:
    """Open one client's review, ready to show section by section.

    Parameters
    ----------
    client : str
        A client_id; if empty, the first in the book.
    quarter : str
        For example 2026Q3; if empty, the last quarter that the data covers in full.
    edition : str
        `client` (what may leave the firm) or `internal`.
    config : str
        Path of an acctlib.yml; if empty, the nearest one in the working folder or its parents.

    Returns
    -------
    Review
        With `facts`, `frames`, and a method for each section.

    Notes
    -----
    - If no data is configured, the demonstration book is opened (and created on first use).
    - An id that papermill parsed as a number is rejected: 00123 is not 123.
    - In a run, only the client whose slice was passed in can be opened.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, DataError
        The message says what to do.
    """
    if edition not in EDITIONS:
        raise ReviewError(f"edition: '{edition}' is unknown; {nearest(edition, EDITIONS)}")
    if not isinstance(client, str):
        raise ReviewError(
            f"client: {client!r} is not text ({type(client).__name__}), but ids are: "
            "write it in quotes, and give it to papermill with -r (raw) instead of -p"
        )
    prefer_svg()
    if _handed is not None:
        return _from_hand(_handed, client, quarter, edition)
    return _from_book(client, quarter, edition, config)


def open_portfolio(supervisor: str = "", quarter: str = "", config: str = "") -> Portfolio:
    """Open a supervisor's whole book, or the firm's, ready to show section by section; internal.

    Parameters
    ----------
    supervisor : str
        As named in the clients table; if empty, the whole firm.
    quarter, config : str
        As for `open_review`.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, DataError
        The message says what to do.

    Notes
    -----
    - In a run, only the portfolio that was passed in can be opened.
    """
    prefer_svg()
    if _handed is not None:
        held, chosen = _handed.slice, _handed.config
        if held.client_id != supervisor or "clients" not in held.frames or held.edition != "internal":
            raise ReviewError("this process holds one client's review and no portfolio")
        return portfolio_of(held, chosen, quarter_of_slice(quarter, held, chosen))
    from acctlib.book import open_book
    from acctlib.book.demo import demo_config

    chosen = demo_config(load_config(config or None))
    with open_book(chosen) as book:
        held = whole(book, supervisor)
    return portfolio_of(held, chosen, quarter_of_slice(quarter, held, chosen))


def whole(book: Book, supervisor: str = "") -> Slice:
    """The whole book as the slice passed to a portfolio's process, which reads the rows itself."""
    from acctlib.book.store.lazy_tables import LazyTables

    known = book.clients()["supervisor"].dropna().unique()
    if supervisor and supervisor not in known:
        raise ReviewError(f"supervisor: '{supervisor}' has no client; {nearest(supervisor, known)}")
    tables = LazyTables(book.config)
    return Slice(
        supervisor, "internal", tables, book.covered_to, book.fingerprint, book.acceptance_kept, coverage=book.coverage
    )  # fmt: skip


def portfolio_of(held: Slice, config: Config, quarter: pd.Period) -> Portfolio:
    """The portfolio for the slice that was passed in."""
    from acctlib.review.portfolio import Portfolio

    context = ReviewContext(
        quarter, "internal", config.currency, config.currency, held.covered_to, config.policy,
        config.targets_for("internal"), held.acceptance_kept, coverage=held.coverage,
    )  # fmt: skip
    return Portfolio(held.frames, context.at(quarter), config, held.client_id)


def _from_hand(handed: BoundSlice, client: str, quarter: str, edition: str) -> Review:
    held = handed.slice
    if (client or held.client_id) != held.client_id or edition != held.edition:
        raise ReviewError(
            f"this process holds the {held.edition} edition of client {held.client_id} and nothing else: "
            f"it cannot open the {edition} edition of {client}. Open other clients in a notebook of your own"
        )
    when = quarter_of_slice(quarter, held, handed.config)
    return Review(held, terms_of(held, handed.config, when), handed.config)


def _from_book(client: str, quarter: str, edition: str, config: str) -> Review:
    from acctlib.book import open_book
    from acctlib.book.demo import demo_config

    chosen = demo_config(load_config(config or None))
    with open_book(chosen) as book:
        held = book.slice(client or book.client_ids()[0], edition)
        when = quarter_of_slice(quarter, held, chosen)
        figures = book_benchmarks(book, when)
        said = remarks_of(book, when).get((held.client_id, edition), {})
    held = replace(held, benchmarks=figures.of(held.client_id, edition), commentary=said)
    return Review(held, terms_of(held, chosen, when), chosen)


def remarks_of(book: Book, quarter: pd.Period) -> Mapping[tuple[str, str], Remarks]:
    """Analysts' commentary for a quarter, by client_id and edition; raises an error for an unknown client."""
    told = commentary(book.config, quarter, CLIENT_SECTIONS, [*CLIENT_SECTIONS, *INTERNAL_SECTIONS])
    known = book.client_ids()
    for client_id, _ in told:
        if client_id not in known:
            raise ReviewError(f"commentary: '{client_id}' is not in the book; {nearest(client_id, known)[:300]}")
    return told


def book_benchmarks(book: Book, quarter: pd.Period, out: Path | None = None) -> PeerFigures:
    """Benchmarks from the whole book for one quarter, for each client and edition; see `facts.benchmark`.

    Parameters
    ----------
    out : Path, optional
        Folder of the reports and of the record of peer figures shown; defaults to the configuration's.
    """
    wanted = ("clients", "contracts", "revenue", "surveys", "projects", "rates")
    frames = {table: book.frame(table) for table in wanted if table in book.tables}
    config = book.config
    context = ReviewContext(quarter, "client", config.currency, config.currency, book.covered_to, config.policy,
                  acceptance_kept=book.acceptance_kept, coverage=book.coverage)  # fmt: skip
    return benchmarks(frames, context.at(quarter), shown_before(config, quarter, out))


def quarter_of_slice(quarter: str, held: Slice, config: Config) -> pd.Period:
    """The requested quarter, or the default, for a slice."""
    since = held.coverage.first(["revenue"])
    return covered_quarter(quarter, held.covered_to, config.fiscal_year_start, since)


def quarter_of_book(quarter: str, book: Book) -> pd.Period:
    """The requested quarter, or the default, for a whole book."""
    return covered_quarter(quarter, book.covered_to, book.config.fiscal_year_start, book.covered_from)


def terms_of(held: Slice, config: Config, quarter: pd.Period) -> ReviewContext:
    """The context of one client's review, in the client's own currency or else the firm's."""
    head = held.frames["clients"].iloc[0]
    own = head.get("currency")
    context = ReviewContext(
        quarter=quarter,
        edition=held.edition,
        currency=own if isinstance(own, str) and own else config.currency,
        firm_currency=config.currency,
        covered_to=held.covered_to,
        policy=config.policy,
        targets=config.targets_for(held.edition),
        acceptance_kept=held.acceptance_kept,
        merged_on=held.merged_on,
        absorbed_on=held.absorbed_on,
        coverage=held.coverage,
    )
    return context.at(quarter)
