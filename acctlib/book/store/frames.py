"""What the database holds as frames, typed by the schema whatever a column without values looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.schema.tables import TABLES

Cells = Any  # a numpy array, masked where values are missing


def as_frame(columns: Mapping[str, Cells], table: str) -> pd.DataFrame:
    """A frame of those columns of a table that are given, in the order of the schema.

    Parameters
    ----------
    columns : Mapping of column name to array
        As DuckDB's `fetchnumpy` gives them: masked arrays where values are missing.
    table : str
        Whose columns they are.

    Returns
    -------
    DataFrame
        Dates as datetime64, money and numbers as float64, whole numbers as Int64, flags as boolean,
        ids and texts as object with None where missing.

    Notes
    -----
    - Straight from the arrays: a frame of DuckDB's own, cast column by column, takes twice the time,
      and a slice is cut for every review.
    """
    found = (c for c in TABLES[table].loadable if c.name in columns)
    return pd.DataFrame({c.name: _ARRAYS[c.type](columns[c.name]) for c in found}, copy=False)


def by_owner(owners: Cells, rows: pd.DataFrame, wanted: Sequence[str]) -> dict[str, pd.DataFrame]:
    """The rows of each owner, as frames that count from nought; without a row where an owner has none.

    Parameters
    ----------
    owners : array
        Whose each row is, in order: equal ones stand together.
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
