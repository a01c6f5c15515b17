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

MAX_LISTED = 20  # failures listed in a summary
TIMING_KEYS = ("start", "cells", "export", "write", "account")


@dataclass(frozen=True)
class RunResult:
    """The result of a run.

    Attributes
    ----------
    outcomes : tuple
        Outcomes of the reports rendered in this run.
    up_to_date : int
        Requested reports that were already up to date.
    held : tuple of Entry
        Requested reports that are held, whether rendered now or before.
    """

    outcomes: tuple[Outcome, ...]
    report_paths: ReportPaths
    up_to_date: int = 0
    held: tuple[Entry, ...] = ()

    @property
    def requested(self) -> int:
        """Number of requested reports."""
        return len(self.outcomes) + self.up_to_date

    @property
    def failed(self) -> list[Outcome]:
        """Reports that failed."""
        return [outcome for outcome in self.outcomes if outcome.state == "failed"]

    @property
    def ok(self) -> bool:
        """Whether every requested report is done and none is held."""
        return not self.failed and not self.held

    @property
    def done(self) -> int:
        """Number of requested reports that are done and may be sent."""
        return self.requested - len(self.failed) - len(self.held)

    @property
    def summary(self) -> str:
        """A few lines: report counts, location, failures, and time by step."""
        unchanged = f" ({self.up_to_date} of them up to date)" if self.up_to_date else ""
        held = f", {len(self.held)} held back" if self.held else ""
        lines = [f"{self.done} of {self.requested} reports done{unchanged}{held}: {self.report_paths.index}"]
        lines += [
            f"held back: client {e.client_id}, {e.edition} edition, {_found_in(e)}" for e in self.held[:MAX_LISTED]
        ]
        lines += [f"What to do: {way_out(self.held[0].client_id, self.report_paths.quarter)}"] if self.held else []
        lines += [
            f"failed: client {o.client_id}, {o.edition} edition, {o.failure.text}"
            for o in self.failed[:MAX_LISTED]
            if o.failure
        ]
        more = max(len(self.failed) - MAX_LISTED, 0) + max(len(self.held) - MAX_LISTED, 0)
        lines += [f"and {more} more; index.html lists them"] if more > 0 else []
        return "\n".join([*lines, *self._seconds()])

    @property
    def data(self) -> dict[str, object]:
        """The result as data for a program."""
        return {
            "event": "end",
            "ordered": self.requested,
            "done": self.done,
            "up_to_date": self.up_to_date,
            "failed": len(self.failed),
            "held": len(self.held),
            "index": str(self.report_paths.index),
            "manifest": str(self.report_paths.manifest),
        }

    def _seconds(self) -> list[str]:
        seconds = pd.DataFrame([o.seconds for o in self.outcomes if o.state == "done"])
        if seconds.empty:
            return []
        median = seconds.median()
        steps = ", ".join(f"{key} {median[key]:.2f}" for key in TIMING_KEYS)
        return [f"Median seconds per report: {steps}"]


def _found_in(entry: Entry) -> str:
    first, *more = entry.findings
    return f"{first['text']}{f' (and {len(more)} more findings)' if more else ''}"


def review_run(book: Book, request: RunRequest, how: How = "lines") -> RunResult:
    """Render requested reports that are missing, failed or out of date. A failure affects one report only.

    Parameters
    ----------
    how : str
        How progress is shown: see `progress`.

    Raises
    ------
    ReviewError, PeriodError, PublishError
        Before anything is rendered; PublishError also if another run has locked the folder, or the manifest or index
        cannot be written.

    Notes
    -----
    - However the run ends, even by Ctrl-C, no process is left, and the manifest and index reflect what exists.
    - An earlier run's files for a report are removed once this run's report is done or failed.
    - Every client file is searched for content that is not for that client before it joins the files for sending: see
      `audit`. If anything is found, the report is rendered but held.
    - A full or read-only disk stops the run, as no other report could be written either.
    """
    plan = planned(book, request)
    with held(plan.report_paths) as scratch:
        return _run(plan, scratch, how)


def _run(plan: Plan, scratch: Path, how: How) -> RunResult:
    request, requested = plan.request, plan.entries()
    manifest = begin(plan.report_paths, plan.head, requested, request.fresh)
    if "client" in request.editions:
        record(request.out, plan.report_paths.quarter, plan.figures.shown)
    plan.report_paths.sweep_held(keep=manifest.files)
    waiting = manifest.waiting & {entry.key for entry in requested}
    audit = Audit(plan.book)
    try:
        with (
            ends_like_ctrl_c(),
            progress(len(waiting), len(requested) - len(waiting), how) as show,
            closing(
                accounted(lambda jobs: _outcomes(jobs, request, scratch), audit.noting(plan.jobs(waiting)), plan.afresh)
            ) as stream,
        ):
            if any(edition == "client" for _, edition in waiting):
                audit.prepare()  # while the process server is still importing
            outcomes = [
                _recorded(plan, manifest, show, settled(manifest, audited(audit, outcome))) for outcome in stream
            ]
    except BaseException:
        with suppress(PublishError):  # the original exception is the one to report
            _close(plan, manifest)
        raise
    _close(plan, manifest)
    outcomes.sort(key=lambda outcome: (outcome.client_id, outcome.edition))
    held_back = (manifest.entries[entry.key] for entry in requested)
    return RunResult(
        tuple(outcomes),
        plan.report_paths,
        len(requested) - len(outcomes),
        tuple(entry for entry in held_back if entry.state == "held"),
    )


def _cores() -> int:
    """Cores available to this process, which a container or `taskset` may limit to fewer than the machine has."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _outcomes(jobs: Iterable[Job], request: RunRequest, scratch: Path) -> Generator[Outcome, None, None]:
    """Outcomes from this machine or from a cluster."""
    if request.scheduler:
        from acctlib.publish.run.cluster import rendered_on_cluster

        return rendered_on_cluster(jobs, request.scheduler, request.limit)
    return rendered(jobs, request.workers or _cores(), request.limit, scratch=scratch)


def _recorded(plan: Plan, manifest: Manifest, show: Told, outcome: Outcome) -> Outcome:
    """Record and report an outcome, and remove an earlier run's files for the same report."""
    plan.report_paths.sweep(outcome.client_id, outcome.edition, keep=outcome.files)
    manifest.record(outcome)
    show(outcome)
    repeat(outcome.notices)
    if outcome.failure and outcome.failure.kind == NoRoom.__name__:
        raise NoRoom(f"{outcome.failure.error}. The run stops here; the same command resumes once there is space")
    return outcome


def _close(plan: Plan, manifest: Manifest) -> None:
    manifest.compare(plan.data)
    manifest.write()
    plan.report_paths.sweep_held(keep=manifest.files)
    write_index(manifest, plan.book.config)
