"""Concentration of fees and margin in a few clients, vs the firm's thresholds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib.display import Block, Note, Table, TableCell, TableColumn
from acctlib.facts.growth.concentration import Concentration, fee_concentration, margin_concentration
from acctlib.periods import trailing_four

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage


def concentration(book: PortfolioPage) -> list[Block]:
    """Fees and margin side by side, then the thresholds and the clients excluded."""
    translate = book.formatter.translate
    fees, margin = fee_concentration(book.prepared), margin_concentration(book.prepared)
    if lacks := book.context.lacking(["revenue"], trailing_four(book.quarter).first):
        return [
            Note(translate("How concentrated the fees are is not known: {why}.", why=book.formatter.translate(lacks)))
        ]
    if fees is None:
        return [Note(translate("Client concentration not available: no client paid fees."))]
    rows = (_row(book, translate("Fees"), fees), *([_row(book, translate("Margin"), margin)] if margin else []))
    columns = (
        TableColumn(translate("Client concentration (last four quarters)"), width=1.9),
        TableColumn(translate("Clients"), "right", 0.8),
        TableColumn(translate("Effective number of clients (1/HHI)"), "right", 1.1),
        TableColumn(translate("Largest client"), width=2.2),
        TableColumn(translate("Share of largest"), "right", 1),
        TableColumn(translate("Three largest"), "right", 1.1), TableColumn(translate("HHI"), "right", 0.8),
        TableColumn(translate("Threshold"), width=1.4),
    )  # fmt: skip
    return [Table(columns, rows), Note(" ".join([_thresholds(book), *_left_out(book, fees, margin), *_margin(book)]))]


def _margin(book: PortfolioPage) -> list[str]:
    """The book's margin, and the number of clients it covers."""
    found, formatter = book.facts["margin"], book.formatter
    if found.value is None or not found.n:
        return []
    one, many = (
        "Margin of {n} client with costs: {share} of its fees.",
        "Margin of {n} clients with costs: {share} of their fees.",
    )
    return [formatter.count(found.n, one, many, share=formatter.percent(found.value))]


def _row(book: PortfolioPage, what: str, found: Concentration) -> tuple[TableCell, ...]:
    formatter = book.formatter
    passed = (
        TableCell(formatter.translate("above"), state="watch")
        if found.passed
        else TableCell(formatter.translate("below"), state="good")
    )
    return (
        TableCell(what), TableCell(formatter.number(found.clients)), TableCell(formatter.number(found.effective, 1)),
        TableCell(str(book.names.get(found.largest, found.largest))), TableCell(formatter.percent(found.top, 0)),
        TableCell(formatter.percent(found.three, 0)), TableCell(formatter.number(found.index)), passed,
    )  # fmt: skip


def _thresholds(book: PortfolioPage) -> str:
    policy, formatter = book.context.policy, book.formatter
    return formatter.translate(
        "‘Above’ means that the largest client has {share} or more of the total, or that the "
        "HHI is {index} or more. Published thresholds range from 15% to 25%, and from an HHI "
        "of 1,500 to 2,500.",
        share=formatter.percent(policy.concentration_top_share, 0), index=formatter.number(policy.concentration_hhi),
    )  # fmt: skip


def _left_out(book: PortfolioPage, fees: Concentration, margin: Concentration | None) -> list[str]:
    """The number of clients without a share of the fees or of the margin, and why."""
    count, told = book.formatter.count, []
    if fees.against:
        one, many = "{n} client with a net credit has no share.", "{n} clients with a net credit have no share."
        told.append(count(fees.against, one, many))
    if margin is None:
        return [
            *told,
            book.formatter.translate(
                "Concentration of the margin not available: no costs are recorded, or there is no margin."
            ),
        ]
    if margin.against:
        one, many = "{n} client cost more than it paid.", "{n} clients cost more than they paid."
        told.append(count(margin.against, one, many))
    if margin.unknown:
        one = "{n} client without costs is excluded from the margin."
        told.append(count(margin.unknown, one, "{n} clients without costs are excluded from the margin."))
    return told
