"""Terms in the book that some client must not read: names and ids of other clients, and internal texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import pandas as pd

from acctlib.book.schema.tables import TABLES, Column
from acctlib.publish.checks.search.names import shortened, spoken
from acctlib.publish.checks.search.needles import Needles
from acctlib.publish.checks.search.spelling import spelling
from acctlib.publish.checks.search.vocabulary import SHARED, STAFF, owners_of, words_in

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

LONG = 5  # a text of this many words does not occur by chance, whoever owns it
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_PERIOD = re.compile(
    r"(fy)?\d{2,4}(q[1-4]|h[12]|kw?\d{1,2})|(q[1-4]|h[12]|fy|kw|m)\d{1,4}|\d+(st|nd|rd|th|k|m|mio|pm|am|h|d|x)"
)


@dataclass(frozen=True, slots=True)
class ForbiddenTerm:
    """A term to search for.

    Attributes
    ----------
    kind : str
        `name`: a client's full name; `short`: the beginning of a name; `id`; `text`; `person`.
    text : str
        As it appears in the book.
    where : str
        Its table and column: `clients.name`.
    owners : frozenset of str
        client_ids whose rows contain it.
    internal : bool
        Whether even its own client must not read it.
    said : str
        The words to search for, if they differ from `text`.
    """

    kind: Literal["name", "short", "id", "text", "person"]
    text: str
    where: str
    owners: frozenset[str]
    internal: bool = False
    said: str = ""

    def withheld(self, client_id: str) -> bool:
        """Whether a client must not read the term."""
        return self.internal or client_id not in self.owners


def secrets_of(book: Book) -> Needles[ForbiddenTerm]:
    """All terms of a book that are searched for by their words.

    Notes
    -----
    - Ids that are numbers or look like a period (2026Q3) are not distinctive and are excluded.
    - A text shared by several clients' rows is a trade term; names of the firm's own people are not
      secret.
    """
    found: Needles[ForbiddenTerm] = Needles()
    for term in _secrets(book):
        found.add(term.said or term.text, term)
    return found


def _secrets(book: Book) -> Iterator[ForbiddenTerm]:
    for client_id, name in book.clients()[["client_id", "name"]].itertuples(index=False, name=None):
        whose = frozenset([client_id])
        yield from (ForbiddenTerm("name", name, "clients.name", whose, said=said) for said in spoken(name))
        yield from (ForbiddenTerm("short", name, "clients.name", whose, said=said) for said in shortened(name))
    for table, column, frame, owners in columns_of(book):
        for term in _column(table, column, frame, owners):
            yield from _parts(term)


def columns_of(book: Book) -> Iterator[tuple[str, Column, pd.DataFrame, pd.Series]]:
    """Id and text columns of clients' rows, with the client that owns each row."""
    for name, table in TABLES.items():
        if name in book.tables and name not in ("people", "rates"):
            frame = book.frame(name)
            owners = owners_of(book, name, frame)
            for column in table.columns:
                if column.type in ("id", "text") and (name, column.name) not in (("clients", "name"), *STAFF):
                    yield name, column, frame, owners


def hidden(name: str, column: Column, frame: pd.DataFrame) -> pd.Series:
    """Mark the rows whose value in this column no client may read."""
    table = TABLES[name]
    if column.name not in table.visible("client"):
        return pd.Series(True, index=frame.index)
    unseen = pd.Series(False, index=frame.index)
    for leave in filter(None, (table.visible_if, column.visible_if)):
        unseen |= ~frame[leave].eq(True).fillna(False).astype(bool)
    return unseen


def _column(table: str, column: Column, frame: pd.DataFrame, owners: pd.Series) -> Iterator[ForbiddenTerm]:
    """One column's forbidden terms, each value once."""
    unseen = hidden(table, column, frame)
    wanted = frame[column.name].notna() & owners.notna() & (unseen | (column.type == "id"))
    rows = pd.DataFrame({"value": frame[column.name], "owner": owners, "unseen": unseen})[wanted].drop_duplicates()
    holders: dict[tuple[str, bool], list[str]] = {}
    for value, owner, internal in rows.itertuples(index=False, name=None):
        holders.setdefault((str(value), bool(internal)), []).append(owner)
    kind = "id" if column.type == "id" else "person" if column.class_ == "restricted" else "text"
    where, sets = f"{table}.{column.name}", dict[frozenset[str], frozenset[str]]()
    for (value, internal), whose in holders.items():
        if kind == "id" or len(whose) < SHARED:
            mine = frozenset(whose)
            yield ForbiddenTerm(kind, value, where, sets.setdefault(mine, mine), internal)  # type: ignore[arg-type]


def _parts(term: ForbiddenTerm) -> Iterator[ForbiddenTerm]:
    """A term as it may appear in a text: complete, and for a long text also sentence by sentence."""
    if term.kind == "id" and not is_telling(term.text):
        return
    yield term
    sentences = _SENTENCE.split(term.text) if term.kind == "text" else ()
    if len(sentences) > 1:
        yield from (replace(term, said=said) for said in sentences if len(words_in(said)) >= LONG)


def is_telling(id_: str) -> bool:
    """Whether an id is distinctive: not a plain number, not a period, and at least three letters and digits.

    >>> [is_telling(id_) for id_ in ("C017", "10532", "I-77002", "2026Q3", "A4", "ALFKI")]
    [True, False, True, False, False, True]
    """
    letters = spelling(id_).letters
    return len(letters) >= 3 and not letters.isdigit() and not _PERIOD.fullmatch(letters)
