"""Check published examples: each is a small book, whose facts must equal the published numbers."""

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

# Account health has its own drivers for facts that a scorecard also prints: for one client the two must agree.
DRIVERS = {"delivery_success": "success", "response_rate": "response_rate", "growth": "fees"}
FIRM_CURRENCY = "EUR"


class DisagreeingFactsError(ValueError):
    """The same fact is printed with different values in two places."""


@dataclass(frozen=True)
class Scorecards:
    """Everything that prints a small book's facts.

    Attributes
    ----------
    frames : Mapping
        The book's tables.
    context : ReviewContext
        For the quarter, internal.
    """

    frames: Frames
    context: ReviewContext

    @cached_property
    def editions(self) -> tuple[str, ...]:
        """Editions of its only client's review; empty if there are several clients."""
        owners = {owner for frame in self.frames.values() if "client_id" in frame for owner in frame["client_id"]}
        return ("internal", "client") if len(owners) == 1 else ()

    @cached_property
    def whole(self) -> Mapping[str, Mapping[str, float]]:
        """Whole-book figures that an internal review prints alongside its client's."""
        return benchmarks(self.frames, self.context).whole

    @cached_property
    def health(self) -> Mapping[str, pd.DataFrame]:
        """The account-health drivers."""
        return account_health(Prepared(self.frames, self.context)).evidence

    def value(self, name: str) -> float:
        """Return the value printed for a name; see `SmallBook.facts`.

        Raises
        ------
        DisagreeingFactsError
            Scorecards or account health print different values for one fact, or no value is printed.
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
    """Return the review context of a small book."""
    under_review = quarter(book.quarter)
    last = book.covered_to or (bounds(under_review)[1] - pd.Timedelta(1, "D")).date()
    return ReviewContext(under_review, "internal", book.currency, FIRM_CURRENCY, last, Policy(**book.policy))


def read_facts(book: SmallBook) -> Found:
    """Return a small book's facts, in the order in which their numbers were published."""
    cards = Scorecards(book.tables(), context_of(book))
    return tuple(cards.value(name) for name in book.facts)


def verdicts(examples: Iterable[Example]) -> list[Verdict]:
    """Return the verdict on every example, in order."""
    return verdicts_by(examples, read_facts)
