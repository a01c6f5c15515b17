"""Read workbook sheets as lines of cells; a hidden sheet is read only if it is named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from acctlib.book.ingest.cells import as_text
from acctlib.book.ingest.heads import Line
from acctlib.book.ingest.problems import Unreadable
from acctlib.book.ingest.workbook_limits import PACKED, check_size

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

EXCEL = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")


@dataclass(frozen=True)
class Opened:
    """An open sheet of a workbook.

    Attributes
    ----------
    others : tuple of str
        Other visible, non-empty sheets that could equally have been meant.
    first : int
        The column, counted from 1, in which its lines begin.
    """

    name: str
    others: tuple[str, ...]
    first: int
    lines: Iterator[Line]


def workbook(path: Path, wanted: str | None) -> Opened:
    """Open the named sheet, or else the first visible sheet with any content.

    Raises
    ------
    Unreadable
        It is not a workbook, has no such sheet, or has no visible sheet.
    """
    if path.suffix.lower() in PACKED:
        check_size(path)
    try:
        from python_calamine import CalamineWorkbook

        book = CalamineWorkbook.from_path(path)
        name, others = _chosen(book, wanted)
        sheet = book.get_sheet_by_name(name)
    except Unreadable:
        raise
    except Exception as error:  # calamine raises various exceptions for a broken file
        raise Unreadable("unreadable", f"not an Excel workbook: {error}") from None
    lines = ((row, [as_text(cell) for cell in cells]) for row, cells in enumerate(sheet.iter_rows(), 1))
    return Opened(name, others, (sheet.start or (0, 0))[1] + 1, lines)


def _chosen(book: CalamineWorkbook, wanted: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the sheet to read, and the other visible sheets with content."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    if wanted:
        if wanted not in book.sheet_names:
            raise Unreadable("unnamed_sheet", f"there is no sheet {wanted!r}; there are {', '.join(book.sheet_names)}")
        return wanted, ()
    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    seen = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    if not seen:
        raise Unreadable("unnamed_sheet", f"all its sheets are hidden: {', '.join(book.sheet_names)}")
    filled = [name for name in seen if book.get_sheet_by_name(name).height] if len(seen) > 1 else seen
    first, *others = filled or seen[:1]
    return first, tuple(others)
