"""Texts of Markdown that has been read into nodes: one for each paragraph, heading, line of code and cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def node_texts(nodes: Iterable[Node]) -> Iterator[str]:
    """Texts of blocks of Markdown, whole, in their order."""
    for node in nodes:
        yield from _node(node)


def _node(node: Node) -> Iterator[str]:
    match node["t"]:
        case "heading" | "paragraph":
            yield inline_text(node["inner"])
        case "code":
            yield node["text"]
        case "quote":
            yield from node_texts(node["blocks"])
        case "list":
            for item in node["items"]:
                yield from node_texts(item)
        case "table":
            yield from (inline_text(column["nodes"]) for column in node["columns"])
            yield from (inline_text(cell["nodes"]) for row in node["rows"] for cell in row)


def inline_text(nodes: Sequence[Node]) -> str:
    """Text of a line of Markdown, without its emphasis."""
    return "".join(_inline(node) for node in nodes)


def _inline(node: Node) -> str:
    if node["t"] == "break":
        return " "
    return node["text"] if "text" in node else inline_text(node["inner"])
