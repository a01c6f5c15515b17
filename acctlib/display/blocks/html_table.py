"""A table as HTML: its values for sorting, its definitions, and how it folds on a narrow screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

Payload = Mapping[str, Any]

SHAPES: Mapping[str, str] = {"good": "●", "bad": "◆", "watch": "▲", "unknown": "○", "neutral": ""}
WHOLE = 16  # characters of a number, a date or a name that no line may part
FOLDED = 64  # characters of a row that a phone cannot show side by side


def table_html(p: Payload) -> Markup:
    """A table with its caption; `acct-cards` where a phone shows each row as a card.

    Roles are written out, because a row that is shown as a card would lose its own.
    """
    columns, last = p["columns"], len(p["rows"]) - 1 if p.get("total") else -1
    named = p.get("head", True)
    head = Markup("<thead role=rowgroup><tr role=row>{}</tr></thead>").format(Markup("").join(map(_head, columns)))
    rows = Markup("").join(
        Markup("<tr role=row{}>{}</tr>").format(
            Markup(' class="acct-total"') if number == last else "",
            Markup("").join(_cell(cell, column, named) for cell, column in zip(row, columns, strict=True)),
        )
        for number, row in enumerate(p["rows"])
    )
    caption = Markup("<caption>{}</caption>").format(p["caption"]) if p.get("caption") else Markup("")
    return Markup(
        '<div class="acct-table{}"><table role="table">{}{}<tbody role=rowgroup>{}</tbody></table></div>'
    ).format(" acct-cards" if named and _wide(p) else "", caption, head if named else "", rows)


def term_html(label: str, meaning: Payload | None) -> Markup:
    """A label, and where there is one its definition: read out and shown on focus, on a click or a tap."""
    if not meaning:
        return Markup("{}").format(label)
    return Markup(
        '<button type="button" class="acct-term" popovertarget="{0}" popovertargetaction="show" '
        'aria-describedby="{0}">{1}</button><span popover role="tooltip" class="acct-meaning" id="{0}">{2}</span>'
    ).format(meaning["id"], label, meaning["text"])


def _wide(p: Payload) -> bool:
    longest = (max((len(row[i]["text"]) for row in p["rows"]), default=0) for i in range(len(p["columns"])))
    return len(p["columns"]) > 2 and sum(longest) > FOLDED


def _head(column: Payload) -> Markup:
    if not column["name"]:
        return Markup("<td role=cell></td>")
    return Markup('<th scope="col" role="columnheader" class="acct-{}">{}</th>').format(column["align"], column["name"])


def _cell(cell: Payload, column: Payload, named: bool) -> Markup:
    classes = [f"acct-{column['align']}"] + [f"acct-{k}" for k in ("strong", "muted") if cell.get(k)]
    state, value, text = cell.get("state"), cell.get("value"), term_html(cell["text"], cell.get("meaning"))
    if len(cell["text"]) <= WHOLE:
        classes.append("acct-whole")
    if state:
        classes.append(f"acct-state-{state}")
        text = Markup('<span><span aria-hidden="true">{}</span> {}</span>').format(SHAPES[state], text)
    sort = Markup(' data-v="{}"').format(value) if isinstance(value, int | float | str) and value != "" else Markup("")
    name = Markup(' data-head="{}"').format(column["name"]) if named and column["name"] else Markup("")
    return Markup('<td role="cell" class="{}" dir="auto"{}{}>{}</td>').format(" ".join(classes), sort, name, text)
