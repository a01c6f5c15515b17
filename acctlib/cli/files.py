"""Commands for finished files: `audit`, `release`, `lock`."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

import click

from acctlib.cli.group import FAILED, config_option, configured, main, told


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@config_option
@told
def audit(folder: Path, config_path: Path | None) -> int:
    """Search the clients' files in FOLDER (like reports/2026Q3) for what is not for them."""
    from acctlib.book import open_book
    from acctlib.publish.audit import audit_folder, locked_copies, sent_files

    with open_book(configured(config_path)) as book:
        leaks = audit_folder(book, folder)
    files = sent_files(folder)
    for copy in locked_copies(files):
        click.echo(f"{copy.name}: asks for a password and was not read; {copy.stem.removesuffix('.locked')}.pdf was")
    clients = len(set(files.values()))
    for leak in leaks:
        click.secho(leak.text, fg="red")
    told = f"{len(files)} file{'s' * (len(files) != 1)} of {clients} client{'s' * (clients != 1)}"
    click.echo(f"{told}: " + (f"{len(leaks)} findings" if leaks else "nothing in it that is not for that client"))
    return FAILED if leaks else 0


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
    from acctlib.publish.places import Places
    from acctlib.publish.release import Release
    from acctlib.publish.release import release as let_through
    from acctlib.publish.remote import folder_of

    config = configured(config_path)
    name = periods.name(periods.quarter(quarter, config.fiscal_year_start))
    wanted = Release(client, by, reason, date.today().isoformat())
    kept = config.path(config.book).parent
    with folder_of(out or str(config.path(config.out)), kept, partial(click.echo, err=True)) as folder:
        places = Places(folder, name)
        released = let_through(places, wanted, config)
    for entry in released:
        for finding in entry.findings:
            click.echo(f"let through: {finding['text']}")
        files = ", ".join(str(places.folder / file) for file in entry.files if not file.endswith(".ipynb"))
        click.echo(f"released: client {entry.client_id}, {entry.edition} edition: {files}")


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@told
def lock(pdf: Path) -> None:
    """Write a copy of PDF beside it that asks for a password: yours, asked for here or in ACCTLIB_PASSWORD."""
    from acctlib.publish.lock import lock_file, password

    click.echo(lock_file(pdf, password(lambda ask: click.prompt(ask, hide_input=True, confirmation_prompt=True))))
