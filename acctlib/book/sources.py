"""Reading one source as text, with the row that a spreadsheet would show for each line.

Nothing is guessed here: no type, no date, no missing value. `00123` stays `00123`; what the text
means is decided afterwards, by contract.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from acctlib.book.cells import as_text, bounded, unique
from acctlib.book.problems import RULES, Problem, Unreadable
from acctlib.book.queries import PARQUET, parquet, query_database, query_files, sqlite_file
from acctlib.book.unpacked import PACKED, check_unpacked
from acctlib.config import Config, Source, within_reach

DELIMITERS = ",;\t|"
EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class Raw:
    """A source as it was read.

    Attributes
    ----------
    frame : DataFrame
        Text only, under the source's own column names; an empty cell is an empty text. Its index is
        the row that a spreadsheet shows for each line; the head is row 1.
    digest : str
        Content hash of what was read.
    """

    file: str
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    sheet: str | None = None
    digest: str = ""
    problems: tuple[Problem, ...] = ()


def read(table: str, source: Source, config: Config) -> Raw:
    """Read the source of a table; what keeps it from being read is a problem, not an exception."""
    within_reach(f"the source of {table or 'the book'}")
    name = _name(source)
    try:
        frame, digest, sheet = _frame(source, config)
        if not len(frame.columns) or not len(frame):
            raise Unreadable("empty_file", "there are no rows in it")
    except Unreadable as error:
        problem = Problem(table, name, error.rule, RULES[error.rule].level, source.sheet, error.row, what=str(error))
        return Raw(name, problems=(problem,))
    return Raw(name, frame, sheet, digest)


def _name(source: Source) -> str:
    """What the user calls it: its files without their folders, else what kind of query it is."""
    files = [source.file] if source.file else source.files
    return ", ".join(Path(file).name for file in files) or ("query over files" if source.sql else "database query")


def digest_of(source: Source, config: Config) -> str:
    """A hash that changes when the source's content does; cheap for files, a query for databases."""
    files = [source.file] if source.file else list(source.files)
    if source.url and (file := sqlite_file(source.url, config)):
        files = [str(file), f"{file}-wal"]  # what is written and not yet part of the file
    if not files:
        return read("", source, config).digest
    return _hash("".join(map(_file_digest, map(config.path, files))).encode())


def _file_digest(path: Path) -> str:
    """The hash of a file, or a mark where it cannot be read: why it cannot is told by reading it as a source."""
    try:
        return _hash(path.read_bytes())
    except OSError:
        return "-"


def _frame(source: Source, config: Config) -> tuple[pd.DataFrame, str, str | None]:
    if source.sql:
        return *_digested(query_files(source, config)), None
    if source.url:
        return *_digested(query_database(source, config)), None
    path = config.path(source.file or "")
    if not path.is_file():
        raise Unreadable("missing_file", f"there is no file at {path}")
    content = _content(path)
    if path.suffix.lower() in EXCEL:
        frame, sheet = _excel(path, source.sheet)
        return frame, _hash(content), sheet
    return parquet(path) if path.suffix.lower() in PARQUET else _csv(content, source), _hash(content), None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Unreadable("unreadable", f"it cannot be opened: {error.strerror}") from None


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digested(frame: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    return frame, _hash(
        json.dumps([list(frame.columns), *frame.to_numpy().tolist()], ensure_ascii=False).encode("utf-8", "replace")
    )


def _csv(content: bytes, source: Source) -> pd.DataFrame:
    """A delimited text, decoded strictly; every field as text."""
    try:
        text = content.decode(source.encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        raise Unreadable("wrong_encoding", f"byte {content[error.start]:#04x} is not {source.encoding}", row) from None
    except (LookupError, ValueError):  # ValueError: Python knows punycode, but not for the text of a file
        raise Unreadable("wrong_encoding", f"there is no encoding named {source.encoding}") from None
    if not text.strip():
        raise Unreadable("empty_file", "it is empty")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=source.delimiter)
    try:
        head = [name.strip() for name in next(lines)]
        _check_delimiter(head, source.delimiter)
        unique(head)  # before the rows are read
        body = list(_body(lines, len(head)))
    except csv.Error as error:
        raise Unreadable("unreadable", f"{error}", lines.line_num) from None
    frame = pd.DataFrame(
        [cells for _, cells in body], columns=unique(head), index=[row for row, _ in body], dtype="object"
    )
    return frame.rename_axis("row")


def _check_delimiter(head: list[str], delimiter: str) -> None:
    if len(head) != 1:
        return
    other = next((d for d in DELIMITERS if d != delimiter and head[0].count(d)), None)
    if other:
        raise Unreadable("wrong_delimiter", f"the head is one column for {delimiter!r}, but holds {other!r}", 1)


def _body(lines: Iterator[list[str]], width: int) -> Iterator[tuple[int, list[str]]]:
    """Lines with their row; blank lines keep their number and are no rows."""
    for row, cells in enumerate(lines, 2):
        if len(cells) > width and any(cells[width:]):
            raise Unreadable("unreadable", f"{len(cells)} fields under {width} heads: is a quote missing?", row)
        if any(cell.strip() for cell in cells):
            yield row, (cells + [""] * width)[:width]


def _excel(path: Path, sheet: str | None) -> tuple[pd.DataFrame, str]:
    if path.suffix.lower() in PACKED:
        check_unpacked(path)
    try:
        with pd.ExcelFile(path, engine="calamine") as book:
            name = sheet or str(book.sheet_names[0])
            if name not in book.sheet_names:
                raise Unreadable(
                    "unreadable", f"there is no sheet {name!r}; there are {', '.join(map(str, book.sheet_names))}"
                )
            cells = pd.read_excel(book, sheet_name=name, header=None, dtype=object, na_filter=False)
    except Unreadable:
        raise
    except Exception as error:  # calamine raises what it likes for a broken file
        raise Unreadable("unreadable", f"this is no workbook: {error}") from None
    if cells.empty:
        raise Unreadable("empty_file", "the sheet is empty")
    text = cells.map(as_text)
    head = unique([name.strip() for name in text.iloc[0]])
    body = text.iloc[1:].set_axis(head, axis=1).set_axis(range(2, len(text) + 1), axis=0).rename_axis("row")
    return bounded(body[(body != "").any(axis=1)]), name
