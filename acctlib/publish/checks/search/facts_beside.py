"""Other facts about a client: a second fact next to a name, and internal amounts and dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import pandas as pd

from acctlib.book.schema.tables import TABLES, Column
from acctlib.book.store.slice import Slice
from acctlib.publish.checks.search.clues import LIKELY, Clue
from acctlib.publish.checks.search.days import days_in
from acctlib.publish.checks.search.forbidden_terms import LONG, hidden, is_telling
from acctlib.publish.checks.search.needles import Needles
from acctlib.publish.checks.search.numbers import Number, numbers_in
from acctlib.publish.checks.search.spelling import Spelling, spelling
from acctlib.publish.checks.search.vocabulary import STAFF, Vocabulary, words_in

YEAR = 365
NAMED = 100  # a number near a word for its column is this many times less likely to be chance
SHORT_ID = 5  # a number with fewer digits is an id only if the preceding word says so
_ID = re.compile(r"(?:\b(?:id|no|nr|number|nummer|client|customer|account|kunde|konto)\b|#)\W{0,3}$", re.IGNORECASE)
_TELLING = ("id", "text", "money", "number", "date")
# Words from table and column names that may appear next to any number.
_GENERAL = {
    "amount", "value", "date", "annual", "id", "client", "clients", "rate", "low", "high", "on", "start", "end", "last",
    "hours", "actual", "planned", "weekly", "projects", "contacts", "contact", "calls", "called", "surveys", "revenue",
    "closed", "departed", "answered", "sent", "risks", "ideas", "milestones",
}  # fmt: skip


@dataclass(frozen=True)
class TrackedFacts:
    """A client's facts, as they may appear in a text.

    Attributes
    ----------
    internal : bool
        Whether these are internal facts about the client whose file is searched.
    values : set of str
        The texts, normalised for comparison.
    texts : Needles of (text, where)
        Ids, names and texts distinctive enough not to occur by chance.
    numbers, days : mapping
        Value -> its table and column.
    unseen : set
        The numbers and dates in cells that no client may read.
    """

    owner: str
    internal: bool = False
    values: set[str] = field(default_factory=set)
    texts: Needles[tuple[str, str]] = field(default_factory=Needles)
    numbers: dict[Decimal, str] = field(default_factory=dict)
    days: dict[date, str] = field(default_factory=dict)
    unseen: set[Decimal | date] = field(default_factory=set)

    def within(self, text: Spelling) -> Iterator[Clue]:
        """Every fact that appears in a text."""
        said, numbers = set(words_in(text.text)), list(numbers_in(text.text))
        tries = len({number.first for number in numbers})
        for (value, where), first, end in self.texts.within(text):
            shown = text.shown(first, end)
            if not value.isdigit() or len(value) >= SHORT_ID or _ID.search(text.text[: shown[0]]):
                yield self._clue(spelling(value).letters, where, LIKELY, *shown)
        for number in numbers:
            yield from self._of_number(number, tries, said)
        for day, first, last in (days := list(days_in(text.text))):
            if day in self.days:
                chance = len(days) * self._alike(self.days[day], self.days, said) / YEAR
                yield self._clue(day.isoformat(), self.days[day], min(1.0, chance), first, last)

    def _of_number(self, number: Number, tries: int, said: set[str]) -> Iterator[Clue]:
        year = number.unit == 1 and 1900 <= number.value <= 2100
        if year or number.digits < (2 if self.internal else 3):
            return
        for amount, where in self.numbers.items():
            if number.of(amount):
                chance = tries * self._alike(where, self.numbers, said) / (9 * 10 ** (number.digits - 1))
                yield self._clue(str(amount), where, min(1.0, chance), number.first, number.last)
                return

    def _alike(self, where: str, values: Mapping[Any, str], said: set[str]) -> float:
        """The number of values that could match: all, or only the column's if a word for that column is in the text."""
        words = {word.rstrip("s")[:6] for part in where.split(".") for word in part.split("_") if word not in _GENERAL}
        beside = any(one.startswith(word) for word in words if len(word) >= 4 for one in said)
        return self._counts[where] / NAMED if self.internal and beside else len(values)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter((*self.numbers.values(), *self.days.values()))

    def _clue(self, fact: str, where: str, chance: float, first: int, last: int) -> Clue:
        what = f"internal ({where} of {self.owner})" if self.internal else f"{where} of {self.owner}"
        return Clue(self.owner, fact, what, chance, False, first, last)


def facts_of(rows: Slice, vocabulary: Vocabulary) -> TrackedFacts:
    """All facts of a client, from its rows in the internal edition."""
    found = TrackedFacts(rows.client_id)
    for name in (name for name in rows.frames if name in TABLES and name not in ("people", "rates")):
        for column in TABLES[name].columns:
            if column.type in _TELLING and column.name in rows.frames[name] and (name, column.name) not in STAFF:
                _add(found, name, column, rows.frames[name], vocabulary)
    if rows.client_id.isdigit():
        found.texts.add(rows.client_id, (rows.client_id, "clients.client_id"))
    return found


def _add(found: TrackedFacts, table: str, column: Column, frame: pd.DataFrame, vocabulary: Vocabulary) -> None:
    where, values = f"{table}.{column.name}", frame[column.name].dropna().unique()
    if column.type in ("id", "text"):
        for value in map(str, values):
            if _is_own(value, column, vocabulary):
                found.values.add(spelling(value).letters)
                found.texts.add(value, (value, where))
        return
    read: Any = _day if column.type == "date" else _exact
    kept: dict[Any, str] = found.days if column.type == "date" else found.numbers
    kept.update({read(value): where for value in values if value})
    found.unseen.update(read(value) for value in _unseen(table, column, frame, values) if value)


def _unseen(table: str, column: Column, frame: pd.DataFrame, values: Any) -> Any:
    """A column's values in rows that no client may read."""
    if column.name not in TABLES[table].visible("client"):
        return values
    if not (TABLES[table].visible_if or column.visible_if):
        return ()
    return frame.loc[hidden(table, column, frame), column.name].dropna().unique()


def internal_facts(facts: TrackedFacts, client_slice: Slice) -> TrackedFacts:
    """Amounts and dates in a client's own rows that its edition does not show."""
    shown = {read(value) for read, values in _readable(client_slice) for value in values}
    return TrackedFacts(
        facts.owner,
        internal=True,
        numbers={value: where for value, where in facts.numbers.items() if value in facts.unseen - shown},
        days={day: where for day, where in facts.days.items() if day in facts.unseen - shown},
    )


def _readable(rows: Slice) -> Iterator[tuple[Any, Any]]:
    """Numbers and dates in a client's readable rows, each with its conversion."""
    for frame in rows.frames.values():
        for name in frame:
            kind = frame[name].dtype.kind
            if kind in "iuf" or kind == "M":
                yield (_day if kind == "M" else _exact), frame[name].dropna().unique()


def _day(value: Any) -> date:
    day: date = pd.Timestamp(value).date()
    return day


def _exact(value: Any) -> Decimal:
    return abs(Decimal(f"{float(value):.4f}"))


def _is_own(value: str, column: Column, vocabulary: Vocabulary) -> bool:
    """Whether a text identifies its owner: an id that is not a common word, or several words including a rare one."""
    if column.type == "id" and not is_telling(value):
        return False
    words = words_in(value)
    rare = not all(map(vocabulary.is_common, words))
    if column.type == "id":
        return rare
    return len(words) >= LONG or (rare and (len(words) > 1 or len("".join(words)) >= LONG))
