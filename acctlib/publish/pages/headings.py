"""Notebook headings in the client's language.

Notebooks are written once, in English. A heading in the translation catalogue is shown in the client's language; any
other is shown as written.
"""

from __future__ import annotations

from dataclasses import replace

from acctlib.display.language import ENGLISH, Language
from acctlib.publish.pages.markdown import Node
from acctlib.publish.pages.outputs import Page, PageItem


def translate_headings(pages: Page) -> Page:
    """Translate the pages' headings into the language of the document's locale."""
    code = str(pages.document.get("locale") or ENGLISH).replace("-", "_").split("_")[0]
    if code == ENGLISH:
        return pages
    language = Language(code)
    return replace(pages, pieces=tuple(_piece(piece, language) for piece in pages.pieces))


def _piece(piece: PageItem, language: Language) -> PageItem:
    if piece.payload["block"] != "prose":
        return piece
    nodes = [_node(node, language) for node in piece.payload["nodes"]]
    return replace(piece, payload={**piece.payload, "nodes": nodes})


def _node(node: Node, language: Language) -> Node:
    plain = node["t"] == "heading" and [inner["t"] for inner in node["inner"]] == ["text"]
    if not plain:
        return node
    (inner,) = node["inner"]
    return {**node, "inner": [{**inner, "text": language.translate(inner["text"])}]}
