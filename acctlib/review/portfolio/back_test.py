"""The panel put to the test: what it said before clients left, counted, with as much trust as the counts allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Note, Table, TableCell, TableColumn, group
from acctlib.facts.health.back_test import BackTest
from acctlib.facts.health.back_test import back_test as states_against_outcomes
from acctlib.metrics.base.intervals import Interval
from acctlib.metrics.health.back_test import Counted

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage


def back_test(book: PortfolioPage) -> Block:
    """Two tables of four counts, the shares that follow from them, and what they do not say."""
    translate, found = book.formatter.translate, states_against_outcomes(book.history)
    if not found.quarters:
        return Note(translate("The panel was not put to the test: the data covers too few quarters."))
    columns = (
        TableColumn(translate("The panel against what came"), width=3.4),
        TableColumn(translate("Left"), "right", 1),
        TableColumn(translate("Stayed"), "right", 1),
        TableColumn(translate("Share that left"), "right", 1.2),
        TableColumn(translate("95% interval"), "right", 1.4),
    )
    rows = tuple(row for lag, counts in found.by_lag.items() for row in _rows(book, lag, counts))
    return group((Table(columns, rows), *(_caught(book, found)), Note(_trust(book, found))))


def _rows(book: PortfolioPage, lag: int, counts: Counted) -> tuple[tuple[TableCell, ...], ...]:
    formatter = book.formatter
    when = formatter.count(lag, "{n} quarter before", "{n} quarters before")
    acted = formatter.translate("{when}: act", when=when)
    calm = formatter.translate("{when}: well or watch", when=when)
    return (
        (
            TableCell(acted, strong=True),
            *_counts(book, counts.hits, counts.false_alarms),
            *_share(book, counts.precision),
        ),
        (TableCell(calm), *_counts(book, counts.misses, counts.calm), TableCell(""), TableCell("")),
    )


def _counts(book: PortfolioPage, left: int, stayed: int) -> tuple[TableCell, TableCell]:
    return TableCell(book.formatter.number(left), left), TableCell(book.formatter.number(stayed), stayed)


def _share(book: PortfolioPage, found: tuple[float, Interval] | None) -> tuple[TableCell, TableCell]:
    if found is None:
        return TableCell(book.formatter.unknown, state="unknown"), TableCell("")
    value, (low, high) = found
    around = book.formatter.interval(low, high, "fraction", value)
    return TableCell(book.formatter.percent(value, 0), value), TableCell(around, muted=True)


def _text(book: PortfolioPage, found: tuple[float, Interval] | None) -> str:
    formatter = book.formatter
    if found is None:
        return formatter.unknown
    value, (low, high) = found
    around = formatter.interval(low, high, "fraction", value)
    return formatter.translate("{share} ({range})", share=formatter.percent(value, 0), range=around)


def _caught(book: PortfolioPage, found: BackTest) -> list[Block]:
    """Of the clients that left, how many the panel had warned of."""
    formatter = book.formatter
    return [
        Note(
            formatter.translate(
                "{when}: of {losses} that left {hits} had the state act: {share}.",
                when=formatter.count(lag, "{n} quarter before", "{n} quarters before"),
                losses=counts.losses, hits=counts.hits, share=_text(book, counts.recall),
            )
        )
        for lag, counts in found.by_lag.items()
    ]  # fmt: skip


def _trust(book: PortfolioPage, found: BackTest) -> str:
    """Whether it is validated, which quarters, and what the counts do not say."""
    formatter, weakest = book.formatter, min(found.by_lag.values(), key=lambda counts: counts.losses)
    first, last = periods.label(found.quarters[0]), periods.label(found.quarters[-1])
    verdict = (
        formatter.translate("{n} losses stand behind it.", n=weakest.losses)
        if weakest.validated
        else formatter.count(weakest.losses, "Not validated: only {n} loss.", "Not validated: only {n} losses.")
    )
    how = formatter.translate(
        "{quarters} quarters, {first} to {last}; one case is a client with recurring fees the quarter before, left is "
        "without any in the quarter; 95% intervals after Wilson. States are as they could be known then. An account "
        "that was saved because it was warned of counts as a false alarm, so these are counts of the past and nobody's "
        "chance of leaving.",
        quarters=len(found.quarters),
        first=first,
        last=last,
    )
    blind = sum(counts.unknown for counts in found.by_lag.values())
    without = formatter.count(blind, "{n} case had no state then.", "{n} cases had no state then.")
    return f"{verdict} {how} {without}" if blind else f"{verdict} {how}"
