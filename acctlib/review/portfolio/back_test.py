"""Back-test of the health scorecard: its status before clients churned, as counts with confidence intervals."""

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
    """Four counts per lead time, the shares derived from them, and their limitations."""
    translate, found = book.formatter.translate, states_against_outcomes(book.history)
    if not found.quarters:
        return Note(translate("The health scorecard was not back-tested: the data covers too few quarters."))
    columns = (
        TableColumn(translate("Back-test: health status vs outcome"), width=3.4),
        TableColumn(translate("Churned"), "right", 1),
        TableColumn(translate("Stayed"), "right", 1),
        TableColumn(translate("Share that churned"), "right", 1.2),
        TableColumn(translate("95% interval"), "right", 1.4),
    )
    rows = tuple(row for lag, counts in found.by_lag.items() for row in _rows(book, lag, counts))
    return group((Table(columns, rows), *(_caught(book, found)), Note(_trust(book, found))))


def _rows(book: PortfolioPage, lag: int, counts: Counted) -> tuple[tuple[TableCell, ...], ...]:
    formatter = book.formatter
    when = formatter.count(lag, "{n} quarter before", "{n} quarters before")
    acted = formatter.translate("{when}: at risk", when=when)
    calm = formatter.translate("{when}: on track or watch", when=when)
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
    """How many of the churned clients had been flagged at risk."""
    formatter = book.formatter
    return [
        Note(
            formatter.translate(
                "{when}: {hits} of {losses} churned clients had been flagged at risk ({share}).",
                when=formatter.count(lag, "{n} quarter before", "{n} quarters before"),
                losses=counts.losses, hits=counts.hits, share=_text(book, counts.recall),
            )
        )
        for lag, counts in found.by_lag.items()
    ]  # fmt: skip


def _trust(book: PortfolioPage, found: BackTest) -> str:
    """Whether the scorecard is validated, the quarters covered, and the counts' limitations."""
    formatter, weakest = book.formatter, min(found.by_lag.values(), key=lambda counts: counts.losses)
    first, last = periods.label(found.quarters[0]), periods.label(found.quarters[-1])
    verdict = (
        formatter.translate("Based on {n} losses.", n=weakest.losses)
        if weakest.validated
        else formatter.count(weakest.losses, "Not validated: only {n} loss.", "Not validated: only {n} losses.")
    )
    how = formatter.translate(
        "{quarters} quarters, {first}–{last}. Each case is a client with recurring fees in "
        "the prior quarter; ‘churned’ means none in the current one. Status as known at the "
        "time; Wilson 95% CI. Accounts saved after a warning count as false alarms, so these "
        "are historical counts, not a forecast for any client.",
        quarters=len(found.quarters),
        first=first,
        last=last,
    )
    blind = sum(counts.unknown for counts in found.by_lag.values())
    without = formatter.count(blind, "{n} case had no status at the time.", "{n} cases had no status at the time.")
    return f"{verdict} {how} {without}" if blind else f"{verdict} {how}"
