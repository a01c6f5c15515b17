"""A DataFrame as a block: all of its rows and columns, with their types, so that no format reads them from HTML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import pandas as pd
from markupsafe import Markup
from pandas.io.formats.style import Styler

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.frame_column import FrameColumn, frame_column
from acctlib.display.blocks.frame_table import table_of_frame
from acctlib.display.blocks.table import Table
from acctlib.display.formatter import Formatter

MOST_CELLS = 100_000  # without the index; of them a PDF takes some ten seconds and 1.4 GB
_UNSHORTENED = ("styler.render.max_elements", 2**62, "styler.render.max_rows", None, "styler.render.max_columns", None)
BETWEEN = " · "  # levels of a column's head


@dataclass(frozen=True)
class Frame(Block):
    """A DataFrame, a Series or a Styler.

    Attributes
    ----------
    shape : tuple of int
        Rows and columns that it has, its index not counted.
    index : int
        How many of `columns`, the first ones, are its index.
    columns : tuple of FrameColumn
        None of them where the frame has more than `MOST_CELLS` cells: it is refused where pages are made, for a cell
        of a notebook that nobody prints may well show a million rows.
    """

    kind: ClassVar[str] = "frame"
    shape: tuple[int, int]
    index: int
    columns: tuple[FrameColumn, ...]
    caption: str = ""

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Those of its table, in JupyterLab's numbers; pages have made a table of it in the reader's own."""
        yield from Table.texts(table_of_frame(payload, Formatter()))

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """How large it is; pandas has a better text for terminals."""
        return "{} × {}".format(*payload["shape"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """Its table, in JupyterLab's numbers."""
        return Table.html(table_of_frame(payload, Formatter()))

    @classmethod
    def for_reader(cls, payload: Payload, formatter: Formatter) -> Iterator[Payload]:
        """A table in the reader's own numbers."""
        yield table_of_frame(payload, formatter)

    def parts(self) -> dict[str, Any]:
        """Column by column."""
        columns = [{**vars(c), "values": list(c.values), "texts": list(c.texts)} for c in self.columns]
        return {"shape": list(self.shape), "index": self.index, "columns": columns, "caption": self.caption}


def frame_of(thing: Any, caption: str = "", *, counted: bool = True) -> Frame:
    """A DataFrame, a Series or a Styler as a block.

    Parameters
    ----------
    counted : bool
        Whether an index that nobody named and that only counts the rows is kept; pandas shows it.

    Notes
    -----
    - Levels of a column's head are joined; those of the index are columns of their own, repeated in every row.
    - Names of the columns' levels stand in the head of the index, after a slash.
    - A Styler gives the texts, the columns and the rows that it shows; its colours are left out.
    """
    if isinstance(thing, Styler):
        return _styled(thing, caption)
    frame = thing.to_frame("" if thing.name is None else thing.name) if isinstance(thing, pd.Series) else thing
    if _too_large(frame):
        return Frame(frame.shape, 0, (), caption)
    show: Callable[[Any], str] | None = pd.get_option("display.float_format")
    index = [frame_column(name, values) for name, values in _levels(frame)] if counted or not _counts(frame) else []
    heads = list(map(_head, frame.columns))
    columns = [frame_column(head, frame.iloc[:, i].tolist(), show) for i, head in enumerate(heads)]
    return Frame(frame.shape, len(index), (*index, *columns), caption)


def _too_large(frame: pd.DataFrame) -> bool:
    rows, columns = frame.shape
    return rows * max(columns, 1) > MOST_CELLS


def _counts(frame: pd.DataFrame) -> bool:
    """Whether the index merely numbers the rows."""
    return frame.index.equals(pd.RangeIndex(len(frame))) and frame.index.name is None and frame.columns.name is None


def _levels(frame: pd.DataFrame) -> Iterator[tuple[str, list[Any]]]:
    """Name and values of each level of the index; the last name has those of the columns after it."""
    named = [_text(name) for name in frame.columns.names if name is not None]
    for number in range(frame.index.nlevels):
        name = _text(frame.index.names[number])
        last = number == frame.index.nlevels - 1
        shown = " / ".join(filter(None, (name, BETWEEN.join(named)))) if last else name
        yield shown, frame.index.get_level_values(number).tolist()


def _head(label: Any) -> str:
    levels = label if isinstance(label, tuple) else (label,)
    return BETWEEN.join(filter(None, map(_text, levels)))


def _text(label: Any) -> str:
    """A label of a column or a level; a day without its midnight."""
    if isinstance(label, pd.Timestamp) and label == label.normalize():
        return label.date().isoformat()
    return "" if label is None else str(label)


def _styled(styler: Any, caption: str) -> Frame:
    """What a Styler shows, cell by cell, with the values behind it."""
    frame = styler.data
    if _too_large(frame):
        return Frame(frame.shape, 0, (), caption)
    with pd.option_context(*_UNSHORTENED):
        styler._compute()
        drawn: Mapping[str, Any] = styler._translate(False, False)
    body = [[cell for cell in row if cell.get("is_visible")] for row in drawn["body"]]
    index = sum(cell["type"] == "th" for cell in body[0]) if body else 0
    plain = frame_of(frame)
    names = [column.name for column in plain.columns[: frame.index.nlevels]][-index:] if index else []
    heads = [*names, *_styled_heads(drawn["head"])]
    columns = [_styled_column(head, [row[i] for row in body]) for i, head in enumerate(heads)]
    return Frame((len(body), len(heads) - index), index, tuple(columns), caption or _caption(drawn.get("caption")))


def _styled_heads(rows: Sequence[Sequence[Mapping[str, Any]]]) -> list[str]:
    """Heads of the columns that are shown, their levels joined."""
    levels = [
        [str(c["display_value"]) for c in row if c.get("is_visible") and "col_heading" in c["class"]] for row in rows
    ]
    full = [level for level in levels if level]
    return [BETWEEN.join(filter(None, parts)) for parts in zip(*full, strict=True)]


def _styled_column(head: str, cells: Sequence[Mapping[str, Any]]) -> FrameColumn:
    made = frame_column(head, [cell["value"] for cell in cells])
    return replace(made, texts=tuple(str(cell["display_value"]) for cell in cells))


def _caption(caption: Any) -> str:
    return str(caption[0] if isinstance(caption, tuple) else caption or "")
