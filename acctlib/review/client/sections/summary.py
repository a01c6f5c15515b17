"""The message, and the four headline numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Change, Group, Message, Said, State, Tile, Tiles
from acctlib.facts import Fact
from acctlib.facts.delivery.promises import actions_due
from acctlib.facts.findings import (
    Sentence,
    actions_sentence,
    delivery_sentence,
    goals_sentence,
    growth_sentence,
    overdue_sentence,
    satisfaction_sentence,
)
from acctlib.facts.scorecard import quarter_in_part
from acctlib.review.base.tables import interval_of
from acctlib.review.client.sections.delivery import failed_legs, legs_in_words
from acctlib.review.client.sections.goals import goals, goals_tile
from acctlib.review.client.sections.growth import main_cause

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page

HEADLINES = ("nrr", "nps", "growth", "delivery_success")
FOR_CLIENT = ("delivery_success", "nps", "fees")  # beside its goals; what it pays more or less is not told there
STATES: dict[str, State] = {"met": "good", "missed": "bad", "watch": "watch", "unknown": "unknown", "none": "neutral"}


def summary(review: ClientPage) -> Block:
    """Sentences from the facts, unfavourable ones included, and four tiles."""
    inside = review.edition == "internal"
    tiles = tuple(tile(review, review.facts[name]) for name in (HEADLINES if inside else FOR_CLIENT))
    return Group((message(review), Tiles(tiles if inside else (goals_tile(review), *tiles))))


def message(review: ClientPage) -> Message:
    """What leads is what happened to the client's goals, for the house what happened to the fees."""
    words, inside = written(review), review.edition == "internal"
    sentences = [
        growth_sentence(review.facts, words, main_cause(review), review.terms.elapsed) if inside else None,
        goals_sentence(goals(review)),
        delivery_sentence(review.facts, legs_in_words(review), failed_legs(review)),
        overdue_sentence(overdue(review)),
        satisfaction_sentence(review.facts, words),
        _promises(review),
    ]
    told = review.reader.told
    return Message.of(Said(told(s.text), s.facts) for s in sentences if s)


def _promises(review: ClientPage) -> Sentence | None:
    actions = review.frames.get("actions")
    if actions is None or actions.empty:
        return None
    due = actions_due(actions, review.quarter, review.terms.covered_to)
    return actions_sentence(due, periods.label(review.quarter), review.edition)


def overdue(review: ClientPage) -> int:
    """Projects past their first date and still open."""
    found = review.outcomes
    return int((found["state"] == "overdue").sum()) if len(found) else 0


def written(review: Page) -> dict[str, str]:
    """Every fact as text, for sentences."""
    words = {}
    for name, fact in review.facts.items():
        words[name] = review.reader.value(fact.value, fact.unit)
        words[f"{name}.abs"] = review.reader.percent(abs(fact.value)) if fact.value is not None else words[name]
        words[f"{name}.change"] = review.reader.change(fact.change, fact.unit) if fact.change is not None else ""
    return words


def tile(review: Page, fact: Fact) -> Tile:
    """A fact with what makes it honest: n, interval, target, peers, or the reason why it is unknown."""
    reader = review.reader
    notes = SMALL_PRINT[fact.name](review, fact)
    if fact.known and fact.target is not None:
        notes.append(reader.say("target {value}", value=reader.value(fact.target, fact.unit)))
    if fact.known and fact.benchmark is not None:
        digits = 0 if fact.name == "delivery_success" else 1
        peers = reader.value(fact.benchmark, fact.unit)
        if fact.unit in ("fraction", "growth"):
            peers = reader.percent(fact.benchmark, digits, signed=fact.unit == "growth")
        notes.append(reader.say("peer median {value} (n = {n} other clients)", value=peers, n=fact.peers))
    value = reader.value(fact.value, fact.unit)
    return Tile(reader.told(fact.label), value, change_of(review, fact), tuple(notes), STATES[fact.status])


def change_of(review: Page, fact: Fact) -> Change | None:
    """The change on a year ago: an arrow only where there is evidence for one."""
    reader = review.reader
    if fact.change is None or fact.moved is None:
        return None
    if not fact.moved:
        return Change(reader.say("no detectable change"), "flat")
    moved = reader.change(fact.change, fact.unit)
    if not fact.change_shows or moved == reader.change(0.0, fact.unit):
        return Change(reader.say("no change"), "flat")
    before = year_ago_in_words(review)
    if fact.change > 0:
        return Change(reader.say("up {change} on {quarter}", change=moved, quarter=before), "up", "good")
    return Change(reader.say("down {change} on {quarter}", change=moved, quarter=before), "down", "bad")


def year_ago_in_words(review: Page) -> str:
    """The quarter a year ago; in a quarter that is not over, as many of its days as are compared."""
    before, days = periods.label(periods.year_ago(review.quarter)), review.terms.elapsed
    return before if days is None else review.reader.told(quarter_in_part(before, days))


def interval(review: Page, fact: Fact) -> list[str]:
    """The interval in words, where there is one."""
    told = interval_of(review.reader, fact)
    return [review.reader.say("95% interval {range}", range=told)] if told else []


def _sample(review: Page, fact: Fact) -> list[str]:
    reader = review.reader
    if not fact.known:
        return [reader.told(fact.note)]
    if fact.asked is None:
        return [
            reader.count(
                fact.n or 0, "n = {n} answer, {period}", "n = {n} answers, {period}", period=reader.told(fact.period)
            ),
            *interval(review, fact),
        ]
    head = reader.say("n = {n} of {asked} asked, {period}", n=fact.n, asked=fact.asked, period=reader.told(fact.period))
    return [head, *interval(review, fact)]


def _projects(review: Page, fact: Fact) -> list[str]:
    reader, period = review.reader, review.reader.told(fact.period)
    if not fact.known or fact.value is None or fact.n is None:
        return [f"{reader.told(fact.note)}, {period}"]
    head = reader.say("{good} of {n} closed, {period}", good=round(fact.value * fact.n), n=fact.n, period=period)
    return [head, *interval(review, fact)]


def _fees(review: Page, fact: Fact) -> list[str]:
    reader, fees = review.reader, review.facts["fees"]
    now = reader.compact(fees.value)
    if not fact.known:
        return [reader.told(fact.note), reader.say("fees {fees}", fees=now)]
    before = year_ago_in_words(review)
    now, then = reader.apart(fees.value, fees.year_ago)
    return [reader.say("{now} against {then} in {quarter}", now=now, then=then, quarter=before)]


def _lines(review: Page, fact: Fact) -> list[str]:
    if not fact.known:
        return [review.reader.told(fact.note)]
    return [review.reader.count(fact.n or 0, "recurring fees, {n} invoice line", "recurring fees, {n} invoice lines")]


def _invoiced(review: Page, fact: Fact) -> list[str]:
    if not fact.known or not fact.n:
        return [review.reader.told(fact.note), review.reader.told(fact.period)]
    lines = review.reader.count(fact.n, "{n} invoice line", "{n} invoice lines")
    return [f"{lines}, {review.reader.told(fact.period)}"]


SMALL_PRINT = {"nps": _sample, "delivery_success": _projects, "growth": _fees, "nrr": _lines, "fees": _invoiced}
