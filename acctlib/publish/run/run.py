"""A run: every requested review, its manifest and its index."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from acctlib.compat import repeat
from acctlib.errors import PublishError
from acctlib.publish.checks.audit import Audit, audited
from acctlib.publish.paths.finding import way_out
from acctlib.publish.paths.job import Job, Outcome
from acctlib.publish.paths.report_paths import NoRoom, ReportPaths
from acctlib.publish.run.index import write_index
from acctlib.publish.run.manifest import Entry, Manifest, begin
from acctlib.publish.run.plan import Plan, planned
from acctlib.publish.run.progress import How, Told, progress
from acctlib.publish.run.release import settled
from acctlib.publish.run.request import RunRequest
from acctlib.publish.run.run_lock import held
from acctlib.publish.run.signals import ends_like_ctrl_c
from acctlib.publish.workers.batch import rendered
from acctlib.publish.workers.recount import accounted
from acctlib.review.base.peer_record import record

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

__all__ = ["RunRequest", "RunResult", "review_run"]

NAMED = 20  # failures that a summary tells one by one
SPENT = {"start": "start", "cells": "cells", "export": "export", "write": "write", "account": "account"}


@dataclass(frozen=True)
class RunResult:
    """The result of a run.

    Attributes
    ----------
    outcomes : tuple
        Of what was rendered now.
    kept : int
        Reports that were up to date.
    held : tuple of Entry
        Reports of the order that are held back, rendered now or before.
    """

    outcomes: tuple[Outcome, ...]
    report_paths: ReportPaths
    kept: int = 0
    held: tuple[Entry, ...] = ()

    @property
    def ordered(self) -> int:
        """Number of requested reports."""
        return len(self.outcomes) + self.kept

    @property
    def failed(self) -> list[Outcome]:
        """Reports that failed."""
        return [outcome for outcome in self.outcomes if outcome.state == "failed"]

    @property
    def ok(self) -> bool:
        """Whether every requested report is done, and none is held back."""
        return not self.failed and not self.held

    @property
    def done(self) -> int:
        """Number of requested reports that are done and may be sent."""
        return self.ordered - len(self.failed) - len(self.held)

    @property
    def summary(self) -> str:
        """A few lines: how many, where, what failed, and time by step."""
        kept = f" ({self.kept} of them up to date)" if self.kept else ""
        held = f", {len(self.held)} held back" if self.held else ""
        lines = [f"{self.done} of {self.ordered} reports done{kept}{held}: {self.report_paths.index}"]
        lines += [f"held back: client {e.client_id}, {e.edition} edition, {_found_in(e)}" for e in self.held[:NAMED]]
        lines += [f"What to do: {way_out(self.held[0].client_id, self.report_paths.quarter)}"] if self.held else []
        lines += [
            f"failed: client {o.client_id}, {o.edition} edition, {o.failure.text}"
            for o in self.failed[:NAMED]
            if o.failure
        ]
        more = max(len(self.failed) - NAMED, 0) + max(len(self.held) - NAMED, 0)
        lines += [f"and {more} more; index.html lists them"] if more > 0 else []
        return "\n".join([*lines, *self._seconds()])

    @property
    def data(self) -> dict[str, object]:
        """The same for a program."""
        return {
            "event": "end",
            "ordered": self.ordered,
            "done": self.done,
            "up_to_date": self.kept,
            "failed": len(self.failed),
            "held": len(self.held),
            "index": str(self.report_paths.index),
            "manifest": str(self.report_paths.manifest),
        }

    def _seconds(self) -> list[str]:
        spent = pd.DataFrame([o.seconds for o in self.outcomes if o.state == "done"])
        if spent.empty:
            return []
        middle = spent.median()
        told = ", ".join(f"{said} {middle[key]:.2f}" for key, said in SPENT.items())
        return [f"Median seconds per report: {told}"]


def _found_in(entry: Entry) -> str:
    first, *more = entry.findings
    return f"{first['text']}{f' (and {len(more)} more findings)' if more else ''}"


def review_run(book: Book, order: RunRequest, how: How = "lines") -> RunResult:
    """Render the requested reports that are missing, failed or out of date. A failure affects one report only.

    Parameters
    ----------
    how : str
        How progress is told: see `progress`.

    Raises
    ------
    ReviewError, PeriodError, PublishError
        Before anything is rendered; PublishError also where another run holds the folder, and where manifest or
        index cannot be written.

    Notes
    -----
    - However it ends, by Ctrl-C too, no process is left, and manifest and index say what is there and what is not.
    - What an earlier run left of a report goes when this run's is done or failed.
    - Every client's file is searched for what is not for that client before it lies among those for sending: see
      `audit`. Where something is found, the report is made and held back.
    - A disk that is full or read-only stops the run: no other report could be written either.
    """
    plan = planned(book, order)
    with held(plan.report_paths) as scratch:
        return _run(plan, scratch, how)


def _run(plan: Plan, scratch: Path, how: How) -> RunResult:
    order, ordered = plan.order, plan.entries()
    manifest = begin(plan.report_paths, plan.head, ordered, order.fresh)
    if "client" in order.editions:
        record(order.out, plan.report_paths.quarter, plan.figures.shown)
    plan.report_paths.sweep_held(keep=manifest.files)
    waiting = manifest.waiting & {entry.key for entry in ordered}
    audit = Audit(plan.book)
    try:
        with (
            ends_like_ctrl_c(),
            progress(len(waiting), len(ordered) - len(waiting), how) as told,
            closing(
                accounted(lambda jobs: _coming(jobs, order, scratch), audit.noting(plan.jobs(waiting)), plan.afresh)
            ) as coming,
        ):
            if any(edition == "client" for _, edition in waiting):
                audit.prepare()  # while the server of processes is still importing
            outcomes = [
                _recorded(plan, manifest, told, settled(manifest, audited(audit, outcome))) for outcome in coming
            ]
    except BaseException:
        with suppress(PublishError):  # it is why the run ends that has to be told
            _close(plan, manifest)
        raise
    _close(plan, manifest)
    outcomes.sort(key=lambda outcome: (outcome.client_id, outcome.edition))
    held_back = (manifest.entries[entry.key] for entry in ordered)
    return RunResult(
        tuple(outcomes),
        plan.report_paths,
        len(ordered) - len(outcomes),
        tuple(entry for entry in held_back if entry.state == "held"),
    )


def _cores() -> int:
    """Cores that this process may use: a container or `taskset` gives it fewer than there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _coming(jobs: Iterable[Job], order: RunRequest, scratch: Path) -> Generator[Outcome, None, None]:
    """Outcomes from this machine or from a cluster."""
    if order.scheduler:
        from acctlib.publish.run.cluster import rendered_on_cluster

        return rendered_on_cluster(jobs, order.scheduler, order.limit)
    return rendered(jobs, order.workers or _cores(), order.limit, scratch=scratch)


def _recorded(plan: Plan, manifest: Manifest, told: Told, outcome: Outcome) -> Outcome:
    """Record and report an outcome, and remove what an earlier run left of the report."""
    plan.report_paths.sweep(outcome.client_id, outcome.edition, keep=outcome.files)
    manifest.record(outcome)
    told(outcome)
    repeat(outcome.notices)
    if outcome.failure and outcome.failure.kind == NoRoom.__name__:
        raise NoRoom(f"{outcome.failure.error}. The run stops here; the same command resumes once there is space")
    return outcome


def _close(plan: Plan, manifest: Manifest) -> None:
    manifest.compare(plan.data)
    manifest.write()
    plan.report_paths.sweep_held(keep=manifest.files)
    write_index(manifest, plan.book.config)
