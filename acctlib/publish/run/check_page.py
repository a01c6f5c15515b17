"""The findings of `acctlib check`: a table for the terminal and an HTML page."""

from __future__ import annotations

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from acctlib.book.ingest.checks import CheckReport
from acctlib.book.ingest.coverage import recorded_in
from acctlib.book.ingest.problems import visible
from acctlib.config import Config
from acctlib.publish.paths.report_paths import write_atomically
from acctlib.publish.run.coverage_table import coverage_said, covered_tables, invitations_said
from acctlib.publish.run.index import page

WHAT = ("read", "kept", "set_aside")
LISTED = 40  # problems shown on a terminal; the page lists all


def counted(report: CheckReport) -> str:
    """Summarise the result in one line."""
    kinds = {"block": "blocking", "set_aside": "set aside", "warn": "warning"}
    counts = [(sum(p.level == level for p in report.problems), name) for level, name in kinds.items()]
    more = sum(report.untold.values())
    found = ", ".join(f"{n} {name}{'s' * (name == 'warning' and n > 1)}" for n, name in counts if n)
    return (found + (f", and {more} more" if more else "")) or "No issues found."


def problem_table(report: CheckReport, width: int | None = None) -> str:
    """Problems and control totals as text."""
    out = StringIO()
    console = Console(file=out, width=width or max(Console().width, 110), force_terminal=False)
    if report.problems:
        console.print(_problems(report))
    left = len(report.problems) - LISTED
    if left > 0:
        console.print(f"… and {left} more: acctlib check --html check.html lists them.", markup=False)
    if len(report.files):
        console.print(_files(report))
    console.print(_totals(report))
    for table, columns in report.unused.items():
        console.print(f"{table}: unmapped columns: {', '.join(columns)}", markup=False)
    console.print(counted(report), markup=False)
    return out.getvalue().rstrip()


def _problems(report: CheckReport) -> Table:
    table = Table(title="Issues", title_justify="left", box=None, pad_edge=False)
    for name in ("level", "where", "what to do"):
        table.add_column(name, overflow="fold")
    for problem in report.problems[:LISTED]:
        table.add_row(problem.level.replace("_", " "), _plain(problem.text), _plain(problem.todo))
    return table


def _plain(text: str) -> Any:
    from rich.text import Text

    return Text(text)


def _files(report: CheckReport) -> Table:
    table = Table(title="Read from files, before any query", title_justify="left", box=None, pad_edge=False)
    for name in ("table", "file", "sheet", "rows", "amounts in", "sum"):
        table.add_column(name, justify="right" if name in ("rows", "sum") else "left")
    for row in files_rows(report):
        table.add_row(*map(_plain, row))
    return table


def files_rows(report: CheckReport) -> list[list[str]]:
    """Contents of each file: table, file, sheet, rows, amount column and its sum; repeated values are left blank."""
    told, before = [], None
    for table, file, sheet, rows, named, column, total in report.files.itertuples(index=False, name=None):
        place = (table, file, sheet)
        known = ["", "", "", ""] if place == before else [table, visible(file), visible(sheet or ""), f"{rows:,}"]
        what = visible(column) if column else "" if named else "not named by the query"
        told.append([*known, what, money(total)])
        before = place
    return told


def _totals(report: CheckReport) -> Table:
    table = Table(title="Control totals", title_justify="left", box=None, pad_edge=False)
    table.add_column("table")
    for name in ("rows read", "kept", "set aside", "money read", "kept", "set aside"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in report.totals.to_dict("records"):
        rows = [f"{row[f'rows_{what}']:,}" for what in WHAT]
        table.add_row(str(row["table"]), *rows, *(money(row[f"money_{what}"]) for what in WHAT))
    return table


def money(amount: Any) -> str:
    """Format an exact amount; empty if a table has no amounts. Currencies are summed without conversion."""
    return f"{amount:,.2f}" if isinstance(amount, Decimal | int) else ""


def write_check_page(report: CheckReport, path: Path, config: Config) -> None:
    """Write the page: counts, every issue with its location and remedy, data coverage, control totals."""
    recorded = {} if report.blocking else recorded_in(report.tables)
    html = page("check.html.j2", config).render(
        firm=config.firm, result=counted(report), blocked=bool(report.blocking),
        problems=[problem.visible for problem in report.problems],
        files=files_rows(report), totals=report.totals.to_dict("records"), money=money,
        untold=report.untold, unused=report.unused, covered=covered_tables(recorded, config),
        said=[*coverage_said(recorded, config), *invitations_said(report.tables)] if recorded else [],
    )  # fmt: skip
    write_atomically(path, html)
