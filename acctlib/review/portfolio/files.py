"""A portfolio's attachments: the attention list as a spreadsheet, and renewals as a calendar file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.display import Attachment
from acctlib.display.csv_text import csv_text
from acctlib.facts.health.renewal_dates import renewal_dates
from acctlib.phrases import phrase

if TYPE_CHECKING:
    from acctlib.display.calendar_text import Event
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

DAYS = {
    "end": phrase("Contract ends"),
    "notice": phrase("Last day for notice"),
    "early": phrase("Checkpoint, six months before the end"),
    "late": phrase("Checkpoint, three months before the end"),
}


def attention_file(book: PortfolioPage) -> Attachment:
    """The attention list with ids, fees and ranks; headings only if the list is empty."""
    formatter, listed = book.formatter, book.attention_list.listed
    names = [str(book.names.get(client, client)) for client in listed.index]
    table = listed.assign(name=names, why=[formatter.translate(why) for why in listed["why"]]).rename_axis("client_id")
    rows = table[["name", "why", "state", "fees", "rank", "rank_low", "rank_high"]].reset_index()
    said = formatter.translate("Spreadsheet version: {file}", file="attention.csv")
    return Attachment(said, "attention.csv", csv_text(rows))


def renewals_file(book: PortfolioPage) -> Attachment | None:
    """Contract ends, notice deadlines and checkpoints as a calendar; None if no contracts are recorded."""
    from acctlib.display.calendar_text import calendar_text

    days = renewal_dates(book.prepared)
    if days is None:
        return None
    text = calendar_text(_events(book, days), book.context.covered_to, book.config.firm)
    said = book.formatter.count(
        len(days),
        "Calendar file: {file} ({n} upcoming date: contract ends, notice deadlines, checkpoints)",
        "Calendar file: {file} ({n} upcoming dates: contract ends, notice deadlines, checkpoints)",
        file="renewals.ics",
    )
    return Attachment(said, "renewals.ics", text)


def _events(book: PortfolioPage, days: pd.DataFrame) -> Iterator[Event]:
    from acctlib.display.calendar_text import Event

    words = {kind: book.formatter.translate(word) for kind, word in DAYS.items()}
    names = book.names.to_dict()
    columns = ("day", "kind", "contract_id", "client_id", "service_line")
    for day, kind, contract, client, line in zip(*(days[name] for name in columns), strict=True):
        what = line if isinstance(line, str) else contract
        yield Event(day.date(), f"{words[kind]}: {names.get(client, client)}, {what}", f"{contract}|{kind}")
