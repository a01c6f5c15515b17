"""Data coverage as printed by `acctlib check`: a row per table, and the quarter reviewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO

import pandas as pd
from rich.console import Console
from rich.table import Table

from acctlib.book.ingest.coverage import Recorded, coverage_of, proposals, quarter_rows, recorded_in
from acctlib.book.ingest.responses import responses_only
from acctlib.config import Config
from acctlib.coverage import Coverage, Days
from acctlib.periods import frequency, name
from acctlib.phrases import in_english
from acctlib.review.base.quarters import full_quarters, why_this_quarter

BARS = "▁▂▃▄▅▆▇█"
MOST = 16  # quarters shown in a bar: the most recent
NONE = "none"


@dataclass(frozen=True)
class Covered:
    """One table's dates, full quarters and rows by quarter, as text."""

    table: str
    first: str
    last: str
    first_quarter: str
    last_quarter: str
    bar: str
    bar_from: str


def covered_tables(recorded: Mapping[str, Recorded], config: Config) -> list[Covered]:
    """A row for each table that records events."""
    coverage = coverage_of(recorded, config)
    return [_covered(table, days, recorded[table], config) for table, days in coverage.tables.items()]


def _covered(table: str, days: Days, found: Recorded, config: Config) -> Covered:
    full = full_quarters(days.first, days.last, config.fiscal_year_start)
    by = quarter_rows(found, frequency(config.fiscal_year_start)).iloc[-MOST:]
    first, last = (name(quarter) for quarter in full) if full else (NONE, NONE)
    return Covered(
        table, in_english(days.first), in_english(days.last), first, last, bar(by), f"from {name(by.index[0])}"
    )


def bar(rows: pd.Series) -> str:
    """Rows by quarter as a small bar chart; a quarter without rows is a dot.

    >>> bar(pd.Series([1, 0, 4, 8]))
    '▁·▄█'
    """
    most = max(int(rows.max()), 1)
    return "".join(BARS[-(-int(n) * len(BARS) // most) - 1] if n else "·" for n in rows)


def coverage_said(recorded: Mapping[str, Recorded], config: Config) -> list[str]:
    """The quarter reviewed and why, and date settings that the firm may want to add to its configuration."""
    coverage = coverage_of(recorded, config)
    last = coverage.last(["revenue"])
    if last is None:
        return ["No table has a date: nothing is covered."]
    why = why_this_quarter(last, config.fiscal_year_start, coverage.first(["revenue"]))
    return [why, *_shorter(coverage), *proposals(recorded, config)]


def _shorter(coverage: Coverage) -> list[str]:
    """Tables that end before the data cut-off."""
    end = coverage.tables["revenue"].last
    early = [(table, days.last) for table, days in coverage.tables.items() if days.last < end]
    return [
        f"{table} end on {in_english(day)}: what they are needed for is not available after it." for table, day in early
    ]


def invitations_said(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """A note if surveys contain responses only."""
    if not responses_only(tables.get("surveys", pd.DataFrame())):
        return []
    return [
        "surveys: every row is a response, sent and answered on one date. Invitations are taken as not "
        "recorded: scores show their number of responses; the response rate and the non-respondents are not available."
    ]


def coverage_text(tables: Mapping[str, pd.DataFrame], config: Config, width: int | None = None) -> str:
    """The coverage table and its notes, formatted for a terminal."""
    recorded = recorded_in(tables)
    out = StringIO()
    console = Console(file=out, width=width or max(Console().width, 110), force_terminal=False)
    if recorded:
        console.print(_table(covered_tables(recorded, config)))
    for line in [*coverage_said(recorded, config), *invitations_said(tables)]:
        console.print(line, markup=False, highlight=False)
    return out.getvalue().rstrip()


def _table(rows: list[Covered]) -> Table:
    table = Table(title="Data coverage", title_justify="left", box=None, pad_edge=False)
    for head in ("table", "first day", "last day", "full quarters", "rows by quarter"):
        table.add_column(head, no_wrap=True)
    for row in rows:
        full = NONE if row.first_quarter == NONE else f"{row.first_quarter} to {row.last_quarter}"
        table.add_row(row.table, row.first, row.last, full, f"{row.bar} {row.bar_from}")
    return table
