"""A table: rows under heads, each cell with the value behind it; how it folds on a narrow screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.markup import SHAPES, State, optional, term_html
from acctlib.display.formatted_text import FormattedText

Align = Literal["left", "right"]

WHOLE = 16  # characters of a number, a date or a name that no line may part
FOLDED = 64  # characters of a row that a phone cannot show side by side


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its head, its side, and its weight in the width; weights for all columns or for none."""

    name: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True)
class TableCell:
    """A cell: what is read, and the value behind it where there is one.

    A text that a `Formatter` made brings its value and its form along, so that both say the same.
    """

    text: str
    value: float | str | bool | None = None
    state: State | None = None
    strong: bool = False
    muted: bool = False
    form: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.text, FormattedText):
            object.__setattr__(self, "form", self.form or self.text.form)
            object.__setattr__(self, "value", self.text.value)
            object.__setattr__(self, "text", str(self.text))


@dataclass(frozen=True)
class Table(Block):
    """Rows under heads; the last row is a total where `total` says so."""

    kind: ClassVar[str] = "table"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: str = ""
    total: bool = False

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Caption, heads where they are shown, and cells."""
        yield payload.get("caption") or ""
        if payload.get("head", True):
            yield from (column["name"] for column in payload["columns"])
        yield from (cell["text"] for row in payload["rows"] for cell in row)

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """Heads, and a line for each row."""
        lines = [[column["name"] for column in payload["columns"]], *([c["text"] for c in r] for r in payload["rows"])]
        return "\n".join(" | ".join(line) for line in lines)

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A table with its caption; `acct-cards` where a phone shows each row as a card.

        Roles are written out, because a row that is shown as a card would lose its own.
        """
        named = payload.get("head", True)
        heads = Markup("").join(map(_head, payload["columns"]))
        head = Markup("<thead role=rowgroup><tr role=row>{}</tr></thead>").format(heads) if named else ""
        return Markup(
            '<div class="acct-table{}"><table role="table">{}{}<tbody role=rowgroup>{}</tbody></table></div>'
        ).format(
            " acct-cards" if named and _wide(payload) else "",
            optional("<caption>{}</caption>", payload.get("caption")), head, _rows(payload, named),
        )  # fmt: skip


def _rows(table: Payload, named: bool) -> Markup:
    last = len(table["rows"]) - 1 if table.get("total") else -1
    return Markup("").join(
        Markup("<tr role=row{}>{}</tr>").format(
            Markup(' class="acct-total"') if number == last else "",
            Markup("").join(_cell(cell, column, named) for cell, column in zip(row, table["columns"], strict=True)),
        )
        for number, row in enumerate(table["rows"])
    )


def _wide(table: Payload) -> bool:
    longest = (max((len(row[i]["text"]) for row in table["rows"]), default=0) for i in range(len(table["columns"])))
    return len(table["columns"]) > 2 and sum(longest) > FOLDED


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
