"""Rows that a database makes: of Parquet files, of a DuckDB query over files, of a query to a server."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.book.cells import texts
from acctlib.book.problems import Unreadable
from acctlib.config import Config, Source

if TYPE_CHECKING:
    import duckdb

PARQUET = (".parquet", ".pq")
_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<file>[^?]+)")


def parquet(path: Path) -> pd.DataFrame:
    """A Parquet file; its types become text here and values again by contract."""
    import duckdb

    try:
        with duckdb.connect() as files:
            return texts(_rows(files.read_parquet(str(path))))
    except duckdb.Error as error:
        raise Unreadable("unreadable", f"this is no Parquet file: {_gist(error)}") from None


def _rows(found: duckdb.DuckDBPyRelation | None) -> pd.DataFrame:
    """The rows of a query with every value as it is: a frame of DuckDB's own would round amounts to floats."""
    if found is None:
        raise Unreadable("unreadable", "the query gives no rows: write a select")
    kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    if any("TIME ZONE" in kind for kind in kinds.values()):  # as values they would need pytz
        plain = {name: '"' + name.replace('"', '""') + '"' for name in kinds}
        found = found.project(
            ", ".join(f"{q}::varchar as {q}" if "TIME ZONE" in kinds[n] else q for n, q in plain.items())
        )
    return pd.DataFrame(found.fetchall(), columns=found.columns, dtype="object")


def query_files(source: Source, config: Config) -> pd.DataFrame:
    """A DuckDB query over files; each of `files` is a view named like the file, all columns text.

    Where `files` are named, nothing else can be read: a file that does not count in the digest would
    change without the book being built again.
    """
    import duckdb

    paths = [config.path(given) for given in source.files]
    if missing := next((path for path in paths if not path.is_file()), None):
        raise Unreadable("missing_file", f"there is no file at {missing}")
    with duckdb.connect() as files:
        try:
            files.execute("set file_search_path = ?", [str(config.root)])
            if paths:
                files.execute("set allowed_paths = ?", [list(map(str, paths))])
                files.execute("set enable_external_access = false")
            for path in paths:
                _view(files, path, source.delimiter)
            return texts(_rows(files.sql(source.sql or "")))
        except duckdb.PermissionException as error:
            what = f"the query reads more than its `files:`, or reads them by path and not by name: {_gist(error)}"
            raise Unreadable("unreadable", what) from None
        except duckdb.Error as error:
            raise Unreadable("unreadable", f"the query failed: {_gist(error)}") from None


def _view(files: duckdb.DuckDBPyConnection, path: Path, delimiter: str) -> None:
    """A file under its own name; two of one name are an error of DuckDB's, not a silent choice."""
    if path.suffix.lower() in PARQUET:
        rows = files.read_parquet(str(path))
    else:
        rows = files.read_csv(str(path), all_varchar=True, sep=delimiter, header=True)
    rows.create_view(path.stem, replace=False)


def sqlite_file(url: str, config: Config) -> Path | None:
    """The file behind a SQLite address, seen from the configuration's folder; None for a server."""
    found = _SQLITE.match(url)
    return config.path(found["file"]) if found and found["file"] != ":memory:" else None


def query_database(source: Source, config: Config) -> pd.DataFrame:
    """A query to any database that SQLAlchemy has a dialect for; a SQLite file that is missing is not made."""
    import sqlalchemy as sa

    url = source.url or ""
    file = sqlite_file(url, config)
    if file and not file.is_file():
        raise Unreadable("missing_file", f"there is no file at {file}")
    try:
        address = sa.make_url(url).set(database=str(file)) if file else url
        with sa.create_engine(address, poolclass=sa.NullPool).connect() as database:
            found = database.execute(sa.text(source.query or ""))
            frame = pd.DataFrame([tuple(row) for row in found], columns=list(found.keys()), dtype="object")
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise Unreadable("unreadable", f"the query failed: {_gist(error)}") from None
    return texts(frame)


def _gist(error: Exception) -> str:
    """The first paragraph of what a database says, in one line."""
    return " ".join(str(error).split("\n\n")[0].split())
