"""Every text and number in a block's data, with its location: whatever a file can show, or hide, of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from acctlib.display.blocks.block import ORIGIN, Payload, kind_of
from acctlib.display.blocks.nodes import node_texts
from acctlib.publish.pages.markdown import Node, markdown_nodes
from acctlib.publish.paths.account import Run

# The kit's own style values; any other text under these keys is treated like all other texts.
_LOOKS = {
    "align": frozenset({"left", "right"}),
    "state": frozenset({"good", "bad", "watch", "unknown", "neutral"}),
    "direction": frozenset({"up", "down", "flat"}),
}
_STRUCTURE = ("block", ORIGIN)
ATTRIBUTE = "attribute of the drawing"
_FORM = re.compile(r"[a-z]*(\.[\w-]+)*")
_DRAWN = re.compile(r"\s*<(\?xml|svg)\b")
_SHAPES = frozenset({"style", "d", "transform", "points", "viewBox", "version", "clip-path", "fill", "stroke"})
_MIME = "image/svg+xml"  # contained in every matplotlib drawing
_ELSEWHERE = ("data:", "#", "url(#")
_WORD = re.compile(r"[^\W\d_]{4}")


def leaves(payload: Payload, place: str) -> Iterator[Run]:
    """Texts and numbers of a block and all its inner blocks.

    Notes
    -----
    - Markdown paragraphs, headings and cells are complete texts without markup; link addresses are separate.
    - For a drawing, its words and comments, and words in attributes, but not its shapes.
    """
    kind = kind_of(payload)
    here = f"{place}, {kind.kind}"
    for key, value in kind.with_children(payload, lambda block: ()).items():
        if key == "markdown":
            yield from _markdown(markdown_nodes(value), place)
        elif key == "nodes":
            yield from _markdown(value, place)
        elif key not in _STRUCTURE:
            yield from _values(value, key, here)
    yield from (run for block in kind.children(payload) for run in leaves(block, place))


def _values(value: Any, key: str, place: str) -> Iterator[Run]:
    if isinstance(value, Mapping):
        for inner, held in value.items():
            if inner not in _STRUCTURE:
                yield from _values(held, inner, place)
    elif isinstance(value, list | tuple):
        for held in value:
            yield from _values(held, key, place)
    elif isinstance(value, str) and _DRAWN.match(value):
        yield from _drawing(value, place)
    elif isinstance(value, str) and value and not _only_looks(key, value):
        yield Run(value, f"{place}, {key}")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Run(repr(value), f"{place}, {key}")


def _only_looks(key: str, value: str) -> bool:
    return value in _LOOKS.get(key, ()) or (key in ("form", "forms") and bool(_FORM.fullmatch(value)))


def _markdown(nodes: Iterable[Node], place: str) -> Iterator[Run]:
    nodes = list(nodes)
    yield from (Run(text, f"{place}, paragraph") for text in node_texts(nodes, broken="\n") if text)
    yield from (Run(url, f"{place}, address of a link") for url in _urls(nodes))


def _urls(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        if isinstance(value.get("url"), str):
            yield value["url"]
        yield from _urls(list(value.values()))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _urls(inner)


def _drawing(svg: str, place: str) -> Iterator[Run]:
    """An SVG's texts: each text element as one text, titles, comments, and attributes containing words."""
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))  # noqa: S314 - ours, or checked
    root = ElementTree.fromstring(svg[svg.index("<svg") :], parser=parser)  # noqa: S314
    yield from (Run(text, f"{place}, words of the drawing") for text in _element_texts(root))
    for element in root.iter():
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] not in _SHAPES and not value.startswith(_ELSEWHERE) and _WORD.search(value):
                yield Run(value, f"{place}, {ATTRIBUTE}")


def _element_texts(element: ElementTree.Element) -> Iterator[str]:
    tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else "comment"
    whole = tag in ("text", "title", "desc")
    said = "".join(element.itertext()) if whole else element.text or ""
    if tag != "style" and said.strip() not in ("", _MIME):
        yield said.strip()
    for inner in () if whole else element:
        yield from _element_texts(inner)
        if (inner.tail or "").strip():
            yield (inner.tail or "").strip()
