"""Run a query on a database and return its rows as text."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from acctlib.book.ingest.cells import texts
from acctlib.book.ingest.problems import Unreadable, gist
from acctlib.config import Config, Source

_SQLITE = re.compile(r"sqlite(?:\+\w+)?:///(?P<file>[^?]+)")


def sqlite_file(url: str, config: Config) -> Path | None:
    """Return the file of a SQLite URL, resolved from the configuration's folder; None for a server or `:memory:`."""
    found = _SQLITE.match(url)
    return config.path(found["file"]) if found and found["file"] != ":memory:" else None


def query_database(source: Source, config: Config) -> pd.DataFrame:
    """Query any database for which SQLAlchemy has a dialect; a missing SQLite file is an error and is not created."""
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
        raise Unreadable("failed_query", f"the query failed: {gist(error)}") from None
    return texts(frame)
