"""Reopen a finished workbook and compare it with its notebook's facts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from acctlib.errors import PublishError

DIGITS = 1e-15  # a spreadsheet keeps fifteen digits


def prove_workbook(path: Path, name: str, facts: Sequence[Mapping[str, Any]]) -> None:
    """Open a workbook as its reader will, and check its name and facts.

    Raises
    ------
    PublishError
        If it cannot be opened, the client's name is not on its first sheet, or a fact is missing or has another value.
    """
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]
    except (CalamineError, OSError) as error:
        raise PublishError(f"the file is not a readable workbook: {error}") from None
    if not any(name in str(cell) for row in sheets[0] for cell in row):
        raise PublishError(f"the client's name, '{name}', is not on the first sheet")
    # In the sheet of numbers, names are in the last column and values in the second.
    found = {row[-1]: row[1] for row in (sheets[1] if len(sheets) > 1 else []) if len(row) > 2}
    for fact in facts:
        name, value = str(fact.get("name") or ""), fact.get("value")
        if name not in found:
            raise PublishError(f"the fact '{name}' is not in the sheet of metrics")
        if value is not None and not _same(there := found[name], value):
            raise PublishError(f"the fact '{name}' is {there!r} there, and {value!r} in the notebook")


def _same(there: Any, value: float) -> bool:
    return isinstance(there, int | float) and math.isclose(there, value, rel_tol=DIGITS, abs_tol=1e-12)
