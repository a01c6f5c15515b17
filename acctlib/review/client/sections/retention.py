"""Internal: a client's contracts, and retention across the book that it belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from acctlib import periods
from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.retention.book_retention import ROSETTA
from acctlib.facts.retention.contracts import future_churn
from acctlib.facts.retention.recurring import lapsed_of
from acctlib.metrics.retention.vendor_definitions import FORMS
from acctlib.review.client.sections.checkpoints import checkpoints

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page

BOOK = {
    "book_logo_retention": "Client retention rate",
    "book_grr": "Gross revenue retention",
    "book_nrr": "Net revenue retention",
    "book_nrr_without_largest": "NRR excluding the most influential client",
    "book_logo_retention_year": "Client retention, trailing 4 quarters vs prior 4",
    "book_grr_year": "Gross, four quarters on four",
    "book_nrr_year": "Net, four quarters on four",
}


def renewals(review: ClientPage) -> Block:
    """Contracts that end within a year, work without a contract, fees under notice, and the checkpoints."""
    frame = review.frames.get("contracts")
    if frame is None:
        return Note(review.formatter.translate("Contracts not available: none are recorded."))
    return group((_calendar(review, frame), *_without_contract(review), *_notice(review), *checkpoints(review)))


def _calendar(review: ClientPage, frame: pd.DataFrame) -> Block:
    translate, end = review.formatter.translate, periods.bounds(review.quarter)[1]
    last = end - pd.Timedelta(1, "D")  # a contract that ends with the quarter is due for renewal the next day
    soon = frame[
        (frame["end_date"] >= last) & (frame["end_date"] < end + pd.DateOffset(years=1)) & (frame["start_date"] < end)
    ]
    if soon.empty:
        return Note(translate("No contract ends within the next four quarters."))
    columns = (
        TableColumn(translate("Contract"), width=2), TableColumn(translate("End date"), width=1.4),
        TableColumn(translate("Notice deadline"), width=1.4),
        TableColumn(translate("Status"), width=1.4),
    )  # fmt: skip
    return Table(columns, tuple(_contract(review, row) for _, row in soon.sort_values("end_date").iterrows()))


def _contract(review: ClientPage, row: pd.Series) -> tuple[TableCell, ...]:
    formatter = review.formatter
    until = TableCell(formatter.day(row["notice_date"]), state=None if pd.notna(row["notice_date"]) else "unknown")
    status = row["status"] if isinstance(row["status"], str) else formatter.unknown
    return (
        TableCell(row["service_line"] if isinstance(row["service_line"], str) else str(row["contract_id"])),
        TableCell(formatter.day(row["end_date"])),
        until,
        TableCell(formatter.translate("notice given"), state="bad")
        if status == "notice"
        else TableCell(formatter.translate(status)),
    )


def _without_contract(review: ClientPage) -> list[Block]:
    """When the current period of work without a contract began."""
    found = lapsed_of(review.prepared)
    if found is None or found.empty:
        return []
    formatter, row = review.formatter, found.iloc[0]
    months = formatter.count(int(row["months"]), "{n} whole month", "{n} whole months")
    said = "Working out of contract since {day} ({months}). Counted as retained, not as renewed on time."
    return [Note(formatter.translate(said, day=formatter.day(row["since"]), months=months))]


def _notice(review: ClientPage) -> list[Block]:
    """The part of the quarter's recurring fees that is under notice, and when it ends."""
    lost = future_churn(review.prepared)
    if lost is None or lost.empty:
        return []
    formatter, row = review.formatter, lost.iloc[0]
    said = "Notice given on {fees} of quarterly recurring fees, ending {day}. Counted as retained until then."
    return [Note(formatter.translate(said, fees=formatter.compact(row["fees"]), day=formatter.day(row["ends"])))]


def book(review: ClientPage) -> Block:
    """The whole book's retention with n and interval, and the same under other tools' definitions."""
    figures, formatter = review.slice.benchmarks, review.formatter
    known = [(name, said) for name, said in BOOK.items() if name in figures]
    if lacks := review.context.lacking(["revenue"], periods.year_ago(review.quarter)):
        return Note(
            formatter.translate("The retention of the whole book is not known: {why}.", why=formatter.translate(lacks))
        )
    if not known:
        return Note(formatter.translate("Portfolio retention not available: no client had recurring fees a year ago."))
    columns = (
        TableColumn(formatter.translate("Whole portfolio, trailing year"), width=3),
        TableColumn(formatter.translate("Value"), "right", 1),
        TableColumn(formatter.translate("Clients"), "right", 1),
        TableColumn(formatter.translate("95% interval"), "right", 1.6),
    )  # fmt: skip
    rows = tuple(_figure(review, said, figures[name]) for name, said in known)
    return group((Table(columns, rows), *side_by_side(review, figures)))


def _figure(review: ClientPage, said: str, found: Mapping[str, float]) -> tuple[TableCell, ...]:
    formatter = review.formatter
    interval = formatter.interval(found["low"], found["high"], "fraction", found["value"]) if "low" in found else ""
    return (
        TableCell(formatter.translate(said)),
        TableCell(formatter.percent(found["value"]), found["value"], strong=True),
        TableCell(str(int(found["n"])), int(found["n"])),
        TableCell(interval, muted=True),
    )


def side_by_side(page: Page, figures: Mapping[str, Mapping[str, float]]) -> list[Block]:
    """The book's retention under each published definition, one row per formula; empty if none is known."""
    formatter = page.formatter
    names: dict[str, list[str]] = {}
    for key, form in FORMS.items():
        if ROSETTA + key in figures:
            names.setdefault(form.formula, []).append(f"{form.vendor}: {formatter.translate(form.metric)}")
    keys = {form.formula: ROSETTA + key for key, form in FORMS.items()}
    rows = tuple(
        (
            TableCell("; ".join(told)), TableCell(formatter.translate(formula), muted=True),
            TableCell(formatter.percent(figures[keys[formula]]["value"]), figures[keys[formula]]["value"]),
            TableCell(formatter.number(figures[keys[formula]]["n"]), figures[keys[formula]]["n"]),
        )
        for formula, told in names.items()
    )  # fmt: skip
    columns = (
        TableColumn(formatter.translate("Same data under other published definitions"), width=3),
        TableColumn(formatter.translate("Formula"), width=3.4),
        TableColumn(formatter.translate("Value"), "right", 0.9), TableColumn(formatter.translate("n"), "right", 0.6),
    )  # fmt: skip
    return [Table(columns, rows)] if rows else []
