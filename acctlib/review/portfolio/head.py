"""The head of a portfolio, and its four numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Document, Group, Note, Tile, Tiles
from acctlib.facts import Fact
from acctlib.review.client.sections.cover import DEMO
from acctlib.review.client.sections.summary import STATES, change_of, interval

if TYPE_CHECKING:
    from acctlib.review.portfolio.portfolio_page import PortfolioPage

HEADLINES = ("logo_retention", "nps", "existing_growth", "delivery_success")


def cover(book: PortfolioPage) -> Document:
    """Title, dates, and every fact of the book for the exporters."""
    say, quarter, stretch = book.reader.say, periods.label(book.quarter), periods.span(book.quarter)
    whose = book.supervisor or book.config.firm
    held = book.health.states.shape[0]
    meta = [book.reader.days(stretch.start, stretch.last_day), book.reader.count(held, "{n} client", "{n} clients")]
    if book.provisional:
        meta.append(say("Provisional: data to {day}", day=book.reader.day(book.terms.covered_to)))
    day = book.reader.day(book.terms.covered_to)
    footer = say(
        "Data to {day} · figures in {currency} · prepared by {firm}",
        day=day, currency=book.terms.currency, firm=book.config.firm,
    )  # fmt: skip
    return Document(
        title=whose, eyebrow=f"{say('Portfolio review, internal')} · {quarter}", meta=tuple(meta),
        period=book.reader.days(stretch.start, stretch.last_day),
        header=f"{whose} · {say('Portfolio review')} {quarter}",
        confidentiality=say("Internal: never leaves the house"), footer=footer, locale=book.reader.locale,
        edition="internal", demo=say(DEMO) if book.config.demo else "", date=book.terms.covered_to.isoformat(),
        firm=book.config.firm, client="", quarter=periods.name(book.quarter),
        facts=tuple(fact.data() for fact in book.facts.values()),
    )  # fmt: skip


def summary(book: PortfolioPage) -> Block:
    """The four metrics of the role, each with n, interval, target and change."""
    known = [name for name in HEADLINES if name in book.facts]
    if not known:
        return Note(book.reader.say("Nothing is known of this book yet."))
    return Group((Tiles(tuple(_tile(book, book.facts[name]) for name in known)), *_mergers(book)))


def _mergers(book: PortfolioPage) -> list[Note]:
    """Which clients are one now, where figures compare quarters in which they were two."""
    reader = book.reader
    return [
        Note(
            reader.say(
                "{client} was merged into {survivor} on {day}: the two count as one client in every quarter.",
                client=name, survivor=into, day=reader.day(day),
            )
        )
        for name, into, day in book.mergers[["name", "into", "day"]].itertuples(index=False)
    ]  # fmt: skip


def _tile(book: PortfolioPage, fact: Fact) -> Tile:
    reader = book.reader
    if not fact.known:
        return Tile(reader.told(fact.label), reader.unknown, None, (reader.told(fact.note),), "unknown")
    counted = (
        f"n = {fact.n}" if fact.asked is None else reader.say("n = {n} of {asked} asked", n=fact.n, asked=fact.asked)
    )
    notes = [f"{counted}, {reader.told(fact.period)}", *interval(book, fact)]
    if fact.note:
        notes.append(reader.told(fact.note))
    if fact.target is not None:
        notes.append(reader.say("target {value}", value=reader.value(fact.target, fact.unit)))
    value = reader.value(fact.value, fact.unit)
    return Tile(reader.told(fact.label), value, change_of(book, fact), tuple(notes), STATES[fact.status])
