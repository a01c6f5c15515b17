"""Find a table's header row among its lines, and the data rows below it.

A line is its row number in a spreadsheet, and its cells as text. Exports have titles above the header row, blank
lines and, occasionally, a second export's header row in the middle: none of these becomes a data row. Titles are
noted, and a second header row raises an error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from acctlib.book.ingest.problems import Unreadable

TITLES = 10  # lines above a header row that may be titles
Line = tuple[int, list[str]]


@dataclass(frozen=True)
class Headed:
    """A table's header row, and an iterator over the lines below it.

    Attributes
    ----------
    row : int
        The header row's number.
    titles : tuple of str
        The filled cells above it.
    """

    names: list[str]
    row: int
    titles: tuple[str, ...]
    lines: Iterator[Line]


def headed(lines: Iterator[Line]) -> Headed:
    """Find a table's header row: its first line, or the first line with several cells below any titles.

    A title has a single cell, or fewer cells than most lines below it if a later line looks like the header row of
    columns of figures.

    Raises
    ------
    Unreadable
        All lines are blank.

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
    """Index of the header row among the first lines; 0 if none looks like a header row below titles."""
    at = next((n for n, cells in enumerate(first) if _filled(cells) > 1), 0)
    below = sum(_filled(cells) > 1 for cells in first[at + 1 :])
    if _is_narrow(first[at], first[at + 1 :]):
        later = range(at + 1, len(first))
        at = next((n for n in later if _is_above_figures(first[n], first[n + 1 :])), at)
    return at if below and _is_words(first[at]) else 0


def _is_narrow(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether most of the lines below extend further to the right."""
    return 2 * sum(_reach(line) > _reach(cells) for line in below) > len(below)


def _reach(cells: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(cells, 1) if cell.strip()), default=0)


def _is_above_figures(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a line names columns of figures: most names have no digit; no cell is a bare figure."""
    if not _is_words(cells) or _is_narrow(cells, below):
        return False
    columns = [[line[n] for line in below if len(line) > n and line[n].strip()] for n in range(len(cells))]
    names = [cell for cell, under in zip(cells, columns, strict=True) if under and all(map(_has_digit, under))]
    plain = sum(any(map(str.isalpha, name)) and not _has_digit(name) for name in names)
    return 2 * plain > len(names) and all(any(map(str.isalpha, name)) or not name.strip() for name in names)


def _has_digit(cell: str) -> bool:
    return any(map(str.isdigit, cell))


def _is_words(cells: Iterable[str]) -> bool:
    """Whether most of the filled cells contain a letter; a line of figures is not a header row."""
    given = [cell for cell in cells if cell.strip()]
    return 2 * sum(any(letter.isalpha() for letter in cell) for cell in given) > len(given)


def rows_below(found: Headed, short: list[int]) -> Iterator[Line]:
    """Yield a table's rows, each as wide as the header row; the numbers of shorter rows are appended to `short`.

    Raises
    ------
    Unreadable
        A row has a filled cell beyond the header row's last column, or repeats the header row.
    """
    width, names = len(found.names), {name.casefold() for name in found.names if name}
    cased = {form for name in found.names if name for form in (name, name.lower(), name.upper(), name.title())}
    nearly = {form for name in cased for form in (name, f" {name}", f"{name} ")}  # faster than normalising cells
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
    """Whether at least two cells, and half of the filled ones, are column names: one file was appended to another."""
    given = [cell.strip().casefold() for cell in cells if cell.strip()]
    found = sum(cell in names for cell in given)
    return found > 1 and 2 * found >= len(given)


def distinct(names: Sequence[str], *, most: int) -> list[str]:
    """Make column names unique as DuckDB does: `a`, `a_1`, and `column0` for an empty name.

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
