"""How far a run is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from acctlib.publish.report import Outcome

EVERY = 20  # reports between two plain lines


class Told(Protocol):
    """Who is told of each outcome as it comes."""

    def __call__(self, outcome: Outcome) -> None:
        """One report more is done or has failed."""


class Lines:
    """Plain lines: every failure, every `EVERY` reports, and the last."""

    def __init__(self, total: int, console: Console) -> None:
        self.total, self.console, self.done, self.failed = total, console, 0, 0

    def __call__(self, outcome: Outcome) -> None:
        """Count it, and say what is worth a line."""
        self.done, self.failed = self.done + 1, self.failed + (outcome.state == "failed")
        if outcome.failure:
            self.say(f"failed: {outcome.client_id} {outcome.edition}: {outcome.failure.text}")
        if self.counts_now():
            self.say(f"{self.done} of {self.total} reports, {self.failed} failed")

    def counts_now(self) -> bool:
        """Whether it is time for a line on how far we are."""
        return self.done % EVERY == 0 or self.done == self.total

    def say(self, line: str) -> None:
        """A line as it is, not broken and not read as markup."""
        self.console.print(line, markup=False, highlight=False, soft_wrap=True)


class Bar(Lines):
    """One line with client, done, failed and time left; failures stay above it."""

    def __init__(self, total: int, bar: Progress) -> None:
        super().__init__(total, bar.console)
        self.bar, self.task = bar, bar.add_task("starting", total=total, failed=0)

    def __call__(self, outcome: Outcome) -> None:
        """Count it, and move on."""
        super().__call__(outcome)
        # Not as markup: a client's id is its own affair.
        said = f"{outcome.client_id} {outcome.edition}"
        self.bar.update(self.task, advance=1, failed=self.failed, description=said)

    def counts_now(self) -> bool:
        """The bar counts."""
        return False


@contextmanager
def progress(total: int, console: Console | None = None) -> Iterator[Told]:
    """Give someone to be told of each outcome; who interrupts the run hears how far it came."""
    console = console or Console(stderr=True)
    with _shown(total, console) as told:
        try:
            yield told
        except KeyboardInterrupt:
            there = told.done - told.failed
            told.say(f"stopped: {there} of {total} reports done, {told.failed} failed; index.html names the rest")
            raise


@contextmanager
def _shown(total: int, console: Console) -> Iterator[Lines]:
    if not console.is_terminal:
        yield Lines(total, console)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console) as bar:
        yield Bar(total, bar)
