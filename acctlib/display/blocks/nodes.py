"""Markdown that has been read into nodes: its texts, and as HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from markupsafe import Markup

Node = Mapping[str, Any]

_INLINE = {
    "strong": Markup("<strong>{}</strong>"),
    "emph": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
}


def node_texts(nodes: Iterable[Node], broken: str = " ") -> Iterator[str]:
    """A text for each paragraph, heading, line of code and cell, in their order.

    Parameters
    ----------
    broken : str
        What stands where the author has broken a line.
    """
    for node in nodes:
        yield from _node_texts(node, broken)


def _node_texts(node: Node, broken: str) -> Iterator[str]:
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
    return "".join(_inline_text(node, broken) for node in nodes)


def _inline_text(node: Node, broken: str) -> str:
    if node["t"] == "break":
        return broken
    return node["text"] if "text" in node else inline_text(node["inner"], broken)


def nodes_html(nodes: Sequence[Node]) -> Markup:
    """Markdown nodes as markup."""
    return Markup("").join(map(_node_html, nodes))


def _node_html(node: Node) -> Markup:
    match node["t"]:
        case "heading":
            return Markup("<h{0}>{1}</h{0}>").format(min(node["level"], 6), _inlines(node["inner"]))
        case "paragraph":
            return Markup("<p>{}</p>").format(_inlines(node["inner"]))
        case "list":
            return _list(node)
        case "quote":
            return Markup("<blockquote>{}</blockquote>").format(nodes_html(node["blocks"]))
        case "code":
            return Markup("<pre><code>{}</code></pre>").format(node["text"])
        case "table":
            return _table(node)
        case _:
            return Markup("<hr>")


def _list(node: Node) -> Markup:
    start = Markup(' start="{}"').format(node["start"]) if node["ordered"] and node["start"] != 1 else Markup("")
    items = Markup("").join(Markup("<li>{}</li>").format(_item(item, node["tight"])) for item in node["items"])
    return Markup("<{0}{1}>{2}</{0}>").format("ol" if node["ordered"] else "ul", start, items)


def _item(blocks: Sequence[Node], tight: bool) -> Markup:
    """What is in a list item; a tight list has lines where a loose one has paragraphs."""
    lines = (_inlines(n["inner"]) if tight and n["t"] == "paragraph" else _node_html(n) for n in blocks)
    return Markup("").join(lines)


def _table(node: Node) -> Markup:
    sides = [column["align"] for column in node["columns"]]
    head = Markup("").join(
        Markup('<th scope="col" class="acct-{}">{}</th>').format(column["align"], _inlines(column["nodes"]))
        for column in node["columns"]
    )
    rows = Markup("").join(Markup("<tr>{}</tr>").format(_cells(row, sides)) for row in node["rows"])
    return Markup('<div class="acct-table"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>').format(
        head, rows
    )


def _cells(row: Sequence[Mapping[str, Any]], sides: Sequence[str]) -> Markup:
    return Markup("").join(
        Markup('<td class="acct-{}">{}</td>').format(side, _inlines(cell["nodes"]))
        for cell, side in zip(row, sides, strict=True)
    )


def _inlines(nodes: Sequence[Node]) -> Markup:
    return Markup("").join(map(_inline_html, nodes))


def _inline_html(node: Node) -> Markup:
    match node["t"]:
        case "text":
            return Markup("{}").format(node["text"])
        case "code":
            return Markup("<code>{}</code>").format(node["text"])
        case "link":
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(node["url"], _inlines(node["inner"]))
        case "break":
            return Markup("<br>")
        case span:
            return _INLINE[span].format(_inlines(node["inner"]))
