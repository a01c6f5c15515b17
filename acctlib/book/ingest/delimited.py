"""Read delimited text as lines of cells: strict decoding, and quoting as in RFC 4180."""

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
_EXCELS_OWN = re.compile(r"^sep=(?P<delimiter>.?)$")  # an optional first line that declares the delimiter to Excel
_GIST = {
    "' expected after '\"'": "a quote within a quoted cell is not doubled",
    "unexpected end of data": "a quote is opened here and never closed",
}


def delimited(opened: Callable[[], BinaryIO], source: Source) -> Iterator[Line]:
    """Yield the lines of a delimited text one at a time, so that files of any size can be read.

    Parameters
    ----------
    opened : callable
        Opens the content; called again to locate a decoding error.

    Raises
    ------
    Unreadable
        The text is not in the declared encoding, declares another delimiter, or has an unclosed or missing quote.
    """
    with opened() as content:
        try:
            text = io.TextIOWrapper(content, source.encoding, newline="")
            yield from _lines(text, source)
        except UnicodeDecodeError:
            raise _undecodable(opened, source.encoding) from None
        except UnicodeError as error:  # about the whole text: utf-16 without a byte order mark
            raise Unreadable("wrong_encoding", f"it is not {source.encoding}: {error}") from None
        except (LookupError, ValueError):
            raise Unreadable("wrong_encoding", f"there is no encoding named {source.encoding}") from None


def _undecodable(opened: Callable[[], BinaryIO], encoding: str) -> Unreadable:
    """Locate the first byte that the declared encoding cannot decode; decodes the whole file, on errors only."""
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
    """Whether a row is Excel's `sep=;` line, which is not a header row."""
    found = _EXCELS_OWN.match(cells[0].lstrip("\ufeff")) if cells and not any(cells[1:]) else None
    if found and found["delimiter"] not in ("", delimiter):
        what = f"its first line shows {found['delimiter']!r} as the delimiter, not {delimiter!r}"
        raise Unreadable("wrong_delimiter", what, 1)
    return found is not None


def _check_cells(cells: list[str], row: int, delimiter: str, widest: int) -> None:
    """Raise an error if one of a cell's lines looks like a complete row: a missing quote has merged rows into it."""
    inner = (line for cell in cells if len(cell.splitlines()) > 1 for line in cell.splitlines())
    if widest > 2 and any(line.count(delimiter) >= widest - 1 for line in inner):
        raise Unreadable("unreadable", "a cell holds whole rows: is a quote missing?", row)


def check_delimiter(names: list[str], row: int, delimiter: str) -> None:
    """Check that the header row was split by the right delimiter.

    Raises
    ------
    Unreadable
        The header row has a single column that contains another common delimiter.
    """
    if len(names) != 1:
        return
    other = next((d for d in DELIMITERS if d != delimiter and d in names[0]), None)
    if other:
        raise Unreadable(
            "wrong_delimiter", f"the header row has a single column for {delimiter!r}, but holds {other!r}", row
        )
