"""Trace the texts of existing reports again, with the current rows of the book."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from acctlib.publish.paths.failure import Failure
from acctlib.publish.paths.job import Outcome, Recount
from acctlib.publish.paths.report_paths import HELD
from acctlib.publish.run.manifest import Entry, Key, Manifest
from acctlib.publish.run.plan import Plan, planned
from acctlib.publish.run.request import RunRequest
from acctlib.publish.workers.batch import rendered
from acctlib.publish.workers.recount import recount_of

if TYPE_CHECKING:
    from acctlib.book.store.store import Book

ACCOUNTED = ("pdf", "html", "xlsx")


def accounted_again(book: Book, manifest: Manifest, workers: int = 1) -> Generator[Outcome, None, None]:
    """Yield the outcomes of a folder's reports, with the accounts of their files in the order of `formats_of`.

    Notes
    -----
    - A report made from other data, by another notebook or by another version of the kit cannot be reproduced: its
      outcome is a failure that says so, and none of its texts has been checked.
    - Reports that are waiting or failed have no files, and therefore no outcome.
    """
    order = RunRequest(manifest.report_paths.quarter, out=manifest.report_paths.root)
    plan = planned(book, order)
    now = {entry.key: entry for entry in plan.entries()}
    made = [entry for _, entry in sorted(manifest.entries.items()) if entry.files]
    same = [entry for entry in made if entry.key in now and not _changed(entry, now)]
    yield from (_outdated(entry, now) for entry in made if entry not in same)
    yield from rendered((_recount(plan, entry) for entry in same), workers)


def formats_of(entry: Entry) -> tuple[str, ...]:
    """Formats of a report's files whose texts are traced."""
    endings = {name.rpartition(".")[2] for name in entry.files}
    return tuple(format_ for format_ in ACCOUNTED if format_ in endings)


def _changed(entry: Entry, now: Mapping[Key, Entry]) -> list[str]:
    told, held = entry.made_from, now[entry.key].made_from
    return sorted(name for name in {**told, **held} if name != "formats" and told.get(name) != held.get(name))


def _outdated(entry: Entry, now: Mapping[Key, Entry]) -> Outcome:
    why = (
        f"other {', '.join(_changed(entry, now))} than now" if entry.key in now else "a client that is not in the book"
    )
    failure = Failure(entry.name, f"was made from {why}, so its texts cannot be traced: render it again")
    return Outcome(entry.client_id, entry.name, entry.edition, "failed", failure=failure)


def _recount(plan: Plan, entry: Entry) -> Recount:
    (job,) = plan.jobs({entry.key})
    held = any(name.startswith(f"{HELD}/") for name in entry.files)
    report_paths = plan.report_paths.held if held else plan.report_paths
    return recount_of(replace(job, formats=formats_of(entry), report_paths=report_paths), plan.afresh)
