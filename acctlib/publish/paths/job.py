"""The job passed to a report's process, and the outcome that it returns.

Nothing heavy is imported here: a process that only starts and monitors jobs needs no notebook machinery.
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
    """All the inputs of one report.

    Attributes
    ----------
    held : Slice
        The client's rows in this edition: the only data that the process gets.
    config : Config
        Configuration without sources and without the path to the book.
    parameters : Mapping
        Values, as text, for the notebook's parameters cell.
    formats : tuple
        pdf, html.
    cell_limit : float, optional
        Seconds allowed per cell; None for no limit.
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
    """A job whose finished files are to be traced, using `held` rows read from the book again."""


@dataclass(frozen=True)
class Outcome:
    """A job's outcome: files or a failure, and time by step.

    Attributes
    ----------
    state : str
        `held`: rendered, but something was found in it that its reader must not see.
    findings : tuple
        Findings that hold the report, or would hold it had it not been released.
    notes : tuple
        Findings that do not hold the report.
    notices : tuple
        Deprecated names used in the notebook.
    accounts : tuple
        Result of tracing each file's texts, in the order of the job's formats; see `recount`.
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
