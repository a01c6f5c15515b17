"""Texts of Markdown that has been read into nodes: one for each paragraph, heading, line of code and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def node_texts(nodes: Iterable[Node], broken: str = " ") -> Iterator[str]:
    """Texts of blocks of Markdown, whole, in their order; `broken` stands where a line is broken by its author."""
    for node in nodes:
        yield from _node(node, broken)


def _node(node: Node, broken: str) -> Iterator[str]:
    match node["t"]:
        case "heading" | "paragraph":
            yield inline_text(node["inner"], broken)
        case "code":
            yield node["text"]
        case "quote":
            yield from node_texts(node["blocks"], broken)
        case "list":
            for item in node["items"]:
                yield from node_texts(item, broken)
        case "table":
            yield from (inline_text(column["nodes"], broken) for column in node["columns"])
            yield from (inline_text(cell["nodes"], broken) for row in node["rows"] for cell in row)


def inline_text(nodes: Sequence[Node], broken: str = " ") -> str:
    """Text of a line of Markdown, without its emphasis."""
    return "".join(_inline(node, broken) for node in nodes)


def _inline(node: Node, broken: str) -> str:
    if node["t"] == "break":
        return broken
    return node["text"] if "text" in node else inline_text(node["inner"], broken)
