"""Control totals: rows and money of each file as it was read, and of each table as it was kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import pandas as pd

from acctlib.book.ingest.contract import Typed

FILES = ["table", "file", "sheet", "rows", "named", "column", "money"]


def control_totals(found: Mapping[str, Typed], kept: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """One row per table: rows and money read, kept and set aside; money is exact."""
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
    """Exact sum of the money column; None where a table has none."""
    return sum(frame[money].dropna(), Decimal(0)) if money and money in frame else None


def files_read(found: Mapping[str, Typed]) -> pd.DataFrame:
    """What stood in each file, and sheet, before any query: one row per file and column of amounts.

    Returns
    -------
    DataFrame
        Columns `table`, `file`, `sheet`, `rows`, `named` (whether the query names the file; yes without a query),
        `column` as the file calls it and `money`, its exact sum; both None where no column is known to hold amounts.

    Notes
    -----
    - Without a query the column is the one that is mapped to the table's money. With one it is each column that the
      query names or gives, that is an amount by its name, and whose every cell is a number.
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
