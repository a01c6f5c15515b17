"""What a review's client edition shows and withholds, and why: a check before anything is sent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.book.schema.tables import TABLES, Table
from acctlib.config import PEER_METRICS
from acctlib.facts import scorecard
from acctlib.metrics.registry import definition
from acctlib.review.session import book_benchmarks, quarter_of_book, terms_of

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

COLUMNS = ("what", "name", "shown", "withheld", "why")


def as_client(book: Book, client_id: str, quarter: str = "") -> pd.DataFrame:
    """One row per table, number, target and benchmark in a client's review.

    Returns
    -------
    DataFrame
        `what` (table, number, target, benchmark), `name`, `shown` (a table's rows and columns; otherwise a label or the
        target's value), `withheld` (what only the internal edition shows; empty if nothing) and `why`.
    """
    when = quarter_of_book(quarter, book)
    rows = [
        *_tables(book, client_id), *_numbers(book, client_id, when), *_targets(book),
        *_benchmarks(book, client_id, when),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _tables(book: Book, client_id: str) -> Iterator[tuple[str, ...]]:
    theirs, ours = (book.slice(client_id, edition).frames for edition in ("client", "internal"))
    for name, frame in ours.items():
        table = TABLES[name]
        seen = theirs.get(name)
        if seen is None:
            yield "table", name, "", f"all {len(frame)} rows", "the whole table is internal"
            continue
        shown = f"{len(seen)} rows: {', '.join(seen.columns)}"
        hidden = [*_columns(table, frame), *_rows(table, frame, seen), *_words(table, frame, seen)]
        yield (
            "table",
            name,
            shown,
            "; ".join(what for what, _ in hidden),
            "; ".join(dict.fromkeys(w for _, w in hidden)),
        )


def _columns(table: Table, frame: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for class_ in ("internal", "restricted"):
        names = [c.name for c in table.columns if c.class_ == class_ and c.name in frame]
        if names:
            yield ", ".join(names), f"{class_} columns"


def _rows(table: Table, frame: pd.DataFrame, seen: pd.DataFrame) -> Iterator[tuple[str, str]]:
    if table.visible_if and len(frame) > len(seen):
        yield f"{len(frame) - len(seen)} rows", f"not marked {table.visible_if}"


def _words(table: Table, frame: pd.DataFrame, seen: pd.DataFrame) -> Iterator[tuple[str, str]]:
    for column in table.columns:
        if column.visible_if and column.name in seen:
            gone = int(frame[column.name].notna().sum() - seen[column.name].notna().sum())
            if gone:
                yield f"{gone} of {column.name}", f"not marked {column.visible_if}"


def _numbers(book: Book, client_id: str, when: pd.Period) -> Iterator[tuple[str, ...]]:
    slices = (book.slice(client_id, edition) for edition in ("client", "internal"))
    theirs, ours = (scorecard(held.frames, terms_of(held, book.config, when)) for held in slices)
    for name, fact in ours.items():
        seen = theirs.get(name)
        if seen is None:
            yield "number", name, "", fact.label, "internal by definition"
        elif not seen.known:
            yield "number", name, "", seen.label if fact.known else "", seen.note
        else:
            own = (
                ""
                if seen.definition == fact.definition
                else f"by {fact.definition}: what the client reads is {seen.definition}"
            )
            yield "number", name, seen.label, fact.label if own else "", own


def _targets(book: Book) -> Iterator[tuple[str, ...]]:
    for name, one in book.config.targets.items():
        said = f"{one.target:g}"
        yield ("target", name, said, "", "") if one.agreed_with_client else (
            "target", name, "", said, "not marked agreed_with_client",
        )  # fmt: skip


def _benchmarks(book: Book, client_id: str, when: pd.Period) -> Iterator[tuple[str, ...]]:
    figures = book_benchmarks(book, when).of(client_id, "client")
    policy = book.config.policy
    for name in PEER_METRICS:
        label = definition(name, "client").label
        if name in figures:
            yield "benchmark", name, f"{label}, {figures[name]['n']:.0f} other clients", "", ""
        elif name not in policy.peer_benchmarks:
            yield "benchmark", name, "", label, "not named in policy.peer_benchmarks"
        else:
            why = (
                f"not shown: fewer than {policy.fewest_peers} comparable clients, one of them too heavy, "
                "or an earlier figure would tell a few apart"
            )
            yield "benchmark", name, "", label, why
