"""Commands for finished files: `audit`, `release`, `lock`."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from acctlib.cli.group import FAILED, config_option, configured, exit_on_error, main

if TYPE_CHECKING:
    from acctlib.publish.run.audit_folder import Looked


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@config_option
@exit_on_error
def audit(folder: Path, config_path: Path | None) -> int:
    """Scan the client files in FOLDER (e.g. reports/2026Q3) for content the client must not see.

    Every file is rendered again and compared, and typed text is searched, as at the end of a run. Released findings
    are listed and do not count.
    """
    from acctlib.book import open_book
    from acctlib.publish.run.audit_folder import audit_folder, locked_copies

    with open_book(configured(config_path)) as book:
        reports = audit_folder(book, folder)
    files = [file for report in reports for file in report.files]
    for copy in locked_copies(files):
        click.echo(f"{copy.name}: is password-protected and was not read; {copy.stem.removesuffix('.locked')}.pdf was")
    found = [report for report in reports if report.findings and not report.released]
    for report in reports:
        _print_findings(report)
    clients = len(reports)
    scanned = f"{len(files)} file{'s' * (len(files) != 1)} of {clients} client{'s' * (clients != 1)}"
    findings = sum(len(report.findings) for report in found)
    found_in = f"{findings} finding{'s' * (findings != 1)} in {len(found)} of them"
    click.echo(f"{scanned}: " + (found_in if found else "no content that the client must not see"))
    return FAILED if found else 0


def _print_findings(report: Looked) -> None:
    """Print the findings of a report, and who released them."""
    client, release = report.entry.client_id, report.entry.release
    if report.outdated:
        click.echo(f"client {client}: {report.outdated}. Its files were compared with run.json")
    for finding in report.findings:
        click.secho(f"client {client}: {finding.text}", fg="yellow" if report.released else "red")
    if report.released and release:
        click.echo(f"client {client}: released by {release['by']} on {release['on']}: {release['reason']}")
    if report.notes:
        names = ", ".join(sorted({note.words for note in report.notes}))
        click.echo(f"client {client}: client names that are also common words, not findings by themselves: {names}")


@main.command()
@click.argument("client")
@config_option
@click.option("--quarter", required=True, help="Quarter of the report, e.g. 2026Q3.")
@click.option("--by", required=True, help="Name of the person who releases it.")
@click.option("--reason", required=True, help="Why it may be sent despite the findings.")
@click.option("--out", help="Output folder or URL.  [default: as for review]")
@exit_on_error
def release(client: str, config_path: Path | None, quarter: str, by: str, reason: str, out: str | None) -> None:
    """Release reports of CLIENT that were held back; run.json and index.html record who did so, and why.

    An identical report stays released; a changed one is scanned and held back again.
    """
    from acctlib import periods
    from acctlib.publish.paths.report_paths import ReportPaths
    from acctlib.publish.run.release import Release
    from acctlib.publish.run.release import release as release_reports
    from acctlib.publish.run.remote import folder_of

    config = configured(config_path)
    name = periods.name(periods.quarter(quarter, config.fiscal_year_start))
    decision = Release(client, by, reason, date.today().isoformat())
    mirror = config.path(config.book).parent
    with folder_of(out or str(config.path(config.out)), mirror, partial(click.echo, err=True)) as folder:
        report_paths = ReportPaths(folder, name)
        released = release_reports(report_paths, decision, config)
    for entry in released:
        for finding in entry.findings:
            click.echo(f"released finding: {finding['text']}")
        files = ", ".join(str(report_paths.folder / file) for file in entry.files if not file.endswith(".ipynb"))
        click.echo(f"released: client {entry.client_id}, {entry.edition} edition: {files}")


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@exit_on_error
def lock(pdf: Path) -> None:
    """Write a password-protected copy next to PDF; the password is prompted for, or read from ACCTLIB_PASSWORD."""
    from acctlib.publish.checks.lock import lock_file, password

    click.echo(lock_file(pdf, password(lambda ask: click.prompt(ask, hide_input=True, confirmation_prompt=True))))
