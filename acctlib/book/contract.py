"""From text to values, by contract: what a column promises decides what its text means.

Values are parsed as the source declares its decimal mark and its order of dates; an ISO date is
always understood. Ranges, choices, needed values and keys are held by pandera, all at once.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pandas as pd

from acctlib.book.problems import Level, Problem
from acctlib.book.schema import Column, Table
from acctlib.book.sources import Raw
from acctlib.config import Source
from acctlib.periods import known_calendar

DATE_ORDERS = {
    "iso": (),
    "day-first": ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d.%m.%y"),
    "month-first": ("%m/%d/%Y", "%m-%d-%Y", "%m/%d/%y"),
}
FLAGS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "y": True, "n": False}
CENT4 = Decimal("0.0001")
LARGEST = 1e15  # of a number that is no money; a float still tells every whole one from the next
_ISO = re.compile(r"^(\d{4}-\d{2}-\d{2})(?:[T ].*)?$")
_CODE = re.compile(r"^[A-Z]{3}$")
# Characters that no cell needs and that pages must not carry: controls, and marks that turn text around.
_ODD = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff\ud800-\udfff]")


@dataclass(frozen=True)
class Typed:
    """A table after its contract: values, the rows they came from, and what was wrong."""

    table: Table
    raw: Raw
    frame: pd.DataFrame
    problems: tuple[Problem, ...]
    names: dict[str, str]
    unused: tuple[str, ...] = ()


def typed(table: Table, raw: Raw, source: Source, levels: dict[str, Level]) -> Typed:
    """Read a table's text as its columns promise; a value that cannot be read is missing and a problem."""
    if raw.problems:
        told = tuple(_at_level(problem, levels) for problem in raw.problems)
        return Typed(table, raw, pd.DataFrame(), told, {})
    names = {c.name: source.columns.get(c.name, c.name) for c in table.columns}
    found, problems = [], [_at_level(note, levels) for note in raw.notes]
    for column in table.columns:
        texts = _texts(raw, source, column, names[column.name])
        if texts is None:
            problems += _absent(table, raw, column, names, source, levels)
            continue
        values, wrong = parse(texts, column, source)
        found.append(values.rename(column.name))
        problems += [
            Problem(
                table.name, raw.file, rule, levels[rule], raw.sheet, int(row), names[column.name], str(texts[row]), what
            )
            for rule, rows, what in wrong
            for row in rows
        ]
    frame = pd.concat(found, axis=1) if found else pd.DataFrame(index=raw.frame.index)
    unused = tuple(str(name) for name in raw.frame if name and name not in names.values())
    return Typed(table, raw, frame, tuple(problems), names, unused)


def _at_level(problem: Problem, levels: dict[str, Level]) -> Problem:
    return Problem(**{**problem.__dict__, "level": levels[problem.rule]})


def _texts(raw: Raw, source: Source, column: Column, name: str) -> pd.Series | None:
    if column.name in source.values:
        return pd.Series(source.values[column.name], index=raw.frame.index, dtype="object")
    return raw.frame[name].str.strip() if name in raw.frame else None


def _absent(
    table: Table, raw: Raw, column: Column, names: dict[str, str], source: Source, levels: dict[str, Level]
) -> list[Problem]:
    """A column that is not there: a problem where it is needed, or where the user mapped it."""
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


Wrong = list[tuple[str, pd.Index, str]]


def parse(texts: pd.Series, column: Column, source: Source) -> tuple[pd.Series, Wrong]:
    """The values of one column, and the rows whose text cannot be read as one."""
    odd = texts.str.contains(_ODD)
    clean = texts.where(~odd, texts.str.replace(_ODD, "", regex=True).str.strip())
    given = clean.where(clean != "")
    told: Wrong = [("odd_character", texts.index[odd], "holds a character that cannot be shown")] if odd.any() else []
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
                _codes(given, column),
            )
    return values, told + [(rule, rows, what) for rule, rows, what in wrong if len(rows)]


def _codes(given: pd.Series, column: Column) -> Wrong:
    if column.name == "calendar":
        unknown = [code for code in given.dropna().unique() if not known_calendar(code)]
        return [("unknown_calendar", given.index[given.isin(unknown)], "is no calendar of public holidays")]
    if column.name != "currency":
        return []
    bad = given.notna() & ~given.str.match(_CODE).eq(True)
    return [("unknown_currency", given.index[bad], "is no currency code")]


def _dates(given: pd.Series, order: str) -> tuple[pd.Series, Wrong]:
    """Days: ISO (a time of day is dropped), else by the declared order."""
    iso = given.str.extract(_ISO.pattern, expand=False)
    days = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    for pattern in DATE_ORDERS[order]:
        days = days.fillna(pd.to_datetime(given.where(days.isna()), format=pattern, errors="coerce"))
    days = days.astype("datetime64[us]")
    wrong = given.notna() & (days.isna() | (days.dt.year < 1900) | (days.dt.year > 2200))
    return days.mask(wrong), [("not_a_date", given.index[wrong], f"is no date ({order})")]


def _plain(given: pd.Series, source: Source) -> pd.Series:
    """Number texts with a decimal point and nothing else: grouping, blanks and brackets resolved."""
    text = given.str.replace("\u2212", "-").str.replace(r"[\s\u00a0\u202f]", "", regex=True)
    if source.thousands:
        grouped = rf"(?<=\d){re.escape(source.thousands)}(?=\d{{3}}(?!\d))"
        text = text.str.replace(grouped, "", regex=True)
    text = text.str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    if source.decimal == ",":
        text = text.where(~text.str.contains(".", regex=False).eq(True)).str.replace(",", ".", regex=False)
    return text.where(text.str.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?").eq(True))


def _declared(source: Source) -> str:
    return f"decimal mark '{source.decimal}'" + (f", thousands '{source.thousands}'" if source.thousands else "")


def _money(given: pd.Series, source: Source) -> tuple[pd.Series, Wrong]:
    """Exact amounts, kept to four decimals, half even."""
    exact = _plain(given, source).map(_decimal, na_action="ignore")
    rounded = exact.map(lambda amount: amount.quantize(CENT4), na_action="ignore")
    more = exact.notna() & ((exact - rounded).map(lambda rest: abs(rest) > CENT4 / 1000, na_action="ignore").eq(True))
    wrong = given.notna() & exact.isna()
    return rounded, [
        ("not_a_number", given.index[wrong], f"is no amount ({_declared(source)})"),
        ("rounded", given.index[more], "has more than four decimals"),
    ]


def _decimal(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal(10) ** 13 else None


def _numbers(given: pd.Series, source: Source, whole: bool) -> tuple[pd.Series, Wrong]:
    read = pd.to_numeric(_plain(given, source), errors="coerce").astype("float64")
    values = read.where(read.abs() < LARGEST)  # 1e999 is read as infinity
    broken = values.notna() & (values != values.round()) if whole else values.isna() & False
    wrong = (given.notna() & values.isna()) | broken
    kept = values.mask(wrong)
    what = "is no whole number" if whole else f"is no number ({_declared(source)})"
    return (kept.astype("Int64") if whole else kept), [("not_a_number", given.index[wrong], what)]
