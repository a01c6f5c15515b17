"""The common reader for every kind of file: text under column names, in pieces that fit into memory."""

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

PIECE = 50_000  # rows kept in memory at once


@dataclass
class Sheet:
    """A file, or one sheet of a workbook, while it is being read.

    Attributes
    ----------
    names : list of str
        Its column names, stripped; some may be empty or duplicated.
    rows : iterator of Line
        Its rows; can be iterated only once.
    notes : list of Problem
        Oddities that do not prevent it from being read, with no table name yet; complete once all rows have been
        read.
    within_bounds : bool
        Whether its reader already limits the length of a cell.
    """

    file: str
    sheet: str | None
    names: list[str]
    rows: Iterator[Line]
    notes: list[Problem] = field(default_factory=list)
    within_bounds: bool = False

    def pieces(self, names: list[str]) -> Iterator[pd.DataFrame]:
        """Yield its rows under `names`, some thousands at a time, with every cell as text, indexed by row number."""
        try:
            while piece := list(islice(self.rows, PIECE)):
                frame = _frame(piece, names)
                yield frame if self.within_bounds else bounded(frame)
        except Unreadable as error:
            raise error.of(self.file, self.sheet) from None
        except OSError as error:
            raise Unreadable("unreadable", f"it cannot be read: {error.strerror}").of(self.file, self.sheet) from None

    def frame(self, names: list[str]) -> pd.DataFrame:
        """Return all its rows as one frame."""
        pieces = list(self.pieces(names))
        return pd.concat(pieces) if pieces else _frame([], names)

    def note(
        self, rule: str, what: str, row: int | None = None, column: str | None = None, value: str | None = None
    ) -> None:
        """Record an oddity as a problem at its rule's default level."""
        self.notes.append(Problem("", self.file, rule, RULES[rule].level, self.sheet, row, column, value, what))


def _frame(piece: Sequence[Line], names: list[str]) -> pd.DataFrame:
    index = pd.Index([row for row, _ in piece], name="row", dtype="int64")
    return pd.DataFrame([cells for _, cells in piece], columns=names, index=index, dtype="object")


def open_file(given: str, source: Source, config: Config) -> Sheet:
    """Open a file of any kind by its configured name and read its header row; later rows are read lazily.

    Raises
    ------
    Unreadable
        There is no such file; it cannot be opened; or its content does not match its extension.
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
    """Open delimited text; rows shorter than the header row are counted and noted."""
    found = headed(delimited(opened, source))
    check_delimiter(found.names, found.row, source.delimiter)
    sheet = Sheet(file, None, found.names, iter(()), within_bounds=True)  # csv limits a cell's length
    sheet.rows = _counted(found, sheet)
    _note_titles(sheet, found)
    return sheet


def _watched(sheet: Sheet, rows: Iterator[Line]) -> Iterator[Line]:
    """Yield the same rows, then add a warning about the first block that repeats earlier rows, if any."""
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
    """Add a note on hidden rows, and one on each hidden column with a name."""
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
