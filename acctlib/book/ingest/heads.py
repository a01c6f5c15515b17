"""Where the head of a table stands among its lines, and which of the lines below it are rows.

A line is the row that a spreadsheet shows for it, and its cells as text. Exports have titles above the head, blank
lines, and now and then the head of a second export in the middle: nothing of that becomes a row, and nothing of it
goes without a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from acctlib.book.ingest.problems import Unreadable

TITLES = 10  # lines above a head that are taken for titles
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Headed:
    """A table's head, and the lines below it as they come.

    Attributes
    ----------
    row : int
        Where the head stands.
    titles : tuple of str
        What stands above it, blank lines left out.
    """

    names: list[str]
    row: int
    titles: tuple[str, ...]
    lines: Iterator[Line]


def headed(lines: Iterator[Line]) -> Headed:
    """The head of a table: its first line, or the first of several cells below titles.

    Titles have one cell each; or fewer cells than most lines below, where a later line names columns of figures.

    Raises
    ------
    Unreadable
        There is no line with anything in it.

    Examples
    --------
    >>> found = headed(iter([(1, ["Orders"]), (3, ["client", "net"]), (4, ["A", "1.50"])]))
    >>> found.names, found.row, found.titles, list(found.lines)
    (['client', 'net'], 3, ('Orders',), [(4, ['A', '1.50'])])
    """
    lines = (line for line in lines if any(map(str.strip, line[1])))
    first = list(islice(lines, TITLES + 2))
    if not first:
        raise Unreadable("empty_file", "it is empty")
    at = _place([cells for _, cells in first])
    row, cells = first[at]
    titles = tuple(cell.strip() for _, line in first[:at] for cell in line if cell.strip())
    names = [name.strip().lstrip("\ufeff").strip() for name in cells]
    return Headed(names, row, titles, chain(first[at + 1 :], lines))


def _filled(cells: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in cells)


def _place(first: Sequence[Sequence[str]]) -> int:
    """Which of the first lines is the head; the very first where none looks like one below titles."""
    at = next((n for n, cells in enumerate(first) if _filled(cells) > 1), 0)
    below = sum(_filled(cells) > 1 for cells in first[at + 1 :])
    if _is_narrow(first[at], first[at + 1 :]):
        later = range(at + 1, len(first))
        at = next((n for n in later if _is_above_figures(first[n], first[n + 1 :])), at)
    return at if below and _is_words(first[at]) else 0


def _is_narrow(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Most of the lines below have cells further on."""
    return 2 * sum(_reach(line) > _reach(cells) for line in below) > len(below)


def _reach(cells: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_above_figures(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """It names what stands below: most columns of figures or days have a name without a digit, none has a figure."""
    if not _is_words(cells) or _is_narrow(cells, below):
        return False
    columns = [[line[n] for line in below if len(line) > n and line[n].strip()] for n in range(len(cells))]
    names = [cell for cell, under in zip(cells, columns, strict=True) if under and all(map(_has_digit, under))]
    plain = sum(any(map(str.isalpha, name)) and not _has_digit(name) for name in names)
    return 2 * plain > len(names) and all(any(map(str.isalpha, name)) or not name.strip() for name in names)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _is_words(cells: Iterable[str]) -> bool:
    """Most of the cells have a letter: figures are no head."""
    given = [cell for cell in cells if cell.strip()]
    return 2 * sum(any(letter.isalpha() for letter in cell) for cell in given) > len(given)


def rows_below(found: Headed, short: list[int]) -> Iterator[Line]:
    """The rows of a table, each as wide as its head; the numbers of those that were shorter are added to `short`.

    Raises
    ------
    Unreadable
        A row has more cells than the head, or is a head itself.
    """
    width, names = len(found.names), {name.casefold() for name in found.names if name}
    cased = {form for name in found.names if name for form in (name, name.lower(), name.upper(), name.title())}
    nearly = {form for name in cased for form in (name, f" {name}", f"{name} ")}  # changing each cell takes longer
    for row, cells in found.lines:
        if not nearly.isdisjoint(cells) and _is_head(names, cells):
            raise Unreadable("second_head", "the column headers are repeated here", row)
        if len(cells) != width:
            if _filled(cells[width:]):
                raise Unreadable("unreadable", f"{len(cells)} fields for {width} headers: is a quote missing?", row)
            if len(cells) < width:
                short.append(row)
            cells = (cells + [""] * width)[:width]
        yield row, cells


def _is_head(names: set[str], cells: Iterable[str]) -> bool:
    """At least two cells, and half of those that are filled, are names of columns: a file was appended to another."""
    given = [cell.strip().casefold() for cell in cells if cell.strip()]
    found = sum(cell in names for cell in given)
    return found > 1 and 2 * found >= len(given)


def distinct(names: Sequence[str], *, most: int) -> list[str]:
    """Names of columns that a query can tell apart, as DuckDB names them: `a`, `a_1`, and `column0` for none.

    Examples
    --------
    >>> distinct(["", "Label", "label", "Label"], most=4)
    ['column0', 'Label', 'label_1', 'Label_2']
    """
    if len(names) > most:
        raise Unreadable("unreadable", f"it has {len(names)} columns; at most {most} are read", 1)
    taken: set[str] = set()
    told = []
    for place, name in enumerate(names):
        wanted = plain = name or f"column{place}"
        number = 0
        while wanted.casefold() in taken:
            number += 1
            wanted = f"{plain}_{number}"
        taken.add(wanted.casefold())
        told.append(wanted)
    return told
