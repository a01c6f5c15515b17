"""Rows and columns of a sheet that people do not see, and that are read as any other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acctlib.book.ingest.sheet_xml import attributes, sheet_pieces

_LONGEST = 1 << 12  # bytes that the head of a row or of a column may take
_TAG = re.compile(rb"<(?:\w+:)?(row|col|filterColumn)\b([^<>]*)>")
_YES = ("1", "true")


@dataclass(frozen=True)
class Hidden:
    """What is hidden in a sheet, counted from 1.

    Attributes
    ----------
    rows : tuple of int
        Rows with cells.
    columns : tuple of (first, last)
        Stretches of columns.
    filter : bool
        A filter is set: rows are hidden by what they hold.
    """

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()
    filter: bool = False


def hidden_in(path: Path, sheet: str) -> Hidden:
    """The rows and columns of a sheet that are hidden, by hand or by a filter; of .xlsx and .xlsm alone."""
    rows: list[int] = []
    columns: list[tuple[int, int]] = []
    row, filtered = 0, False
    for kind, tag in _tags(sheet_pieces(path, sheet)):
        given = attributes(tag)
        is_hidden = given.get("hidden") in _YES
        if kind == b"row":
            row = int(given.get("r", row + 1))
            if is_hidden and not tag.endswith(b"/"):
                rows.append(row)
        elif kind == b"col" and is_hidden:
            columns.append((int(given.get("min", 0)), int(given.get("max", 0))))
        filtered = filtered or kind == b"filterColumn"
    return Hidden(tuple(rows), tuple(columns), filtered)


def _tags(pieces: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """The heads of rows and columns, and what filters choose, in order; also where a piece ends within one."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        end = text.rfind(b">") + 1
        yield from _TAG.findall(text, 0, end)
        rest = text[end:][-_LONGEST:]
