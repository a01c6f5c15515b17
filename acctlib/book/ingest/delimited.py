"""Delimited text as lines of cells: decoded strictly, quotes as RFC 4180 has them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from acctlib.book.ingest.heads import Line
from acctlib.book.ingest.problems import Unreadable
from acctlib.config import Source

DELIMITERS = ",;\t|"
_EXCELS_OWN = re.compile(r"^sep=(?P<delimiter>.?)$")  # a first line that tells Excel the delimiter
_GIST = {
    "' expected after '\"'": "a quote within a quoted cell is not doubled",
    "unexpected end of data": "a quote is opened here and never closed",
}


def delimited(opened: Callable[[], BinaryIO], source: Source) -> Iterator[Line]:
    """The lines of a delimited text, one after the other, whatever the size of the file.

    Parameters
    ----------
    opened : callable
        Opens the content; called again to find the place where it cannot be decoded.

    Raises
    ------
    Unreadable
        It is not in the declared encoding; it has another delimiter; a quote is not closed, or one is missing.
    """
    with opened() as content:
        try:
            text = io.TextIOWrapper(content, source.encoding, newline="")
            yield from _lines(text, source)
        except UnicodeDecodeError:
            raise _undecodable(opened, source.encoding) from None
        except UnicodeError as error:  # of a whole text: utf-16 without a mark of its order of bytes
            raise Unreadable("wrong_encoding", f"it is not {source.encoding}: {error}") from None
        except (LookupError, ValueError):
            raise Unreadable("wrong_encoding", f"there is no encoding named {source.encoding}") from None


def _undecodable(opened: Callable[[], BinaryIO], encoding: str) -> Unreadable:
    """Where the declared encoding ends: the whole of it is decoded at once, which only a refusal pays for."""
    with opened() as file:
        content = file.read()
    try:
        content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content[: error.start].count(b"\n") + 1
        return Unreadable("wrong_encoding", f"byte {content[error.start]:#04x} is not {encoding}", row)
    except (LookupError, ValueError):
        pass
    return Unreadable("wrong_encoding", f"it is not {encoding}")


def _lines(text: io.TextIOWrapper, source: Source) -> Iterator[Line]:
    lines = csv.reader(text, delimiter=source.delimiter, strict=True)
    before = row = widest = 0
    try:
        for row, cells in enumerate(lines, 1):
            if row == 1 and _is_excels_own(cells, source.delimiter):
                continue
            if lines.line_num > before + 1:
                _check_cells(cells, row, source.delimiter, widest)
            before, widest = lines.line_num, max(widest, len(cells))
            yield row, cells
    except csv.Error as error:
        told = next((gist for said, gist in _GIST.items() if said in str(error)), str(error))
        raise Unreadable("unreadable", told, row + 1) from None


def _is_excels_own(cells: list[str], delimiter: str) -> bool:
    """The line `sep=;`, which is no head."""
    found = _EXCELS_OWN.match(cells[0].lstrip("\ufeff")) if cells and not any(cells[1:]) else None
    if found and found["delimiter"] not in ("", delimiter):
        what = f"its first line shows {found['delimiter']!r} as the delimiter, not {delimiter!r}"
        raise Unreadable("wrong_delimiter", what, 1)
    return found is not None


def _check_cells(cells: list[str], row: int, delimiter: str, widest: int) -> None:
    """A cell of several lines, one of them a whole row: a quote is missing, and rows went into a cell."""
    inner = (line for cell in cells if len(cell.splitlines()) > 1 for line in cell.splitlines())
    if widest > 2 and any(line.count(delimiter) >= widest - 1 for line in inner):
        raise Unreadable("unreadable", "a cell holds whole rows: is a quote missing?", row)


def check_delimiter(names: list[str], row: int, delimiter: str) -> None:
    """Pass where the head is cut, or cannot be.

    Raises
    ------
    Unreadable
        It is one column, and holds another character that may stand between columns.
    """
    if len(names) != 1:
        return
    other = next((d for d in DELIMITERS if d != delimiter and d in names[0]), None)
    if other:
        raise Unreadable(
            "wrong_delimiter", f"the header row has a single column for {delimiter!r}, but holds {other!r}", row
        )
