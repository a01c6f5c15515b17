"""Pieces as HTML. Blocks draw themselves; here is what only a whole notebook has: prose, text, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from acctlib.display.blocks.html import block_html
from acctlib.publish.pages.markdown import Node
from acctlib.publish.pages.outputs import Payload

_INLINE = {
    "strong": Markup("<strong>{}</strong>"),
    "emph": Markup("<em>{}</em>"),
    "strike": Markup("<s>{}</s>"),
}


def piece_html(payload: Payload) -> Markup:
    """A piece as markup; all that comes from data is escaped."""
    match payload["block"]:
        case "prose":
            return Markup('<div class="acct-prose">{}</div>').format(nodes_html(payload["nodes"]))
        case "text":
            return Markup('<pre class="acct-text">{}</pre>').format(payload["text"])
        case "group":
            return Markup("").join(piece_html(block) for block in payload["blocks"])
        case "row":
            return Markup('<div class="acct-row">{}</div>').format(Markup("").join(map(_column, payload["items"])))
        case "chart":
            width = round(100 * float(payload.get("width") or 1))
            return Markup('<div class="acct-width" style="--width:{}%">{}</div>').format(width, _drawn(payload))
    return _drawn(payload)


def _drawn(payload: Payload) -> Markup:
    return Markup(block_html(payload))  # noqa: S704 - a block escapes what it draws


def nodes_html(nodes: Sequence[Node]) -> Markup:
    """Markdown nodes as markup."""
    return Markup("").join(map(_node, nodes))


def _column(item: Payload) -> Markup:
    title = Markup("<h2>{}</h2>").format(item["title"]) if item["title"] else Markup("")
    return Markup("<section>{}{}</section>").format(title, Markup("").join(map(piece_html, item["blocks"])))


def _node(node: Node) -> Markup:
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
    lines = (_inlines(n["inner"]) if tight and n["t"] == "paragraph" else _node(n) for n in blocks)
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
    return Markup("").join(map(_inline, nodes))


def _inline(node: Node) -> Markup:
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
