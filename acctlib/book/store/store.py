"""The book: all tables in one embedded DuckDB file, built atomically and read by many processes at once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from types import TracebackType

import duckdb
import pandas as pd

from acctlib.book.ingest.checks import CheckReport, check_sources
from acctlib.book.ingest.coverage import Recorded, coverage_of
from acctlib.book.ingest.sources import digest_of
from acctlib.book.schema.tables import EDITIONS, TABLES
from acctlib.book.store.build import build
from acctlib.book.store.days import recorded_by
from acctlib.book.store.frames import as_frame, by_owner
from acctlib.book.store.slice import Slice
from acctlib.book.store.table_reader import read_table
from acctlib.book.visibility import OWNER, SHARED, content_digests, visible_rows
from acctlib.config import Config, require_data_access
from acctlib.coverage import Coverage
from acctlib.errors import ConfigError, DataError, ReviewError, nearest
from acctlib.periods import last_full_quarter

VERSION = 2  # of the way tables are read and stored; changing it causes every book to be rebuilt


def open_book(config: Config) -> Book:
    """Open the firm's book read-only, rebuilding it first if an input, the configuration or the schema has changed.

    Raises
    ------
    ConfigError
        No sources are configured.
    DataError
        The input has blocking problems; an existing book is left unchanged.
    """
    require_data_access("the book")
    path = config.path(config.book)
    wanted = fingerprint(config)
    if _fingerprint_of(path) != wanted:
        build(config, path, wanted)
    return Book(path, config)


def check_book(config: Config) -> CheckReport:
    """Return every problem in the input, without building the book."""
    return check_sources(config)


def fingerprint(config: Config) -> str:
    """Return a hash of everything that determines the book: source contents, configuration and schema."""
    if not config.sources:
        raise ConfigError("sources: none are configured; name your exports in acctlib.yml, or run `acctlib demo`")
    said = config.model_dump(mode="json", include={"sources", "rules", "currency"})
    digests = {name: digest_of(source, config) for name, source in config.sources.items()}
    content = json.dumps([VERSION, said, digests, repr(TABLES.values())], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _opened(path: Path) -> duckdb.DuckDBPyConnection:
    """Open the current book file read-only.

    It is attached to a separate database instance, because DuckDB shares instances opened by path within a
    process: a notebook with an old book open would otherwise get the old one again.
    """
    require_data_access("the book")
    db, quoted = duckdb.connect(), str(path).replace("'", "''")
    try:
        db.execute(f"attach '{quoted}' as book (type duckdb, read_only)")
        db.execute("use book")
    except duckdb.Error:
        db.close()
        raise
    return db


def _fingerprint_of(path: Path) -> str | None:
    """Fingerprint stored in an existing book; None if it is missing or cannot be read by this version of DuckDB."""
    if not path.is_file():
        return None
    try:
        with _opened(path) as db:
            row = db.execute("select fingerprint from _book").fetchone()
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise DataError(f"{path.name} is locked by another program (perhaps an open notebook): {error}") from None
        return None
    except duckdb.Error:
        return None
    return str(row[0]) if row else None


class Book:
    """The firm's book of business, read-only. Close it after use, or use it in a `with` statement.

    Attributes
    ----------
    config : Config
        The configuration that it was opened with.
    """

    def __init__(self, path: Path, config: Config) -> None:
        self.config = config
        self._db = _opened(path)
        self._digests: dict[str, Mapping[str, str]] = {}

    def __enter__(self) -> Book:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database and release the file."""
        self._db.close()

    def _read(self, table: str, sql: str, *given: object) -> pd.DataFrame:
        return as_frame(self._db.execute(sql, list(given)).fetchnumpy(), table)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all inputs from which the book was built."""
        return str(self._db.execute("select fingerprint from _book").fetchall()[0][0])

    @cached_property
    def tables(self) -> frozenset[str]:
        """Names of the tables that the firm keeps."""
        rows = self._db.execute("select table_name from information_schema.tables").fetchall()
        return frozenset(name for (name,) in rows if not name.startswith("_"))

    @cached_property
    def recorded(self) -> Mapping[str, Recorded]:
        """The days on which each table has events."""
        return recorded_by(self._db, self.tables)

    @cached_property
    def coverage(self) -> Coverage:
        """First and last day covered by each table with events: see `acctlib.book.ingest.coverage`."""
        return coverage_of(self.recorded, self.config)

    @cached_property
    def covered_to(self) -> date:
        """The book's as-of date: the last day that the invoices cover.

        It alone determines which quarters count as covered in full; plans and due dates do not count as events.
        """
        last = self.coverage.last(["revenue"]) or self.config.covered_to
        if last is None:
            raise DataError("the data has no dated event; set `covered_to:` in acctlib.yml")
        return last

    @property
    def covered_from(self) -> date | None:
        """The first day that the invoices cover; None if there are no invoices."""
        return self.coverage.first(["revenue"])

    @cached_property
    def acceptance_kept(self) -> bool:
        """Whether the firm records acceptance dates: true if any project has one."""
        if "projects" not in self.tables:
            return False
        return bool(self._db.execute("select count(accepted_date) > 0 from projects").fetchall()[0][0])

    @cached_property
    def mergers(self) -> Mapping[str, tuple[date, ...]]:
        """client_id -> the dates on which other clients were merged into it, up to the as-of date."""
        rows = self._db.execute(
            "select parent_id, list(end_date order by end_date) from clients"
            " where parent_id is not null and end_date <= ? group by parent_id order by parent_id",
            [self.covered_to],
        ).fetchall()
        return {into: tuple(days) for into, days in rows}

    @cached_property
    def absorbed(self) -> Mapping[str, date]:
        """client_id -> the date on which it was merged into another client, up to the as-of date."""
        merged = "select client_id, end_date from clients where parent_id is not null and end_date <= ?"
        return dict(self._db.execute(merged, [self.covered_to]).fetchall())

    @property
    def last_full_quarter(self) -> pd.Period:
        """The last quarter that the data covers in full."""
        return last_full_quarter(self.covered_to, self.config.fiscal_year_start)

    @cached_property
    def totals(self) -> pd.DataFrame:
        """The build's control totals: rows and amounts read, kept and set aside, by table; as text."""
        return self._db.execute("select * from _totals").df()

    def client_ids(self) -> list[str]:
        """Return every client_id, in sorted order."""
        return [row[0] for row in self._db.execute("select client_id from clients order by client_id").fetchall()]

    def clients(self) -> pd.DataFrame:
        """Return the clients table: one row per client, in order of client_id."""
        return self.frame("clients")

    def frame(self, table: str, without: Sequence[str] = ()) -> pd.DataFrame:
        """Return a complete table, optionally `without` some columns, sorted by its values; for book-wide figures.

        Repeated text in invoice lines is returned as categories: see `read_table`.
        """
        if table not in self.tables:
            raise DataError(f"the book has no table '{table}'; {nearest(table, self.tables)}")
        return read_table(self._db, table, without=without)

    def slice(self, client_id: str, edition: str) -> Slice:
        """Return one client's rows, with only the columns that an edition may see.

        Raises
        ------
        ReviewError
            Unknown client or edition.
        """
        return self.slices([client_id], edition)[0]

    def slices(self, client_ids: Sequence[str], edition: str) -> list[Slice]:
        """Return several clients' slices, in the given order, with one query per table: fifty cost what two do.

        Raises
        ------
        ReviewError
            Unknown client or edition.
        """
        if edition not in EDITIONS:
            raise ReviewError(f"edition: '{edition}' is unknown; {nearest(edition, EDITIONS)}")
        known = self.digests(edition)
        for client_id in client_ids:
            if client_id not in known:
                raise ReviewError(
                    f"client: '{client_id}' is not in the book; {nearest(client_id, self.client_ids())[:300]}"
                )
        cut = {n: f for n in TABLES if n in self.tables and (f := self._rows(n, client_ids, edition)) is not None}
        return [
            Slice(
                client_id=one,
                edition=edition,
                frames={name: rows[one] for name, rows in cut.items()},
                fingerprint=known[one],
                covered_to=self.covered_to,
                coverage=self.coverage.of(cut),
                acceptance_kept=self.acceptance_kept,
                merged_on=self.mergers.get(one, ()),
                absorbed_on=self.absorbed.get(one),
            )
            for one in client_ids
        ]

    def digests(self, edition: str) -> Mapping[str, str]:
        """Return, by client_id, the SHA-256 of all data in the client's slice in this edition."""
        if edition not in self._digests:
            self._digests[edition] = content_digests(self._db, self.tables, edition)
        return self._digests[edition]

    def _rows(self, table: str, client_ids: Sequence[str], edition: str) -> Mapping[str, pd.DataFrame] | None:
        """Each client's rows of a table; every client gets the rows of shared tables. None if the table is withheld."""
        rows = visible_rows(table, edition)
        if rows is None:
            return None
        if table in SHARED:
            common = self._read(table, f"select * exclude ({OWNER}) from ({rows}) order by all")  # noqa: S608
            return dict.fromkeys(client_ids, common)
        wanted = f"select * from ({rows}) where {OWNER} in (select unnest(?::varchar[])) order by all"  # noqa: S608
        columns = self._db.execute(wanted, [list(client_ids)]).fetchnumpy()
        return by_owner(columns.pop(OWNER), as_frame(columns, table), client_ids)
