"""How far a run is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from acctlib.publish.report import Outcome

Told = Callable[[Outcome], None]
EVERY = 20  # reports between two plain lines


@contextmanager
def progress(total: int) -> Iterator[Told]:
    """Give a function to be called with each outcome."""
    console = Console(stderr=True)
    if console.is_terminal:
        yield from _bar(total, console)
    else:
        yield _lines(total, console)


def _bar(total: int, console: Console) -> Iterator[Told]:
    failures = TextColumn("{task.fields[failed]} failed")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), failures, TimeRemainingColumn())
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("starting", total=total, failed=0)
        failed = 0

        def told(outcome: Outcome) -> None:
            nonlocal failed
            failed += outcome.state == "failed"
            bar.update(task, advance=1, failed=failed, description=f"{outcome.client_id} {outcome.edition}")

        yield told


def _lines(total: int, console: Console) -> Told:
    done = failed = 0

    def told(outcome: Outcome) -> None:
        nonlocal done, failed
        done, failed = done + 1, failed + (outcome.state == "failed")
        if outcome.failure:
            console.print(
                f"failed: {outcome.client_id} {outcome.edition}: {outcome.failure.text}", markup=False, soft_wrap=True
            )
        if done % EVERY == 0 or done == total:
            console.print(f"{done} of {total} reports, {failed} failed", markup=False)

    return told
