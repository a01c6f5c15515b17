"""Commands for finished files: `audit`, `release`, `lock`."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from acctlib.cli.group import FAILED, config_option, configured, main, told

if TYPE_CHECKING:
    from acctlib.publish.run.audit_folder import Looked


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@config_option
@told
def audit(folder: Path, config_path: Path | None) -> int:
    """Look at the clients' files in FOLDER (like reports/2026Q3) again for what is not for them.

    Every file is drawn anew and accounted for, and what people typed is searched, as at the end of a run. What was
    released is told and counts as no finding.
    """
    from acctlib.book import open_book
    from acctlib.publish.run.audit_folder import audit_folder, locked_copies

    with open_book(configured(config_path)) as book:
        reports = audit_folder(book, folder)
    files = [file for report in reports for file in report.files]
    for copy in locked_copies(files):
        click.echo(f"{copy.name}: asks for a password and was not read; {copy.stem.removesuffix('.locked')}.pdf was")
    found = [report for report in reports if report.findings and not report.released]
    for report in reports:
        _tell(report)
    clients = len(reports)
    told = f"{len(files)} file{'s' * (len(files) != 1)} of {clients} client{'s' * (clients != 1)}"
    findings = sum(len(report.findings) for report in found)
    said = f"{findings} finding{'s' * (findings != 1)} in {len(found)} of them"
    click.echo(f"{told}: " + (said if found else "nothing in it that is not for that client"))
    return FAILED if found else 0


def _tell(report: Looked) -> None:
    """What was found in a report, and what a person said of it."""
    client, release = report.entry.client_id, report.entry.release
    if report.outdated:
        click.echo(f"client {client}: {report.outdated}. Its files were compared with run.json")
    for finding in report.findings:
        click.secho(f"client {client}: {finding.text}", fg="yellow" if report.released else "red")
    if report.released and release:
        click.echo(f"client {client}: released by {release['by']} on {release['on']}: {release['reason']}")
    if report.notes:
        names = ", ".join(sorted({note.words for note in report.notes}))
        click.echo(f"client {client}: names of clients that are words as well, no finding by themselves: {names}")


@main.command()
@click.argument("client")
@config_option
@click.option("--quarter", required=True, help="Of the report, like 2026Q3.")
@click.option("--by", required=True, help="Who lets it through.")
@click.option("--reason", required=True, help="Why it may be sent all the same.")
@click.option("--out", help="Folder of the reports, or a URL.  [default: as for review]")
@told
def release(client: str, config_path: Path | None, quarter: str, by: str, reason: str, out: str | None) -> None:
    """Let reports of CLIENT through that were held back; run.json and index.html say who did, and why.

    A report of the same bytes stays released; of other bytes it is searched and held back anew.
    """
    from acctlib import periods
    from acctlib.publish.paths.report_paths import ReportPaths
    from acctlib.publish.run.release import Release
    from acctlib.publish.run.release import release as let_through
    from acctlib.publish.run.remote import folder_of

    config = configured(config_path)
    name = periods.name(periods.quarter(quarter, config.fiscal_year_start))
    wanted = Release(client, by, reason, date.today().isoformat())
    kept = config.path(config.book).parent
    with folder_of(out or str(config.path(config.out)), kept, partial(click.echo, err=True)) as folder:
        report_paths = ReportPaths(folder, name)
        released = let_through(report_paths, wanted, config)
    for entry in released:
        for finding in entry.findings:
            click.echo(f"let through: {finding['text']}")
        files = ", ".join(str(report_paths.folder / file) for file in entry.files if not file.endswith(".ipynb"))
        click.echo(f"released: client {entry.client_id}, {entry.edition} edition: {files}")


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@told
def lock(pdf: Path) -> None:
    """Write a copy of PDF beside it that asks for a password: yours, asked for here or in ACCTLIB_PASSWORD."""
    from acctlib.publish.checks.lock import lock_file, password

    click.echo(lock_file(pdf, password(lambda ask: click.prompt(ask, hide_input=True, confirmation_prompt=True))))
