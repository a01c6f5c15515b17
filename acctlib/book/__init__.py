"""Exports -> book -> slice: the firm's data, checked, stored and cut to one client.

`schema` defines the tables; `sources` reads text; `contract` parses it into values; `checks` finds every
problem; `store` keeps the book; `slice` is the only data that a notebook receives; `demo` invents a firm.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from acctlib.book.ingest.checks import CheckReport
    from acctlib.book.ingest.problems import Problem
    from acctlib.book.schema.tables import TABLES
    from acctlib.book.store.slice import Slice
    from acctlib.book.store.store import Book, check_book, open_book

__all__ = ["TABLES", "Book", "CheckReport", "Problem", "Slice", "check_book", "open_book"]

_HOME = {
    "Book": "store.store",
    "CheckReport": "ingest.checks",
    "Problem": "ingest.problems",
    "Slice": "store.slice",
    "TABLES": "schema.tables",
    "check_book": "store.store",
    "open_book": "store.store",
}


def __getattr__(name: str) -> Any:
    """Import a public name on first access: a slice needs no database, so duckdb and pandera load only when used."""
    if name in _HOME:
        return getattr(import_module(f"acctlib.book.{_HOME[name]}"), name)
    raise AttributeError(f"module 'acctlib.book' has no attribute '{name}'")
