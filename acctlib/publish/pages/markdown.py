"""Markdown as data: a small tree of nodes that each format renders in its own way.

A node is a dict whose `t` gives its type. Blocks: heading, paragraph, list, quote, code, table,
rule. Inline: text, strong, emph, strike, code, link, break. Nodes contain no markup.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mistune

from acctlib.errors import PublishError

Node = dict[str, Any]
Token = Mapping[str, Any]

_TABLES = ["table", "mistune.plugins.table.table_in_quote", "mistune.plugins.table.table_in_list"]
_PARSE: Callable[[str], list[Token]] = mistune.create_markdown(
    renderer=None, plugins=[*_TABLES, "strikethrough", "url", "task_lists"]
)
_LINK = re.compile(r"(https?://|mailto:)[^\s]+", re.IGNORECASE)
# With a semicolon, and no longer than CommonMark allows: "AT&copy" stays as typed.
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_SPANS = {"strong": "strong", "emphasis": "emph", "strikethrough": "strike"}


@dataclass
class Outline:
    """The current position in the document: the title is level 1, and no level is ever skipped.

    Attributes
    ----------
    level : int
        Level of the latest heading.
    title : str
        Text of the latest heading, which is the nearest heading above what follows.
    title_node : node, optional
        The first level-1 heading: the notebook's title if it has no other.
    """

    level: int = 1
    title: str = ""
    title_node: Node | None = None

    def heading(self, level: int, title: str) -> int:
        """Record a heading; returns the level at which it is rendered."""
        self.level = min(max(level, 2), self.level + 1)
        self.title = title
        return self.level


def markdown_nodes(source: str, outline: Outline | None = None) -> list[Node]:
    """Parse Markdown into nodes.

    Parameters
    ----------
    source : str
        Markdown with tables, strikethrough, task lists and bare links.
    outline : Outline
        The document so far; headings are recorded in it.

    Returns
    -------
    list of nodes
        Blocks in order.

    Raises
    ------
    PublishError
        For an image, as a file next to the notebook or on the network is not part of the notebook.

    Notes
    -----
    - `#` and `##` are level 2 (only the title is level 1), `###` is level 3; skipped levels are closed up.
    - An empty heading is omitted.
    - Links may use http, https or mailto; any other link is shown as plain text.
    - HTML is shown as typed, never interpreted, except that comments are omitted and
      `<br>` breaks the line.

    Examples
    --------
    >>> markdown_nodes("*Late* <b>")[0]["inner"]
    [{'t': 'emph', 'inner': [{'t': 'text', 'text': 'Late'}]}, {'t': 'text', 'text': ' <b>'}]
    """
    return _blocks(_PARSE(source), outline or Outline())


def plain(nodes: Sequence[Node]) -> str:
    """The text of inline nodes, without formatting."""
    return "".join(plain(n["inner"]) if "inner" in n else n.get("text", " ") for n in nodes)


def _blocks(tokens: Sequence[Token], outline: Outline) -> list[Node]:
    return [node for token in tokens if (node := _block(token, outline))]


def _block(token: Token, outline: Outline) -> Node | None:
    """Convert a block token to a node; None for tokens that are not rendered (blank lines, comments)."""
    match token["type"]:
        case "heading":
            return _heading(token, outline)
        case "paragraph" | "block_text":
            inner = _inlines(token["children"])
            return {"t": "paragraph", "inner": inner} if inner else None
        case "list":
            return _list(token, outline)
        case "block_quote":
            return {"t": "quote", "blocks": _blocks(token["children"], outline)}
        case "block_code":
            return {"t": "code", "text": token["raw"].rstrip("\n")}
        case "table":
            return _table(token)
        case "thematic_break":
            return {"t": "rule"}
        case "blank_line":
            return None
        case "block_html":
            typed = _COMMENT.sub("", token["raw"]).strip()
            return {"t": "paragraph", "inner": [_text(typed)]} if typed else None
    raise PublishError(f"Markdown of the kind '{token['type']}' cannot be rendered")


def _heading(token: Token, outline: Outline) -> Node | None:
    """A heading, recorded in the outline; None for an empty one (not allowed in PDF/UA-1 or for screen readers)."""
    inner, typed = _inlines(token["children"]), token["attrs"]["level"]
    title = plain(inner)
    if not title.strip():
        return None
    node = {"t": "heading", "level": outline.heading(typed, title), "inner": inner}
    if typed == 1 and outline.title_node is None:
        outline.title_node = node
    return node


def _list(token: Token, outline: Outline) -> Node:
    return {
        "t": "list",
        "ordered": token["attrs"]["ordered"],
        "start": token["attrs"].get("start", 1),
        "tight": token.get("tight", True),
        "items": [_item(item, outline) for item in token["children"]],
    }


def _item(token: Token, outline: Outline) -> list[Node]:
    """A list item's blocks; a task's checkbox becomes its first character."""
    blocks = _blocks(token["children"], outline)
    if token["type"] != "task_list_item":
        return blocks
    box = _text("☑ " if token["attrs"]["checked"] else "☐ ")
    first, rest = (blocks[0], blocks[1:]) if blocks and blocks[0]["t"] == "paragraph" else ({"inner": []}, blocks)
    return [{"t": "paragraph", "inner": [box, *first["inner"]]}, *rest]


def _table(token: Token) -> Node:
    """A table in the format of table blocks, whose cells have nodes in addition to text."""
    head, *bodies = token["children"]
    columns = [
        {"name": plain(inner), "nodes": inner, "align": "right" if cell["attrs"]["align"] == "right" else "left"}
        for cell in head["children"]
        for inner in [_inlines(cell["children"])]
    ]
    rows = [
        [{"text": plain(inner), "nodes": inner} for cell in row["children"] for inner in [_inlines(cell["children"])]]
        for body in bodies
        for row in body["children"]
    ]
    return {"t": "table", "columns": columns, "rows": rows, "head": True, "total": False, "caption": ""}


def _inlines(tokens: Sequence[Token]) -> list[Node]:
    """Inline tokens as nodes, with adjacent texts joined."""
    joined: list[Node] = []
    for node in (node for token in tokens for node in _inline(token)):
        if joined and node["t"] == joined[-1]["t"] == "text":
            joined[-1] = _text(joined[-1]["text"] + node["text"])
        else:
            joined.append(node)
    return joined


def _inline(token: Token) -> list[Node]:
    match token["type"]:
        case "text":
            return [_text(_ENTITY.sub(lambda found: html.unescape(found[0]), token["raw"]))]
        case "strong" | "emphasis" | "strikethrough" as kind:
            return [{"t": _SPANS[kind], "inner": _inlines(token["children"])}]
        case "codespan":
            return [{"t": "code", "text": token["raw"]}]
        case "link":
            return _link(token)
        case "softbreak":
            return [_text(" ")]
        case "linebreak":
            return [{"t": "break"}]
        case "inline_html":
            return _typed_html(token["raw"])
        case "image":
            raise PublishError(
                f"Markdown shows the image '{token['attrs']['url']}', which is not part of the notebook; "
                "show it as the output of a code cell"
            )
    raise PublishError(f"Markdown of the kind '{token['type']}' cannot be rendered")


def _link(token: Token) -> list[Node]:
    inner = _inlines(token["children"])
    url = token["attrs"]["url"]
    return [{"t": "link", "url": url, "inner": inner}] if _LINK.fullmatch(url) else inner


def _typed_html(raw: str) -> list[Node]:
    if _BREAK.fullmatch(raw):
        return [{"t": "break"}]
    return [] if _COMMENT.fullmatch(raw) else [_text(raw)]


def _text(text: str) -> Node:
    return {"t": "text", "text": text}
