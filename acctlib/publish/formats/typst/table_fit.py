"""Whether a table fits a page: what each of its columns needs, and the size of letters in which all of it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from acctlib.publish.formats.typst.letter_widths import BOLD, REGULAR, SEMIBOLD, LetterWidths, Run

Table = Mapping[str, Any]

SMALLEST = 6.5  # points
STEP = 0.5
HEAD = 0.9  # size of a head beside its cells
SHAPE = 1.0  # ems of a state's shape
SLACK = 0.08  # ems; what rounding may take
LONGEST_WORD, LONGEST_ID, LONGEST_VALUE = 13.0, 21.0, 13.0  # ems
LONG_TEXT, ROOM_OF_TEXT = 30.0, 9.0  # a text of so many ems is read in lines of at least so many
_VALUE = re.compile(r"[^\w\s]*\s?(?:[A-Z]{3}\s)?[^\w\s]*\d[\d\s.,:'’/−+-]*\s?(?:%|[^\W\d_]{1,10})?[^\w\s]*")
_DAY = re.compile(r"\d{1,2}\.? [^\W\d_]{3,9}\.? \d{4}|[^\W\d_]{3,9}\.? \d{1,2}, \d{4}")


@dataclass(frozen=True)
class ColumnWidths:
    """What the columns of a table need, in ems of its letters.

    Attributes
    ----------
    needed : tuple
        So that no number, no date and no word is broken.
    wanted : tuple
        By what they hold, to share what is left.
    whole : bool
        Whether that is so for every word; a word of more than some 24 letters may be broken, an id of 40.
    """

    needed: tuple[float, ...]
    wanted: tuple[float, ...]
    whole: bool

    def only(self, chosen: Sequence[int]) -> ColumnWidths:
        """Some of them."""
        return ColumnWidths(tuple(self.needed[i] for i in chosen), tuple(self.wanted[i] for i in chosen), self.whole)


def columns_of(table: Table, widths: LetterWidths) -> ColumnWidths:
    """What the columns of a table need."""
    found = [_column(table, i, widths) for i in range(len(table["columns"]))]
    needed = tuple(need + free for (need, _, _), free in zip(found, _free(table), strict=True))
    return ColumnWidths(needed, tuple(want for _, want, _ in found), all(whole for _, _, whole in found))


def first_size(table: Table) -> float:
    """Letters before any measuring: many columns ask for small ones, and many rows are looked up, not read."""
    columns = len(table["columns"])
    return 7.5 if columns > 8 else 8.5 if columns > 6 or len(table["rows"]) > 20 else 9.5


def fitting_size(needed: Sequence[float], room: float, first: float) -> float | None:
    """The largest size, from the first one down, in which columns fit into so many points; None where none does.

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
    """Ems that a column needs and wants, and whether it leaves every word whole."""
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
    """Runs of each different cell of a column, whether it is a value, and the room for its shape."""
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
    """Whether a text is a number with its unit, or a day: what no line may part."""
    return bool(_VALUE.fullmatch(text) or _DAY.fullmatch(text)) or (right and len(text) <= 16)


def _most(runs: Sequence[Run], value: bool) -> float:
    """Ems up to which a word is left whole at the cost of the table."""
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
    """What each column keeps free at its sides, in ems; as templates/typst/tables.typ has it."""
    sides = [column.get("align") for column in table["columns"]]
    last = len(sides) - 1
    return [_left(sides, i) + (0.0 if i == last else 0.45) for i in range(len(sides))]


def _left(sides: Sequence[str | None], i: int) -> float:
    if i == 0:
        return 0.0
    return 1.5 if sides[i] != "right" and sides[i - 1] == "right" else 0.45
