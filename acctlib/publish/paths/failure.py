"""Why a report failed: notebook, cell, section and error, in plain language."""

from __future__ import annotations

import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from acctlib.config import Limits
from acctlib.errors import AcctlibError

SAID = 400  # characters of an error message that fit in a table
TRACE = 4000
_HEADING = re.compile(r"^ {0,3}#{1,6}\s+(.*?)(?:\s+#+)?\s*$", re.MULTILINE)
# Exceptions by which pandas reports a missing column: frame["x"], frame.x, frame.query("x > 1").
NO_COLUMN = frozenset({"KeyError", "AttributeError", "UndefinedVariableError"})
_QUOTED = re.compile(r"'(\w+)'")
_FENCED = re.compile(r"^(```|~~~).*?(?:^\1|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Failure:
    """Why a report failed.

    Attributes
    ----------
    notebook : str
        File name.
    error : str
        One line.
    cell : int, optional
        Numbered as in the author's notebook: the first cell is 1, and the cell added by papermill has no number.
    section : str
        Nearest heading above the cell.
    kind : str
        Name of the exception.
    trace : str
        The end of the traceback, for `run.json`.
    """

    notebook: str
    error: str
    cell: int | None = None
    section: str = ""
    kind: str = ""
    trace: str = ""

    @property
    def text(self) -> str:
        """The failure in one line."""
        place = f", cell {self.cell}" if self.cell else ""
        section = f" (in '{self.section}')" if self.section else ""
        return f"{self.notebook}{place}{section}: {self.error}"

    def with_way_out(self, limits: Limits) -> Failure:
        """The failure, naming the memory limit if memory ran out."""
        if not self.kind.endswith("MemoryError"):
            return self
        why = f"a report may take {limits.memory_gib:g} GiB of memory (limits.memory_gib in acctlib.yml)"
        return replace(self, error=f"{self.error}: {why}")


def failure_of(error: BaseException, notebook: str, cells: Sequence[Any] = (), edition: str = "") -> Failure:
    """Convert an exception into a failure.

    Parameters
    ----------
    cells : Sequence
        The notebook's cells before execution.
    edition : str
        The report's edition: if a cell uses a column that this edition does not contain, the failure explains why.
    """
    from papermill.exceptions import PapermillExecutionError

    if isinstance(error, PapermillExecutionError):
        said, trace = f"{error.ename}: {_explained(error, edition)}", _plain("\n".join(error.traceback))
        return failure_in(notebook, said, cells, error.cell_index, kind=error.ename, trace=trace[-TRACE:])
    kind = type(error).__name__
    said = str(error) if isinstance(error, AcctlibError) else f"{kind}: {error}"
    return Failure(notebook, _one_line(said), kind=kind, trace=traceback.format_exc()[-TRACE:])


def _explained(error: Any, edition: str) -> str:
    """The message of a cell's exception; a missing-column error for a withheld column is explained."""
    if error.ename not in NO_COLUMN:
        return str(error.evalue)
    from acctlib.book.access_messages import why_no_column

    asked = dict.fromkeys(_QUOTED.findall(error.evalue))
    why = next(filter(None, (why_no_column(name, edition) for name in asked)), "")
    return f"{error.evalue}: {why}" if why else str(error.evalue)


def failure_in(
    notebook: str, said: str, cells: Sequence[Any], index: int | None, kind: str, trace: str = ""
) -> Failure:
    """A failure in the cell at this index of the executed notebook."""
    if index is None or not cells:
        return Failure(notebook, _one_line(said), kind=kind, trace=trace)
    number = authored_number(cells, index)
    return Failure(notebook, _one_line(said), number, section_above(cells, number), kind, trace)


def authored_number(cells: Sequence[Any], index: int) -> int:
    """The author's number for a cell of the executed notebook.

    Notes
    -----
    - Papermill inserts one cell below the parameters; a failure in it is attributed to the parameters cell.
    """
    tagged = (place for place, cell in enumerate(cells) if "parameters" in cell.metadata.get("tags", ()))
    return index if index > next(tagged, len(cells)) else index + 1


def section_above(cells: Sequence[Any], number: int) -> str:
    """The nearest heading above a cell."""
    words = "\n\n".join(_FENCED.sub("", cell.source) for cell in cells[:number] if cell.cell_type == "markdown")
    headings = _HEADING.findall(words)
    return headings[-1] if headings else ""


def _plain(said: str) -> str:
    """Remove terminal colours. Imported here because a run needs it only when something fails."""
    from nbconvert.filters import strip_ansi

    text: str = strip_ansi(said)
    return text


def _one_line(said: str) -> str:
    line = " ".join(_plain(said).split())
    return line if len(line) <= SAID else f"{line[:SAID]} …"
