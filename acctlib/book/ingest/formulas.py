"""Workbook cells without a usable value: Excel errors, and formulas that were never calculated.

Workbook readers return such a cell as empty; only the sheet's XML shows that it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from acctlib.book.ingest.sheet_xml import attributes, sheet_pieces

_LONGEST = 1 << 18  # bytes of a cell's XML at most
_CELL = re.compile(rb"<c\s([^>]*)(?<!/)>(.*?)</c>", re.DOTALL)
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_VALUE = re.compile(r"<v[^>]*>([^<]+)</v>")
_FORMULA = re.compile(r"<f[^>]*>([^<]*)</f>")


@dataclass(frozen=True)
class Cell:
    """A cell without a usable value: its row and column, both counted from 1, and its content."""

    row: int
    column: int
    text: str
    what: str


def cells_without_value(path: Path, sheet: str) -> list[Cell]:
    """Return a sheet's cells that are errors (`#N/A`) or formulas without a saved value, in row order.

    Notes
    -----
    - Only .xlsx and .xlsm files are inspected.
    - A formula whose saved value is an empty string counts as having a value.
    """
    return list(_cells(sheet_pieces(path, sheet)))


def _cells(pieces: Iterator[bytes]) -> Iterator[Cell]:
    rest = b""
    for piece in pieces:
        rest += piece
        end = rest.rfind(b"</c>") + 4
        if end < 4:
            rest = rest[-_LONGEST:]
            continue
        whole, rest = rest[:end], rest[end:]
        if b"<f" in whole or b'"e"' in whole or b"'e'" in whole:
            yield from filter(None, (_cell(*found.groups()) for found in _CELL.finditer(whole)))


def _cell(head: bytes, body: bytes) -> Cell | None:
    if b"<f" not in body and b"e" not in head:
        return None
    given, inner = attributes(head), body.decode("utf-8", "replace")
    place, value, formula = _PLACE.fullmatch(given.get("r", "")), _VALUE.search(inner), _FORMULA.search(inner)
    if not place:
        return None
    where = int(place[2]), _number(place[1])
    if given.get("t") == "e":
        return Cell(*where, unescape(value[1]) if value else "#", "is an Excel error, not a value")
    if "<f" in inner and not value and given.get("t") != "str":
        return Cell(*where, f"={unescape(formula[1])}" if formula else "=", "is a formula without a saved value")
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
