"""Every text of an XLSX file: cells by sheet, and all text and attributes in its other parts."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from acctlib.publish.paths.account import Run

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_SHARED = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")


def workbook_texts(data: bytes) -> Iterator[Run]:
    """Cell texts, sheet names, properties, comments, headers and footers, hidden or not."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        shared, names = _shared(book), _names(book)
        if book.comment:
            yield Run(book.comment.decode("utf-8", errors="replace"), "comment of the archive")
        for part in book.infolist():
            yield Run(part.filename, "name of a part")
            if part.comment:
                yield Run(part.comment.decode("utf-8", errors="replace"), f"comment of {part.filename}")
            content = book.read(part)
            if part.filename.endswith((".xml", ".rels", ".vml")):
                yield from _part(part.filename, content, shared, names)
            else:
                yield Run(content.decode("utf-8", errors="replace"), part.filename)


def _root(content: bytes) -> ElementTree.Element:
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))  # noqa: S314
    return ElementTree.fromstring(content, parser=parser)  # noqa: S314 - expat refuses what grows without bound


def _shared(book: zipfile.ZipFile) -> list[str]:
    if _SHARED not in book.namelist():
        return []
    return ["".join(item.itertext()) for item in _root(book.read(_SHARED)).iter(f"{_MAIN}si")]


def _names(book: zipfile.ZipFile) -> Mapping[str, str]:
    """Part -> sheet name."""
    links = {one.get("Id"): f"xl/{one.get('Target')}" for one in _root(book.read("xl/_rels/workbook.xml.rels"))}
    sheets = _root(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet")
    return {links.get(sheet.get(_RELATION), ""): sheet.get("name") or "" for sheet in sheets}


def _part(name: str, content: bytes, shared: list[str], names: Mapping[str, str]) -> Iterator[Run]:
    root = _root(content)
    if _SHEET.fullmatch(name):
        for cell in root.iter(f"{_MAIN}c"):
            yield from _cell(cell, shared, f"sheet '{names.get(name, name)}', {cell.get('r')}")
    for element in root.iter():
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
        place = f"{name}, {tag}"
        if tag not in ("v", "c") and (element.text or "").strip():
            yield Run((element.text or "").strip(), place)
        if (element.tail or "").strip():
            yield Run((element.tail or "").strip(), place)
        if tag not in ("c", "sst"):  # indices and counts of texts, which the cells already give
            yield from (Run(value, f"{place}, {key.rpartition('}')[2]}") for key, value in element.attrib.items())


def _cell(cell: ElementTree.Element, shared: list[str], place: str) -> Iterator[Run]:
    value = cell.find(f"{_MAIN}v")
    if value is not None and value.text:
        at = int(value.text) if cell.get("t") == "s" else -1
        yield Run(shared[at] if 0 <= at < len(shared) else value.text, place)
