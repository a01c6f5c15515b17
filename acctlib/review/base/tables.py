"""DataFrames as page tables: which columns, with what headings and formats."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from acctlib.display import Formatter, Table, TableCell, TableColumn
from acctlib.facts import Fact
from acctlib.rounding import missed

if TYPE_CHECKING:
    from acctlib.review.base.page import Page

WRITTEN: Mapping[str, Callable[[Formatter, Any], str]] = {
    "text": lambda formatter, value: str(value) if pd.notna(value) else "",
    "count": lambda formatter, value: formatter.number(value),
    "decimal": lambda formatter, value: formatter.number(value, 1),
    "money": lambda formatter, value: formatter.money(value, 0),
    "compact": lambda formatter, value: formatter.compact(value),
    "percent": lambda formatter, value: formatter.percent(value, 0),
    "day": lambda formatter, value: formatter.day(value),
}


@dataclass(frozen=True)
class ColumnSpec:
    """One column: its name in the frame, heading, format (see `WRITTEN`) and relative width."""

    column: str
    head: str
    kind: str = "text"
    width: float = 1.0


def table_of(page: Page, frame: pd.DataFrame, columns: Sequence[ColumnSpec], caption: str = "") -> Table:
    """A frame's rows, in order, as a table; headings are translated, text values are not."""
    formatter = page.formatter
    heads = tuple(
        TableColumn(formatter.translate(c.head), "left" if c.kind in ("text", "day") else "right", c.width)
        for c in columns
    )
    written = [[WRITTEN[c.kind](formatter, value) for value in frame[c.column]] for c in columns]
    return Table(heads, tuple(tuple(map(TableCell, row)) for row in zip(*written, strict=True)), caption)


def rounded_apart(page: Page, parts: pd.DataFrame, total: str = "", digits: int | None = None) -> str:
    """The rounding note for amounts that, as printed, do not sum to their totals; empty if they do.

    Parameters
    ----------
    parts : DataFrame
        The table's rows, without the total row.
    total : str
        The column containing the row totals, if there is one.
    """
    places = page.formatter.cents if digits is None else digits
    down = [missed(parts[name], float(parts[name].sum()), places) for name in parts]
    inner = parts.drop(columns=total) if total else parts
    across = (
        [missed(row, whole, places) for row, whole in zip(inner.to_numpy(), parts[total], strict=True)] if total else []
    )
    return page.formatter.off_total(max(map(abs, (*down, *across)), default=0.0), places)


def interval_of(formatter: Formatter, fact: Fact) -> str:
    """A fact's confidence interval as printed; empty if it has none."""
    if fact.low is None or fact.high is None:
        return ""
    return formatter.interval(fact.low, fact.high, fact.unit, fact.value)
