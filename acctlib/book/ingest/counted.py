"""Row counts and amount totals of files before any query reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acctlib.book.ingest.cells import quoted
from acctlib.book.ingest.files import Sheet
from acctlib.book.ingest.numerals import BLANKS
from acctlib.book.ingest.problems import Problem
from acctlib.book.ingest.states import State, not_counting, says_a_state, told
from acctlib.config import Source

if TYPE_CHECKING:
    import duckdb

_AMOUNT = re.compile(
    r"\b(?:(?:sub)?totals?|amounts?|net|gross|fees?|prices?|values?|costs?|revenues?|balances?|sums?|sales|turnover|paid"
    r"|due|invoiced|billed|netto|brutto|betr(?:a|ä)ge?|umsatz|preis|kosten|summe|montant|prix|importe|precio|importo"
    r"|prezzo|bedrag)\b"
)


@dataclass(frozen=True)
class Counted:
    """One file, or one sheet of a workbook, as it was read.

    Attributes
    ----------
    sums : tuple of (column, amount)
        Totals of the columns named like amounts whose every filled cell is a number by the declared marks.
    states : tuple of (column, states)
        Rows that probably should not count, by status column; their amounts come from one of the columns in `sums`.
    named : bool
        Whether a query names the file.
    """

    file: str
    sheet: str | None
    rows: int
    sums: tuple[tuple[str, Decimal], ...] = ()
    states: tuple[tuple[str, tuple[State, ...]], ...] = ()
    named: bool = True

    @property
    def notes(self) -> Iterator[Problem]:
        """One warning per status column with rows that probably should not count."""
        for column, states in self.states:
            yield Problem("", self.file, "unused_status", "warn", self.sheet, None, column, what=told(states))

    def seen_by(self, sql: str, columns: Sequence[str]) -> Counted:
        """Return a copy with only the sums and states that matter to a query.

        Sums are kept for columns that the query names or returns; states for columns that it neither names nor returns.
        """
        given = {column.casefold() for column in columns}
        sums = tuple(s for s in self.sums if s[0].casefold() in given or is_named(s[0], sql))
        states = tuple(s for s in self.states if s[0].casefold() not in given and not is_named(s[0], sql))
        named = is_named(Path(self.file).stem, sql)
        return Counted(self.file, self.sheet, self.rows, sums, states if sums and named else (), named)


def is_named(column: str, sql: str) -> bool:
    """Whether a query mentions a column or a file by name."""
    return re.search(rf"(?<!\w){re.escape(column)}(?!\w)", sql, re.IGNORECASE) is not None


def is_amount(column: str) -> bool:
    """Whether a column's name suggests that it contains amounts.

    Examples
    --------
    >>> [is_amount(name) for name in ("LineAmount", "unit_price", "Subtotal", "Due Date", "Paid on", "Quantity")]
    [True, True, True, False, False, False]
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", column).casefold()
    return bool(_AMOUNT.search(words)) and not re.search(r"\b(?:date|day|on|at|by|id|no|type|status|code)\b", words)


def count_table(database: duckdb.DuckDBPyConnection, sheet: Sheet, table: str, source: Source) -> Counted:
    """Count the rows and amounts of a sheet loaded as `table`, before the source's query reads it."""
    columns = [row[0] for row in database.execute(f"describe {quoted(table)}").fetchall()]
    (rows,) = _row(database, f"select count(*) from {quoted(table)}")  # noqa: S608 - quoted names
    sums = tuple(_sums(database, table, filter(is_amount, columns), source))
    used = [column for column, _ in sums if is_named(column, source.sql or "")] or [column for column, _ in sums]
    states = tuple(_states(database, table, filter(says_a_state, columns), used[0], source)) if used else ()
    return Counted(sheet.file, sheet.sheet, int(rows), sums, states)


def _row(database: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return database.execute(sql).fetchall()[0]


def _sums(
    database: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str], source: Source
) -> Iterator[tuple[str, Decimal]]:
    for column in columns:
        sql = f"select count({quoted(column)}), count({_number(column, source)}), sum({_number(column, source)})"
        given, read, total = _row(database, f"{sql} from {quoted(table)}")
        if given and given == read:
            yield column, total


def _number(column: str, source: Source) -> str:
    """SQL that parses a cell as a number by the declared marks; null if it is not a number."""
    text = f"trim({quoted(column)})"
    for mark in filter(None, (*BLANKS, source.thousands)):
        text = f"replace({text}, {_text(mark)}, '')"
    return f"try_cast(replace({text}, {_text(source.decimal)}, '.') as decimal(18, 4))"


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _states(
    database: duckdb.DuckDBPyConnection, table: str, columns: Iterable[str], amount: str, source: Source
) -> Iterator[tuple[str, tuple[State, ...]]]:
    for column in columns:
        groups = database.execute(
            f"select trim({quoted(column)}) as word, count(*), sum({_number(amount, source)})"  # noqa: S608 - quoted names
            f" from {quoted(table)} where {quoted(amount)} is not null and {quoted(column)} is not null"
            " group by word order by min(rowid)"
        ).fetchall()
        states = tuple(not_counting(column, (State(word, rows, money) for word, rows, money in groups)))
        if states:
            yield column, states
