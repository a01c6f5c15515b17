"""Single-threaded accounts: our contacts at each client, by status and then by fees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts.satisfaction.relationship import relationships
from acctlib.review.client.sections.relationships import THREADS
from acctlib.review.portfolio.satisfaction import fees_of_year

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

MOST = 10
AT_RISK = ("nobody", "one_contact", "one_owner")


def threads(book: PortfolioPage) -> list[Block]:
    """Single-threaded clients, then the number of multi-threaded and unknown ones."""
    formatter, translate, found = book.formatter, book.formatter.translate, relationships(book.prepared)
    if found is None:
        return [Note(translate("Relationships not available: no contacts are recorded."))]
    fees = fees_of_year(book).reindex(found.index, fill_value=0.0)
    ranked = found.assign(fees=fees, rank=found["thread"].map({name: i for i, name in enumerate(AT_RISK)}))
    single = ranked.dropna(subset=["rank"]).sort_values(["rank", "fees"], ascending=[True, False], kind="stable")
    rows = tuple(
        (
            TableCell(str(book.names.get(client, client))), _thread(book, row["thread"]),
            TableCell(formatter.number(row["active"])), TableCell(formatter.number(row["owners"])),
            TableCell(formatter.number(row["days"])),
            TableCell(formatter.compact(row["fees"])),
        )
        for client, row in single.head(MOST).iterrows()
    )  # fmt: skip
    columns = (
        TableColumn(translate("Single-threaded accounts"), width=2.2), TableColumn(translate("Status"), width=2.6),
        TableColumn(translate("Active contacts"), "right", 1.1), TableColumn(translate("Our contacts"), "right", 0.8),
        TableColumn(translate("Days since executive contact"), "right", 1.4),
        TableColumn(translate("Fees, last 4 quarters"), "right", 1.1),
    )  # fmt: skip
    told = translate(
        "Clients here: {n}. On a single thread: {single}; known broadly: {broad}; unknown: {unknown}.",
        single=len(single), n=len(found), broad=int(found["thread"].eq("broad").sum()),
        unknown=int(found["thread"].eq("unknown").sum()),
    )  # fmt: skip
    return [*([Table(columns, rows)] if rows else []), Note(told)]


def _thread(book: PortfolioPage, thread: str) -> TableCell:
    word, state = THREADS[thread]
    return TableCell(book.formatter.translate(word), state=state)
