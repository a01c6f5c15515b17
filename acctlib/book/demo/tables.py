"""Write rows to CSV files as they are drawn, so that a book of any size needs the memory of one client."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from operator import itemgetter
from pathlib import Path
from types import NoneType
from typing import Any

from acctlib.book.demo.money import Rows
from acctlib.book.schema.tables import TABLES

TEXT: dict[type, Callable[[Any], str]] = {
    str: str,
    int: str,
    float: lambda value: f"{value:.6f}".rstrip("0").rstrip("."),
    date: date.isoformat,
    bool: lambda value: "yes" if value else "no",
    NoneType: lambda value: "",
}


@contextmanager
def writing(folder: Path) -> Iterator[Callable[[str, Rows], None]]:
    """Open a file with a header row for every table of the schema; yields a function that adds rows to a table.

    A value of an unknown type, such as a NumPy scalar, raises an error: its text might differ
    between platforms.
    """
    with ExitStack() as files:
        writers = {}
        for name, table in TABLES.items():
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
            writers[name] = csv.writer(file, lineterminator="\n")
            writers[name].writerow([column.name for column in table.columns])
        yield lambda name, rows: writers[name].writerows(map(_texts(name), rows))


def _texts(table: str) -> Callable[[dict[str, Any]], list[str]]:
    columns = [column.name for column in TABLES[table].columns]
    nothing = dict.fromkeys(columns)
    cells = itemgetter(*columns)
    return lambda row: [TEXT[type(value)](value) for value in cells(nothing | row)]
