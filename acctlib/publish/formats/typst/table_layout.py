"""Lay out tables on paper: at a font size at which they fit, if necessary in landscape, and if too wide, in parts.

No number is ever broken and nothing is overprinted: a table's widths are measured before it is typeset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from acctlib.display.blocks.block import Payload, kind_of
from acctlib.display.blocks.layout import Columns
from acctlib.display.blocks.table import Table
from acctlib.display.blocks.text_blocks import Prose
from acctlib.display.formatter import Formatter
from acctlib.publish.formats.typst.letter_widths import LetterWidths
from acctlib.publish.formats.typst.table_fit import SMALLEST, ColumnWidths, columns_of, first_size, fitting_size
from acctlib.publish.pages.outputs import Page, PageItem

PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}  # points
MARGINS = 2 * 62.37  # 2.2 cm on either side
GUTTER = 18.0  # between blocks side by side
INDENT = 32.0  # of lists and quotations
IN_PARTS = 7.5  # font size of a table in several parts; costs one extra part at most
REPEATED = 0.5  # share of the width available to columns repeated in every part
BETWEEN = " · "


@dataclass(frozen=True)
class Room:
    """The width available to a table, and the width of a landscape page, if one may be used."""

    upright: float
    sideways: float | None = None


@dataclass(frozen=True)
class TableLayout:
    """Lays out the tables of a document.

    Attributes
    ----------
    paper : str
        The paper's name in the brand file.
    """

    widths: LetterWidths
    paper: str
    formatter: Formatter

    def pages(self, pages: Page) -> Page:
        """The same pages with a size for each table; pieces to be set in landscape are marked."""
        pieces = [made for piece in pages.pieces for made in self._piece(piece)]
        return replace(pages, pieces=tuple(_with_headings(pieces)))

    def _piece(self, piece: PageItem) -> Iterator[PageItem]:
        short, long = (side - MARGINS for side in PAPERS[self.paper])
        for payload in self._block(piece.payload, Room(short, long)):
            yield replace(piece, payload=payload)

    def _block(self, payload: Payload, room: Room) -> Iterator[Payload]:
        """A block with its tables laid out; a table may become several parts."""
        match payload["block"]:
            case Table.kind:
                yield from self.parts(payload, room)
            case Prose.kind:
                yield from self._prose(payload, room)
            case kind:
                beside = len(payload["items"]) if kind == Columns.kind else 1
                inside = Room((room.upright - GUTTER * (beside - 1)) / beside)
                yield kind_of(payload).with_children(payload, lambda block: self._block(block, inside))

    def _prose(self, payload: Payload, room: Room) -> Iterator[Payload]:
        """Prose with its tables laid out; a landscape table becomes a piece of its own."""
        together: list[Payload] = []
        for node in self._nodes(payload["nodes"], room):
            if node.get("sideways"):
                yield from _prose_of(payload, together)
                yield {**payload, "nodes": [node], "sideways": True}
                together = []
            else:
                together.append(node)
        yield from _prose_of(payload, together)

    def _nodes(self, nodes: Sequence[Payload], room: Room) -> Iterator[Payload]:
        inside = Room(room.upright - INDENT)
        for node in nodes:
            match node["t"]:
                case "table":
                    yield from self.parts(node, room)
                case "quote":
                    yield {**node, "blocks": list(self._nodes(node["blocks"], inside))}
                case "list":
                    yield {**node, "items": [list(self._nodes(item, inside)) for item in node["items"]]}
                case _:
                    yield node

    def parts(self, table: Payload, room: Room) -> Iterator[Payload]:
        """The table at a size at which it fits: upright, else in landscape, else in parts that repeat its index."""
        columns, first = columns_of(table, self.widths), first_size(table)
        for width, sideways in ((room.upright, False), (room.sideways, True)):
            if width and (size := fitting_size(columns.needed, width, first)):
                yield _fitted(table, columns, size, width, sideways=sideways)
                return
        yield from self._in_parts(table, columns, room)

    def _in_parts(self, table: Payload, columns: ColumnWidths, room: Room) -> Iterator[Payload]:
        width, sideways = room.sideways or room.upright, bool(room.sideways)
        size = IN_PARTS if sideways else SMALLEST
        columns = _bounded(columns, table.get("index") or 1, width / size)
        shares = _shares(columns, table.get("index") or 1, width / size)
        if len(shares) == 1:
            yield _fitted(table, columns, size, width, sideways=sideways)
            return
        for chosen in shares:
            part = _chosen(table, chosen)
            caption = BETWEEN.join(filter(None, (table.get("caption"), self._named(table, chosen))))
            yield _fitted({**part, "caption": caption}, columns.only(chosen), size, width, sideways=sideways)

    def _named(self, table: Payload, chosen: Sequence[int]) -> str:
        """Text stating which columns a part contains, not counting the index."""
        index = table.get("index", 1)
        own = [i for i in chosen if i >= max(index, 1)]
        first = 0 if chosen[-1] - chosen[0] == len(chosen) - 1 else own[0]
        numbers = (max(first, index) - index + 1, own[-1] - index + 1, len(table["columns"]) - index)
        low, high, count = map(self.formatter.number, numbers)
        return self.formatter.translate("Columns {low} to {high} of {n}", low=low, high=high, n=count)


def _fitted(table: Payload, columns: ColumnWidths, size: float, width: float, *, sideways: bool) -> Payload:
    fit = {
        "size": size,
        "line": width / size,
        "needed": columns.needed,
        "wanted": columns.wanted,
        "whole": columns.whole,
    }
    return {**table, "fit": fit, **({"sideways": True} if sideways else {})}


def _bounded(columns: ColumnWidths, repeated: int, line: float) -> ColumnWidths:
    """Limit columns to the available width: content wider than a page is broken, never cut off."""
    index = [min(need, line * REPEATED / repeated) for need in columns.needed[:repeated]]
    most = line - sum(index)
    needed = (*index, *(min(need, most) for need in columns.needed[repeated:]))
    return replace(columns, needed=needed, whole=columns.whole and needed == columns.needed)


def _shares(columns: ColumnWidths, repeated: int, line: float) -> list[list[int]]:
    """Columns by part: as few parts as possible, of roughly equal width; the first columns are repeated in each."""
    index = list(range(repeated))
    room = line - sum(columns.needed[:repeated])
    rest = range(repeated, len(columns.needed))
    parts = _filled(columns, rest, room)
    even = room
    while len(parts) > 1 and even > 0:  # avoid a last part with a single leftover column
        narrower = _filled(columns, rest, even * 0.97)
        if len(narrower) > len(parts):
            break
        parts, even = narrower, even * 0.97
    return [index + part for part in parts]


def _filled(columns: ColumnWidths, chosen: Sequence[int], room: float) -> list[list[int]]:
    parts: list[list[int]] = []
    taken = room
    for i in chosen:
        if taken + columns.needed[i] > room:
            parts.append([])
            taken = 0.0
        parts[-1].append(i)
        taken += columns.needed[i]
    return parts or [[]]


def _chosen(table: Payload, chosen: Sequence[int]) -> Payload:
    return {
        **table,
        "columns": [table["columns"][i] for i in chosen],
        "rows": [[row[i] for i in chosen] for row in table["rows"]],
    }


def _prose_of(payload: Payload, nodes: list[Payload]) -> Iterator[Payload]:
    if nodes:
        yield {**payload, "nodes": nodes}


def _with_headings(pieces: Sequence[PageItem]) -> Iterator[PageItem]:
    """Move a heading to the landscape page of the table below it."""
    for piece, after in zip_longest(pieces, pieces[1:]):
        turned = after is not None and after.payload.get("sideways") and not piece.payload.get("sideways")
        at = _last_heading(piece.payload) if turned else None
        if at is None:
            yield piece
            continue
        nodes = piece.payload["nodes"]
        for payload in _prose_of(piece.payload, nodes[:at]):
            yield replace(piece, payload=payload)
        yield replace(piece, payload={**piece.payload, "nodes": nodes[at:], "sideways": True})


def _last_heading(payload: Payload) -> int | None:
    """The position of the last heading in prose, if at most two paragraphs follow it."""
    nodes: list[Any] = payload.get("nodes") or []
    at = max((i for i, node in enumerate(nodes) if node["t"] == "heading"), default=None)
    if at is None or len(nodes) - at > 3 or any(node["t"] != "paragraph" for node in nodes[at + 1 :]):
        return None
    return at
