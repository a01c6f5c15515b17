"""Published examples against what a page prints: each is a small book, whose facts must be the printed numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from acctlib.config import Policy
from acctlib.facts.base.context import Frames, ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import account_health
from acctlib.facts.peers.benchmark import benchmarks
from acctlib.facts.scorecard import book_scorecard, scorecard
from acctlib.metrics.base.example import Example, Found, SmallBook, Verdict
from acctlib.metrics.base.example import verdicts as verdicts_by
from acctlib.periods import bounds, quarter

# Account health has a driver of its own for what a scorecard prints: the two say the same of one client.
DRIVERS = {"delivery_success": "success", "response_rate": "response_rate", "growth": "fees"}
FIRM_CURRENCY = "EUR"


class DisagreeingFactsError(ValueError):
    """Two places print different numbers for one fact."""


@dataclass(frozen=True)
class Scorecards:
    """Whatever prints facts of a small book.

    Attributes
    ----------
    frames : Mapping
        The tables of the book.
    context : ReviewContext
        Of the quarter, internal.
    """

    frames: Frames
    context: ReviewContext

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """Editions of the review of its one client; none where there are more clients."""
        owners = {owner for frame in self.frames.values() if "client_id" in frame for owner in frame["client_id"]}
        return ("internal", "client") if len(owners) == 1 else ()

    @cached_property
    def whole(self) -> Mapping[str, Mapping[str, float]]:
        """Figures of the whole book that an internal review prints beside its client's."""
        return benchmarks(self.frames, self.context).whole

    @cached_property
    def health(self) -> Mapping[str, pd.DataFrame]:
        """The drivers of account health."""
        return account_health(Prepared(self.frames, self.context)).evidence

    def value(self, name: str) -> float:
        """What is printed for a name: see `SmallBook.facts`.

        Raises
        ------
        DisagreeingFactsError
            Where scorecards, or account health, print different values of one fact, or none prints it.
        """
        for sign in (" / ", " - "):
            if sign in name:
                left, right = (self.value(part) for part in name.split(sign))
                return left / right if sign == " / " else left - right
        if name.isdecimal():
            return float(name)
        found = sorted({round(value, 9) for value in self._printed(name)})
        if len(found) != 1:
            raise DisagreeingFactsError(f"{name} is printed as {' and '.join(map(str, found)) or 'nothing'}")
        return found[0]

    def _printed(self, name: str) -> Iterator[float]:
        if name.startswith("rosetta_"):
            yield self.whole[name]["value"]
        elif name.startswith("health."):
            yield from self._driver(name.removeprefix("health."))
        else:
            yield from self._on_scorecards(*name.split("."))

    def _on_scorecards(self, name: str, part: str = "value") -> Iterator[float]:
        cards = [book_scorecard(self.frames, self.context, {name})]
        terms = (replace(self.context, edition=edition) for edition in self.editions)
        cards += [scorecard(self.frames, each, only={name}) for each in terms]
        found = (getattr(card[name], part) for card in cards if name in card)
        yield from (float(value) for value in found if value is not None)
        if name in DRIVERS and self.editions and part == "value":
            yield from self._driver(DRIVERS[name])

    def _driver(self, name: str) -> Iterator[float]:
        yield from self.health[name]["value"].dropna().astype("float64")


def context_of(book: SmallBook) -> ReviewContext:
    """The terms under which a small book is reviewed."""
    under_review = quarter(book.quarter)
    last = book.covered_to or (bounds(under_review)[1] - pd.Timedelta(1, "D")).date()
    return ReviewContext(under_review, "internal", book.currency, FIRM_CURRENCY, last, Policy(**book.policy))


def read_facts(book: SmallBook) -> Found:
    """The facts of a small book, in the order in which their numbers were printed."""
    cards = Scorecards(book.tables(), context_of(book))
    return tuple(cards.value(name) for name in book.facts)


def verdicts(examples: Iterable[Example]) -> list[Verdict]:
    """Every example, judged, in order."""
    return verdicts_by(examples, read_facts)
