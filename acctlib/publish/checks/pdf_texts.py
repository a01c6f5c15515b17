"""Every text of a PDF: the text shown on its pages, by element, and every string in its objects."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from ctypes import c_ushort
from itertools import groupby
from typing import Any

import pikepdf
import pypdfium2
from pypdfium2 import raw

from acctlib.publish.checks.read_back import said_of
from acctlib.publish.paths.account import Run

_LINES = re.compile(r"\n|<[^>]*>")
DEEP = 12  # maximum nesting of drawings and of data
_NAMES = {
    "/Alt": "alternative text", "/ActualText": "replacement text", "/Contents": "annotation", "/URI": "link",
    "/T": "name of a field", "/V": "value of a field", "/Title": "title", "/Desc": "description of an attachment",
    "/UF": "name of an attachment", "/F": "name of an attachment", "/JS": "script",
}  # fmt: skip


def pdf_texts(data: bytes) -> Iterator[Run]:
    """Page texts ("page 2, TD"), and strings of all objects: metadata, outline, attachments, descriptions."""
    document = pypdfium2.PdfDocument(data)
    try:
        for number, page in enumerate(document, 1):
            yield from _page(page, number)
    finally:
        document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _strings(thing, "object", DEEP)


def _page(page: Any, number: int) -> Iterator[Run]:
    """The text runs on a page; adjacent runs with the same marked content are joined."""
    text_page = page.get_textpage()
    kinds = _kinds(page)
    pieces = ((raw.FPDFPageObj_GetMarkedContentID(one), _said(one, text_page)) for one in _texts(page))
    for mark, texts in groupby(pieces, key=lambda piece: piece[0]):
        said = " ".join("".join(text for _, text in texts).split())
        if said:
            yield Run(said, f"page {number}, {kinds.get(mark, 'beside the structure')}")
    text_page.close()
    page.close()


def _texts(page: Any) -> Iterator[Any]:
    """A page's text objects, including those in drawings."""
    return (one.raw for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEEP))


def _said(text_object: Any, text_page: Any) -> str:
    size = raw.FPDFTextObj_GetText(text_object, text_page, None, 0)
    buffer = (c_ushort * max(size // 2, 1))()
    raw.FPDFTextObj_GetText(text_object, text_page, buffer, size)
    return bytes(buffer).decode("utf-16-le", errors="replace").rstrip("\0")


def _kinds(page: Any) -> Mapping[int, str]:
    """Marked content -> type of the structure element that contains it."""
    tree = raw.FPDF_StructTree_GetForPage(page)
    if not tree:
        return {}
    try:
        roots = (raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(raw.FPDF_StructTree_CountChildren(tree)))
        return {mark: kind for root in roots for mark, kind in _marks(root)}
    finally:
        raw.FPDF_StructTree_Close(tree)


def _marks(element: Any) -> Iterator[tuple[int, str]]:
    if not element:
        return
    kind = said_of(raw.FPDF_StructElement_GetType, element)
    for place in range(raw.FPDF_StructElement_GetMarkedContentIdCount(element)):
        yield raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, place), kind
    for place in range(raw.FPDF_StructElement_CountChildren(element)):
        yield from _marks(raw.FPDF_StructElement_GetChildAtIndex(element, place))


def _strings(thing: Any, place: str, deep: int) -> Iterator[Run]:
    """Strings inside an object; indirect objects are visited separately."""
    if isinstance(thing, pikepdf.String):
        yield Run(str(thing), place)
    elif isinstance(thing, pikepdf.Stream):
        yield from _mapping(thing.stream_dict, place, deep)
        if thing.get("/Type") in ("/EmbeddedFile", "/Metadata"):
            kind = "attachment" if thing.get("/Type") == "/EmbeddedFile" else "metadata (XMP)"
            lines = _LINES.split(thing.read_bytes().decode("utf-8", errors="replace"))
            yield from (Run(line.strip(), kind) for line in lines if line.strip())
    elif isinstance(thing, pikepdf.Dictionary):
        yield from _mapping(thing, place, deep)
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            if not getattr(inner, "is_indirect", False) and deep:
                yield from _strings(inner, place, deep - 1)


def _mapping(thing: Any, place: str, deep: int) -> Iterator[Run]:
    for key, inner in thing.items():
        if not getattr(inner, "is_indirect", False) and deep:
            yield from _strings(inner, _NAMES.get(key, f"{place} {key}" if place == "object" else place), deep - 1)
