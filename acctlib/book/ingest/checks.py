"""Find every problem in the input in one pass: within each table by contract, then between tables.

Nothing is lost silently: for every table, the rows and amounts read equal those kept plus those
set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from acctlib.book.ingest.contract import Typed, typed
from acctlib.book.ingest.coverage_checks import check_coverage
from acctlib.book.ingest.groups import alone_in_group
from acctlib.book.ingest.problems import Level, Problem, and_more, blocking, levels
from acctlib.book.ingest.responses import BOTH, undated, without_invitations
from acctlib.book.ingest.sources import read
from acctlib.book.ingest.totals import control_totals, files_read
from acctlib.book.schema.tables import TABLES, Column, Table
from acctlib.config import Config
from acctlib.errors import ConfigError, nearest

OF_PROJECTS = ("milestones", "assignments")
MOST = 1000  # problems listed per rule and table; the rest are only counted


@dataclass(frozen=True)
class CheckReport:
    """The result of checking a configuration's sources.

    Attributes
    ----------
    problems : tuple of Problem
    totals : DataFrame
        One row per table: rows and amounts `read`, `kept` and `set_aside`; amounts are exact.
    tables : Mapping
        Table name -> DataFrame of the kept rows.
    untold : Mapping
        (table, rule) -> number of further problems of that kind beyond those listed.
    unused : Mapping
        Table name -> source columns that no column of ours is mapped to.
    files : DataFrame
        Each file's contents before any query: see `files_read`.
    """

    problems: tuple[Problem, ...]
    totals: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    untold: Mapping[tuple[str, str], int]
    unused: Mapping[str, tuple[str, ...]]
    digests: Mapping[str, str]
    files: pd.DataFrame

    @property
    def blocking(self) -> list[Problem]:
        """The problems that prevent the book from being built."""
        return blocking(self.problems)

    def to_frame(self) -> pd.DataFrame:
        """Return one row per problem, with the columns that the HTML page and a spreadsheet show."""
        columns = ["level", "table", "file", "sheet", "row", "column", "value", "rule", "what", "todo"]
        return pd.DataFrame([{c: getattr(p, c) for c in columns} for p in self.problems], columns=columns)


def check_sources(config: Config) -> CheckReport:
    """Read and check every source of a configuration."""
    if not config.sources:
        raise ConfigError("sources: none are configured; name your exports in acctlib.yml, or run `acctlib demo`")
    for name in config.sources:
        if name not in TABLES:
            raise ConfigError(f"sources.{name}: unknown table, {nearest(name, TABLES)}")
    known = levels(config.rules)
    missing = [name for name, table in TABLES.items() if table.required and name not in config.sources]
    if missing:
        raise ConfigError(f"sources: {' and '.join(missing)} are required")
    found = {n: typed(TABLES[n], read(n, s, config), s, known) for n, s in config.sources.items()}
    problems = [p for table in found.values() for p in (*table.notes, *table.problems)]
    problems += [p for table in found.values() for p in _within(table, known)]
    problems += [*_between(found, problems, config, known), *check_coverage(found, config, known)]
    return _report(found, problems, config)


def _report(found: Mapping[str, Typed], problems: list[Problem], config: Config) -> CheckReport:
    kept = {name: _filled(table, _aside(name, problems), found, config) for name, table in found.items()}
    tables = list(TABLES)
    listed, untold = _bounded(sorted(problems, key=lambda p: (tables.index(p.table), p.row or 0)))
    return CheckReport(
        tuple(listed),
        control_totals(found, kept),
        kept,
        untold,
        {name: t.unused for name, t in found.items() if t.unused},
        {name: t.raw.digest for name, t in found.items()},
        files_read(found),
    )


def _aside(table: str, problems: Iterable[Problem]) -> set[int]:
    """Row numbers of a table's rows that are set aside."""
    return {p.row for p in problems if p.table == table and p.level == "set_aside" and p.row}


def _filled(table: Typed, aside: Iterable[int], found: Mapping[str, Typed], config: Config) -> pd.DataFrame:
    """Return the kept rows with every column of the schema, and a currency for each amount."""
    frame = table.frame.drop(index=list(aside), errors="ignore").reindex(columns=[c.name for c in table.table.columns])
    if "currency" in frame and table.table.name != "rates":
        clients = found["clients"].frame if "clients" in found else pd.DataFrame()
        said = frame["currency"].astype("object")
        if "client_id" in frame and "currency" in clients and table.table.name != "clients":
            own = clients.drop_duplicates("client_id").set_index("client_id")["currency"]
            said = said.where(said.notna(), frame["client_id"].map(own).astype("object"))
        frame = frame.assign(currency=said.where(said.notna(), config.currency))
    return without_invitations(frame) if table.table.name == "surveys" else frame


def _bounded(problems: list[Problem]) -> tuple[list[Problem], dict[tuple[str, str], int]]:
    counts: dict[tuple[str, str], int] = {}
    listed = []
    for problem in problems:
        key = (problem.table, problem.rule)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= MOST:
            listed.append(problem)
    return listed, {key: count - MOST for key, count in counts.items() if count > MOST}


def _within(found: Typed, known: dict[str, Level]) -> list[Problem]:
    """Problems within one table: ranges, choices, required values and keys; then end dates before start dates."""
    if found.frame.empty:
        return []
    notes = found.notes if found.raw.is_file else ()  # a query's notes count the rows of its files
    spoilt = {(p.row, p.column) for p in (*notes, *found.problems)}
    alone = alone_in_group(found.frame) if found.table.name == "clients" else ()
    told = [
        _problem(found, known, rule, row, column, what)
        for rule, row, column, what in (*_by_contract(found), *_backwards(found), *_undated(found), *alone)
        if (row, found.names[column]) not in spoilt
    ]
    return sorted(told, key=lambda p: (p.row or 0, p.column or ""))


def _problem(found: Typed, known: dict[str, Level], rule: str, row: int, column: str, what: str) -> Problem:
    name = found.names[column]
    value = found.raw.frame.at[row, name] if name in found.raw.frame else None
    shown = None if rule == "missing_value" else None if value is None else str(value)
    return Problem(found.table.name, found.raw.file, rule, known[rule], found.raw.sheet, int(row), name, shown, what)


Broken = tuple[str, int, str, str]


def _by_contract(found: Typed) -> list[Broken]:
    import pandera.pandas as pa

    columns = {c.name: c for c in found.table.columns if c.name in found.frame}
    schema = pa.DataFrameSchema({name: _pandera(pa, column, found.table) for name, column in columns.items()})
    try:
        schema.validate(_checkable(found.frame, columns), lazy=True)
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases.dropna(subset=["index"])
        told = zip(cases["column"], cases["check"], cases["index"], strict=True)
        return [_broken(columns[str(name)], str(check), int(row)) for name, check, row in told]
    return []


def _checkable(frame: pd.DataFrame, columns: Mapping[str, Column]) -> pd.DataFrame:
    """Return the frame with amounts as floats for range checks; the original keeps the exact amounts."""
    money = {name: frame[name].astype("float64") for name, c in columns.items() if c.type == "money"}
    return frame.assign(**money)


def _pandera(pa: Any, column: Column, table: Table) -> Any:
    checks = [pa.Check.isin(list(column.choices), name="choice")] if column.choices else []
    if column.low is not None:
        checks.append(pa.Check.ge(column.low))
    if column.high is not None:
        checks.append(pa.Check.le(column.high))
    return pa.Column(checks=checks, nullable=not column.required, unique=column.name == table.key)


def _broken(column: Column, check: str, row: int) -> Broken:
    if check == "not_nullable":
        return "missing_value", row, column.name, "value is missing"
    if check == "field_uniqueness":
        return "duplicate_key", row, column.name, "appears in more than one row"
    if check.startswith("isin"):
        return "unknown_choice", row, column.name, f"is not one of {', '.join(column.choices)}"
    span = (
        f"{_number(column.low)} to {_number(column.high)}"
        if column.high is not None
        else f"{_number(column.low)} or more"
    )
    return "out_of_range", row, column.name, f"is not {span}"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _backwards(found: Typed) -> list[Broken]:
    told: list[Broken] = []
    for first, second in found.table.ordered:
        if {first, second} <= set(found.frame):
            wrong = found.frame.index[found.frame[second] < found.frame[first]]
            told += [("end_before_start", int(row), second, f"is before {found.names[first]}") for row in wrong]
    return told


def _undated(found: Typed) -> list[Broken]:
    """Surveys that belong to no quarter because both dates are missing."""
    if found.table.name != "surveys" or not BOTH & set(found.frame):
        return []
    column = "answered_date" if "answered_date" in found.frame else "sent_date"
    what = "is empty, and so is the date on which it was sent"
    return [("missing_value", int(row), column, what) for row in undated(found.frame)]


def _between(
    found: Mapping[str, Typed], before: list[Problem], config: Config, known: dict[str, Level]
) -> list[Problem]:
    """Ids without a kept row in the table they refer to, then amounts without an exchange rate."""
    told: list[Problem] = []
    clients = _ids(found, before, "clients", "client_id")
    for name, table in found.items():
        if name != "clients" and "client_id" in table.frame and clients is not None:
            told += _unknown(table, known, "unknown_client", "client_id", clients, "is not a known client")
    projects = _ids(found, [*before, *told], "projects", "project_id")
    for name in OF_PROJECTS:
        if name in found and "project_id" in found[name].frame and projects is not None:
            told += _unknown(found[name], known, "unknown_project", "project_id", projects, "is not a known project")
    return told + _without_rate(found, config, known)


def _ids(found: Mapping[str, Typed], problems: list[Problem], table: str, column: str) -> set[str] | None:
    """Ids in a table's kept rows; None if the table or its id column is missing."""
    if table not in found or column not in found[table].frame:
        return None
    return set(found[table].frame[column].drop(index=list(_aside(table, problems))).dropna())


def _unknown(table: Typed, known: dict[str, Level], rule: str, column: str, ids: set[str], what: str) -> list[Problem]:
    given = table.frame[column]
    rows = given.index[given.notna() & ~given.isin(ids)]
    return [_problem(table, known, rule, int(row), column, what) for row in rows]


def _without_rate(found: Mapping[str, Typed], config: Config, known: dict[str, Level]) -> list[Problem]:
    """Amounts in a currency without an exchange rate for their date, into the firm's or the client's currency.

    Reported once per currency with the number of further rows, or once per row if the rule sets rows aside.
    """
    if not {"revenue", "clients"} <= set(found) or not {"client_id", "service_date"} <= set(found["revenue"].frame):
        return []
    revenue, level = found["revenue"], known["missing_rate"]
    lines = _needed_rates(found, config)
    without = lines[~(pd.to_datetime(lines["currency"].map(_first_rates(found))) <= lines["service_date"])]
    more = without["currency"].value_counts() - 1
    told = without.drop_duplicates("currency")
    if level == "set_aside":
        told, more = without, more * 0
    return [
        Problem(
            "revenue", revenue.raw.file, "missing_rate", level, revenue.raw.sheet, int(str(row)),
            revenue.names["currency"], str(line["currency"]),
            f"has no rate on {line['service_date'].date()} or before{and_more(int(more[line['currency']]))}",
        )
        for row, line in told.iterrows()
    ]  # fmt: skip


def _needed_rates(found: Mapping[str, Typed], config: Config) -> pd.DataFrame:
    """For each invoice line, the foreign currencies that need a rate: its own, and its client's if that differs."""
    clients = _filled(found["clients"], (), found, config).drop_duplicates("client_id").set_index("client_id")
    lines = _filled(found["revenue"], (), found, config)[["client_id", "service_date", "currency"]]
    theirs = lines.assign(currency=lines["client_id"].map(clients["currency"]))
    needed = pd.concat([lines, theirs[theirs["currency"] != lines["currency"]]])
    code = needed["currency"].str.fullmatch("[A-Z]{3}", na=False).astype(bool)
    return needed[code & (needed["currency"] != config.currency) & needed["service_date"].notna()]


def _first_rates(found: Mapping[str, Typed]) -> dict[str, pd.Timestamp]:
    if "rates" not in found or not {"currency", "date"} <= set(found["rates"].frame):
        return {}
    return dict(found["rates"].frame.groupby("currency")["date"].min())
