"""Queries whose rows depend on more than their files: on the day, on chance, on the session that runs them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acctlib.book.ingest.problems import Unreadable

if TYPE_CHECKING:
    import duckdb

# Words of SQL that stand for the present moment without brackets, and functions of it that DuckDB lists as consistent.
_WORDS = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
_UNLISTED = frozenset({"current_localtime", "current_localtimestamp"})
_HARMLESS = frozenset({"error"})  # it ends the query, always in the same way


def check_repeatable(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Pass where the same files give the same rows.

    Raises
    ------
    Unreadable
        The query calls a function whose value is not the same each time, by DuckDB's own list, or takes a sample.

    Notes
    -----
    - Names in quotes, after a point or without brackets are columns; but `current_date` and its like need none.
    - `age` with two days is a difference; with one it is the time until today.
    - A sample is the same each time where it is `repeatable`.
    """
    tokens = _tokens(sql)
    volatile = _volatile(database)
    for place, token in enumerate(tokens):
        name, called = token.strip('"').casefold(), tokens[place + 1 : place + 2] == ["("]
        word = token.casefold() in _WORDS and tokens[place - 1 : place] != ["."]
        if word or (called and (name in volatile or (name == "age" and _arguments(tokens[place + 1 :]) == 1))):
            raise _refused(f"{name}()" if called else name)
    lowered = [token.casefold() for token in tokens]
    if ("tablesample" in lowered or "using sample" in " ".join(lowered)) and "repeatable" not in lowered:
        raise _refused("a sample")


def _refused(what: str) -> Unreadable:
    return Unreadable("failed_query", f"the query uses {what}: the same files would not always give the same rows")


def _tokens(sql: str) -> list[str]:
    """The words, signs and values of a query; comments and texts are empty."""
    import duckdb

    content = sql.encode()
    starts = duckdb.tokenize(sql)
    ends = [start for start, _ in starts[1:]] + [len(content)]
    kept = [(s, e, kind) for (s, kind), e in zip(starts, ends, strict=True) if kind != duckdb.token_type.comment]
    return ["" if k == duckdb.token_type.string_const else content[s:e].decode().strip() for s, e, k in kept]


def _volatile(database: duckdb.DuckDBPyConnection) -> set[str]:
    """Functions of which DuckDB lists no form as consistent, and macros that are written with one.

    (The form of `year` for moments with a time zone depends on the zone of the session, that for days on nothing.)
    """
    told = "select function_name, stability, macro_definition from duckdb_functions()"
    listed = database.execute(told).fetchall()
    names = {name for name, stability, _ in listed if stability not in (None, "CONSISTENT")}
    names -= {name for name, stability, _ in listed if stability == "CONSISTENT"} | _HARMLESS
    names |= _WORDS | _UNLISTED
    return names | {name for name, _, body in listed if body and names & set(re.findall(r"\w+", body))}


def _arguments(tokens: list[str]) -> int:
    """How many arguments stand in brackets that begin here."""
    depth, count = 0, 1
    for sign in tokens:
        depth += (sign in ("(", "[", "{")) - (sign in (")", "]", "}"))
        count += (sign, depth) == (",", 1)
        if not depth:
            break
    return count
