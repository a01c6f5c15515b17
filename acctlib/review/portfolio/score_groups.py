"""Scores by role, segment and service, without groups too small to stay anonymous."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Block, Columns, LayoutColumn, Note, Table, TableCell, TableColumn
from acctlib.facts.base.fee_lines import lines_of
from acctlib.facts.satisfaction.book_satisfaction import scored_of_book
from acctlib.metrics.base.suppression import TOTAL
from acctlib.metrics.satisfaction.score_table import score_table
from acctlib.periods import previous, trailing_four

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

HEADS = {"role": "Role", "segment": "Segment", "service_line": "Main service"}


def groups(book: PortfolioPage) -> tuple[Block, ...]:
    """One table per grouping that the firm records, two side by side, and a note on what is withheld.

    Notes
    -----
    - Small groups are withheld although the page is internal, because its tables are passed on.
    - A quarter's table is compared with the previous quarter's, for the same part of the book. Two supervisors'
      tables and the firm's are not compared with each other: a reader with all of them has all their clients.
    """
    quarters = (book.quarter, previous(book.quarter))
    now, before = (_grouped(book, scored_of_book(book.prepared.at(quarter))) for quarter in quarters)
    kept = [name for name in HEADS if name in now and now[name].notna().any()]
    if not kept or now.empty:
        return ()
    fewest = book.context.policy.fewest_respondents
    found = {name: score_table(now, before, name, fewest) for name in kept}
    told = [LayoutColumn((_table(book, found[name], HEADS[name]),)) for name in kept]
    hidden = any(bool(table["hidden"].any()) for table in found.values())
    why = (Note(_why(book, fewest)),) if hidden else ()
    if len(told) % 2 and hidden:
        told, why = [*told, LayoutColumn(why)], ()
    return (*(Columns(tuple(told[place : place + 2])) for place in range(0, len(told), 2)), *why)


def _why(book: PortfolioPage, fewest: int) -> str:
    return book.formatter.translate(
        "Groups of fewer than {fewest} respondents are withheld, as are groups that could be "
        "derived from totals or from quarter-to-quarter changes.",
        fewest=fewest,
    )


def _grouped(book: PortfolioPage, answers: pd.DataFrame) -> pd.DataFrame:
    """Responses with the client's segment and the service that it pays most for."""
    clients = book.frames["clients"]
    told = answers
    if "segment" in clients:
        told = told.assign(segment=told["client_id"].map(clients.set_index("client_id")["segment"]))
    main = main_service(book)
    return told if main is None else told.assign(service_line=told["client_id"].map(main))


def main_service(book: PortfolioPage) -> pd.Series | None:
    """The service line that each client paid most for in four quarters; None if invoices name no service line."""
    lines = lines_of(book.prepared, trailing_four(book.quarter))
    if "service_line" not in lines:
        return None
    paid = lines.groupby(["client_id", "service_line"], observed=True)["amount"].sum().reset_index()
    ranked = paid[paid["amount"] > 0].sort_values(["amount", "service_line"], ascending=[False, True])
    return ranked.drop_duplicates("client_id").set_index("client_id")["service_line"].astype("object")


def _table(book: PortfolioPage, found: pd.DataFrame, head: str) -> Table:
    """One grouping, ordered by name; a withheld group shows only its name."""
    translate = book.formatter.translate
    columns = (TableColumn(translate(head), width=2.6), TableColumn(translate("People"), "right", 1),
               TableColumn("NPS", "right", 1),
               TableColumn(translate("95% interval"), "right", 2.1))  # fmt: skip
    return Table(columns, tuple(_row(book, str(name), row) for name, row in found.iterrows()), total=True)


def _row(book: PortfolioPage, name: str, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = book.formatter
    named = TableCell(formatter.translate("All") if name == TOTAL else name or formatter.translate("Not assigned"))
    if row["hidden"]:
        return named, TableCell(""), TableCell(""), TableCell(formatter.translate("withheld"), state="unknown")
    interval = formatter.interval(row["low"], row["high"], "points") if pd.notna(row["low"]) else ""
    n = int(row["n"])
    return (
        named,
        TableCell(formatter.number(n), n),
        TableCell(formatter.value(row["value"], "points"), row["value"]),
        TableCell(interval, muted=True),
    )
