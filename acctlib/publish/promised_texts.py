"""The texts of a piece that a reader has to find on the page, in every format."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Node = Mapping[str, Any]


def texts_of(payload: Mapping[str, Any]) -> Iterator[str]:
    """Texts of one block; those of the blocks inside it are their own."""
    match payload["block"]:
        case "message":
            yield from (payload["lead"], payload.get("text") or "")
        case "tiles":
            for tile in payload["tiles"]:
                yield from (tile["label"], tile["value"], *tile.get("notes", ()))
                if tile.get("change"):
                    yield tile["change"]["text"]
        case "table":
            yield from _table(payload)
        case "evidence":
            yield from _table(payload["table"])
        case "chart":
            yield payload.get("caption") or ""
        case "note" | "text" | "attachment":
            yield payload["text"]
        case "definitions":
            for item in payload["items"]:
                yield from (item["term"], item["text"])
        case "row":
            yield from (item.get("title") or "" for item in payload["items"])
        case "prose":
            for node in payload["nodes"]:
                yield from _node(node)


def _table(payload: Mapping[str, Any]) -> Iterator[str]:
    yield payload.get("caption") or ""
    if payload.get("head", True):
        yield from (column["name"] for column in payload["columns"])
    for row in payload["rows"]:
        yield from (cell["text"] for cell in row)


def _node(node: Node) -> Iterator[str]:
    """Texts of a node of Markdown, a paragraph or a cell each."""
    match node["t"]:
        case "heading" | "paragraph":
            yield inline_text(node["inner"])
        case "code":
            yield node["text"]
        case "quote":
            for block in node["blocks"]:
                yield from _node(block)
        case "list":
            for item in node["items"]:
                for block in item:
                    yield from _node(block)
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
