"""Control totals: rows and amounts of each file as read, and of each table as kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from acctlib.book.ingest.contract import Typed

FILES = ["table", "file", "sheet", "rows", "named", "column", "money"]


def control_totals(found: Mapping[str, Typed], kept: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return one row per table: rows and amounts read, kept and set aside; amounts are exact."""
    rows = dict.fromkeys(("rows_read", "rows_kept", "rows_set_aside"), "int64")
    return pd.DataFrame([_total(table, kept[name]) for name, table in found.items()], dtype="object").astype(rows)


def _total(table: Typed, kept: pd.DataFrame) -> dict[str, Any]:
    money = table.table.money
    read_rows = len(table.raw.frame)
    sums = {"read": _sum(table.frame, money), "kept": _sum(kept, money if money in table.frame else None)}
    return {
        "table": table.table.name,
        "file": table.raw.file,
        "rows_read": read_rows,
        "rows_kept": len(kept),
        "rows_set_aside": read_rows - len(kept),
        "money": money,
        "money_read": sums["read"],
        "money_kept": sums["kept"],
        "money_set_aside": sums["read"] - sums["kept"] if sums["read"] is not None else None,
    }


def _sum(frame: pd.DataFrame, money: str | None) -> Any:
    """Exact total of the amount column; None if the table has none."""
    return sum(frame[money].dropna(), Decimal(0)) if money and money in frame else None


def files_read(found: Mapping[str, Typed]) -> pd.DataFrame:
    """Return the row counts and totals of each file or sheet before any query: one row per file and amount column.

    Returns
    -------
    DataFrame
        Columns `table`, `file`, `sheet`, `rows`, `named` (whether the query names the file; true without a query),
        `column` (its name in the file) and `money` (its exact total); both None if no amount column is known.

    Notes
    -----
    - Without a query, the column is the one mapped to the table's amount. With a query, it is each column that the
      query names or returns, whose name suggests amounts, and whose every filled cell is a number.
    """
    return pd.DataFrame([row for table in found.values() for row in _files(table)], columns=FILES, dtype="object")


def _files(table: Typed) -> Iterator[tuple[Any, ...]]:
    raw, name = table.raw, table.table.name
    for one in raw.counted:
        for column, total in one.sums or ((None, None),):
            yield name, one.file, one.sheet, one.rows, one.named, column, total
    if raw.is_file and not raw.problems:
        money = table.table.money
        column = table.names[money] if money and money in table.frame else None
        yield name, raw.file, raw.sheet, len(raw.frame), True, column, _sum(table.frame, money)
