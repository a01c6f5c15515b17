"""Detect queries whose rows depend on more than their files: on the date, on chance or on the session."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from acctlib.book.ingest.problems import Unreadable

if TYPE_CHECKING:
    import duckdb

# SQL keywords for the current time that need no parentheses, and such functions that DuckDB lists as consistent.
_WORDS = frozenset({"current_date", "current_time", "current_timestamp", "localtime", "localtimestamp"})
_UNLISTED = frozenset({"current_localtime", "current_localtimestamp"})
_HARMLESS = frozenset({"error"})  # always fails the query in the same way


def check_repeatable(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    """Check that the same files always produce the same rows.

    Raises
    ------
    Unreadable
        The query calls a function that DuckDB does not list as consistent, or takes a sample.

    Notes
    -----
    - Names in quotes, after a dot or without parentheses are columns, except keywords such as `current_date`.
    - `age` with two dates is a difference; with one date it is the time until today.
    - A `repeatable` sample is the same each time.
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
    """Split a query into tokens; comments are dropped and string literals are blanked."""
    import duckdb

    content = sql.encode()
    starts = duckdb.tokenize(sql)
    ends = [start for start, _ in starts[1:]] + [len(content)]
    kept = [(s, e, kind) for (s, kind), e in zip(starts, ends, strict=True) if kind != duckdb.token_type.comment]
    return ["" if k == duckdb.token_type.string_const else content[s:e].decode().strip() for s, e, k in kept]


def _volatile(database: duckdb.DuckDBPyConnection) -> set[str]:
    """Functions without any overload that DuckDB lists as consistent, and macros that use one.

    (The overload of `year` for timestamps with a time zone depends on the session's zone; the one for dates does not.)
    """
    told = "select function_name, stability, macro_definition from duckdb_functions()"
    listed = database.execute(told).fetchall()
    names = {name for name, stability, _ in listed if stability not in (None, "CONSISTENT")}
    names -= {name for name, stability, _ in listed if stability == "CONSISTENT"} | _HARMLESS
    names |= _WORDS | _UNLISTED
    return names | {name for name, _, body in listed if body and names & set(re.findall(r"\w+", body))}


def _arguments(tokens: list[str]) -> int:
    """Number of arguments in the parentheses that open at the first token."""
    depth, count = 0, 1
    for sign in tokens:
        depth += (sign in ("(", "[", "{")) - (sign in (")", "]", "}"))
        count += (sign, depth) == (",", 1)
        if not depth:
            break
    return count
