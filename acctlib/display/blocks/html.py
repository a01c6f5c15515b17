"""Blocks as HTML: the markup. How it looks is CSS, in templates/html for files and here for JupyterLab.

Every text goes through markupsafe; nothing of the data becomes markup. Charts are our own SVG.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import mistune
from markupsafe import Markup

from acctlib.display.blocks.frame_table import table_of_frame
from acctlib.display.blocks.html_table import table_html, term_html
from acctlib.display.blocks.notebook_css import NOTEBOOK_CSS
from acctlib.display.drawing.picture import picture_url
from acctlib.display.formatter import Formatter

Payload = Mapping[str, Any]

ARROWS: Mapping[str, str] = {"up": "▲", "down": "▼", "flat": "■"}
_IDS = re.compile(r'(id="|url\(#|href="#)')


def notebook_html(payload: Payload) -> str:
    """A block for JupyterLab, with the few lines of CSS it needs.

    A notebook that somebody else has run, or a batch, is not trusted there: JupyterLab takes style and SVG elements
    out of it. Drawings are pictures, therefore, which stay, and texts stand apart without any style.
    """
    return f'<style>{NOTEBOOK_CSS}</style><div class="acct">{block_html(_with_pictures(payload))}</div>'


def _with_pictures(value: Any) -> Any:
    """A payload whose drawings are to be pictures."""
    if isinstance(value, Mapping):
        marked = {"picture": True} if value.get("block") == "chart" else {}
        return {**{key: _with_pictures(inner) for key, inner in value.items()}, **marked}
    return [_with_pictures(inner) for inner in value] if isinstance(value, list | tuple) else value


def block_html(payload: Payload) -> str:
    """A block as semantic HTML; its kind is its class, `acct-<kind>`."""
    return str(_DRAW[payload["block"]](payload))


def _document(p: Payload) -> Markup:
    meta = Markup("").join(Markup("<span>{}</span> ").format(line) for line in p.get("meta", ()))
    return Markup(
        '<header class="acct-document"><p class="acct-eyebrow">{}</p><h1 dir="auto">{}</h1>'
        '<p class="acct-meta">{}</p>{}</header>'
    ).format(p.get("eyebrow", ""), p["title"], meta, _demo(p))


def _demo(p: Payload) -> Markup:
    return Markup('<p class="acct-demo">{}</p>').format(p["demo"]) if p.get("demo") else Markup("")


def _message(p: Payload) -> Markup:
    if not p.get("sentences"):
        return Markup('<p class="acct-message"><strong>{}</strong> {}</p>').format(p["lead"], p.get("text", ""))
    said = [Markup('<span data-facts="{}">{}</span>').format(" ".join(s["facts"]), s["text"]) for s in p["sentences"]]
    return Markup('<p class="acct-message"><strong>{}</strong> {}</p>').format(said[0], Markup(" ").join(said[1:]))


def _tiles(p: Payload) -> Markup:
    return Markup('<ul class="acct-tiles">{}</ul>').format(Markup("").join(map(_tile, p["tiles"])))


def _tile(tile: Payload) -> Markup:
    change = tile.get("change")
    moved = (
        Markup('<span class="acct-change acct-state-{}"><span aria-hidden="true">{}</span> {}</span>').format(
            change["state"], ARROWS[change["direction"]], change["text"]
        )
        if change
        else Markup("")
    )
    notes = Markup("").join(Markup("<br><small>{}</small>").format(note) for note in tile.get("notes", ()))
    return Markup(
        '<li class="acct-tile acct-is-{}"><span class="acct-label">{}</span> <strong>{}</strong> {}{}</li>'
    ).format(tile.get("state", "neutral"), term_html(tile["label"], tile.get("meaning")), tile["value"], moved, notes)


def _chart(p: Payload) -> Markup:
    caption = Markup("<figcaption>{}</figcaption>").format(p["caption"]) if p.get("caption") else Markup("")
    if p.get("picture"):
        drawing = Markup('<img src="{}" alt="{}">').format(picture_url(p["svg"]), p["alt"])
    else:
        inside = Markup(inline_svg(p["svg"]))  # noqa: S704 - drawn by us or made safe before
        drawing = Markup('<div role="img" aria-label="{}">{}</div>').format(p["alt"], inside)
    return Markup('<figure class="acct-chart" role="figure">{}{}</figure>').format(drawing, caption)


def inline_svg(svg: str) -> str:
    """An SVG file as an element, its ids made its own, so that two figures on a page never mix."""
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return _IDS.sub(lambda found: f"{found[1]}s{mark}-", svg[svg.index("<svg") :])


def _prose(p: Payload) -> Markup:
    typed = " acct-typed" if p.get("typed") else ""
    return Markup('<div class="acct-prose{}">{}</div>').format(typed, Markup(_MARKDOWN(p["markdown"])))  # noqa: S704 - it escapes


def _note(p: Payload) -> Markup:
    return Markup('<p class="acct-note">{}</p>').format(p["text"])


def _definitions(p: Payload) -> Markup:
    items = (Markup("<dt>{}</dt><dd>{}</dd>").format(i["term"], i["text"]) for i in p["items"])
    return Markup('<dl class="acct-definitions">{}</dl>').format(Markup("").join(items))


def _row(p: Payload) -> Markup:
    sides = (Markup("<section>{}{}</section>").format(_title(i.get("title")), _blocks(i["blocks"])) for i in p["items"])
    return Markup('<div class="acct-row">{}</div>').format(Markup("").join(sides))


def _title(text: str | None) -> Markup:
    return Markup("<h2>{}</h2>").format(text) if text else Markup("")


def _group(p: Payload) -> Markup:
    return Markup('<div class="acct-group">{}</div>').format(_blocks(p["blocks"]))


def _evidence(p: Payload) -> Markup:
    """Its table; the rows behind are for the workbook."""
    return Markup('<div class="acct-evidence">{}</div>').format(table_html(p["table"]))


def _frame(p: Payload) -> Markup:
    """In JupyterLab, which knows no reader; pages have made a table of it before, in the reader's own numbers."""
    return table_html(table_of_frame(p, Formatter()))


def _blocks(blocks: list[Payload]) -> Markup:
    return Markup("").join(_DRAW[block["block"]](block) for block in blocks)


_MARKDOWN: Callable[[str], str] = mistune.create_markdown(escape=True, plugins=["table", "strikethrough", "url"])
_DRAW: Mapping[str, Callable[[Payload], Markup]] = {
    "document": _document,
    "message": _message,
    "tiles": _tiles,
    "table": table_html,
    "chart": _chart,
    "prose": _prose,
    "note": _note,
    "definitions": _definitions,
    "row": _row,
    "group": _group,
    "evidence": _evidence,
    "attachment": _note,
    "frame": _frame,
}
