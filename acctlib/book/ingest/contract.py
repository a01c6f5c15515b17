"""Parse text into values by contract: each column's declared type decides how its text is read.

Values are parsed with the decimal mark and date order that the source declares; ISO dates are
always accepted. Ranges, choices, required values and keys are checked afterwards, together, by pandera.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from acctlib.book.ingest.dates import read_days
from acctlib.book.ingest.misread import misread_rows
from acctlib.book.ingest.numerals import declared, exact, plain
from acctlib.book.ingest.problems import Level, Problem, and_more
from acctlib.book.ingest.sources import Raw
from acctlib.book.ingest.states import not_counting, says_a_state, states_of, told
from acctlib.book.schema.tables import Column, Table
from acctlib.config import Source
from acctlib.periods import known_calendar

ONCE = frozenset({"time_zone", "misread"})  # rules broken by whole columns: reported once, with the number of rows
FLAGS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "y": True, "n": False}
CENT4 = Decimal("0.0001")
LARGEST = 1e15  # limit for numbers other than amounts; below it, floats represent every integer exactly
_CODE = re.compile(r"^[A-Z]{3}$")
# Characters that no cell needs and no page may contain: control characters and text-direction marks.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


Wrong = list[tuple[str, pd.Index, str]]


@dataclass(frozen=True)
class Typed:
    """A table parsed by its contract: values, source rows, problems found, and notes on oddities in its files."""

    table: Table
    raw: Raw
    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    names: dict[str, str]
    unused: tuple[str, ...] = ()
    notes: tuple[Problem, ...] = ()


def typed(table: Table, raw: Raw, source: Source, levels: dict[str, Level]) -> Typed:
    """Parse a table's text by its columns' types; an unparsable value becomes missing and is reported as a problem."""
    if raw.problems:
        why = tuple(_at_level(problem, levels) for problem in raw.problems)
        return Typed(table, raw, pd.DataFrame(), why, {})
    names = {c.name: source.columns.get(c.name, c.name) for c in table.columns}
    found: list[pd.Series] = []
    problems: list[Problem] = []
    for column in table.columns:
        texts = _texts(raw, source, column, names[column.name])
        if texts is None:
            problems += _absent(table, raw, column, names, source, levels)
            continue
        values, wrong = parse(texts, column, source)
        found.append(values.rename(column.name))
        problems += _told(table, raw, names[column.name], texts, wrong, levels)
    frame = pd.concat(found, axis=1) if found else pd.DataFrame(index=raw.frame.index)
    unused = tuple(str(name) for name in raw.frame if name and name not in names.values())
    problems += _unused_states(table, raw, frame, unused, levels)
    notes = tuple(_at_level(note, levels) for note in raw.notes if not _elsewhere(note, raw, names))
    return Typed(table, raw, frame, tuple(problems), names, unused, notes)


def _told(
    table: Table, raw: Raw, name: str, texts: pd.Series, wrong: Wrong, levels: dict[str, Level]
) -> Iterator[Problem]:
    """One problem per row; a single problem for rules that whole columns break, unless the rows are set aside."""
    for rule, rows, what in wrong:
        once = rule in ONCE and levels[rule] != "set_aside"
        more = and_more(len(rows) - 1) if once and len(rows) else ""
        for row in rows[:1] if once else rows:
            place = (raw.sheet, int(row), name, str(texts[row]))
            yield Problem(table.name, raw.file, rule, levels[rule], *place, what + more)


def _unused_states(
    table: Table, raw: Raw, frame: pd.DataFrame, unused: Iterable[str], levels: dict[str, Level]
) -> Iterator[Problem]:
    """A warning for each unmapped status column which suggests that rows should not count although their amounts do."""
    if table.money not in frame:
        return
    for name in filter(says_a_state, unused):
        if states := not_counting(name, states_of(raw.frame[name], frame[table.money])):
            place = (raw.sheet, states[0].row, name)
            yield Problem(table.name, raw.file, "unused_status", levels["unused_status"], *place, what=told(states))


def _elsewhere(note: Problem, raw: Raw, names: dict[str, str]) -> bool:
    """Whether a note concerns an unmapped column of a file; for a query, no note counts as elsewhere."""
    return raw.is_file and note.column is not None and note.column not in names.values()


def _at_level(problem: Problem, levels: dict[str, Level]) -> Problem:
    return Problem(**{**problem.__dict__, "level": levels[problem.rule]})


def _texts(raw: Raw, source: Source, column: Column, name: str) -> pd.Series | None:
    if column.name in source.values:
        return pd.Series(source.values[column.name], index=raw.frame.index, dtype="object")
    return raw.frame[name].str.strip() if name in raw.frame else None


def _absent(
    table: Table, raw: Raw, column: Column, names: dict[str, str], source: Source, levels: dict[str, Level]
) -> list[Problem]:
    """The problem for a missing column, if it is required or the user mapped it; otherwise nothing."""
    if not column.required and column.name not in source.columns:
        return []
    there = ", ".join(map(str, raw.frame.columns))
    what = f"there is no column {names[column.name]!r} for {column.name}; there are: {there[:300]}"
    return [
        Problem(
            table.name,
            raw.file,
            "missing_column",
            levels["missing_column"],
            raw.sheet,
            1,
            names[column.name],
            what=what,
        )
    ]


def parse(texts: pd.Series, column: Column, source: Source) -> tuple[pd.Series, Wrong]:
    """Return one column's values, and the rows whose text could not be parsed or is suspect."""
    if texts.str.contains("\r", regex=False).any():
        texts = texts.str.replace("\r\n?", "\n", regex=True)
    odd = texts.str.contains(_ODD)
    clean = texts.where(~odd, texts.str.replace(_ODD, "", regex=True).str.strip())
    given = clean.where(clean != "")
    odd_ones: Wrong = (
        [("odd_character", texts.index[odd], "contains a character that cannot be displayed")] if odd.any() else []
    )
    match column.type:
        case "date":
            values, wrong = _dates(given, source.dates)
        case "money":
            values, wrong = _money(given, source)
        case "number" | "whole":
            values, wrong = _numbers(given, source, column.type == "whole")
        case "flag":
            values = given.str.lower().map(FLAGS).astype("boolean")
            wrong = [("not_a_flag", given.index[given.notna() & values.isna()], "is neither yes nor no")]
        case "choice":
            values, wrong = given.str.lower().str.replace(r"[\s-]+", "_", regex=True), []
        case _:
            values, wrong = (
                given.map(lambda text: unicodedata.normalize("NFC", text), na_action="ignore"),
                _codes(given, column) or misread_rows(texts),
            )
    return values, [each for each in (*odd_ones, *wrong) if len(each[1])]


def _codes(given: pd.Series, column: Column) -> Wrong:
    if column.name == "calendar":
        unknown = [code for code in given.dropna().unique() if not known_calendar(code)]
        return [("unknown_calendar", given.index[given.isin(unknown)], "is not a known public-holiday calendar")]
    if column.name != "currency":
        return []
    bad = given.notna() & ~given.str.match(_CODE).eq(True)
    return [("unknown_currency", given.index[bad], "is not a valid currency code")]


def _dates(given: pd.Series, order: str) -> tuple[pd.Series, Wrong]:
    days, wrong, zoned = read_days(given, order)
    return days, [
        ("not_a_date", given.index[wrong], f"is not a valid date ({order})"),
        (
            "time_zone",
            given.index[zoned],
            "has a time zone; the date is taken as written and may differ locally",
        ),
    ]


def _money(given: pd.Series, source: Source) -> tuple[pd.Series, Wrong]:
    """Exact amounts, rounded half-even to four decimals."""
    read = plain(given, source).map(exact, na_action="ignore")
    rounded = read.map(lambda amount: amount.quantize(CENT4), na_action="ignore")
    more = read.notna() & ((read - rounded).map(lambda rest: abs(rest) > CENT4 / 1000, na_action="ignore").eq(True))
    wrong = given.notna() & read.isna()
    return rounded, [
        ("not_a_number", given.index[wrong], f"is not a valid amount ({declared(source)})"),
        ("rounded", given.index[more], "has more than four decimals"),
    ]


def _numbers(given: pd.Series, source: Source, whole: bool) -> tuple[pd.Series, Wrong]:
    read = pd.to_numeric(plain(given, source), errors="coerce").astype("float64")
    values = read.where(read.abs() < LARGEST)  # 1e999 is read as infinity
    broken = values.notna() & (values != values.round()) if whole else values.isna() & False
    wrong = (given.notna() & values.isna()) | broken
    kept = values.mask(wrong)
    what = "is not a whole number" if whole else f"is not a number ({declared(source)})"
    return (kept.astype("Int64") if whole else kept), [("not_a_number", given.index[wrong], what)]
