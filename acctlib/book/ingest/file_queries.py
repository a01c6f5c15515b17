"""Queries over files: a query sees the files as our readers parse them, and no other file or the network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.book.ingest.cells import WIDEST, quoted, texts
from acctlib.book.ingest.counted import Counted, count_table, is_named
from acctlib.book.ingest.files import Sheet, open_file
from acctlib.book.ingest.heads import distinct
from acctlib.book.ingest.parquet import plain_type
from acctlib.book.ingest.problems import Problem, Unreadable, gist
from acctlib.book.ingest.volatile import check_repeatable
from acctlib.config import Config, Source

if TYPE_CHECKING:
    import duckdb

_PIECE = "\n"  # a table name that no file can have
SECONDS = 600.0  # time limit for a query
# The order matters: a temporary folder still set when external access is disabled would remain accessible. A single
# thread returns the rows of a query without `order by` in the same order each time.
_CLOSED = (
    "temp_directory = ''",
    "python_enable_replacements = false",
    "autoinstall_known_extensions = false",
    "autoload_known_extensions = false",
    "threads = 1",
    "enable_external_access = false",
    "lock_configuration = true",
)


@dataclass(frozen=True)
class Answer:
    """A query's rows, with every cell as text; its files' row counts and totals; and notes on oddities in the files."""

    frame: pd.DataFrame
    counted: tuple[Counted, ...]
    notes: tuple[Problem, ...]


def query_files(source: Source, config: Config) -> Answer:
    """Run a query over a source's files and return its rows with a record of its input.

    Each of `files` becomes a table named after the file, with text columns and null for an empty cell.

    Raises
    ------
    Unreadable
        A file cannot be read; two files share a name; or the query is not a select, fails, takes too long, accesses
        more than its files, or may return different rows each time.
    """
    import duckdb

    _check_names(source.files)
    sql, sheets = source.sql or "", []
    with closed_database() as database:
        for given in source.files:
            sheet = open_file(given, source, config)
            try:
                _load(database, Path(given).stem, sheet)
                sheets.append((sheet, count_table(database, sheet, Path(given).stem, source)))
            except duckdb.Error as error:  # not valid text, or too large for memory
                what = f"it cannot be loaded for a query: {gist(error)}"
                raise Unreadable("unreadable", what).of(sheet.file) from None
        frame = _answer(database, sql)
    columns = [str(name) for name in frame]
    seen = tuple(counted.seen_by(sql, columns) for _, counted in sheets)
    notes = [note for sheet, _ in sheets for note in sheet.notes if _concerns(note, sql, columns)]
    return Answer(frame, seen, (*notes, *(note for one in seen for note in one.notes)))


def _concerns(note: Problem, sql: str, columns: Sequence[str]) -> bool:
    """Whether a note is about a whole file, or about a column that the query names or returns."""
    if note.column is None:
        return True
    return note.column.casefold() in map(str.casefold, columns) or is_named(note.column, sql)


def _check_names(files: Sequence[str]) -> None:
    """Raise an error if two files would become tables of the same name."""
    stems = [Path(file).stem for file in files]
    counts = Counter(map(str.casefold, stems))
    twice = next((stem for stem in stems if counts[stem.casefold()] > 1), None)
    if twice is not None:
        what = f"two of its files are named {twice!r}, so a query cannot distinguish them; rename one"
        raise Unreadable("unreadable", what)


@contextmanager
def closed_database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Open an empty in-memory database without access to files, extensions or the network."""
    import duckdb

    with duckdb.connect() as database:
        for setting in _CLOSED:
            database.execute(f"set {setting}")
        yield database


def _load(database: duckdb.DuckDBPyConnection, table: str, sheet: Sheet) -> None:
    """Load a sheet into a table of text columns, piece by piece."""
    names = distinct(sheet.names, most=WIDEST)
    heads = [quoted(name) for name in names]
    database.execute(f"create table {quoted(table)} ({', '.join(f'{head} varchar' for head in heads)})")
    kept = ", ".join(f"nullif({head}::varchar, '')" for head in heads)
    for piece in sheet.pieces(names):
        database.register(_PIECE, piece)
        database.execute(f"insert into {quoted(table)} select {kept} from {quoted(_PIECE)}")  # noqa: S608 - quoted names
        database.unregister(_PIECE)


def _answer(database: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """Run a query within its time limit and return its rows."""
    import duckdb

    limit = Timer(SECONDS, database.interrupt)
    limit.start()
    try:
        _check_select(database, sql)
        check_repeatable(database, sql)
        return _rows(database, sql)
    except duckdb.PermissionException as error:
        raise Unreadable("failed_query", f"the query reads by a path: {gist(error)}") from None
    except duckdb.InterruptException:
        raise Unreadable("failed_query", f"the query took more than {SECONDS:g} seconds and was stopped") from None
    except duckdb.Error as error:
        raise Unreadable("failed_query", f"the query failed: {gist(error)}") from None
    finally:
        limit.cancel()


def _check_select(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Check that the query is a single select; a pivot, which DuckDB splits into several statements, counts as one."""
    import duckdb

    kinds = [statement.type for statement in database.extract_statements(sql)]
    reading = (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)
    if len(kinds) != 1 or kinds[0] not in reading:
        told = " and ".join(kind.name.lower() for kind in kinds) or "nothing"
        raise Unreadable("failed_query", f"the query does not produce a table: write a single select (it is {told})")


def _rows(database: duckdb.DuckDBPyConnection, sql: str) -> pd.DataFrame:
    """Fetch the exact values and convert them to text; DuckDB's own frames would round amounts to floats."""
    found = database.sql(sql)
    if found is None:
        raise Unreadable("failed_query", "the query does not produce a table: write a single select")
    kinds = [str(kind) for kind in found.types]
    if any("TIME ZONE" in kind for kind in kinds):
        found = found.project(", ".join(map(plain_type, found.columns, kinds)))
    return texts(pd.DataFrame(found.fetchall(), columns=found.columns, dtype="object"))
