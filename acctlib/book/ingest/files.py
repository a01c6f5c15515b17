"""One reader for every file: its lines become text under heads, in pieces that fit into memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO

import pandas as pd

from acctlib.book.ingest.cells import bounded
from acctlib.book.ingest.content import check_content
from acctlib.book.ingest.delimited import check_delimiter, delimited
from acctlib.book.ingest.formulas import cells_without_value
from acctlib.book.ingest.heads import Headed, Line, headed, rows_below
from acctlib.book.ingest.hidden import Hidden, hidden_in
from acctlib.book.ingest.parquet import PARQUET, parquet_lines
from acctlib.book.ingest.problems import RULES, Problem, Unreadable, and_more
from acctlib.book.ingest.repeats import Repeats
from acctlib.book.ingest.workbooks import EXCEL, workbook
from acctlib.config import Config, Source

PIECE = 50_000  # rows that are held at once


@dataclass
class Sheet:
    """A file, or a sheet of one, as it is being read.

    Attributes
    ----------
    names : list of str
        The heads of its columns, stripped; some may be empty or come twice.
    rows : iterator of Line
        Read once.
    notes : list of Problem
        What is odd in it and does not keep it from being read, without the table that it is for; complete when the
        rows have been read.
    within_bounds : bool
        None of its cells can be longer than is read.
    """

    file: str
    sheet: str | None
    names: list[str]
    rows: Iterator[Line]
    notes: list[Problem] = field(default_factory=list)
    within_bounds: bool = False

    def pieces(self, names: list[str]) -> Iterator[pd.DataFrame]:
        """Its rows under `names`, some thousands at a time, every cell text; the index is the row."""
        try:
            while piece := list(islice(self.rows, PIECE)):
                frame = _frame(piece, names)
                yield frame if self.within_bounds else bounded(frame)
        except Unreadable as error:
            raise error.of(self.file, self.sheet) from None
        except OSError as error:
            raise Unreadable("unreadable", f"it cannot be read: {error.strerror}").of(self.file, self.sheet) from None

    def frame(self, names: list[str]) -> pd.DataFrame:
        """All its rows at once."""
        pieces = list(self.pieces(names))
        return pd.concat(pieces) if pieces else _frame([], names)

    def note(
        self, rule: str, what: str, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        """Say what is odd in it."""
        self.notes.append(Problem("", self.file, rule, RULES[rule].level, self.sheet, row, column, value, what))


def _frame(piece: Sequence[Line], names: list[str]) -> pd.DataFrame:
    index = pd.Index([row for row, _ in piece], name="row", dtype="int64")
    return pd.DataFrame([cells for _, cells in piece], columns=names, index=index, dtype="object")


def open_file(given: str, source: Source, config: Config) -> Sheet:
    """A file of any kind, as the configuration names it: its head is read, its rows are to come.

    Raises
    ------
    Unreadable
        There is no such file; it cannot be opened; it is not what its name says.
    """
    path, file = config.path(given), Path(given).name
    kind = Path(given).suffix.lower()
    try:
        if not path.is_file():
            raise Unreadable("missing_file", f"there is no file at {path}")
        check_content(path)
        if kind in EXCEL:
            sheet = _of_workbook(path, file, source)
        else:
            sheet = _of_parquet(path, file) if kind in PARQUET else of_text(file, lambda: path.open("rb"), source)
    except OSError as error:
        raise Unreadable("unreadable", f"it cannot be opened: {error.strerror}").of(file) from None
    except Unreadable as error:
        raise error.of(file, source.sheet if kind in EXCEL else None) from None
    sheet.rows = _watched(sheet, sheet.rows)
    return sheet


def of_text(file: str, opened: Callable[[], BinaryIO], source: Source) -> Sheet:
    """A delimited text; lines shorter than its head are counted."""
    found = headed(delimited(opened, source))
    check_delimiter(found.names, found.row, source.delimiter)
    sheet = Sheet(file, None, found.names, iter(()), within_bounds=True)  # Python's csv reads no longer cells
    sheet.rows = _counted(found, sheet)
    _note_titles(sheet, found)
    return sheet


def _watched(sheet: Sheet, rows: Iterator[Line]) -> Iterator[Line]:
    """The same rows, with a warning of the first block of them that stood there before."""
    looked = Repeats()
    yield from looked.passing(rows)
    for block in looked.found[:1]:
        more = f", and {len(looked.found) - 1} more such blocks" if len(looked.found) > 1 else ""
        what = f"from here on {block.rows} rows repeat those from row {block.earlier} on, word for word{more}"
        sheet.note("repeated_rows", what, block.row)


def _counted(found: Headed, sheet: Sheet) -> Iterator[Line]:
    short: list[int] = []
    yield from rows_below(found, short)
    if short:
        more = and_more(len(short) - 1)
        sheet.note("short_row", f"it has fewer cells than the header row{more}; missing cells count as empty", short[0])


def _of_workbook(path: Path, file: str, source: Source) -> Sheet:
    opened = workbook(path, source.sheet)
    try:
        found = headed(opened.lines)
    except Unreadable as error:
        raise Unreadable(error.rule, "the sheet is empty") from None
    sheet = Sheet(file, opened.name, found.names, rows_below(found, []))
    _note_titles(sheet, found)
    if opened.others:
        sheet.note("unnamed_sheet", f"it was read because it comes first; {_listed(opened.others)} are visible too")
    for cell in cells_without_value(path, opened.name):
        if cell.row > found.row and 0 <= (place := cell.column - opened.first) < len(found.names):
            sheet.note("no_value", cell.what, cell.row, found.names[place], cell.text)
    _note_hidden(sheet, found, hidden_in(path, opened.name), opened.first)
    return sheet


def _note_hidden(sheet: Sheet, found: Headed, hidden: Hidden, first: int) -> None:
    """A word on hidden rows, and on each hidden column that is used."""
    if rows := [row for row in hidden.rows if row > found.row]:
        how = "hidden by a filter" if hidden.filter else "hidden"
        sheet.note("hidden", f"this row is {how}{and_more(len(rows) - 1)} but was read", rows[0])
    for name, column in zip(found.names, count(first)):
        if name and any(low <= column <= high for low, high in hidden.columns):
            sheet.note("hidden", "this column is hidden but was read", column=name)


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(map(repr, names))


def _note_titles(sheet: Sheet, found: Headed) -> None:
    if found.titles:
        what = f"was taken as the header row; above it: {_listed(found.titles)[:200]}"
        sheet.note("title_rows", what, found.row)


def _of_parquet(path: Path, file: str) -> Sheet:
    names, lines = parquet_lines(path)
    return Sheet(file, None, names, lines)
