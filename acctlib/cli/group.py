"""The command group, shared options, and how failures are printed.

Heavy imports happen inside functions, so that `acctlib --help` answers at once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acctlib import __version__
from acctlib.compat import notices
from acctlib.errors import AcctlibError, ConfigError, PeriodError, ReviewError

if TYPE_CHECKING:
    from acctlib.config import Config

USAGE, FAILED = 2, 1
config_option = click.option(
    "--config",
    "config_path",
    type=click.Path(path_type=Path),
    help="Path to acctlib.yml.  [default: the nearest one in this or a parent folder]",
)
quarter_option = click.option(
    "--quarter", default="", help="Quarter, e.g. 2026Q3.  [default: last complete quarter in the data]"
)


def formats_option(*default: str) -> Callable[..., Any]:
    """The option for file formats."""
    kinds = click.Choice(["pdf", "html", "xlsx"])
    return click.option(
        "--to",
        "formats",
        type=kinds,
        multiple=True,
        default=default,
        show_default=True,
        help="Output format (repeatable).",
    )


def exit_on_error(command: Callable[..., int | None]) -> Callable[..., None]:
    """Print an `AcctlibError` and exit with its status; anything else is a defect and shows its traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        try:
            with notices(partial(click.echo, err=True)):
                status = command(*args, **kwargs)
        except AcctlibError as error:
            click.secho(f"acctlib: {error}", fg="red", err=True)
            sys.exit(USAGE if isinstance(error, ConfigError | PeriodError | ReviewError) else FAILED)
        sys.exit(status or 0)

    return run


def configured(config_path: Path | None) -> Config:
    """The configuration; where it names no sources, that of the demo book, with a notice."""
    from acctlib.book.demo import demo_config
    from acctlib.config import load_config

    given = load_config(config_path)
    config = demo_config(given)
    if config is not given:
        click.echo("No sources configured in acctlib.yml; using the demo data in data/demo.", err=True)
    return config


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="acctlib")
def main() -> None:
    """Quarterly client reviews: from a firm's exports to one PDF per client."""
