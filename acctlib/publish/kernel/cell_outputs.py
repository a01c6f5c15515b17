"""What the cells of a notebook show, and how much of it there may be."""

from __future__ import annotations

from typing import Any

import nbformat


class OutputLimitError(Exception):
    """The cells of a notebook show more than there is room for."""


class Outputs:
    """The outputs of the cell that runs, and of earlier cells that can still be updated by id.

    Parameters
    ----------
    limit : int, optional
        Bytes that all cells together may show.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.cell: list[Any] = []
        self.named: dict[str, list[Any]] = {}
        self.clear_next = False
        self.limit, self.size, self.over = limit, 0, False

    @property
    def message(self) -> str:
        """Why no more is kept, in one line."""
        most = f"{(self.limit or 0) / 2**20:g} MiB"
        return f"the notebook shows more than {most}: show less, or raise limits.output_mib in acctlib.yml"

    def check(self, output: Any) -> None:
        """Pass where there is still room for an output.

        Raises
        ------
        OutputLimitError
            It is not kept then, and `over` says so even if the cell goes on.
        """
        self.size += _size(output)
        if self.limit is not None and self.size > self.limit:
            self.over = True
            raise OutputLimitError(self.message)

    def begin(self) -> list[Any]:
        """Outputs of a new cell."""
        self.cell, self.clear_next = [], False
        return self.cell

    def add(self, output: Any, display_id: str | None = None) -> None:
        """Keep an output, if there is room for it."""
        self.check(output)
        self.keep(output, display_id)

    def keep(self, output: Any, display_id: str | None = None) -> None:
        """Keep an output; streams of the same name run together, and what stood under its id shows it as well."""
        if self.clear_next:
            self.clear(wait=False)
        if display_id:
            self.update(display_id, output.data, output.metadata)
        last = self.cell[-1] if self.cell else None
        if output.output_type == "stream" and last and last.output_type == "stream" and last.name == output.name:
            last.text += output.text
            return
        self.cell.append(output)
        if display_id:
            self.named.setdefault(display_id, []).append(output)

    def update(self, display_id: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
        """Replace every output shown under an id, in whichever cell it stands."""
        for output in self.named.get(display_id, []):
            output.data, output.metadata = nbformat.from_dict(data), nbformat.from_dict(metadata)

    def clear(self, wait: bool) -> None:
        """Drop the outputs of the cell, now or when the next one comes."""
        self.clear_next = wait
        if not wait:
            del self.cell[:]


def _size(value: Any) -> int:
    """Bytes that the texts of an output take, about."""
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode("utf-8", "replace"))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else 8
