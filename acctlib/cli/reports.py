"""Commands that render reports: `review`, `portfolio`."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from acctlib.cli.group import FAILED, config_option, configured, formats_option, main, quarter_option, told
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
    help="Who shall read it.",
)
@formats_option("pdf", "html")
@click.option("--workers", type=click.IntRange(min=1), help="Reports at once; one per core where not given.")
@click.option("--out", help="Folder of the reports, or a URL (s3://...).  [default: out in acctlib.yml, else reports]")
@click.option("--fresh", is_flag=True, help="Render what is up to date as well.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Render on the workers of this Dask scheduler.")
@click.option("--watch", is_flag=True, help="Go on, and render again whenever a notebook, template or input is saved.")
@click.option("--quiet", "how", flag_value="quiet", help="Say failures and the summary, and nothing else.")
@click.option("--json", "how", flag_value="json", help="Write one JSON object a line to stdout; see below.")
@told
def review(clients: tuple[str, ...], config_path: Path | None, watch: bool, **asked: Any) -> int:
    """Render reviews: of every client, or of each CLIENT named.

    The same command again renders what is missing, failed or out of date, and nothing else. With --watch each save of
    a notebook, a template, the brand, commentary or data does that; the kit's own code needs a new start.

    A report in which something was found that is not for its client is held back in the folder "held", and the exit
    status is 1; acctlib release lets it through.

    With --json each line has an "event": "begin" (waiting, up_to_date), "report" (client, edition, state, files,
    failure, findings, seconds) as each one ends, "end" (ordered, done, up_to_date, failed, held, index, manifest), or
    "stopped" (done, failed) after Ctrl-C.
    """
    from acctlib.publish.workers.forkserver import start

    if not asked["scheduler"]:
        start()
    if not watch:
        return _reviews(clients, config_path, **asked)
    from acctlib.publish.run.watch import on_every_change, seen_of

    on_every_change(partial(_kept_going, partial(_reviews, clients, config_path, **asked)), seen_of(config_path))
    return 0


def _reviews(
    clients: tuple[str, ...], config_path: Path | None, quarter: str, edition: str, formats: tuple[str, ...],
    workers: int | None, out: str | None, fresh: bool, scheduler: str, how: str | None,
) -> int:  # fmt: skip
    """Render once, from the configuration as it is now."""
    from acctlib.book import open_book
    from acctlib.publish.run.remote import folder_of
    from acctlib.publish.run.run import RunRequest, review_run

    config = configured(config_path)
    editions = ("client", "internal") if edition == "both" else (edition,)
    kept = config.path(config.book).parent
    with (
        open_book(config) as book,
        folder_of(out or str(config.path(config.out)), kept, partial(click.echo, err=True)) as folder,
    ):
        if not how:
            _say_quarter(book, quarter)
        order = RunRequest(quarter, editions, clients, formats, folder, workers, fresh=fresh, scheduler=scheduler)
        result = review_run(book, order, how or "lines")  # type: ignore[arg-type]
    click.echo(json.dumps(result.data) if how == "json" else result.summary)
    return 0 if result.ok else FAILED


def _say_quarter(book: Book, quarter: str) -> None:
    """Which quarter is taken, and why, where none is asked for."""
    from acctlib.publish.run.coverage_table import coverage_said

    if not quarter:
        click.echo("\n".join(coverage_said(book.recorded, book.config)), err=True)


def _kept_going(work: Callable[[], int]) -> None:
    """The work; what it fails with is said, for the next save may mend it."""
    begun = monotonic()
    try:
        work()
    except AcctlibError as error:
        click.secho(f"acctlib: {error}", fg="red", err=True)
    click.echo(f"{monotonic() - begun:.1f} seconds; waiting for the next save, Ctrl-C ends it.", err=True)


@main.command()
@config_option
@quarter_option
@click.option("--supervisor", "supervisors", multiple=True, help="Only this one's; repeat for several.")
@click.option("--firm", is_flag=True, help="Only the firm's, or the firm's and those of the supervisors named.")
@formats_option("pdf", "html", "xlsx")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the reports.  [default: as for review]")
@told
def portfolio(
    config_path: Path | None, quarter: str, supervisors: tuple[str, ...], firm: bool, formats: tuple[str, ...],
    out: Path | None,
) -> int:  # fmt: skip
    """Render the portfolio of the firm and of each supervisor, with a calendar of renewals and an attention list."""
    from acctlib.publish.workers.forkserver import start

    start()
    from acctlib.book import open_book
    from acctlib.publish.run.portfolio import PortfolioRequest, portfolio_run

    config = configured(config_path)
    wanted = (("",) if firm else ()) + supervisors
    with open_book(config) as book:
        _say_quarter(book, quarter)
        order = PortfolioRequest(quarter, wanted, formats, (out or config.path(config.out)).resolve())
        outcomes = portfolio_run(book, order)
    for outcome in outcomes:
        if outcome.failure:
            click.secho(f"failed: portfolio of {outcome.name}: {outcome.failure.text}", fg="red")
        else:
            click.echo(f"portfolio of {outcome.name}: {outcome.files[0]}")
    return FAILED if any(outcome.failure for outcome in outcomes) else 0
