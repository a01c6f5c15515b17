"""A table as CSV for a spreadsheet: nothing in it is taken for a formula."""

from __future__ import annotations

import pandas as pd

# What a spreadsheet would take for a formula when somebody opens a file, or edits the cell.
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_text(table: pd.DataFrame) -> str:
    """A table without its index as CSV; text that a spreadsheet would run stands behind an apostrophe.

    References
    ----------
    OWASP, "CSV Injection".

    Examples
    --------
    >>> print(csv_text(pd.DataFrame({"name": ["=1+1", "Ada"], "change": [-2.5, 1.0]})), end="")
    name,change
    '=1+1,-2.5
    Ada,1.0
    """
    safe = table.map(lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(RUNS) else cell)
    return str(safe.to_csv(index=False, lineterminator="\n"))
