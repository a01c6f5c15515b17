"""Words that reveal nothing by themselves: ordinary words, trade terms, and names of the firm's own people."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.book.schema.tables import TABLES
from acctlib.publish.checks.search.common_words import common_words, languages_of
from acctlib.publish.checks.search.spelling import spelling

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

SHARED = 3  # a word in this many clients' rows is a trade term
STAFF = (
    ("clients", "supervisor"), ("clients", "manager"), ("people", "person"), ("people", "reports_to"),
    ("costs", "person"), ("assignments", "person"), ("contacts", "owner"), ("actions", "owner"),
    ("renewal_forecasts", "caller"),
)  # fmt: skip


def owners_of(book: Book, table: str, frame: pd.DataFrame) -> pd.Series:
    """Each row's client_id; None if it belongs to no client."""
    if "client_id" in frame:
        return frame["client_id"]
    if table == "milestones" and "projects" in book.tables:
        projects = book.frame("projects").drop_duplicates("project_id").set_index("project_id")["client_id"]
        return frame["project_id"].map(projects)
    return pd.Series(None, index=frame.index, dtype="object")


def words_in(text: str) -> list[str]:
    """A text's words, normalised for comparison."""
    spelled = spelling(text)
    return spelled.words(0, len(spelled.letters)) if spelled.letters else []


class Vocabulary:
    """A book's words that anybody may use. Each set is read on first use."""

    def __init__(self, book: Book) -> None:
        self.book = book

    def is_common(self, word: str) -> bool:
        """Whether a normalised word is an ordinary word, a trade term or part of a colleague's name."""
        return word.isdigit() or word in self._languages or word in self._trade or word in self._colleagues

    @cached_property
    def staff(self) -> frozenset[str]:
        """Names of the firm's own people, normalised; not secret, as clients meet them."""
        return frozenset(spelling(name).letters for name in self._names())

    @cached_property
    def _colleagues(self) -> frozenset[str]:
        return frozenset(word for name in self._names() for word in words_in(name))

    def _names(self) -> Iterator[str]:
        for table, column in STAFF:
            if table in self.book.tables and column in (frame := self.book.frame(table)):
                yield from map(str, frame[column].dropna().unique())

    @cached_property
    def _languages(self) -> frozenset[str]:
        clients = self.book.clients()
        said = clients["locale"].dropna().unique() if "locale" in clients else ()
        return common_words(languages_of([self.book.config.locale, *said]))

    @cached_property
    def _trade(self) -> frozenset[str]:
        """Words in the rows of several clients, not counting clients' names."""
        holders: dict[str, set[str]] = {}
        for owner, text in self._texts():
            for word in set(words_in(text)):
                seen = holders.setdefault(word, set())
                if len(seen) < SHARED:
                    seen.add(owner)
        return frozenset(word for word, seen in holders.items() if len(seen) >= SHARED)

    def _texts(self) -> Iterator[tuple[str, str]]:
        for name, table in TABLES.items():
            if name in self.book.tables and name not in ("people", "rates"):
                frame = self.book.frame(name)
                owners = owners_of(self.book, name, frame)
                for column in table.columns:
                    if (
                        column.type == "text"
                        and column.class_ != "restricted"
                        and (name, column.name) != ("clients", "name")
                    ):
                        pairs = pd.DataFrame({"owner": owners, "text": frame[column.name]}).dropna().drop_duplicates()
                        yield from pairs.itertuples(index=False, name=None)
