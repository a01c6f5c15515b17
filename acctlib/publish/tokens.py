"""What must not stand in a client's file: other clients' names and ids, and what only the house may know.

Words are compared, in lower case and one Unicode form, so that neither line breaks nor punctuation
hide anything. A text that the client's own data holds as well is no secret and is not looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import pandas as pd

from acctlib.book.schema import TABLES, Column
from acctlib.publish.amounts import amounts_in

if TYPE_CHECKING:
    from acctlib.book.store import Book

Words = tuple[str, ...]
Owners = frozenset[str]
_WORD = re.compile(r"[^\W_]+")
SHORT = 3  # a text of so few letters says nothing
VOCABULARY = 3  # a text that so many clients' rows share is a term of the trade, not a secret
DIGITS = 5  # a number with fewer digits may stand on a page by chance
_LENGTHS: dict[frozenset[int], frozenset[int]] = {}  # sets that are equal are one object
SURE = 7  # and one with fewer than these, where no other amount stands beside it


class Secret(NamedTuple):
    """A text that must not reach a client.

    Attributes
    ----------
    words
        As they are compared; of an amount, its one spelling.
    where
        Where it stands in the book: `clients.name`.
    owners
        client_ids in whose rows it stands; none where it is nobody's.
    kept_from
        `others`: its own clients may read it; `all`; `own`: an amount, which tells something beside its own client's
        numbers only.
    """

    words: Words
    where: str
    owners: frozenset[str]
    kept_from: Literal["others", "all", "own"]

    @property
    def doubtful(self) -> bool:
        """Whether it is so short an amount that one of a client's own may be the same by chance."""
        return self.kept_from == "own" and len(self.words[0]) - 1 < SURE

    @property
    def what(self) -> str:
        """Where it comes from, and whose it is."""
        first, *more = sorted(self.owners) or [""]
        others = f" and {len(more)} more" if more else ""
        return f"{self.where} of {first}{others}" if first else self.where

    def withheld(self, client_id: str) -> bool:
        """Whether a client must not read it."""
        return self.kept_from == "all" or (self.kept_from == "own") == (client_id in self.owners)


def words_of(text: str) -> Words:
    """A text as compared.

    >>> words_of("Ärzte-Haus GmbH & Co.\\nKG")
    ('ärzte', 'haus', 'gmbh', 'co', 'kg')
    """
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


@dataclass
class Secrets:
    """All secrets of a book, found fast in a text: a few looks a word, however many there are."""

    _by_words: dict[Words, tuple[Secret, ...]] = field(default_factory=dict)
    _lengths: dict[str, frozenset[int]] = field(default_factory=dict)
    _amounts: dict[str, tuple[Secret, ...]] = field(default_factory=dict)

    def add(self, secret: Secret) -> None:
        """Look for this one too."""
        first, length = secret.words[0], len(secret.words)
        if secret.kept_from == "own":
            self._amounts[first] = (*self._amounts.get(first, ()), secret)
        else:
            self._by_words[secret.words] = (*self._by_words.get(secret.words, ()), secret)
            lengths = self._lengths.get(first, frozenset())
            if length not in lengths:
                self._lengths[first] = _LENGTHS.setdefault(lengths | {length}, lengths | {length})

    def within(self, text: str) -> Iterator[Secret]:
        """Secrets that stand in a text, whoever may read it."""
        words = words_of(text)
        for place, word in enumerate(words):
            for length in self._lengths.get(word, ()):
                yield from self._by_words.get(words[place : place + length], ())
        for amount in amounts_in(text) if self._amounts else ():
            yield from self._amounts.get(amount, ())

    def __len__(self) -> int:
        return sum(len(each) for held in (self._by_words, self._amounts) for each in held.values())


def secrets_of(book: Book) -> Secrets:
    """Everything in a book that some client must not read.

    Notes
    -----
    - Names and ids of clients, and the ids of all rows, are kept from other clients.
    - Text of internal and restricted columns is kept from every client, and so are the rows that are not shared
      and words that nobody gave leave to quote. Exact amounts of its own internal columns are kept from a client.
    - Not looked for: texts of under four letters, numbers of under five digits or without cents, and texts that
      the rows of several clients share, which are terms of the trade.
    """
    found, once = Secrets(), dict[Owners, Owners]()
    for name, table in TABLES.items():
        if name not in book.tables or name == "rates":
            continue
        frame = book.frame(name)
        owners = _owners(book, name, frame)
        for column in table.columns:
            for secret in _column(name, column, frame, owners, _hidden(name, column, frame), once):
                found.add(secret)
    return found


def _owners(book: Book, table: str, frame: pd.DataFrame) -> pd.Series:
    if "client_id" in frame:
        return frame["client_id"]
    if table == "milestones" and "projects" in book.tables:
        projects = book.frame("projects").drop_duplicates("project_id").set_index("project_id")["client_id"]
        return frame["project_id"].map(projects)
    return pd.Series(None, index=frame.index, dtype="object")


def _hidden(name: str, column: Column, frame: pd.DataFrame) -> pd.Series:
    """Rows in which no client may read the column."""
    table = TABLES[name]
    if column.name not in table.visible("client"):
        return pd.Series(True, index=frame.index)
    hidden = pd.Series(False, index=frame.index)
    for leave in filter(None, (table.where, column.where)):
        hidden |= ~frame[leave].eq(True).fillna(False).astype(bool)
    return hidden


def _column(
    table: str, column: Column, frame: pd.DataFrame, owners: pd.Series, hidden: pd.Series, once: dict[Owners, Owners]
) -> Iterator[Secret]:
    """Secrets of one column; each value once. Of sets of owners that are equal the first is kept, in `once`."""
    named = column.type == "id" or (table, column.name) == ("clients", "name")
    if column.type not in ("id", "text", "money"):
        return
    where = f"{table}.{column.name}"
    known = (frame[column.name].notna() & (hidden | named)).to_numpy(dtype=bool)
    rows = (part.to_numpy(dtype="object")[known].tolist() for part in (frame[column.name], hidden, owners))
    holders: dict[tuple[Any, bool], list[Any]] = {}
    for value, unseen, owner in zip(*rows, strict=True):
        holders.setdefault((value, unseen), []).append(owner)
    for (value, unseen), whose in holders.items():
        mine = frozenset([owner for owner in whose if isinstance(owner, str)])
        mine = once.setdefault(mine, mine)
        # Rows that are nobody's (people): what stands in several of them is a word for a kind of thing.
        common = len(mine) >= VOCABULARY or (not mine and len(whose) > 1)
        kept: Literal["others", "all", "own"] = "own" if column.type == "money" else "all" if unseen else "others"
        for words in _spelled(value, column, named, common):
            yield Secret(words, where, mine, kept)


def _spelled(value: Any, column: Column, named: bool, common: bool) -> list[Words]:
    """How a page may spell a value; in no way where finding it would tell nothing."""
    if column.type == "money":
        return _amount(float(value))
    words = words_of(str(value))
    letters = "".join(words)
    enough = DIGITS if letters.isdigit() else SHORT + 1
    return [words] if len(letters) >= enough and (named or not common) else []


def _amount(value: float) -> list[Words]:
    """The one spelling of an amount; none where it may stand anywhere."""
    whole, _, cents = f"{abs(value):.2f}".partition(".")
    return [] if cents == "00" or len(whole) + 2 < DIGITS else [(f"{whole}.{cents}",)]
