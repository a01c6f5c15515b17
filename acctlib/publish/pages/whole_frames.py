"""Ensure that no row of a frame is lost: frames shortened by pandas, or too large for a page, are rejected."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from acctlib.display.blocks.frame import MOST_CELLS
from acctlib.errors import PublishError

CUT = frozenset({"...", "…"})
CUT_TEXT = 49  # length to which pandas truncates longer text, by default (`display.max_colwidth`)
_LENGTH = re.compile(r"\n(?:Freq: .*, )?(?:Name: .*, )?Length: (\d+), dtype: ")
_SHAPE = re.compile(r"(\d+) rows × \d+ columns")
_WAY_OUT = (
    "run the notebook with papermill --engine acctlib, or import acctlib in it before, and the whole frame comes along"
)


def check_has_data(payload: Mapping[str, Any]) -> None:
    """Raise an error for a frame that was too large to include its data."""
    rows, columns = payload["shape"]
    if rows and not payload["columns"]:
        raise PublishError(
            f"a DataFrame of {rows:,} rows and {columns:,} columns is more than pages can hold (at most "
            f"{MOST_CELLS:,} cells); show its head or a summary, or tag the cell remove-output"
        )


def whole_table(table: dict[str, Any]) -> dict[str, Any]:
    """A table from a frame's HTML; raises an error if pandas has omitted or cut anything."""
    texts = [[cell["text"] for cell in row] for row in table["rows"]]
    heads = [column["name"] for column in table["columns"]]
    if any(row and CUT.issuperset(row) for row in texts):
        named = _SHAPE.search(table["caption"])
        raise PublishError(f"a DataFrame{f' of {named[1]} rows' if named else ''} was shortened by pandas; {_WAY_OUT}")
    if any(CUT.issuperset((head, *cells)) for head, *cells in zip(heads, *texts, strict=True)):
        raise PublishError(f"columns of a DataFrame were left out by pandas; {_WAY_OUT}")
    if cut := next((text for row in texts for text in row if len(text) == CUT_TEXT and text.endswith("...")), None):
        raise PublishError(f"a text in a DataFrame was cut by pandas ('{cut}'); {_WAY_OUT}")
    return table


def whole_series(text: str) -> str:
    """The text of a result; raises an error for a Series shortened by pandas."""
    if found := _LENGTH.search(text):  # pandas states the length if it omits rows
        raise PublishError(f"a Series of {found[1]} rows was shortened by pandas; {_WAY_OUT}")
    return text
