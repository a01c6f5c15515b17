"""Query the days with events in a book that has been built."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import duckdb
import pandas as pd

from acctlib.book.ingest.coverage import EVENTS, Recorded


def recorded_by(db: duckdb.DuckDBPyConnection, tables: Collection[str]) -> dict[str, Recorded]:
    """Return each table's days with events, by table name; tables without events are left out."""
    found = {name: _rows(db, name) for name in EVENTS if name in tables}
    return {
        name: Recorded(rows, _runs_to(db, rows.index[-1].date()) if name == "revenue" else None)
        for name, rows in found.items()
        if len(rows)
    }


def _rows(db: duckdb.DuckDBPyConnection, table: str) -> pd.Series:
    days = " union all ".join(f'select "{column}" as day from "{table}"' for column in EVENTS[table])  # noqa: S608 - our own names
    by = f"select day, count(*) from ({days}) where day is not null group by day order by day"  # noqa: S608
    found = db.execute(by).fetchall()
    return pd.Series(
        [n for _, n in found], index=pd.DatetimeIndex([day for day, _ in found], dtype="datetime64[us]"), dtype="int64"
    )


def _runs_to(db: duckdb.DuckDBPyConnection, last: date) -> date | None:
    """The earliest service end date among the lines running on the last day; None if no line has one."""
    ends = "coalesce(service_end_date, service_date)"
    query = f"select count(service_end_date), min({ends}) filter (service_date <= ? and {ends} >= ?) from revenue"  # noqa: S608
    kept, end = db.execute(query, [last, last]).fetchall()[0]
    return end if kept else None
