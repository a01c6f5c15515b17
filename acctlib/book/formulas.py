"""Cells of a workbook that show a value to nobody but Excel: errors, and formulas that were never calculated.

A reader sees such a cell as empty. The sheet's own text says that it is not.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

PACKED = (".xlsx", ".xlsm")
_PIECE = 1 << 20
_LONGEST = 1 << 18  # bytes that a cell may take
_CELL = re.compile(rb"<c\s([^>]*)(?<!/)>(.*?)</c>", re.DOTALL)
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_VALUE = re.compile(r"<v[^>]*>([^<]+)</v>")
_FORMULA = re.compile(r"<f[^>]*>([^<]*)</f>")


@dataclass(frozen=True)
class Cell:
    """A cell without a value that can be used: where it stands, both counted from 1, and what it holds."""

    row: int
    column: int
    text: str
    what: str


def cells_without_value(path: Path, sheet: str) -> list[Cell]:
    """The cells of a sheet that are errors (`#N/A`) or formulas without a saved value, by row.

    Notes
    -----
    - Of .xlsx and .xlsm alone; other kinds are not looked into.
    - A formula whose saved value is an empty text has a value.
    """
    if path.suffix.lower() not in PACKED:
        return []
    try:
        with zipfile.ZipFile(path) as parts:
            part = _part(parts, sheet)
            return list(_cells(parts, part)) if part in parts.namelist() else []
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        return []  # whoever opens it says what is wrong with it


def _part(parts: zipfile.ZipFile, sheet: str) -> str:
    """In which part of the workbook a sheet is."""
    sheets = {each.get("name"): each.get("r:id") for each in _tags(parts.read("xl/workbook.xml"), "sheet")}
    targets = {
        t.get("Id"): t.get("Target", "") for t in _tags(parts.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    target = targets.get(sheets.get(sheet)) or ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tags(content: bytes, name: str) -> Iterator[Mapping[str, str]]:
    for found in re.finditer(rf"<{name}\s([^>]*)>", content.decode("utf-8", "replace")):
        yield _attributes(found[1])


def _attributes(text: str) -> dict[str, str]:
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(text)}


def _cells(parts: zipfile.ZipFile, part: str) -> Iterator[Cell]:
    rest = b""
    with parts.open(part) as content:
        while piece := content.read(_PIECE):
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
    given, inner = _attributes(head.decode("utf-8", "replace")), body.decode("utf-8", "replace")
    place, value, formula = _PLACE.fullmatch(given.get("r", "")), _VALUE.search(inner), _FORMULA.search(inner)
    if not place:
        return None
    where = int(place[2]), _number(place[1])
    if given.get("t") == "e":
        return Cell(*where, unescape(value[1]) if value else "#", "is an error of the workbook and no value")
    if "<f" in inner and not value and given.get("t") != "str":
        return Cell(*where, f"={unescape(formula[1])}" if formula else "=", "is a formula without a saved value")
    return None


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number
