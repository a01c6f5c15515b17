"""The command line: a thin shell. Each command reads its options, calls the library, and says what came of it.

Exit status: 0 all good, 1 a report failed or the data blocks, 2 usage or configuration.
Heavy imports happen inside the commands, so that `acctlib --help` answers at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acctlib import __version__
from acctlib.errors import AcctlibError, ConfigError, PeriodError, ReviewError

if TYPE_CHECKING:
    from acctlib.config import Config

USAGE, FAILED = 2, 1
_config = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help="Path of acctlib.yml; found upward from here where not given.",
)


def _to(*default: str) -> Callable[..., Any]:
    """Which file formats."""
    kinds = click.Choice(["pdf", "html", "xlsx"])
    said = "File formats; repeat for several."
    return click.option("--to", "formats", type=kinds, multiple=True, default=default, show_default=True, help=said)


def told(command: Callable[..., int | None]) -> Callable[..., None]:
    """A failure with a name becomes its text and an exit status; anything else is a defect and shows its traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            status = command(*args, **kwargs)
        except AcctlibError as error:
            click.secho(f"acctlib: {error}", fg="red", err=True)
            sys.exit(USAGE if isinstance(error, ConfigError | PeriodError | ReviewError) else FAILED)
        sys.exit(status or 0)

    return run


def configured(config_path: Path | None) -> Config:
    """The configuration; where it names no data, the demonstration book's, and a line that says so."""
    from acctlib.book.demo import demo_config
    from acctlib.config import load_config

    given = load_config(config_path)
    config = demo_config(given)
    if config is not given:
        click.echo(
            "No data is configured (sources in acctlib.yml): this is the demonstration book, in data/demo.", err=True
        )
    return config


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="acctlib")
def main() -> None:
    """Quarterly client reviews: from a firm's exports to one PDF per client."""


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("data/demo"))
@click.option("--clients", type=click.IntRange(min=1), default=24, show_default=True, help="How many clients.")
@click.option(
    "--quarters", type=click.IntRange(min=1), default=16, show_default=True, help="How many quarters of history."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same bytes.")
@told
def demo(folder: Path, clients: int, quarters: int, seed: int) -> None:
    """Make a synthetic book with known truth in FOLDER."""
    from acctlib.book.demo import write_demo

    made = write_demo(folder, clients=clients, quarters=quarters, seed=seed)
    click.echo(f"{made}: {clients} clients over {quarters} quarters; what was drawn is in truth.json.")
    click.echo(f"Try: acctlib review --config {made / 'acctlib.yml'}")


@main.command()
@_config
@click.option("--html", type=click.Path(path_type=Path), help="Also write the report as an HTML page.")
@told
def check(config_path: Path | None, html: Path | None) -> int:
    """List every problem of the input, by file, row and column."""
    from acctlib.book import check_book
    from acctlib.publish.check_page import problem_table, write_check_page

    config = configured(config_path)
    report = check_book(config)
    click.echo(problem_table(report))
    if html:
        write_check_page(report, html, config)
        click.echo(f"{html} written.")
    return FAILED if report.blocking else 0


@main.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@_config
@click.option("--quarter", default="", help="Like 2026Q3; the last that the data covers in full where not given.")
@click.option(
    "--edition",
    type=click.Choice(["client", "internal", "both"]),
    default="both",
    show_default=True,
    help="Who shall read it.",
)
@_to("pdf", "html")
@click.option("--workers", type=click.IntRange(min=1), help="Reports at once; one per core where not given.")
@click.option("--out", help="Folder of the reports, or a URL (s3://...).  [default: out in acctlib.yml, else reports]")
@click.option("--fresh", is_flag=True, help="Render what is up to date as well.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="Render on the workers of this Dask scheduler.")
@click.option("--quiet", "how", flag_value="quiet", help="Say failures and the summary, and nothing else.")
@click.option("--json", "how", flag_value="json", help="Write one JSON object a line to stdout; see below.")
@told
def review(
    clients: tuple[str, ...], config_path: Path | None, quarter: str, edition: str, formats: tuple[str, ...],
    workers: int | None, out: str | None, fresh: bool, scheduler: str, how: str | None,
) -> int:  # fmt: skip
    """Render reviews: of every client, or of each CLIENT named.

    The same command again renders what is missing, failed or out of date, and nothing else.

    With --json each line has an "event": "begin" (waiting, up_to_date), "report" (client, edition, state, files,
    failure, seconds) as each one ends, "end" (ordered, done, up_to_date, failed, index, manifest), or "stopped"
    (done, failed) after Ctrl-C.
    """
    from acctlib.publish.server import begin_server

    if not scheduler:
        begin_server()
    from acctlib.book import open_book
    from acctlib.publish.remote import folder_of
    from acctlib.publish.run import Order, review_run

    config = configured(config_path)
    editions = ("client", "internal") if edition == "both" else (edition,)
    kept = config.path(config.book).parent
    with (
        open_book(config) as book,
        folder_of(out or str(config.path(config.out)), kept, partial(click.echo, err=True)) as folder,
    ):
        order = Order(quarter, editions, clients, formats, folder, workers, fresh=fresh, scheduler=scheduler)
        result = review_run(book, order, how or "lines")  # type: ignore[arg-type]
    click.echo(json.dumps(result.data) if how == "json" else result.summary)
    return 0 if result.ok else FAILED


@main.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@_config
@click.option("--quarter", default="", help="Like 2026Q3; the last that the data covers in full where not given.")
@click.option(
    "--edition", type=click.Choice(["client", "internal"]), default="internal", show_default=True, help="Which facts."
)
@click.option(
    "--format",
    "as_",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="How to print them; in csv an apostrophe stands before text that a spreadsheet would run, json is exact.",
)
@told
def metrics(clients: tuple[str, ...], config_path: Path | None, quarter: str, edition: str, as_: str) -> None:
    """Print the facts alone: one row per client and metric."""
    from acctlib.book import open_book
    from acctlib.display.csv_text import csv_text
    from acctlib.review.numbers import facts_table

    with open_book(configured(config_path)) as book:
        table = facts_table(book, clients, quarter, edition)
    click.echo(
        csv_text(table).rstrip() if as_ == "csv" else table.to_json(orient="records", indent=1, force_ascii=False)
    )


@main.command()
@click.argument("metric", required=False)
@told
def define(metric: str | None) -> None:
    """Print the definition of METRIC with its source; without one, all of them."""
    from acctlib.metrics.registry import DEFINITIONS, definition

    for known in [definition(metric)] if metric else DEFINITIONS.values():
        click.secho(f"{known.label} ({known.id}, {known.unit})", bold=True)
        click.echo(f"  {known.formula}\n  Out of: {known.denominator}\n  Over: {known.period}")
        for rule in known.edges:
            click.echo(f"  - {rule}")
        click.echo(f"  Source: {known.source}\n")


@main.command()
@_config
@click.option("--quarter", default="", help="Like 2026Q3; the last that the data covers in full where not given.")
@click.option("--supervisor", "supervisors", multiple=True, help="Only this one's; repeat for several.")
@click.option("--firm", is_flag=True, help="Only the firm's, or the firm's and those of the supervisors named.")
@_to("pdf", "html", "xlsx")
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the reports.  [default: as for review]")
@told
def portfolio(
    config_path: Path | None, quarter: str, supervisors: tuple[str, ...], firm: bool, formats: tuple[str, ...],
    out: Path | None,
) -> int:  # fmt: skip
    """Render the portfolio of the firm and of each supervisor, with a calendar of renewals and an attention list."""
    from acctlib.publish.server import begin_server

    begin_server()
    from acctlib.book import open_book
    from acctlib.publish.portfolio import PortfolioOrder, portfolio_run

    config = configured(config_path)
    wanted = (("",) if firm else ()) + supervisors
    with open_book(config) as book:
        order = PortfolioOrder(quarter, wanted, formats, (out or config.path(config.out)).resolve())
        outcomes = portfolio_run(book, order)
    for outcome in outcomes:
        if outcome.failure:
            click.secho(f"failed: portfolio of {outcome.name}: {outcome.failure.text}", fg="red")
        else:
            click.echo(f"portfolio of {outcome.name}: {outcome.files[0]}")
    return FAILED if any(outcome.failure for outcome in outcomes) else 0


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
@_config
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


@main.command(name="view-as-client")
@click.argument("client")
@_config
@click.option("--quarter", default="", help="Like 2026Q3; the last that the data covers in full where not given.")
@told
def view_as_client(client: str, config_path: Path | None, quarter: str) -> None:
    """List what CLIENT's edition holds, what is withheld from it, and why."""
    from acctlib.book import open_book
    from acctlib.review.as_client import as_client

    with open_book(configured(config_path)) as book:
        rows = as_client(book, client, quarter)
    for what, part in rows.groupby("what", sort=False):
        click.secho(f"{what!s}s", bold=True)
        for _, name, shown, withheld, why in part.itertuples(index=False, name=None):
            click.echo(f"  {name}: {shown or 'nothing'}")
            if withheld or why:
                click.secho(f"    withheld: {withheld or 'nothing'} ({why})", fg="yellow")


@main.command()
@click.argument("pdf", type=click.Path(path_type=Path))
@told
def lock(pdf: Path) -> None:
    """Write a copy of PDF beside it that asks for a password: yours, asked for here or in ACCTLIB_PASSWORD."""
    from acctlib.publish.lock import lock_file, password

    click.echo(lock_file(pdf, password(lambda ask: click.prompt(ask, hide_input=True, confirmation_prompt=True))))


@main.command()
@click.option(
    "--format", "as_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="How to print them.",
)  # fmt: skip
@told
def verify(as_: str) -> int:
    """Compare our numbers with published examples: source, expected, ours.

    Needs no data. The exit status is 1 where any of them does not agree to the digits that were printed.
    """
    from acctlib.metrics.published import EXAMPLES, verdicts
    from acctlib.publish.verification import verification_rows, verification_table

    found = verdicts(EXAMPLES)
    text = {
        "table": lambda: verification_table(found),
        "csv": lambda: verification_rows(found).to_csv(index=False).rstrip(),
        "json": lambda: verification_rows(found).to_json(orient="records", indent=1, force_ascii=False),
    }
    click.echo(text[as_]())
    return 0 if all(verdict.passed for verdict in found) else FAILED
