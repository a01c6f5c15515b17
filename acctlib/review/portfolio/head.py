"""A portfolio's cover and its four headline metrics."""

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
    """Title and dates; for the exporters, also every fact of the book."""
    translate, quarter, stretch = book.formatter.translate, periods.label(book.quarter), periods.span(book.quarter)
    whose = book.supervisor or book.config.firm
    held = book.health.states.shape[0]
    meta = [
        book.formatter.days(stretch.start, stretch.last_day),
        book.formatter.count(held, "{n} client", "{n} clients"),
    ]
    if book.provisional:
        meta.append(translate("Provisional – data as of {day}", day=book.formatter.day(book.context.covered_to)))
    day = book.formatter.day(book.context.covered_to)
    footer = translate(
        "Data as of {day} · Figures in {currency} · Prepared by {firm}",
        day=day, currency=book.context.currency, firm=book.config.firm,
    )  # fmt: skip
    return Document(
        title=whose, eyebrow=f"{translate('Internal portfolio review')} · {quarter}", meta=tuple(meta),
        period=book.formatter.days(stretch.start, stretch.last_day),
        header=f"{whose} · {translate('Portfolio review')} {quarter}",
        confidentiality=translate("Internal – do not distribute"), footer=footer, locale=book.formatter.locale,
        edition="internal", demo=translate(DEMO) if book.config.demo else "", date=book.context.covered_to.isoformat(),
        firm=book.config.firm, client="", quarter=periods.name(book.quarter),
        facts=tuple(fact.data() for fact in book.facts.values()),
    )  # fmt: skip


def summary(book: PortfolioPage) -> Block:
    """The role's four headline metrics, each with n, interval, target and change."""
    known = [name for name in HEADLINES if name in book.facts]
    if not known:
        return Note(book.formatter.translate("Nothing is known of this book yet."))
    return Group((Tiles(tuple(_tile(book, book.facts[name]) for name in known)), *_mergers(book)))


def _mergers(book: PortfolioPage) -> list[Note]:
    """A note on each client merged into another within the quarters that the figures compare."""
    formatter = book.formatter
    return [
        Note(
            formatter.translate(
                "{client} was merged into {survivor} on {day}: the two count as one client in every quarter.",
                client=name, survivor=into, day=formatter.day(day),
            )
        )
        for name, into, day in book.mergers[["name", "into", "day"]].itertuples(index=False)
    ]  # fmt: skip


def _tile(book: PortfolioPage, fact: Fact) -> Tile:
    formatter = book.formatter
    if not fact.known:
        return Tile(
            formatter.translate(fact.label), formatter.unknown, None, (formatter.translate(fact.note),), "unknown"
        )
    counted = (
        f"n = {fact.n}"
        if fact.asked is None
        else formatter.translate("n = {n} of {asked} asked", n=fact.n, asked=fact.asked)
    )
    notes = [f"{counted}, {formatter.translate(fact.period)}", *interval(book, fact)]
    if fact.note:
        notes.append(formatter.translate(fact.note))
    if fact.target is not None:
        notes.append(formatter.translate("target {value}", value=formatter.value(fact.target, fact.unit)))
    value = formatter.value(fact.value, fact.unit)
    return Tile(formatter.translate(fact.label), value, change_of(book, fact), tuple(notes), STATES[fact.status])
