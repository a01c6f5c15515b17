"""Build a book from its sources: all are checked first, and the file is written aside and moved into place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from acctlib.book.ingest.checks import CheckReport, check_sources
from acctlib.book.schema.tables import TABLES, Column
from acctlib.config import Config
from acctlib.errors import DataError

SQL_TYPES = {"date": "DATE", "money": "DECIMAL(18,4)", "number": "DOUBLE", "whole": "BIGINT", "flag": "BOOLEAN"}


def build(config: Config, path: Path, wanted: str) -> None:
    """Build the book from a configuration's sources.

    Parameters
    ----------
    wanted : str
        Fingerprint of the book's inputs, stored in it.

    Raises
    ------
    DataError
        The input has blocking problems; an existing book is left unchanged.
    """
    report = check_sources(config)
    if report.blocking:
        shown = "\n  ".join(problem.text for problem in report.blocking[:5])
        count = len(report.blocking)
        raise DataError(
            f"{count} problem{'s' * (count != 1)} in the data:\n  {shown}\nRun `acctlib check` for all of them."
        )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)  # it contains every client's data
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _write(report, temporary, wanted)
        temporary.chmod(0o600)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
        temporary.with_name(temporary.name + ".wal").unlink(missing_ok=True)


def _write(report: CheckReport, path: Path, wanted: str) -> None:
    with duckdb.connect(str(path)) as db:
        for name, frame in report.tables.items():
            _store(db, name, frame)
        db.register("totals", report.totals.map(_exact).astype("object"))
        db.execute("create table _totals as select * from totals")
        db.execute("create table _book (fingerprint varchar)")
        db.execute("insert into _book values (?)", [wanted])


def _exact(value: Any) -> str:
    """A total as text, to the last digit; empty if there is none."""
    return "" if value is None else str(value)


def _store(db: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    """Store a table with every column of the schema; amounts are passed as text, so that no cent is rounded."""
    table = TABLES[name]
    columns = ", ".join(f'cast("{c.name}" as {SQL_TYPES.get(c.type, "VARCHAR")}) as "{c.name}"' for c in table.columns)
    db.register("incoming", pd.DataFrame({c.name: _storable(frame[c.name], c) for c in table.columns}))
    order = '"client_id"' if any(c.name == "client_id" for c in table.columns) else "1"
    db.execute(f'create table "{name}" as select {columns} from incoming order by {order}')  # noqa: S608 - our own names
    db.unregister("incoming")


def _storable(values: pd.Series, column: Column) -> pd.Series:
    if column.type == "money":
        return values.map(str, na_action="ignore").astype("object").where(values.notna(), None)
    if column.type in ("id", "text", "choice"):
        return values.astype("object").where(values.notna(), None)
    return values.reset_index(drop=True).set_axis(values.index)
