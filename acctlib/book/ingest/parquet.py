"""Read Parquet files as lines of text; the contract parses the text into values again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from acctlib.book.ingest.cells import as_text, quoted
from acctlib.book.ingest.heads import Line
from acctlib.book.ingest.problems import Unreadable, gist

if TYPE_CHECKING:
    import duckdb

PARQUET = (".parquet", ".pq")
_AT_ONCE = 10_000  # rows fetched at a time


def parquet_lines(path: Path) -> tuple[list[str], Iterator[Line]]:
    """Return a file's column names and its rows, numbered as in a spreadsheet with a header row."""
    import duckdb

    files = duckdb.connect(config={"autoinstall_known_extensions": False})
    try:
        found = files.read_parquet(str(path))
        kinds = dict(zip(found.columns, map(str, found.types), strict=True))
        listed = ", ".join(plain_type(name, kind) for name, kind in kinds.items())
        files.execute(f"select {listed} from read_parquet(?)", [str(path)])  # noqa: S608 - quoted names
    except duckdb.Error as error:
        files.close()
        raise Unreadable("unreadable", f"not a Parquet file: {gist(error)}") from None
    return list(kinds), _lines(files)


def plain_type(name: str, kind: str) -> str:
    """SQL for a column; a timestamp with a time zone is cast to text, because fetching its value would require pytz."""
    return f"{quoted(name)}::varchar as {quoted(name)}" if "TIME ZONE" in kind else quoted(name)


def _lines(files: duckdb.DuckDBPyConnection) -> Iterator[Line]:
    """Yield the executed query's rows as text, from exact values; DuckDB's own frames would round amounts to floats."""
    import duckdb

    row = 1
    with files:
        try:
            while some := files.fetchmany(_AT_ONCE):
                yield from enumerate(([as_text(value) for value in values] for values in some), row + 1)
                row += len(some)
        except duckdb.Error as error:
            raise Unreadable("unreadable", f"it cannot be read: {gist(error)}", row + 1) from None
