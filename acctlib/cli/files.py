"""Commands for finished files: `audit`, `lock`."""

from __future__ import annotations

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
@click.argument("pdf", type=click.Path(path_type=Path))
@told
def lock(pdf: Path) -> None:
    """Write a copy of PDF beside it that asks for a password: yours, asked for here or in ACCTLIB_PASSWORD."""
    from acctlib.publish.lock import lock_file, password

    click.echo(lock_file(pdf, password(lambda ask: click.prompt(ask, hide_input=True, confirmation_prompt=True))))
