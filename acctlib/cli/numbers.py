"""Commands that print: data issues, metric values, definitions, and what each edition shows."""

from __future__ import annotations

from pathlib import Path

import click

from acctlib.cli.group import FAILED, config_option, configured, exit_on_error, main, quarter_option


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("data/demo"))
@click.option("--clients", type=click.IntRange(min=1), default=24, show_default=True, help="Number of clients.")
@click.option("--quarters", type=click.IntRange(min=1), default=16, show_default=True, help="Quarters of history.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Random seed (the same seed gives identical files)."
)
@exit_on_error
def demo(folder: Path, clients: int, quarters: int, seed: int) -> None:
    """Generate a synthetic demo book with known ground truth in FOLDER."""
    from acctlib.book.demo import write_demo
    from acctlib.config import kit_folder

    made = write_demo(folder, clients=clients, quarters=quarters, seed=seed)
    click.echo(f"{made}: {clients} clients over {quarters} quarters; ground truth is in truth.json.")
    click.echo(f"Try: acctlib review --config {made / 'acctlib.yml'}")
    click.echo(f"The notebooks are in {kit_folder('notebooks')}; copy them next to an acctlib.yml to change them.")


@main.command()
@config_option
@click.option("--html", type=click.Path(path_type=Path), help="Also write the report as an HTML page.")
@exit_on_error
def check(config_path: Path | None, html: Path | None) -> int:
    """Validate the input data: list every issue by file, row and column, and what the data covers."""
    from acctlib.book import check_book
    from acctlib.publish.run.check_page import problem_table, write_check_page
    from acctlib.publish.run.coverage_table import coverage_text

    config = configured(config_path)
    report = check_book(config)
    click.echo(problem_table(report))
    if not report.blocking:
        click.echo(coverage_text(report.tables, config))
    if html:
        write_check_page(report, html, config)
        click.echo(f"{html} written.")
    return FAILED if report.blocking else 0


@main.command()
@click.argument("clients", nargs=-1, metavar="[CLIENT]...")
@config_option
@quarter_option
@click.option(
    "--edition",
    type=click.Choice(["client", "internal"]),
    default="internal",
    show_default=True,
    help="Edition whose metrics to print.",
)
@click.option(
    "--format",
    "as_",
    type=click.Choice(["csv", "json"]),
    default="csv",
    show_default=True,
    help="Output format; csv puts an apostrophe before text that a spreadsheet would run, json is exact.",
)
@exit_on_error
def metrics(clients: tuple[str, ...], config_path: Path | None, quarter: str, edition: str, as_: str) -> None:
    """Print metric values only, one row per client and metric."""
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
@click.option("--markdown", is_flag=True, help="All definitions as one Markdown page, with the published examples.")
@exit_on_error
def define(metric: str | None, markdown: bool) -> None:
    """Print the definition of METRIC with its source, or all definitions."""
    from acctlib.metrics.definitions_page import definitions_page
    from acctlib.metrics.registry import DEFINITIONS, definition

    if markdown:
        click.echo(definitions_page(), nl=False)
        return
    for known in [definition(metric)] if metric else DEFINITIONS.values():
        click.secho(f"{known.label} ({known.id}, {known.unit})", bold=True)
        click.echo(f"  {known.formula}\n  Denominator: {known.denominator}\n  Period: {known.period}")
        for rule in known.edge_cases:
            click.echo(f"  - {rule}")
        click.echo(f"  Source: {known.source}\n")


@main.command(name="view-as-client")
@click.argument("client")
@config_option
@quarter_option
@exit_on_error
def view_as_client(client: str, config_path: Path | None, quarter: str) -> None:
    """List what the edition of CLIENT shows, what is withheld from it, and why."""
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
@click.option(
    "--format", "as_", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True,
    help="Output format.",
)  # fmt: skip
@exit_on_error
def verify(as_: str) -> int:
    """Compare computed metrics with published examples: source, expected value, computed value.

    Needs no data. Most examples are small books, compared with the facts that their pages print; others are compared
    with documented functions. The exit status is 1 if any value differs from the digits that were published.
    """
    from acctlib.facts.verification import verdicts
    from acctlib.metrics.published import EXAMPLES
    from acctlib.publish.checks.verification import verification_rows, verification_table

    found = verdicts(EXAMPLES)
    text = {
        "table": lambda: verification_table(found),
        "csv": lambda: verification_rows(found).to_csv(index=False).rstrip(),
        "json": lambda: verification_rows(found).to_json(orient="records", indent=1, force_ascii=False),
    }
    click.echo(text[as_]())
    return 0 if all(verdict.passed for verdict in found) else FAILED
