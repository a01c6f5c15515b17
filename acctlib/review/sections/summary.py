"""The message, and the four headline numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from acctlib import periods
from acctlib.display import Block, Change, Group, Message, State, Tile, Tiles
from acctlib.facts import Fact
from acctlib.facts.delivery import project_outcomes
from acctlib.facts.findings import (
    Sentence,
    delivery_sentence,
    growth_sentence,
    promises_sentence,
    satisfaction_sentence,
)
from acctlib.facts.promises import since_last_time
from acctlib.review.sections.delivery import legs_in_words
from acctlib.review.sections.growth import main_cause

if TYPE_CHECKING:
    from acctlib.review.review import Review

HEADLINES = ("nrr", "nps", "growth", "delivery_success")
STATES: dict[str, State] = {"met": "good", "missed": "bad", "watch": "watch", "unknown": "unknown", "none": "neutral"}


def summary(review: Review) -> Block:
    """Sentences from the facts, unfavourable ones included, and four tiles."""
    return Group((message(review), Tiles(tuple(tile(review, review.facts[name]) for name in HEADLINES))))


def message(review: Review) -> Message:
    """The lead is what happened to the fees; satisfaction, delivery and promises follow."""
    words = written(review)
    lead = growth_sentence(review.facts, words, main_cause(review))
    rest = [
        satisfaction_sentence(review.facts, words),
        delivery_sentence(review.facts, overdue(review), legs_in_words(review)),
        _promises(review),
    ]
    return Message(lead.text, " ".join(s.text for s in rest if s))


def _promises(review: Review) -> Sentence | None:
    actions = review.frames.get("actions")
    if actions is None or actions.empty:
        return None
    return promises_sentence(since_last_time(actions, review.quarter, review.terms.covered_to)["outcome"])


def overdue(review: Review) -> int:
    """Projects past their first date and still open."""
    found = project_outcomes(review.frames, review.terms)
    return int((found["state"] == "overdue").sum()) if len(found) else 0


def written(review: Review) -> dict[str, str]:
    """Every fact as text, for sentences."""
    words = {}
    for name, fact in review.facts.items():
        words[name] = review.reader.value(fact.value, fact.unit)
        words[f"{name}.abs"] = review.reader.percent(abs(fact.value)) if fact.value is not None else words[name]
        words[f"{name}.change"] = review.reader.change(fact.change, fact.unit) if fact.change is not None else ""
    return words


def tile(review: Review, fact: Fact) -> Tile:
    """A fact with what makes it honest: n, interval, target, peers, or the reason why it is unknown."""
    notes = {"nps": _sample, "delivery_success": _projects, "growth": _fees, "nrr": _lines}[fact.name](review, fact)
    if fact.known and fact.target is not None:
        notes.append(f"target {review.reader.value(fact.target, fact.unit)}")
    if fact.known and fact.benchmark is not None:
        middle = "all clients" if fact.unit in ("points",) or fact.name == "delivery_success" else "median"
        notes.append(f"{middle} {review.reader.value(fact.benchmark, fact.unit)} (n = {fact.peers} clients)")
    return Tile(
        fact.label, review.reader.value(fact.value, fact.unit), _change(review, fact), tuple(notes), STATES[fact.status]
    )


def _change(review: Review, fact: Fact) -> Change | None:
    """The change on a year ago: an arrow only where there is evidence for one."""
    if fact.change is None or fact.moved is None:
        return None
    if not fact.moved:
        return Change("no detectable change", "flat")
    if review.reader.change(fact.change, fact.unit) == review.reader.change(0.0, fact.unit):
        return Change("no change", "flat")
    up = fact.change > 0
    before = periods.label(periods.year_ago(review.quarter))
    word = "up" if up else "down"
    moved = review.reader.change(fact.change, fact.unit)
    return Change(f"{word} {moved} on {before}", "up" if up else "down", "good" if up else "bad")


def _interval(review: Review, fact: Fact) -> list[str]:
    if fact.low is None or fact.high is None:
        return []
    return [f"95% interval {review.reader.interval(fact.low, fact.high, fact.unit)}"]


def _sample(review: Review, fact: Fact) -> list[str]:
    if not fact.known:
        return [fact.note]
    return [f"n = {fact.n} of {fact.asked} asked, {fact.period}", *_interval(review, fact)]


def _projects(review: Review, fact: Fact) -> list[str]:
    if not fact.known or fact.value is None or fact.n is None:
        return [f"{fact.note}, {fact.period}"]
    return [f"{round(fact.value * fact.n)} of {fact.n} closed, {fact.period}", *_interval(review, fact)]


def _fees(review: Review, fact: Fact) -> list[str]:
    fees = review.facts["fees"]
    before = periods.label(periods.year_ago(review.quarter))
    if not fact.known:
        return [fact.note, f"fees {review.reader.compact(fees.value)}"]
    return [f"{review.reader.compact(fees.value)} against {review.reader.compact(fees.year_ago)} in {before}"]


def _lines(review: Review, fact: Fact) -> list[str]:
    return [f"recurring fees, {fact.n} invoice lines"] if fact.known else [fact.note]
