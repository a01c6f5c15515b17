"""The job that goes into a report's process, and the outcome that comes out.

Nothing heavy is imported here: who only orders and watches needs no notebook machinery.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from acctlib.book.store.slice import Slice
    from acctlib.config import Config
    from acctlib.publish.paths.account import Account
    from acctlib.publish.paths.failure import Failure
    from acctlib.publish.paths.finding import Finding
    from acctlib.publish.paths.headlines import Headline
    from acctlib.publish.paths.report_paths import ReportPaths

CELL_LIMIT = 120.0  # seconds for one cell
OnCell = Callable[[int], None]


@dataclass(frozen=True)
class Job:
    """Everything that one report is made from.

    Attributes
    ----------
    held : Slice
        The client's rows in this edition: all the data that the process gets.
    config : Config
        Without sources and without the way to the book.
    parameters : Mapping
        Text values for the notebook's parameters cell.
    formats : tuple
        pdf, html.
    cell_limit : float, optional
        Seconds that each cell may take; None is no limit.
    """

    client_id: str
    name: str
    edition: str
    notebook: Path
    parameters: Mapping[str, str]
    formats: tuple[str, ...]
    report_paths: ReportPaths
    held: Slice
    config: Config
    cell_limit: float | None = CELL_LIMIT


class Recount(Job):
    """A job whose finished files are to be traced, with `held` read from the book again."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a job: files or a failure, and time by step.

    Attributes
    ----------
    state : str
        `held`: made, and something in it was found that its reader must not have.
    findings : tuple
        What holds it back, or would have, had it not been released.
    notes : tuple
        What was found and holds nothing back.
    notices : tuple
        Which old names its notebook uses.
    accounts : tuple
        What became of the texts of each file, in the order of the job's formats; see `recount`.
    """

    client_id: str
    name: str
    edition: str
    state: Literal["done", "held", "failed"]
    files: tuple[Path, ...] = ()
    digests: tuple[str, ...] = ()
    facts: tuple[Mapping[str, Any], ...] = ()
    headlines: tuple[Headline, ...] = ()
    failure: Failure | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    notices: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
