"""Table fitting: the width that each column needs, and the font size at which the table fits its page unbroken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acctlib.publish.formats.typst.letter_widths import BOLD, REGULAR, SEMIBOLD, LetterWidths, Run

Table = Mapping[str, Any]

SMALLEST = 6.5  # points
STEP = 0.5
HEAD = 0.9  # font size of a heading relative to its cells
SHAPE = 1.0  # ems for a state's shape
SLACK = 0.08  # ems; allowance for rounding
LONGEST_WORD, LONGEST_ID, LONGEST_VALUE = 13.0, 21.0, 13.0  # ems
LONG_TEXT, ROOM_OF_TEXT = 30.0, 9.0  # text longer than the first, in ems, gets a column at least as wide as the second
_VALUE = re.compile(r"[^\w\s]*\s?(?:[A-Z]{3}\s)?[^\w\s]*\d[\d\s.,:'’/−+-]*\s?(?:%|[^\W\d_]{1,10})?[^\w\s]*")
_DAY = re.compile(r"\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4}")


@dataclass(frozen=True)
class ColumnWidths:
    """The widths that a table's columns need, in ems of its text.

    Attributes
    ----------
    needed : tuple
        Minimum widths at which no number, date or word is broken.
    wanted : tuple
        Preferred widths by content, used to distribute the remaining width.
    whole : bool
        Whether no word is broken at all; words of over some 24 letters, or ids of over 40 characters, may be broken.
    """

    needed: tuple[float, ...]
    wanted: tuple[float, ...]
    whole: bool

    def only(self, chosen: Sequence[int]) -> ColumnWidths:
        """The widths of the chosen columns."""
        return ColumnWidths(tuple(self.needed[i] for i in chosen), tuple(self.wanted[i] for i in chosen), self.whole)


def columns_of(table: Table, widths: LetterWidths) -> ColumnWidths:
    """The widths that a table's columns need."""
    found = [_column(table, i, widths) for i in range(len(table["columns"]))]
    needed = tuple(need + free for (need, _, _), free in zip(found, _free(table), strict=True))
    return ColumnWidths(needed, tuple(want for _, want, _ in found), all(whole for _, _, whole in found))


def first_size(table: Table) -> float:
    """The font size to try first: smaller for many columns, and for many rows, which are looked up rather than read."""
    columns = len(table["columns"])
    return 7.5 if columns > 8 else 8.5 if columns > 6 or len(table["rows"]) > 20 else 9.5


def fitting_size(needed: Sequence[float], room: float, first: float) -> float | None:
    """The largest size, from the first one down, at which columns fit the room in points; None if none does.

    >>> fitting_size([20, 20], 400, 9.5), fitting_size([30, 30], 400, 9.5), fitting_size([40, 40], 400, 9.5)
    (9.5, 6.5, None)
    """
    size = first
    while size >= SMALLEST:
        if sum(needed) * size <= room:
            return size
        size -= STEP
    return None


def _column(table: Table, i: int, widths: LetterWidths) -> tuple[float, float, bool]:
    """A column's needed and preferred widths in ems, and whether every word stays unbroken."""
    right = table["columns"][i].get("align") == "right"
    need, longest, whole = 0.0, 0.0, True
    for runs, value, shape in _cells(table, i, right):
        line = widths.whole(runs)
        word = line if value else max(widths.words(runs), default=0.0)
        most = _most(runs, value)
        whole = whole and word <= most
        need, longest = max(need, min(word, most) + shape), max(longest, line)
    head = HEAD * max(widths.words(_runs(table["columns"][i], SEMIBOLD, "name")), default=0.0)
    whole = whole and head <= LONGEST_ID
    need = max(need, min(head, LONGEST_ID), ROOM_OF_TEXT if longest > LONG_TEXT else 0.0)
    return need + SLACK, max(need, min(longest, LONG_TEXT * 0.75)) + 1.25, whole


def _cells(table: Table, i: int, right: bool) -> Iterator[tuple[list[Run], bool, float]]:
    """Each distinct cell's runs in a column, whether it is a value, and the space for its shape."""
    last = len(table["rows"]) - 1 if table.get("total") else -1
    seen = set()
    for number, row in enumerate(table["rows"]):
        cell = row[i]
        weight = SEMIBOLD if number == last else BOLD if cell.get("strong") else REGULAR
        shape = SHAPE if cell.get("state") not in (None, "neutral") else 0.0
        key = (cell["text"], weight, shape)
        if key not in seen or "nodes" in cell:
            seen.add(key)
            yield _runs(cell, weight, "text"), _is_value(cell["text"], right), shape


def _is_value(text: str, right: bool) -> bool:
    """Whether a text is a number with its unit, or a date, neither of which may be broken across lines."""
    return bool(_VALUE.fullmatch(text) or _DAY.fullmatch(text)) or (right and len(text) <= 16)


def _most(runs: Sequence[Run], value: bool) -> float:
    """The width in ems up to which a word is kept unbroken at the expense of the table."""
    if value:
        return 10 * LONGEST_VALUE
    return LONGEST_ID if any(letter.isdigit() for run in runs for letter in run.text) else LONGEST_WORD


def _runs(cell: Mapping[str, Any], weight: int, text: str) -> list[Run]:
    return list(_inline(cell["nodes"], weight)) if "nodes" in cell else [Run(cell[text], weight)]


def _inline(nodes: Sequence[Mapping[str, Any]], weight: int) -> Iterator[Run]:
    for node in nodes:
        if "inner" in node:
            yield from _inline(node["inner"], BOLD if node["t"] == "strong" else weight)
        else:
            yield Run(node.get("text", "\n"), weight, node["t"] == "code")


def _free(table: Table) -> list[float]:
    """Each column's side padding in ems, as in templates/typst/tables.typ."""
    sides = [column.get("align") for column in table["columns"]]
    last = len(sides) - 1
    return [_left(sides, i) + (0.0 if i == last else 0.45) for i in range(len(sides))]


def _left(sides: Sequence[str | None], i: int) -> float:
    if i == 0:
        return 0.0
    return 1.5 if sides[i] != "right" and sides[i - 1] == "right" else 0.45
