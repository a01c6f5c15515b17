"""Find blocks of rows duplicated verbatim within a file: an export that was appended to itself."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from acctlib.book.ingest.heads import Line

FEWEST = 5  # distinct rows in the same order; fewer repeated rows may well be legitimate
MOST = 500_000  # rows remembered, some 60 MB; a block that first occurs beyond them is not detected


@dataclass
class Repeat:
    """A block of rows, from `row` on, that repeats the rows from `earlier` on; numbered as in a spreadsheet."""

    row: int
    earlier: int
    rows: int


@dataclass
class _Block:
    """A block being read: its start, the position that its next row would repeat, and its distinct rows."""

    repeat: Repeat
    begins: int
    next: int
    digests: set[int]


@dataclass
class Repeats:
    """Inspects rows as they pass and records the blocks that repeat earlier rows.

    Notes
    -----
    - A single row repeated many times does not count as a block.

    Examples
    --------
    >>> rows = [(number, [text]) for number, text in enumerate("head" "invoices" "invoices", 1)]
    >>> looked = Repeats()
    >>> list(looked.passing(iter(rows))) == rows, looked.found
    (True, [Repeat(row=13, earlier=5, rows=8)])
    """

    found: list[Repeat] = field(default_factory=list)
    _digests: array[int] = field(default_factory=lambda: array("q"))
    _rows: array[int] = field(default_factory=lambda: array("q"))
    _first: dict[int, int] = field(default_factory=dict)

    def passing(self, lines: Iterator[Line]) -> Iterator[Line]:
        """Yield the same lines; after the last one, `found` contains the repeated blocks."""
        block: _Block | None = None
        for place, (row, cells) in enumerate(lines):
            digest = hash(tuple(cells))
            if block and block.next < block.begins and self._digests[block.next] == digest:
                block.repeat.rows, block.next = block.repeat.rows + 1, block.next + 1
                block.digests.add(digest)
            else:
                self._keep(block)
                block = self._begun(place, row, digest)
            self._remember(place, row, digest)
            yield row, cells
        self._keep(block)

    def _begun(self, place: int, row: int, digest: int) -> _Block | None:
        first = self._first.get(digest)
        return None if first is None else _Block(Repeat(row, self._rows[first], 1), place, first + 1, {digest})

    def _remember(self, place: int, row: int, digest: int) -> None:
        if place < MOST:
            self._digests.append(digest)
            self._rows.append(row)
            self._first.setdefault(digest, place)

    def _keep(self, block: _Block | None) -> None:
        if block and len(block.digests) >= FEWEST:
            self.found.append(block.repeat)
