"""Check a workbook's unpacked size before opening it: a one-megabyte file can exhaust any amount of memory."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from acctlib.book.ingest.cells import WIDEST
from acctlib.book.ingest.problems import Unreadable

PACKED = (".xlsx", ".xlsm", ".xlsb", ".ods")
LARGEST = 4 << 30  # maximum unpacked size in bytes
FREE = 100 << 20  # unpacked bytes up to which the compression ratio is not checked
TIGHTEST = 200  # maximum compression ratio; sheets of numbers and names reach 5 to 50, zip bombs a thousand
CELLS = 50_000_000  # per sheet, including the empty cells in its used range: each takes memory
_CHUNK = 1 << 20
_LONGEST = 40  # bytes of a cell's or row's reference attribute at most
_PLACE = re.compile(rb"""\br\s{0,9}=\s{0,9}["']([A-Z]{0,3})([0-9]{1,7})["']""")


def check_size(path: Path) -> None:
    """Check that a workbook can be opened within the limits.

    Raises
    ------
    Unreadable
        It unpacks to more than `LARGEST`, or to more than `FREE` at more than `TIGHTEST` times its size; a part's
        content exceeds its declared length; or a cell lies so far out that the range up to it exceeds `CELLS` cells
        or `WIDEST` columns.

    Notes
    -----
    - Each part's declared length is compared with its content: a part longer than declared is rejected.
    - The range is checked in .xlsx and .xlsm files; files of other kinds are only unpacked.
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
    """Yield a part's content; raises an error if it does not match the declared length or checksum."""
    with parts.open(part) as content:
        while piece := content.read(_CHUNK):
            yield piece


def _check_range(pieces: Iterator[bytes], name: str) -> None:
    """Read every piece; for a worksheet, check the range that its cells span."""
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
    """Convert a column's letters to its number: A is 1, XFD is 16,384.

    >>> _number(b"A"), _number(b"AA"), _number(b"XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number
