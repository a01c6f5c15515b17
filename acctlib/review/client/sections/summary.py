"""The key message and the four headline numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Change, Group, Message, Sentence, State, Tile, Tiles
from acctlib.facts import Fact
from acctlib.facts.delivery.actions import actions_due
from acctlib.facts.scorecard import quarter_in_part
from acctlib.facts.statements import (
    Statement,
    actions_sentence,
    delivery_sentence,
    goals_sentence,
    growth_sentence,
    overdue_sentence,
    satisfaction_sentence,
)
from acctlib.review.base.tables import interval_of
from acctlib.review.client.sections.delivery import failed_legs, legs_in_words
from acctlib.review.client.sections.goals import goals, goals_tile
from acctlib.review.client.sections.growth import main_cause

if TYPE_CHECKING:
    from acctlib.review.base.client_page import ClientPage
    from acctlib.review.base.page import Page

HEADLINES = ("nrr", "nps", "growth", "delivery_success")
FOR_CLIENT = ("delivery_success", "nps", "fees")  # beside its goals; changes in the fees it pays are not shown there
STATES: dict[str, State] = {"met": "good", "missed": "bad", "watch": "watch", "unknown": "unknown", "none": "neutral"}


def summary(review: ClientPage) -> Block:
    """Sentences built from the facts, unfavourable ones included, and four tiles."""
    inside = review.edition == "internal"
    tiles = tuple(tile(review, review.facts[name]) for name in (HEADLINES if inside else FOR_CLIENT))
    return Group((message(review), Tiles(tiles if inside else (goals_tile(review), *tiles))))


def message(review: ClientPage) -> Message:
    """The key message: it leads with the client's goals or, in the internal edition, with the change in fees."""
    words, inside = written(review), review.edition == "internal"
    sentences = [
        growth_sentence(review.facts, words, main_cause(review), review.context.elapsed) if inside else None,
        goals_sentence(goals(review)),
        delivery_sentence(review.facts, legs_in_words(review), failed_legs(review)),
        overdue_sentence(overdue(review)),
        satisfaction_sentence(review.facts, words),
        _promises(review),
    ]
    told = review.formatter.translate
    return Message.of(Sentence(told(s.text), s.facts) for s in sentences if s)


def _promises(review: ClientPage) -> Statement | None:
    actions = review.frames.get("actions")
    if actions is None or actions.empty:
        return None
    due = actions_due(actions, review.quarter, review.context.covered_to)
    return actions_sentence(due, periods.label(review.quarter), review.edition)


def overdue(review: ClientPage) -> int:
    """The number of projects past their original due date and still open."""
    found = review.outcomes
    return int((found["state"] == "overdue").sum()) if len(found) else 0


def written(review: Page) -> dict[str, str]:
    """Every fact as text, for use in sentences."""
    words = {}
    for name, fact in review.facts.items():
        words[name] = review.formatter.value(fact.value, fact.unit)
        words[f"{name}.abs"] = review.formatter.percent(abs(fact.value)) if fact.value is not None else words[name]
        words[f"{name}.change"] = review.formatter.change(fact.change, fact.unit) if fact.change is not None else ""
    return words


def tile(review: Page, fact: Fact) -> Tile:
    """A fact with its n, interval, target and peer median, or the reason why it is unknown."""
    formatter = review.formatter
    notes = SMALL_PRINT[fact.name](review, fact)
    if fact.known and fact.target is not None:
        notes.append(formatter.translate("target {value}", value=formatter.value(fact.target, fact.unit)))
    if fact.known and fact.benchmark is not None:
        digits = 0 if fact.name == "delivery_success" else 1
        peers = formatter.value(fact.benchmark, fact.unit)
        if fact.unit in ("fraction", "growth"):
            peers = formatter.percent(fact.benchmark, digits, signed=fact.unit == "growth")
        notes.append(formatter.translate("peer median {value} (n = {n} other clients)", value=peers, n=fact.peers))
    value = formatter.value(fact.value, fact.unit)
    return Tile(formatter.translate(fact.label), value, change_of(review, fact), tuple(notes), STATES[fact.status])


def change_of(review: Page, fact: Fact) -> Change | None:
    """The change vs a year ago, with an arrow only if the evidence supports one."""
    formatter = review.formatter
    if fact.change is None or fact.moved is None:
        return None
    if not fact.moved:
        return Change(formatter.translate("no clear change"), "flat")
    moved = formatter.change(fact.change, fact.unit)
    if not fact.change_shows or moved == formatter.change(0.0, fact.unit):
        return Change(formatter.translate("unchanged"), "flat")
    before = year_ago_in_words(review)
    if fact.change > 0:
        return Change(formatter.translate("up {change} vs {quarter}", change=moved, quarter=before), "up", "good")
    return Change(formatter.translate("down {change} vs {quarter}", change=moved, quarter=before), "down", "bad")


def year_ago_in_words(review: Page) -> str:
    """The quarter a year ago; if the current quarter is not over, with the number of days compared."""
    before, days = periods.label(periods.year_ago(review.quarter)), review.context.elapsed
    return before if days is None else review.formatter.translate(quarter_in_part(before, days))


def interval(review: Page, fact: Fact) -> list[str]:
    """The confidence interval in words; empty if there is none."""
    told = interval_of(review.formatter, fact)
    return [review.formatter.translate("95% CI {range}", range=told)] if told else []


def _sample(review: Page, fact: Fact) -> list[str]:
    formatter = review.formatter
    if not fact.known:
        return [formatter.translate(fact.note)]
    if fact.asked is None:
        return [
            formatter.count(
                fact.n or 0,
                "n = {n} answer, {period}",
                "n = {n} answers, {period}",
                period=formatter.translate(fact.period),
            ),
            *interval(review, fact),
        ]
    head = formatter.translate(
        "n = {n} of {asked} asked, {period}", n=fact.n, asked=fact.asked, period=formatter.translate(fact.period)
    )
    return [head, *interval(review, fact)]


def _projects(review: Page, fact: Fact) -> list[str]:
    formatter, period = review.formatter, review.formatter.translate(fact.period)
    if not fact.known or fact.value is None or fact.n is None:
        return [f"{formatter.translate(fact.note)}, {period}"]
    head = formatter.translate(
        "{good} of {n} completed, {period}", good=round(fact.value * fact.n), n=fact.n, period=period
    )
    return [head, *interval(review, fact)]


def _fees(review: Page, fact: Fact) -> list[str]:
    formatter, fees = review.formatter, review.facts["fees"]
    now = formatter.compact(fees.value)
    if not fact.known:
        return [formatter.translate(fact.note), formatter.translate("fees {fees}", fees=now)]
    before = year_ago_in_words(review)
    now, then = formatter.apart(fees.value, fees.year_ago)
    return [formatter.translate("{now} vs {then} in {quarter}", now=now, then=then, quarter=before)]


def _lines(review: Page, fact: Fact) -> list[str]:
    if not fact.known:
        return [review.formatter.translate(fact.note)]
    return [
        review.formatter.count(fact.n or 0, "based on {n} retainer invoice line", "based on {n} retainer invoice lines")
    ]


def _invoiced(review: Page, fact: Fact) -> list[str]:
    if not fact.known or not fact.n:
        return [review.formatter.translate(fact.note), review.formatter.translate(fact.period)]
    lines = review.formatter.count(fact.n, "{n} invoice line", "{n} invoice lines")
    return [f"{lines}, {review.formatter.translate(fact.period)}"]


SMALL_PRINT = {"nps": _sample, "delivery_success": _projects, "growth": _fees, "nrr": _lines, "fees": _invoiced}
