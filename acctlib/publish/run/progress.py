"""A run's progress: a bar on a terminal, plain lines elsewhere, failures only, or JSON events."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Literal, Protocol, TextIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from acctlib.publish.paths.job import Outcome

EVERY = 20  # reports per plain progress line
How = Literal["lines", "quiet", "json"]


class Told(Protocol):
    """Receives each outcome as it arrives."""

    def __call__(self, outcome: Outcome) -> None:
        """Another report is finished, whatever its state."""

    def stopped(self) -> None:
        """The run was interrupted."""


class Quiet:
    """Prints only failures and held reports, one per line."""

    def __init__(self, total: int, console: Console) -> None:
        self.total, self.console, self.ended, self.failed, self.held = total, console, 0, 0, 0

    def __call__(self, outcome: Outcome) -> None:
        """Count an outcome, and print why it failed or is held."""
        self.ended, self.failed = self.ended + 1, self.failed + (outcome.state == "failed")
        if outcome.failure:
            self.translate(f"failed: {outcome.client_id} {outcome.edition}: {outcome.failure.text}")
        if outcome.state == "held":
            self.held += 1
            self.translate(f"held back: {outcome.client_id} {outcome.edition}: {outcome.findings[0].text}")

    def stopped(self) -> None:
        """Print how many reports are done and how to resume."""
        there = self.ended - self.failed - self.held
        held = f", {self.held} held back" if self.held else ""
        self.translate(
            f"stopped: {there} of {self.total} reports done, {self.failed} failed{held}; "
            "the same command resumes from there, and index.html lists the rest"
        )

    def translate(self, line: str) -> None:
        """Print a line verbatim: neither wrapped nor parsed as markup."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)


class Lines(Quiet):
    """Prints plain lines for a log: every failure, progress every `EVERY` reports, and a last line."""

    def __init__(self, total: int, console: Console, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(total, console)
        self.clock, self.begun = clock, clock()

    def __call__(self, outcome: Outcome) -> None:
        """Count an outcome, and print a line when one is due."""
        super().__call__(outcome)
        if self.ended % EVERY == 0 or self.ended == self.total:
            spent = max(self.clock() - self.begun, 1e-9)
            left = spent / self.ended * (self.total - self.ended)
            rest = f", {_time(left)} left" if self.ended < self.total else f", in {_time(spent)}"
            held = f", {self.held} held back" if self.held else ""
            self.translate(
                f"{self.ended} of {self.total} reports, {self.failed} failed{held}, {_rate(self.ended / spent)}{rest}"
            )


class Bar(Quiet):
    """A single line with client, done, failed, rate and time left; failures remain above it."""

    def __init__(self, total: int, bar: Progress) -> None:
        super().__init__(total, bar.console)
        self.bar, self.begun = bar, monotonic()
        self.task = bar.add_task("starting", total=total, failed=0, rate="")

    def __call__(self, outcome: Outcome) -> None:
        """Count an outcome and advance the bar."""
        super().__call__(outcome)
        rate = _rate(self.ended / max(monotonic() - self.begun, 1e-9))
        # Not parsed as markup, as a client's id may contain any characters.
        said = f"{outcome.client_id} {outcome.edition}"
        self.bar.update(self.task, advance=1, failed=self.failed, rate=rate, description=said)


class Events:
    """Writes one JSON object per line, for programs."""

    def __init__(self, total: int, kept: int, out: TextIO) -> None:
        self.out, self.done, self.failed = out, 0, 0
        self._write("begin", waiting=total, up_to_date=kept)

    def __call__(self, outcome: Outcome) -> None:
        """Write one event per report, with its files or its failure."""
        self.done, self.failed = self.done + (outcome.state == "done"), self.failed + (outcome.state == "failed")
        self._write(
            "report",
            client=outcome.client_id,
            edition=outcome.edition,
            state=outcome.state,
            files=[str(path) for path in outcome.files],
            failure=outcome.failure.text if outcome.failure else None,
            findings=[finding.text for finding in outcome.findings],
            seconds=dict(outcome.seconds),
        )

    def stopped(self) -> None:
        """Write how many reports are done."""
        self._write("stopped", done=self.done, failed=self.failed)

    def _write(self, event: str, **said: object) -> None:
        print(json.dumps({"event": event, **said}), file=self.out, flush=True)


@contextmanager
def progress(total: int, kept: int = 0, how: How = "lines", console: Console | None = None) -> Iterator[Told]:
    """A receiver of outcomes; on interruption it reports how far the run got.

    Parameters
    ----------
    total : int
        Reports to render.
    kept : int
        Reports that are already up to date.
    how : str
        `lines` (a bar on a terminal), `quiet` (failures only) or `json` (events, on stdout).
    console : Console, optional
        Defaults to stderr.
    """
    with _shown(total, kept, how, console or Console(stderr=True)) as told:
        try:
            yield told
        except KeyboardInterrupt:
            told.stopped()
            raise


@contextmanager
def _shown(total: int, kept: int, how: How, console: Console) -> Iterator[Told]:
    if how == "json":
        yield Events(total, kept, sys.stdout)
    elif how == "quiet" or total == 0:
        yield Quiet(total, console)
    elif not console.is_terminal:
        yield Lines(total, console)
    else:
        columns = (
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[failed]} failed"),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console) as bar:
            yield Bar(total, bar)


def _rate(per_second: float) -> str:
    return f"{60 * per_second:.0f} a minute"


def _time(seconds: float) -> str:
    """A duration in rounded units.

    >>> _time(8.2), _time(95), _time(7300)
    ('8 s', '2 min', '2 h 2 min')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
