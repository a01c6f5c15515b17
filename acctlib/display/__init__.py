"""Facts as blocks: how numbers become text, tables and charts. Imports of matplotlib are lazy."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from acctlib.display.blocks.block import MIME, Block
from acctlib.display.blocks.chart import Chart
from acctlib.display.blocks.layout import Columns, Group, LayoutColumn, group
from acctlib.display.blocks.markup import State
from acctlib.display.blocks.supporting_rows import Evidence, Number, SupportingRows
from acctlib.display.blocks.table import Table, TableCell, TableColumn
from acctlib.display.blocks.text_blocks import (
    Attachment,
    Definitions,
    Document,
    Item,
    Message,
    Note,
    Printed,
    Prose,
    Sentence,
)
from acctlib.display.blocks.tiles import Change, Tile, Tiles
from acctlib.display.brand.brand import Brand, load_brand
from acctlib.display.formatter import Formatter

if TYPE_CHECKING:
    from acctlib.display.charts import block_of

__all__ = [
    "MIME",
    "Attachment",
    "Block",
    "Brand",
    "Change",
    "Chart",
    "Columns",
    "Definitions",
    "Document",
    "Evidence",
    "Formatter",
    "Group",
    "Item",
    "LayoutColumn",
    "Message",
    "Note",
    "Number",
    "Printed",
    "Prose",
    "Sentence",
    "State",
    "SupportingRows",
    "Table",
    "TableCell",
    "TableColumn",
    "Tile",
    "Tiles",
    "block_of",
    "group",
    "load_brand",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Charts need matplotlib, which costs half a second: only when asked for."""
    if name == "block_of":
        return import_module("acctlib.display.charts").block_of
    raise AttributeError(f"module 'acctlib.display' has no attribute '{name}'")
