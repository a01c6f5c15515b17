"""Commands that render reports: `review`, `portfolio`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from acctlib.cli.group import FAILED, config_option, configured, exit_on_error, formats_option, main, quarter_option
from acctlib.errors import AcctlibError

if TYPE_CHECKING:
    from acctlib.book.store.store import Book


@main.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@config_option
@quarter_option
@click.option(
    "--edition",
    type=click.Choice(["client", "internal", "both"]),
    default="both",
    show_default=True,
    help="Target audience.",
)
@formats_option("pdf", "html")
@click.option("--workers", type=click.IntRange(min=1), help="Parallel workers.  [default: one per core]")
@click.option("--out", help="Output folder or URL (s3://...).  [default: out in acctlib.yml, else reports]")
@click.option("--fresh", is_flag=True, help="Re-render everything, even if up to date.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Render on the workers of this Dask scheduler.")
@click.option("--watch", is_flag=True, help="Keep running and re-render when a notebook, template or input changes.")
@click.option("--quiet", "how", flag_value="quiet", help="Print only failures and the summary.")
@click.option("--json", "how", flag_value="json", help="Write one JSON object per line to stdout; see above.")
@exit_on_error
def review(clients: tuple[str, ...], config_path: Path | None, watch: bool, **asked: Any) -> int:
    """Render reviews for all clients, or for each CLIENT given.

    Running the command again renders only what is missing, failed or out of date. With --watch every saved change to
    a notebook, template, brand, commentary or data file does so; changes to the kit's own code need a restart.

    A report with content that its client must not see is held back in the folder "held", and the exit status is 1;
    acctlib release releases it.

    With --json each line has an "event": "begin" (waiting, up_to_date), "report" (client, edition, state, files,
    failure, findings, seconds) as each one finishes, "end" (ordered, done, up_to_date, failed, held, index,
    manifest), or "stopped" (done, failed) after Ctrl-C.
    """
    from acctlib.publish.workers.forkserver import start

    if not asked["scheduler"]:
        start()
    if not watch:
        return _reviews(clients, config_path, **asked)
    from acctlib.publish.run.watch import on_every_change, seen_of

    on_every_change(partial(_run_and_wait, partial(_reviews, clients, config_path, **asked)), seen_of(config_path))
    return 0


def _reviews(
    clients: tuple[str, ...], config_path: Path | None, quarter: str, edition: str, formats: tuple[str, ...],
    workers: int | None, out: str | None, fresh: bool, scheduler: str, how: str | None,
) -> int:  # fmt: skip
    """Render once, with the current configuration."""
    from acctlib.book import open_book
    from acctlib.publish.run.remote import folder_of
    from acctlib.publish.run.run import RunRequest, review_run

    config = configured(config_path)
    editions = ("client", "internal") if edition == "both" else (edition,)
    mirror = config.path(config.book).parent
    with (
        open_book(config) as book,
        folder_of(out or str(config.path(config.out)), mirror, partial(click.echo, err=True)) as folder,
    ):
        if not how:
            _print_quarter(book, quarter)
        request = RunRequest(quarter, editions, clients, formats, folder, workers, fresh=fresh, scheduler=scheduler)
        result = review_run(book, request, how or "lines")  # type: ignore[arg-type]
    click.echo(json.dumps(result.data) if how == "json" else result.summary)
    return 0 if result.ok else FAILED


def _print_quarter(book: Book, quarter: str) -> None:
    """Print the default quarter and the reason for it, where none is given."""
    from acctlib.publish.run.coverage_table import coverage_said

    if not quarter:
        click.echo("\n".join(coverage_said(book.recorded, book.config)), err=True)


def _run_and_wait(work: Callable[[], int]) -> None:
    """Run once and print an error instead of ending: the next saved change may fix it."""
    begun = monotonic()
    try:
        work()
    except AcctlibError as error:
        click.secho(f"acctlib: {error}", fg="red", err=True)
    click.echo(f"{monotonic() - begun:.1f} seconds; waiting for changes, Ctrl-C to stop.", err=True)


@main.command()
@config_option
@quarter_option
@click.option("--supervisor", "supervisors", multiple=True, help="Only this supervisor's portfolio (repeatable).")
@click.option(
    "--firm", is_flag=True, help="Only the firm-wide portfolio, plus any supervisors given with --supervisor."
)
@formats_option("pdf", "html", "xlsx")
@click.option("--out", type=click.Path(path_type=Path), help="Output folder.  [default: as for review]")
@exit_on_error
def portfolio(
    config_path: Path | None, quarter: str, supervisors: tuple[str, ...], firm: bool, formats: tuple[str, ...],
    out: Path | None,
) -> int:  # fmt: skip
    """Render the portfolio of the firm and of each supervisor, with a renewal calendar and an attention list."""
    from acctlib.publish.workers.forkserver import start

    start()
    from acctlib.book import open_book
    from acctlib.publish.run.portfolio import PortfolioRequest, portfolio_run

    config = configured(config_path)
    wanted = (("",) if firm else ()) + supervisors
    with open_book(config) as book:
        _print_quarter(book, quarter)
        request = PortfolioRequest(quarter, wanted, formats, (out or config.path(config.out)).resolve())
        outcomes = portfolio_run(book, request)
    for outcome in outcomes:
        if outcome.failure:
            click.secho(f"failed: portfolio of {outcome.name}: {outcome.failure.text}", fg="red")
        else:
            click.echo(f"portfolio of {outcome.name}: {outcome.files[0]}")
    return FAILED if any(outcome.failure for outcome in outcomes) else 0
