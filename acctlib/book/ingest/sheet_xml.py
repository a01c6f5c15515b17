"""The text of a sheet as its workbook holds it: what no reader of values tells."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path

PACKED = (".xlsx", ".xlsm")
_PIECE = 1 << 20
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")


def sheet_pieces(path: Path, sheet: str) -> Iterator[bytes]:
    """The text of a sheet, a piece at a time.

    Notes
    -----
    - Of .xlsx and .xlsm alone; other kinds have none.
    - It ends where the workbook is broken: whoever opens it says what is wrong with it.
    """
    if path.suffix.lower() not in PACKED:
        return
    try:
        with zipfile.ZipFile(path) as parts, parts.open(_part(parts, sheet)) as content:
            while piece := content.read(_PIECE):
                yield piece
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, KeyError):
        return


def _part(parts: zipfile.ZipFile, sheet: str) -> str:
    """In which part of the workbook a sheet is."""
    sheets = {each.get("name"): each.get("r:id") for each in _tags(parts.read("xl/workbook.xml"), "sheet")}
    targets = {
        t.get("Id"): t.get("Target", "") for t in _tags(parts.read("xl/_rels/workbook.xml.rels"), "Relationship")
    }
    target = targets.get(sheets.get(sheet)) or ""
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _tags(content: bytes, name: str) -> Iterator[Mapping[str, str]]:
    for found in re.finditer(rf"<{name}\s([^>]*)>".encode(), content):
        yield attributes(found[1])


def attributes(tag: bytes) -> dict[str, str]:
    """The attributes of a tag.

    >>> attributes(b'<c r="B2" t="str">')
    {'r': 'B2', 't': 'str'}
    """
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}
