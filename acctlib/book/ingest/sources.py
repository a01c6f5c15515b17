"""Read one source as text, keeping the row number that a spreadsheet would show for each line.

Nothing is inferred here: no types, dates or missing values. `00123` stays `00123`; the contract
interprets the text afterwards.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd

from acctlib.book.ingest.cells import unique
from acctlib.book.ingest.counted import Counted
from acctlib.book.ingest.file_queries import query_files
from acctlib.book.ingest.files import open_file
from acctlib.book.ingest.problems import RULES, Problem, Unreadable
from acctlib.book.ingest.queries import query_database, sqlite_file
from acctlib.config import Config, Source, require_data_access


@dataclass(frozen=True)
class Raw:
    """A source as it was read.

    Attributes
    ----------
    frame : DataFrame
        Text only, under the source's own column names; an empty cell is an empty string. Its index is
        the row number that a spreadsheet shows for each line; the header row is row 1.
    digest : str
        Hash of the content that was read.
    problems : tuple of Problem
        Problems that prevented it from being read.
    notes : tuple of Problem
        Oddities that did not prevent it from being read.
    counted : tuple of Counted
        Row counts and amount totals of its files before a query.
    is_file : bool
        Whether the source is a single file rather than a query.
    """

    file: str
    frame: pd.DataFrame = field(default_factory=pd.DataFrame)
    sheet: str | None = None
    digest: str = ""
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    counted: tuple[Counted, ...] = ()
    is_file: bool = False


def read(table: str, source: Source, config: Config) -> Raw:
    """Read a table's source; a failure to read it is returned as a problem, not raised as an exception."""
    require_data_access(f"the source of {table or 'the book'}")
    name = _name(source)
    try:
        found = _read(source, config, name)
        if not len(found.frame.columns) or not len(found.frame):
            raise _without_rows(source, found)
    except Unreadable as error:
        sheet = error.sheet or source.sheet
        level = RULES[error.rule].level
        problem = Problem(table, error.file or name, error.rule, level, sheet, error.row, what=str(error))
        return Raw(name, problems=(problem,))
    return replace(found, notes=tuple(replace(note, table=table) for note in found.notes))


def _without_rows(source: Source, found: Raw) -> Unreadable:
    """Why a source that was read has no rows: its query, the sheet chosen, or the file itself."""
    if not found.is_file:
        return Unreadable("failed_query", "the query finds no rows")
    taken = next((note for note in found.notes if note.rule == "unnamed_sheet"), None)
    if taken:
        return Unreadable(taken.rule, f"there are no rows in it; {taken.what}").of(found.file, found.sheet)
    return Unreadable("empty_file", "there are no rows in it").of(found.file, found.sheet)


def _name(source: Source) -> str:
    """The user's name for a source: its file names without folders, or else the kind of query."""
    files = [source.file] if source.file else source.files
    return ", ".join(Path(file).name for file in files) or ("query over files" if source.sql else "database query")


def digest_of(source: Source, config: Config) -> str:
    """Return a hash that changes with the source's content; cheap for files, but runs the query for databases."""
    files = [source.file] if source.file else list(source.files)
    if source.url and (file := sqlite_file(source.url, config)):
        files = [str(file), f"{file}-wal"]  # writes not yet merged into the file
    if not files:
        return read("", source, config).digest
    return _hash("".join(map(_file_digest, map(config.path, files))).encode())


def _file_digest(path: Path) -> str:
    """A file's hash, or "-" if it cannot be read; reading it as a source then reports the reason."""
    try:
        with path.open("rb") as content:
            return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        return "-"


def _read(source: Source, config: Config, name: str) -> Raw:
    if source.sql:
        found = query_files(source, config)
        digest = digest_of(source, config) if source.files else _digest_of(found.frame)
        return Raw(name, found.frame, None, digest, notes=found.notes, counted=found.counted)
    if source.url:
        frame = query_database(source, config)
        return Raw(name, frame, None, _digest_of(frame))
    given = source.file or ""
    sheet = open_file(given, source, config)
    frame = sheet.frame(unique(sheet.names))
    return Raw(name, frame, sheet.sheet, _file_digest(config.path(given)), notes=tuple(sheet.notes), is_file=True)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _digest_of(frame: pd.DataFrame) -> str:
    digest = hashlib.sha256()
    for row in ([*frame.columns], *frame.itertuples(index=False, name=None)):
        digest.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
    return digest.hexdigest()
