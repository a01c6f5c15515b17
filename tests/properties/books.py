"""Whole random books, made from the schema itself, so that a new column or table is in them from the first day."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from acctlib.book.schema.columns import Column
from acctlib.book.schema.tables import KEYS, TABLES
from acctlib.facts import ReviewContext
from acctlib.periods import quarter

Frames = dict[str, pd.DataFrame]
QUARTER = quarter("2026Q2")
FIRST, LAST = date(2024, 7, 1), date(2026, 6, 30)  # two years: every comparison has its quarter
TERMS = ReviewContext(QUARTER, "internal", "EUR", "EUR", LAST)
# 28 years are a whole number of weeks with all leap days: every day keeps its date and its weekday.
WHOLE_YEARS = pd.Timedelta(10_227, "D")
ROWS = {"clients": 1, "contracts": 3, "revenue": 40, "costs": 8, "surveys": 12, "projects": 5, "milestones": 12}
MISSING = 0.12


def random_book(seed: int, clients: int = 7, currencies: Sequence[str] = ("EUR", "USD")) -> Frames:
    """Tables as a book gives them: every column of the schema, typed, with values missing wherever they may be."""
    rng = np.random.default_rng(seed)
    ids = [f"C{n}" for n in range(clients)]
    frames = {name: _table(name, clients, ids, rng) for name in TABLES if name not in ("people", "rates")}
    for name, frame in frames.items():
        frames[name] = _plausible(name, frame, frames, rng, currencies)
    return {**frames, "rates": _rates(currencies, rng)}


def _table(name: str, clients: int, ids: list[str], rng: np.random.Generator) -> pd.DataFrame:
    owners = np.array(ids) if name == "clients" else rng.choice(ids, size=clients * ROWS.get(name, 4))
    return pd.DataFrame({c.name: _values(name, c, owners, rng) for c in TABLES[name].columns})


def _values(table: str, column: Column, owners: np.ndarray, rng: np.random.Generator) -> pd.Series:
    n = len(owners)
    if column.name == "client_id":
        return pd.Series(owners, dtype="object")
    if column.name == KEYS.get(table):
        return pd.Series([f"{table}-{k}" for k in range(n)], dtype="object")
    gone = np.zeros(n, dtype=bool) if column.required else rng.random(n) < MISSING
    return _DRAWN[column.type](column, n, rng).mask(pd.Series(gone))


def _texts(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    choices = list(column.choices) or [f"{column.name} {k}" for k in range(3)]
    return pd.Series(rng.choice(choices, size=n), dtype="object")


def _days(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    days = rng.integers(0, (LAST - FIRST).days + 60, size=n)
    return pd.Series(pd.Timestamp(FIRST) + pd.to_timedelta(days, unit="D")).astype("datetime64[us]")


def _money(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    """Cents; some below zero where the schema allows it."""
    cents = rng.integers(0 if column.low == 0 else -20_000, 1_000_000, size=n)
    return pd.Series(cents / 100)


def _numbers(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    return pd.Series(np.round(rng.uniform(column.low or 0, column.high or 50, size=n), 2))


def _whole(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    drawn = rng.integers(int(column.low or 0), int(column.high or 10) + 1, size=n)
    return pd.Series(drawn, dtype="Int64")


def _flags(column: Column, n: int, rng: np.random.Generator) -> pd.Series:
    return pd.Series(rng.random(n) < 0.5).astype("boolean")


_DRAWN = {"id": _texts, "text": _texts, "choice": _texts, "date": _days, "money": _money, "number": _numbers,
          "whole": _whole, "flag": _flags}  # fmt: skip


def _plausible(
    name: str, frame: pd.DataFrame, frames: Frames, rng: np.random.Generator, currencies: Sequence[str]
) -> pd.DataFrame:
    """What one table says of another, and dates that do not run backwards."""
    changed: dict[str, Any] = {}
    if "currency" in frame:
        own = {client: currencies[k % len(currencies)] for k, client in enumerate(frames["clients"]["client_id"])}
        changed["currency"] = frame["client_id"].map(own).astype("object")
    if "calendar" in frame:
        changed["calendar"] = pd.Series(None, index=frame.index, dtype="object")  # feasts move from year to year
    if "parent_id" in frame:
        changed["parent_id"] = pd.Series(None, index=frame.index, dtype="object")
    if name == "contracts":
        changed["renewal_of"] = frame["contract_id"].shift(3).where(rng.random(len(frame)) < 0.5)
    if name == "milestones":
        changed["project_id"] = pd.Series(rng.choice(frames["projects"]["project_id"], len(frame)), dtype="object")
        share = rng.choice([0.0, 0.5, 1.0], len(frame))
        changed["earned_value"] = (frame["planned_value"] * share).round(2)
    frame = frame.assign(**changed)
    for first, last in TABLES[name].ordered:
        both = frame[[first, last]]
        frame = frame.assign(**{first: both.min(axis=1).where(both[first].notna()),
                                last: both.max(axis=1).where(both[last].notna())})  # fmt: skip
    return frame


def _rates(currencies: Sequence[str], rng: np.random.Generator) -> pd.DataFrame:
    days = pd.date_range("2024-01-01", "2026-07-01", freq="MS").astype("datetime64[us]")
    each = {"date": days, "source": "drawn", "rate": np.round(rng.uniform(0.8, 1.2, len(days)), 4)}
    return pd.concat([pd.DataFrame(each).assign(currency=code) for code in currencies], ignore_index=True)


def columns_of(type_: str) -> list[tuple[str, str]]:
    """(table, column) of every column of a type."""
    return [(name, c.name) for name, table in TABLES.items() for c in table.columns if c.type == type_]


def changed_columns(
    frames: Mapping[str, pd.DataFrame], columns: Iterable[tuple[str, str]], change: Callable[[pd.Series], pd.Series]
) -> Frames:
    """The same book with a change made to some of its columns."""
    made = dict(frames)
    for table, column in columns:
        if table in made:
            made[table] = made[table].assign(**{column: change(made[table][column])})
    return made
