"""Opening a review: from a book on an analyst's desk, or from the slice that a run hands over.

In a run, the process that executes a client's notebook holds that client's slice and nothing
else. `open_review` then gives just that; asking for another client fails and says why.
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
    """What a run put into this process: one slice, and the configuration without its sources."""

    slice: Slice
    config: Config


_handed: BoundSlice | None = None


def bind_slice(slice_: Slice | None, config: Config | None = None) -> None:
    """Put one client's slice into this process; None takes it away again.

    Notes
    -----
    - The process of a client edition is marked as such: until the end it opens neither configuration nor book.
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
    """A configuration that says nothing of where the data, the words on other clients and their reports lie.

    That of a client edition says nothing of the targets that the firm keeps to itself, either.
    """
    seen = config.targets_for(edition)
    targets = {name: one for name, one in config.targets.items() if name in seen}
    places = dict.fromkeys(("book", "commentary", "out"), Path("withheld"))
    return config.model_copy(update={"sources": {}, "targets": targets, **places})


def open_review(client: str = "", quarter: str = "", edition: str = "client", config: str = "") -> Review:
    """One client's review, ready to show section by section.

    Parameters
    ----------
    client : str
        A client_id; the first of the book where empty.
    quarter : str
        Like 2026Q3; the last one that the data covers in full where empty.
    edition : str
        `client` (what may leave the house) or `internal`.
    config : str
        Path of an acctlib.yml; the one found upward from the working folder where empty.

    Returns
    -------
    Review
        `review.facts`, `review.frames`, and a method for each section.

    Notes
    -----
    - Without any data configured, the demonstration book is opened (and made, the first time).
    - An id that papermill has read as a number is refused: 00123 is not 123.
    - In a run only the client that was handed over can be opened.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, DataError
        With the way out.
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
    """The whole book of a supervisor, or of the firm, ready to show section by section; internal.

    Parameters
    ----------
    supervisor : str
        As the clients table names them; the firm where empty.
    quarter, config : str
        As for `open_review`.

    Raises
    ------
    ReviewError, PeriodError, ConfigError, DataError
        With the way out.

    Notes
    -----
    - In a run only what was handed over can be opened.
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
    """The whole book as what a process is handed for a portfolio; its rows are read there."""
    from acctlib.book.store.lazy_tables import LazyTables

    known = book.clients()["supervisor"].dropna().unique()
    if supervisor and supervisor not in known:
        raise ReviewError(f"supervisor: '{supervisor}' has no client; {nearest(supervisor, known)}")
    tables = LazyTables(book.config)
    return Slice(
        supervisor, "internal", tables, book.covered_to, book.fingerprint, book.acceptance_kept, coverage=book.coverage
    )  # fmt: skip


def portfolio_of(held: Slice, config: Config, quarter: pd.Period) -> Portfolio:
    """The portfolio over what was handed over."""
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
    """What analysts wrote for a quarter, by client_id and edition; a file for a client that is not there fails."""
    told = commentary(book.config, quarter, CLIENT_SECTIONS, [*CLIENT_SECTIONS, *INTERNAL_SECTIONS])
    known = book.client_ids()
    for client_id, _ in told:
        if client_id not in known:
            raise ReviewError(f"commentary: '{client_id}' is not in the book; {nearest(client_id, known)[:300]}")
    return told


def book_benchmarks(book: Book, quarter: pd.Period, out: Path | None = None) -> PeerFigures:
    """Figures over the whole book for one quarter, for each reader; see `facts.benchmark`.

    Parameters
    ----------
    out : Path, optional
        Where reports lie, with the record of figures shown; the configuration's where not given.
    """
    wanted = ("clients", "contracts", "revenue", "surveys", "projects", "rates")
    frames = {table: book.frame(table) for table in wanted if table in book.tables}
    config = book.config
    context = ReviewContext(quarter, "client", config.currency, config.currency, book.covered_to, config.policy,
                  acceptance_kept=book.acceptance_kept, coverage=book.coverage)  # fmt: skip
    return benchmarks(frames, context.at(quarter), shown_before(config, quarter, out))


def quarter_of_slice(quarter: str, held: Slice, config: Config) -> pd.Period:
    """The quarter asked for, or the usual one, of what is held."""
    since = held.coverage.first(["revenue"])
    return covered_quarter(quarter, held.covered_to, config.fiscal_year_start, since)


def quarter_of_book(quarter: str, book: Book) -> pd.Period:
    """The quarter asked for, or the usual one, of a whole book."""
    return covered_quarter(quarter, book.covered_to, book.config.fiscal_year_start, book.covered_from)


def terms_of(held: Slice, config: Config, quarter: pd.Period) -> ReviewContext:
    """The terms of one client's review: its own currency, or the firm's."""
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
