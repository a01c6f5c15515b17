"""How large a workbook becomes when it is opened, looked at before: one of a megabyte can fill any memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from acctlib.book.ingest.cells import WIDEST
from acctlib.book.ingest.problems import Unreadable

PACKED = (".xlsx", ".xlsm", ".xlsb", ".ods")
LARGEST = 4 << 30  # bytes that a workbook may unpack to
FREE = 100 << 20  # up to here nobody asks how tightly it was packed
TIGHTEST = 200  # times; sheets of numbers and names are packed 5 to 50 times, bombs a thousand times
CELLS = 50_000_000  # of a sheet, empty ones within its used range too: each takes memory
_CHUNK = 1 << 20
_LONGEST = 40  # bytes that the place of a cell or of a row takes
_PLACE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Z]{0,3})([0-9]{1,7})["']""")


def check_size(path: Path) -> None:
    """Pass where a workbook can be opened within bounds.

    Raises
    ------
    Unreadable
        It unpacks to more than `LARGEST`, or to more than `FREE` at more than `TIGHTEST` times its size; a part is
        longer than it says; a cell lies so far out that the range up to it has more than `CELLS` cells or `WIDEST`
        columns.

    Notes
    -----
    - What the parts say of their length is held against what is in them: a part that says less is refused.
    - The range is looked at in .xlsx and .xlsm; a file of another kind is unpacked and no more.
    """
    try:
        with zipfile.ZipFile(path) as parts:
            _check_sizes(sum(part.file_size for part in parts.infolist()), path.stat().st_size)
            for part in parts.infolist():
                _check_range(_pieces(parts, part), part.filename)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise Unreadable("unreadable", f"not an Excel workbook: {error}") from None


def _check_sizes(unpacked: int, packed: int) -> None:
    times = unpacked / max(packed, 1)
    if unpacked > LARGEST or (unpacked > FREE and times > TIGHTEST):
        what = f"it unpacks to {unpacked / 2**20:,.0f} MB, {times:,.0f} times its size"
        raise Unreadable("unreadable", f"{what}; at most {LARGEST >> 20:,} MB and {TIGHTEST} times are opened")


def _pieces(parts: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The content of a part; it ends with an error where the part holds other than it says."""
    with parts.open(part) as content:
        while piece := content.read(_CHUNK):
            yield piece


def _check_range(pieces: Iterator[bytes], name: str) -> None:
    """Every piece is read, and of a sheet the places of its cells."""
    sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
    rows = columns = 0
    rest = b""
    for piece in pieces:
        if not sheet:
            continue
        rest += piece
        places = _PLACE.findall(rest)
        rows = max([rows, *(int(row) for _, row in places)])
        columns = max([columns, *map(_number, {letters for letters, _ in places})])
        _check_reach(rows, columns)
        rest = rest[-_LONGEST:]


def _check_reach(rows: int, columns: int) -> None:
    if columns > WIDEST:
        raise Unreadable("unreadable", f"there is a cell in column {columns:,}; at most {WIDEST} columns are read")
    if rows * columns > CELLS:
        what = f"its cells reach to row {rows:,} and column {columns:,}: {rows * columns:,} cells"
        raise Unreadable("unreadable", f"{what}; at most {CELLS:,} are read")


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, XFD is 16 384.

    >>> _number(b"A"), _number(b"AA"), _number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
