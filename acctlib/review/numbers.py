"""Facts for many clients as one table, without building their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.facts import scorecard
from acctlib.periods import name
from acctlib.review.session import book_benchmarks, quarter_of_book, terms_of

if TYPE_CHECKING:
    from acctlib.book.store.store import Book


AT_ONCE = 50  # clients per read


def facts_table(book: Book, clients: Iterable[str] = (), quarter: str = "", edition: str = "internal") -> pd.DataFrame:
    """One row per client and metric, with all of the fact's fields.

    Parameters
    ----------
    clients : iterable of str
        client_ids; if empty, all clients in the book.
    """
    when = quarter_of_book(quarter, book)
    figures = book_benchmarks(book, when)
    rows, wanted = [], list(clients) or book.client_ids()
    for cut in chain.from_iterable(book.slices(some, edition) for some in _some(wanted)):
        held = replace(cut, benchmarks=figures.of(cut.client_id, edition))
        facts = scorecard(held.frames, terms_of(held, book.config, when), held.benchmarks)
        rows += [{"client_id": held.client_id, "quarter": name(when), **fact.data()} for fact in facts.values()]
    return pd.DataFrame(rows)


def _some(clients: Sequence[str]) -> Iterator[Sequence[str]]:
    return (clients[at : at + AT_ONCE] for at in range(0, len(clients), AT_ONCE))
