"""The panel put to the test: what it said before clients left, counted, with as much trust as the counts allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Cell, Col, Note, Table, group
from acctlib.facts.health.back_test import BackTest
from acctlib.facts.health.back_test import back_test as states_against_outcomes
from acctlib.metrics.base.intervals import Interval
from acctlib.metrics.health.back_test import Counted

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage


def back_test(book: PortfolioPage) -> Block:
    """Two tables of four counts, the shares that follow from them, and what they do not say."""
    say, found = book.reader.say, states_against_outcomes(book.history)
    if not found.quarters:
        return Note(say("The panel was not put to the test: the data covers too few quarters."))
    columns = (
        Col(say("The panel against what came"), width=3.4),
        Col(say("Left"), "right", 1),
        Col(say("Stayed"), "right", 1),
        Col(say("Share that left"), "right", 1.2),
        Col(say("95% interval"), "right", 1.4),
    )
    rows = tuple(row for lag, counts in found.by_lag.items() for row in _rows(book, lag, counts))
    return group((Table(columns, rows), *(_caught(book, found)), Note(_trust(book, found))))


def _rows(book: PortfolioPage, lag: int, counts: Counted) -> tuple[tuple[Cell, ...], ...]:
    reader = book.reader
    when = reader.count(lag, "{n} quarter before", "{n} quarters before")
    acted = reader.say("{when}: act", when=when)
    calm = reader.say("{when}: well or watch", when=when)
    return (
        (Cell(acted, strong=True), *_counts(book, counts.hits, counts.false_alarms), *_share(book, counts.precision)),
        (Cell(calm), *_counts(book, counts.misses, counts.calm), Cell(""), Cell("")),
    )


def _counts(book: PortfolioPage, left: int, stayed: int) -> tuple[Cell, Cell]:
    return Cell(book.reader.number(left), left), Cell(book.reader.number(stayed), stayed)


def _share(book: PortfolioPage, found: tuple[float, Interval] | None) -> tuple[Cell, Cell]:
    if found is None:
        return Cell(book.reader.unknown, state="unknown"), Cell("")
    value, (low, high) = found
    around = book.reader.interval(low, high, "fraction", value)
    return Cell(book.reader.percent(value, 0), value), Cell(around, muted=True)


def _text(book: PortfolioPage, found: tuple[float, Interval] | None) -> str:
    reader = book.reader
    if found is None:
        return reader.unknown
    value, (low, high) = found
    around = reader.interval(low, high, "fraction", value)
    return reader.say("{share} ({range})", share=reader.percent(value, 0), range=around)


def _caught(book: PortfolioPage, found: BackTest) -> list[Block]:
    """Of the clients that left, how many the panel had warned of."""
    reader = book.reader
    return [
        Note(
            reader.say(
                "{when}: of {losses} that left {hits} had the state act: {share}.",
                when=reader.count(lag, "{n} quarter before", "{n} quarters before"),
                losses=counts.losses, hits=counts.hits, share=_text(book, counts.recall),
            )
        )
        for lag, counts in found.by_lag.items()
    ]  # fmt: skip


def _trust(book: PortfolioPage, found: BackTest) -> str:
    """Whether it is validated, which quarters, and what the counts do not say."""
    reader, weakest = book.reader, min(found.by_lag.values(), key=lambda counts: counts.losses)
    first, last = periods.label(found.quarters[0]), periods.label(found.quarters[-1])
    verdict = (
        reader.say("{n} losses stand behind it.", n=weakest.losses)
        if weakest.validated
        else reader.count(weakest.losses, "Not validated: only {n} loss.", "Not validated: only {n} losses.")
    )
    how = reader.say(
        "{quarters} quarters, {first} to {last}; one case is a client with recurring fees the quarter before, left is "
        "without any in the quarter; 95% intervals after Wilson. States are as they could be known then. An account "
        "that was saved because it was warned of counts as a false alarm, so these are counts of the past and nobody's "
        "chance of leaving.",
        quarters=len(found.quarters),
        first=first,
        last=last,
    )
    blind = sum(counts.unknown for counts in found.by_lag.values())
    without = reader.count(blind, "{n} case had no state then.", "{n} cases had no state then.")
    return f"{verdict} {how} {without}" if blind else f"{verdict} {how}"
