"""All tables of a book, each read on first access: the input of a portfolio."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from acctlib.book.access_messages import missing_table_message
from acctlib.book.schema.tables import TABLES
from acctlib.book.store.store import Book
from acctlib.compat import name_of_today
from acctlib.config import Config
from acctlib.errors import NotHeldError

# Text columns with millions of values that no portfolio uses; code that needs them opens the book.
UNREAD = {
    "revenue": ("invoice_id",),
    "surveys": ("comment", "may_quote"),
    "milestones": ("milestone_id", "name"),
    "costs": ("person",),
}


class LazyTables(Mapping[str, pd.DataFrame]):
    """Table name -> all rows, with every column except those in `UNREAD`.

    When pickled for another process, it carries the book's location rather than its rows.
    """

    def __init__(self, config: Config) -> None:
        self._config = config
        self._frames: dict[str, pd.DataFrame] = {}
        with self._open() as book:
            self._names = tuple(name for name in TABLES if name in book.tables)

    def _open(self) -> Book:
        return Book(self._config.path(self._config.book), self._config)

    def __getitem__(self, name: str) -> pd.DataFrame:
        name = name_of_today(name, "table")
        if name not in self._names:
            raise NotHeldError(missing_table_message(name, "internal", self._names))
        if name not in self._frames:
            with self._open() as book:
                self._frames[name] = book.frame(name, without=UNREAD.get(name, ()))
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __getstate__(self) -> dict[str, Any]:
        return {**self.__dict__, "_frames": {}}
