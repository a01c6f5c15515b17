"""What stands behind the numbers of a page, as data: every fact in words, and the rows that it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.table import Table


@dataclass(frozen=True)
class Number:
    """A fact in the reader's words: what it is called, how it is written, and what it means.

    Attributes
    ----------
    fact : str
        Name of the fact that the document carries.
    form : str
        How a spreadsheet writes it; see `FormattedText`.
    meaning, basis, rules, source
        From its definition.
    """

    fact: str
    label: str
    text: str
    form: str
    period: str
    meaning: str
    basis: str
    rules: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class SupportingRows:
    """The rows that a number was made from, and how they add up to it.

    Attributes
    ----------
    fact : str
        Name of the fact.
    columns : tuple of (name, form)
        Forms as in `FormattedText`, empty for text.
    rows : tuple of rows
        Numbers, texts, ISO dates, or None.
    sums : tuple of (label, value, form)
        What the rows add up to; the last one is the fact.
    note : str
        What to know of them, or why there are none.
    """

    fact: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[float | str | None, ...], ...]
    sums: tuple[tuple[str, float, str], ...]
    note: str = ""


@dataclass(frozen=True)
class Evidence(Block):
    """What stands behind the numbers: pages draw its table, a workbook has it in full."""

    kind: ClassVar[str] = "evidence"
    table: Table
    numbers: tuple[Number, ...]
    behind: tuple[SupportingRows, ...] = ()

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Those of its table."""
        yield from Table.texts(payload["table"])

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """Its table."""
        return Table.plain(payload["table"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """Its table; the rows behind are for the workbook."""
        return Markup('<div class="acct-evidence">{}</div>').format(Table.html(payload["table"]))

    @classmethod
    def on_page(cls, payload: Payload) -> Payload:
        """Its table."""
        return dict(payload["table"])
