"""The outputs of a notebook's cells, and a limit on their size."""

from __future__ import annotations

from typing import Any

import nbformat


class OutputLimitError(Exception):
    """The notebook's outputs exceed the size limit."""


class Outputs:
    """The outputs of the running cell, and of earlier cells that can still be updated by id.

    Parameters
    ----------
    limit : int, optional
        Maximum total size of all cells' outputs, in bytes.
    """

    def __init__(self, limit: int | None = None) -> None:
        self.cell: list[Any] = []
        self.named: dict[str, list[Any]] = {}
        self.clear_next = False
        self.limit, self.size, self.over = limit, 0, False

    @property
    def message(self) -> str:
        """The reason why no more outputs are kept, in one line."""
        most = f"{(self.limit or 0) / 2**20:g} MiB"
        return f"the notebook shows more than {most}: show less, or raise limits.output_mib in acctlib.yml"

    def check(self, output: Any) -> None:
        """Raise an error if there is no room left for an output.

        Raises
        ------
        OutputLimitError
            If the limit is exceeded. The output is not kept, and `over` records this even if the cell continues.
        """
        self.size += _size(output)
        if self.limit is not None and self.size > self.limit:
            self.over = True
            raise OutputLimitError(self.message)

    def begin(self) -> list[Any]:
        """Start a new cell; returns its list of outputs."""
        self.cell, self.clear_next = [], False
        return self.cell

    def add(self, output: Any, display_id: str | None = None) -> None:
        """Keep an output if there is room for it."""
        self.check(output)
        self.keep(output, display_id)

    def keep(self, output: Any, display_id: str | None = None) -> None:
        """Keep an output; streams of the same name are joined, and earlier outputs with its id are updated."""
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
        """Replace every output shown under an id, in whichever cell it is."""
        for output in self.named.get(display_id, []):
            output.data, output.metadata = nbformat.from_dict(data), nbformat.from_dict(metadata)

    def clear(self, wait: bool) -> None:
        """Discard the cell's outputs, now or when the next one arrives."""
        self.clear_next = wait
        if not wait:
            del self.cell[:]


def _size(value: Any) -> int:
    """The approximate size of an output's texts in bytes."""
    if isinstance(value, str):
        return len(value) if value.isascii() else len(value.encode("utf-8", "replace"))
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list | tuple) else 8
