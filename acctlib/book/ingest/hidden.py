"""Hidden rows and columns of a sheet, which are read like any others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from acctlib.book.ingest.sheet_xml import attributes, sheet_pieces

_LONGEST = 1 << 12  # bytes of a row's or column's opening tag at most
_TAG = re.compile(rb"<(?:\w+:)?(row|col|filterColumn)\b([^<>]*)>")
_YES = ("1", "true")


@dataclass(frozen=True)
class Hidden:
    """A sheet's hidden rows and columns, counted from 1.

    Attributes
    ----------
    rows : tuple of int
        Hidden rows that have cells.
    columns : tuple of (first, last)
        Ranges of hidden columns.
    filter : bool
        Whether a filter is set, which hides rows by their content.
    """

    rows: tuple[int, ...] = ()
    columns: tuple[tuple[int, int], ...] = ()
    filter: bool = False


def hidden_in(path: Path, sheet: str) -> Hidden:
    """Find a sheet's rows and columns that are hidden manually or by a filter; .xlsx and .xlsm only."""
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
    """Opening tags of rows, columns and filters, in order, including those split across two pieces."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        end = text.rfind(b">") + 1
        yield from _TAG.findall(text, 0, end)
        rest = text[end:][-_LONGEST:]
