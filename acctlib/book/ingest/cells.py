"""Typed cells from a workbook, a Parquet file or a database, as the text that a person would type."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pandas as pd

from acctlib.book.ingest.problems import Unreadable

LONGEST = 131_072  # characters in a cell: the limit of Python's csv module
WIDEST = 2000  # columns in a source; no real export has that many, and each one costs memory in every row


def as_text(value: Any) -> str:
    """Convert a typed cell to text: integers without a decimal point, dates in ISO format, missing values empty.

    >>> as_text(123.0), as_text(datetime(2026, 9, 30)), as_text(None)
    ('123', '2026-09-30', '')
    """
    if type(value) is str:  # the most common case
        return value
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, Decimal) and value.is_nan()):
        return ""
    if value != value:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Convert every cell of a query result to text; rows are numbered as in a spreadsheet with a header row."""
    heads = unique([str(name) for name in frame])
    cells = {name: [as_text(value) for value in frame[name].astype(object)] for name in heads}
    return bounded(pd.DataFrame(cells, index=range(2, len(frame) + 2), dtype="object").rename_axis("row"))


def bounded(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame unchanged; raises an error for the first cell longer than the limit for delimited text."""
    for place, name in enumerate(frame):  # empty column names may be duplicated
        cells = frame.iloc[:, place].tolist()
        if cells and max(map(len, cells)) > LONGEST:
            lengths = frame.iloc[:, place].map(len)
            row = int(lengths.index[lengths > LONGEST][0])
            what = f"column {name!r} has a cell of {lengths.max():,} characters; at most {LONGEST:,} are read"
            raise Unreadable("unreadable", what, row)
    return frame


def unique(heads: list[str]) -> list[str]:
    """Return the column names; raises an error for a duplicate name or too many columns."""
    if len(heads) > WIDEST:
        raise Unreadable("unreadable", f"it has {len(heads)} columns; at most {WIDEST} are read", 1)
    twice = sorted({name for name in heads if name and heads.count(name) > 1})
    if twice:
        raise Unreadable("unreadable", f"column {twice[0]!r} comes twice", 1)
    return heads


def quoted(name: str) -> str:
    """Quote a name as an SQL identifier, escaping any quotation marks in it."""
    return '"' + name.replace('"', '""') + '"'
