"""What a source was read as, for comparing with what stands in a test."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl

from acctlib.book.ingest.sources import Raw


def lines(raw: Raw) -> dict[int, list[Any]]:
    """Row -> cells."""
    assert raw.problems == ()
    return {int(row): cells for row, cells in zip(raw.frame.index, raw.frame.to_numpy().tolist(), strict=True)}


def problem(raw: Raw) -> tuple[str, int | None, str]:
    (found,) = raw.problems
    assert raw.frame.empty
    return found.rule, found.row, found.text


def workbook(hidden: str = "", **sheets: Iterable[Sequence[Any]]) -> bytes:
    """The bytes of a workbook: sheet -> rows; columns of each that are `hidden`, by letter."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for letter in hidden:
            sheet.column_dimensions[letter].hidden = True
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
