"""Blocks as HTML: the markup. How it looks is CSS, in templates/html for files and here for JupyterLab.

Every text goes through markupsafe; nothing of the data becomes markup. Charts are our own SVG.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any

import mistune
from markupsafe import Markup, escape

Payload = Mapping[str, Any]

SHAPES: Mapping[str, str] = {"good": "●", "bad": "◆", "watch": "▲", "unknown": "○", "neutral": ""}
ARROWS: Mapping[str, str] = {"up": "▲", "down": "▼", "flat": "■"}
_IDS = re.compile(r'(id="|url\(#|href="#)')

# JupyterLab's own variables, so that blocks follow its light and its dark theme.
NOTEBOOK_CSS = """
.acct{font-family:"Source Sans 3","Source Sans Pro",var(--jp-ui-font-family,sans-serif);color:var(--jp-content-font-color1,#1f2937);
max-width:60rem;line-height:1.45}
.acct h1{margin:.2em 0;font-size:1.8em}.acct-eyebrow{text-transform:uppercase;letter-spacing:.1em;font-size:.8em;color:#0f7b6c;margin:0}
.acct-meta,.acct-note,.acct figcaption,.acct small,.acct-muted{color:var(--jp-content-font-color2,#6b7280)}
.acct-tiles{display:flex;flex-wrap:wrap;gap:.8em;list-style:none;padding:0;margin:.6em 0}
.acct-tiles li{flex:1 1 9em;border:1px solid var(--jp-border-color2,#d9dee5);border-top:3px solid #9aa4b2;padding:.5em .7em;margin:0}
.acct-tiles strong{display:block;font-size:1.6em}.acct-tiles small{display:block}
.acct-tiles .acct-is-good{border-top-color:#0f7b6c}.acct-tiles .acct-is-bad{border-top-color:#c2410c}.acct-tiles .acct-is-watch{border-top-color:#b45309}
.acct table{border-collapse:collapse;font-size:.95em;margin:.5em 0}.acct th,.acct td{border:0;border-bottom:1px solid var(--jp-border-color2,#d9dee5);
padding:.3em .7em;text-align:left;vertical-align:top;white-space:normal}.acct .acct-right{text-align:right;font-variant-numeric:tabular-nums}
.acct-total td{font-weight:600}.acct-row{display:flex;flex-wrap:wrap;gap:1.5em}.acct-row>section{flex:1 1 20em}
.acct figure{margin:.6em 0;background:#fff;padding:.3em}.acct svg{max-width:100%;height:auto}
.acct-state-good{color:#0f7b6c}.acct-state-bad{color:#c2410c}.acct-state-watch{color:#b45309}
"""


def notebook_html(payload: Payload) -> str:
    """A block for JupyterLab, with the few lines of CSS it needs."""
    return f'<style>{NOTEBOOK_CSS}</style><div class="acct">{block_html(payload)}</div>'


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
    return Markup('<p class="acct-message"><strong>{}</strong> {}</p>').format(p["lead"], p.get("text", ""))


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
    notes = Markup("").join(Markup("<small>{}</small>").format(note) for note in tile.get("notes", ()))
    return Markup('<li class="acct-tile acct-is-{}"><span class="acct-label">{}</span><strong>{}</strong>{}{}</li>').format(
        tile.get("state", "neutral"), tile["label"], tile["value"], moved, notes
    )


def _table(p: Payload) -> Markup:
    sides = [column["align"] for column in p["columns"]]
    cells = (
        Markup('<th scope="col" class="acct-{}">{}</th>').format(side, column["name"])
        for side, column in zip(sides, p["columns"], strict=True)
    )
    head = Markup("<thead><tr>{}</tr></thead>").format(Markup("").join(cells)) if p.get("head", True) else Markup("")
    last = len(p["rows"]) - 1 if p.get("total") else -1
    rows = Markup("").join(
        Markup("<tr{}>{}</tr>").format(
            Markup(' class="acct-total"') if number == last else "",
            Markup("").join(_cell(cell, side) for cell, side in zip(row, sides, strict=True)),
        )
        for number, row in enumerate(p["rows"])
    )
    caption = Markup("<caption>{}</caption>").format(p["caption"]) if p.get("caption") else Markup("")
    return Markup('<div class="acct-table"><table>{}{}<tbody>{}</tbody></table></div>').format(caption, head, rows)


def _cell(cell: Payload, side: str) -> Markup:
    classes = [f"acct-{side}"] + [f"acct-{k}" for k in ("strong", "muted") if cell.get(k)]
    state = cell.get("state")
    text = escape(cell["text"])
    if state:
        classes.append(f"acct-state-{state}")
        text = Markup('<span aria-hidden="true">{}</span> {}').format(SHAPES[state], text)
    return Markup('<td class="{}" dir="auto">{}</td>').format(" ".join(classes), text)


def _chart(p: Payload) -> Markup:
    caption = Markup("<figcaption>{}</figcaption>").format(p["caption"]) if p.get("caption") else Markup("")
    return Markup('<figure class="acct-chart" role="figure"><div role="img" aria-label="{}">{}</div>{}</figure>').format(
        p["alt"], Markup(inline_svg(p["svg"])), caption
    )


def inline_svg(svg: str) -> str:
    """An SVG file as an element, its ids made its own, so that two figures on a page never mix."""
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return _IDS.sub(lambda found: f"{found[1]}s{mark}-", svg[svg.index("<svg") :])


def _prose(p: Payload) -> Markup:
    return Markup('<div class="acct-prose">{}</div>').format(Markup(_MARKDOWN(p["markdown"])))


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


def _blocks(blocks: list[Payload]) -> Markup:
    return Markup("").join(Markup(block_html(block)) for block in blocks)


_MARKDOWN: Callable[[str], str] = mistune.create_markdown(escape=True, plugins=["table", "strikethrough", "url"])  # type: ignore[assignment]
_DRAW: Mapping[str, Callable[[Payload], Markup]] = {
    "document": _document,
    "message": _message,
    "tiles": _tiles,
    "table": _table,
    "chart": _chart,
    "prose": _prose,
    "note": _note,
    "definitions": _definitions,
    "row": _row,
    "group": _group,
}
