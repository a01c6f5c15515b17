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
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acctlib.book.problems import RULES, Problem
from acctlib.config import Config, Source

if TYPE_CHECKING:
    import duckdb

DELIMITERS = ",;\t|"
EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class Raw:
    """A source as it was read.

    Attributes
    ----------
    frame : DataFrame
        Text only, under the source's own column names; an empty cell is an empty text.
    rows : Series
        For each line the row that a spreadsheet shows; the head is row 1.
    digest : str
        Content hash of what was read.
    """

    file: str
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    sheet: str | None = None
    digest: str = ""
    problems: tuple[Problem, ...] = ()


class Unreadable(Exception):
    """A source that could not be read at all: the rule that it breaks, and what was found."""

    def __init__(self, rule: str, what: str, row: int | None = None) -> None:
        super().__init__(what)
        self.rule, self.row = rule, row


def read(table: str, source: Source, config: Config) -> Raw:
    """Read the source of a table; what keeps it from being read is a problem, not an exception."""
    label = source.file or (", ".join(source.files) or "query over files" if source.sql else "database query")
    name = Path(label).name if source.file else label
    try:
        frame, digest, sheet = _frame(source, config)
        if not len(frame.columns) or not len(frame):
            raise Unreadable("empty_file", "there are no rows in it")
    except Unreadable as error:
        problem = Problem(table, name, error.rule, RULES[error.rule].level, source.sheet, error.row, what=str(error))
        return Raw(name, problems=(problem,))
    return Raw(name, frame, sheet, digest)


def digest_of(source: Source, config: Config) -> str:
    """A hash that changes when the source's content does; cheap for files, a query for databases."""
    files = [source.file] if source.file else list(source.files)
    if source.url and (file := sqlite_file(source.url, config)):
        files = [str(file)]
    if not files:
        return read("", source, config).digest
    return _hash("".join(_hash(_bytes(path)) if path.is_file() else "-" for path in map(config.path, files)).encode())


def _frame(source: Source, config: Config) -> tuple[pd.DataFrame, str, str | None]:
    if source.sql:
        return *_digested(_query_files(source, config)), None
    if source.url:
        return *_digested(_query_database(source, config)), None
    path = config.path(source.file or "")
    if not path.is_file():
        raise Unreadable("missing_file", f"there is no file at {path}")
    if path.suffix.lower() in EXCEL:
        frame, sheet = _excel(path, source.sheet)
        return frame, _hash(_bytes(path)), sheet
    if path.suffix.lower() in (".parquet", ".pq"):
        return _parquet(path), _hash(_bytes(path)), None
    return _csv(_bytes(path), source), _hash(_bytes(path)), None


def _bytes(path: Path) -> bytes:
    return path.read_bytes()


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
    except LookupError:
        raise Unreadable("wrong_encoding", f"there is no encoding named {source.encoding}") from None
    if not text.strip():
        raise Unreadable("empty_file", "it is empty")
    lines = csv.reader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), delimiter=source.delimiter)
    try:
        head = [name.strip() for name in next(lines)]
        _check_delimiter(head, source.delimiter)
        body = list(_body(lines, len(head)))
    except csv.Error as error:
        raise Unreadable("unreadable", f"{error}", lines.line_num) from None
    frame = pd.DataFrame(
        [cells for _, cells in body], columns=_unique(head), index=[row for row, _ in body], dtype="object"
    )
    return frame.rename_axis("row")


def _check_delimiter(head: list[str], delimiter: str) -> None:
    if len(head) > 1:
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


def _unique(head: list[str]) -> list[str]:
    """Column names; a name that comes twice cannot be mapped and stops the file."""
    twice = {name for name in head if head.count(name) > 1 and name}
    if twice:
        raise Unreadable("unreadable", f"column {sorted(twice)[0]!r} comes twice", 1)
    return head


def _excel(path: Path, sheet: str | None) -> tuple[pd.DataFrame, str]:
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
    head = _unique([name.strip() for name in text.iloc[0]])
    body = text.iloc[1:].set_axis(head, axis=1).set_axis(range(2, len(text) + 1), axis=0).rename_axis("row")
    return body[(body != "").any(axis=1)], name


def as_text(value: Any) -> str:
    """A typed cell as text: whole numbers without a point, dates as ISO, nothing as nothing.

    >>> as_text(123.0), as_text(datetime(2026, 9, 30)), as_text(None)
    ('123', '2026-09-30', '')
    """
    if value is None or value is pd.NaT or value is pd.NA or value != value:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def _gist(error: Exception) -> str:
    """The first paragraph of what a database says, in one line."""
    return " ".join(str(error).split("\n\n")[0].split())


def _texts(frame: pd.DataFrame) -> pd.DataFrame:
    texts = {name: [as_text(value) for value in frame[name].astype(object)] for name in frame}
    return pd.DataFrame(texts, index=range(2, len(frame) + 2), dtype="object").rename_axis("row")


def _parquet(path: Path) -> pd.DataFrame:
    import duckdb

    try:
        with duckdb.connect() as files:
            return _texts(_rows(files.read_parquet(str(path))))
    except duckdb.Error as error:
        raise Unreadable("unreadable", f"this is no Parquet file: {_gist(error)}") from None


def _rows(found: duckdb.DuckDBPyRelation | None) -> pd.DataFrame:
    """The rows of a query with every value as it is: a frame of DuckDB's own would round amounts to floats."""
    if found is None:
        raise Unreadable("unreadable", "the query gives no rows: write a select")
    kinds = dict(zip(found.columns, map(str, found.types), strict=True))
    if any("TIME ZONE" in kind for kind in kinds.values()):  # as values they would need pytz
        plain = {name: '"' + name.replace('"', '""') + '"' for name in kinds}
        found = found.project(
            ", ".join(f"{q}::varchar as {q}" if "TIME ZONE" in kinds[n] else q for n, q in plain.items())
        )
    return pd.DataFrame(found.fetchall(), columns=found.columns, dtype="object")


def _query_files(source: Source, config: Config) -> pd.DataFrame:
    """A DuckDB query over files; each of `files` is a view named like the file, all columns text."""
    import duckdb

    with duckdb.connect() as files:
        try:
            files.execute("set file_search_path = ?", [str(config.root)])
            for given in source.files:
                path = config.path(given)
                if not path.is_file():
                    raise Unreadable("missing_file", f"there is no file at {path}")
                view = files.read_parquet(str(path)) if path.suffix == ".parquet" else files.read_csv(
                    str(path), all_varchar=True, sep=source.delimiter, header=True
                )  # fmt: skip
                view.create_view(path.stem)
            return _texts(_rows(files.sql(source.sql or "")))
        except duckdb.Error as error:
            raise Unreadable("unreadable", f"the query failed: {_gist(error)}") from None


def sqlite_file(url: str, config: Config) -> Path | None:
    """The file behind a SQLite address, seen from the configuration's folder; None for a server."""
    if not url.startswith("sqlite:///"):
        return None
    return config.path(url.removeprefix("sqlite:///"))


def _query_database(source: Source, config: Config) -> pd.DataFrame:
    import sqlalchemy as sa

    url = source.url or ""
    file = sqlite_file(url, config)
    if file and not file.is_file():
        raise Unreadable("missing_file", f"there is no file at {file}")
    try:
        engine = sa.create_engine(f"sqlite:///{file}" if file else url)
        with engine.connect() as database:
            found = database.execute(sa.text(source.query or ""))
            frame = pd.DataFrame([tuple(row) for row in found], columns=list(found.keys()), dtype="object")
        engine.dispose()
    except (sa.exc.SQLAlchemyError, ImportError) as error:
        raise Unreadable("unreadable", f"the query failed: {_gist(error)}") from None
    return _texts(frame)
