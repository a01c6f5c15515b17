"""Database rows as frames, typed by the schema even if a column has no values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.schema.tables import TABLES

Cells = Any  # a NumPy array, masked where values are missing


def as_frame(columns: Mapping[str, Cells], table: str) -> pd.DataFrame:
    """Build a frame from some of a table's columns, in the order of the schema.

    Parameters
    ----------
    columns : Mapping of column name to array
        As returned by DuckDB's `fetchnumpy`: masked arrays where values are missing.
    table : str
        The table that the columns belong to.

    Returns
    -------
    DataFrame
        Dates as datetime64, amounts and numbers as float64, integers as Int64, flags as boolean,
        ids and text as object with None where missing.

    Notes
    -----
    - Built directly from the arrays: casting DuckDB's own frame column by column takes twice as long,
      and every review needs a slice.
    """
    found = (c for c in TABLES[table].loadable if c.name in columns)
    return pd.DataFrame({c.name: _ARRAYS[c.type](columns[c.name]) for c in found}, copy=False)


def by_owner(owners: Cells, rows: pd.DataFrame, wanted: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Split rows by owner into frames indexed from 0; an owner without rows gets an empty frame.

    Parameters
    ----------
    owners : array
        Each row's owner, in sorted order.
    """
    ids = np.ma.getdata(owners).astype(object)
    ends = {one: (np.searchsorted(ids, one, "left"), np.searchsorted(ids, one, "right")) for one in wanted}
    return {one: rows.iloc[first:last].reset_index(drop=True) for one, (first, last) in ends.items()}


def _texts(cells: Cells) -> pd.Series:
    values = np.array(np.ma.getdata(cells), dtype=object)
    values[np.ma.getmaskarray(cells)] = None
    return pd.Series(values, dtype="object")


def _days(cells: Cells) -> Cells:
    return np.ma.filled(cells.astype("datetime64[us]"), np.datetime64("NaT"))


def _numbers(cells: Cells) -> Cells:
    return np.ma.filled(cells.astype("float64"), np.nan)


def _whole(cells: Cells) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(np.ma.getdata(cells).astype("int64"), np.ma.getmaskarray(cells))


def _flags(cells: Cells) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(np.ma.getdata(cells).astype("bool"), np.ma.getmaskarray(cells))


_ARRAYS: Mapping[str, Callable[[Cells], Any]] = {
    "id": _texts,
    "text": _texts,
    "choice": _texts,
    "date": _days,
    "money": _numbers,
    "number": _numbers,
    "whole": _whole,
    "flag": _flags,
}
