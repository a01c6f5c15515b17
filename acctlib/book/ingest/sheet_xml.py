"""The XML of a workbook's sheet, for details that workbook readers do not report."""

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
    """Yield a sheet's XML, one piece at a time.

    Notes
    -----
    - Only for .xlsx and .xlsm; nothing is yielded for other kinds.
    - It stops silently at a defect in the workbook: the workbook reader reports the error.
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
    """Path of a sheet's part within the workbook."""
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
    """Parse an XML tag's attributes.

    >>> attributes(b'<c r="B2" t="str">')
    {'r': 'B2', 't': 'str'}
    """
    return {key: unescape(value) for key, value in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}
