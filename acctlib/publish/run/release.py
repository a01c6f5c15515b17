"""Held reports: how they get into `held`, and how a person releases them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from acctlib.config import Config
from acctlib.errors import PublishError, ReviewError, nearest
from acctlib.publish.paths.failure import failure_of
from acctlib.publish.paths.job import Outcome
from acctlib.publish.paths.report_paths import ReportPaths, cannot_write, make_folder
from acctlib.publish.run.index import write_index
from acctlib.publish.run.manifest import Entry, Manifest, digest, found
from acctlib.publish.run.run_lock import held


def settled(manifest: Manifest, outcome: Outcome) -> Outcome:
    """Put an outcome's files in place: held ones stay in `held`, all others are moved out of it.

    Notes
    -----
    - The executed notebook is internal and is always moved to the internal folder.
    - Files identical to those released before are released again.
    """
    if outcome.state == "failed":
        return outcome
    released = outcome.state == "held" and _was_released(manifest, outcome)
    state = "done" if released else outcome.state
    stay = state == "held"
    try:
        files = tuple(f if stay and f.suffix != ".ipynb" else _pass(manifest.report_paths, f) for f in outcome.files)
    except PublishError as error:
        failure = failure_of(error, outcome.name)
        return replace(outcome, state="failed", files=(), digests=(), headlines=(), facts=(), failure=failure)
    return replace(outcome, state=state, files=files)


def _was_released(manifest: Manifest, outcome: Outcome) -> bool:
    report_paths = manifest.report_paths
    names = (report_paths.passed(file).relative_to(report_paths.folder).as_posix() for file in outcome.files)
    made = {name: said for name, said in zip(names, outcome.digests, strict=True) if not name.endswith(".ipynb")}
    releases = manifest.entries[outcome.client_id, outcome.edition].releases
    return any(made.items() <= release["files"].items() for release in releases)


def _pass(report_paths: ReportPaths, file: Path) -> Path:
    """Move a file out of `held` atomically; returns its new path."""
    to = report_paths.passed(file)
    if to != file:
        try:
            make_folder(to.parent)
            file.replace(to)
        except OSError as error:
            raise cannot_write(to, error) from error
    return to


@dataclass(frozen=True)
class Release:
    """Who releases a client's reports, and why.

    Attributes
    ----------
    by, reason : str
        As entered by a person; neither may be empty.
    on : str
        The date, as ISO text.
    """

    client_id: str
    by: str
    reason: str
    on: str

    def __post_init__(self) -> None:
        for name in ("by", "reason"):
            if not getattr(self, name).strip():
                raise ReviewError(f"--{name}: is empty; a release says who lets the report through, and why")


def release(report_paths: ReportPaths, wanted: Release, config: Config) -> list[Entry]:
    """Release every held report of a client, and record it in the manifest and the index.

    Returns
    -------
    list of Entry
        The released reports with their findings.

    Raises
    ------
    ReviewError
        For a client with no report in this folder, or none that is held.
    PublishError
        If there is no run, another run is in progress, or a file cannot be moved or differs from the one that was held;
        nothing is changed then.

    Notes
    -----
    - The manifest is written first: if the process is killed in between, the next run re-renders the report, and there
      is no unrecorded file among those for sending.
    """
    found(report_paths)  # so that nothing is written into a folder without a run
    with held(report_paths):
        manifest = found(report_paths)
        entries = _held_back(manifest, wanted.client_id)
        _check_unchanged(report_paths, entries)
        released = [_released(report_paths, entry, wanted) for entry in entries]
        _recorded(manifest, released)
        _move(manifest, entries)
        report_paths.sweep_held(keep=manifest.files)
        write_index(manifest, config)
    return released


def _held_back(manifest: Manifest, client_id: str) -> list[Entry]:
    known = {entry.client_id for entry in manifest.entries.values()}
    if client_id not in known:
        near = nearest(client_id, sorted(known))[:300]
        raise ReviewError(f"client: '{client_id}' has no report in {manifest.report_paths.folder}; {near}")
    entries = [entry for _, entry in sorted(manifest.entries.items()) if entry.client_id == client_id]
    if not (waiting := [entry for entry in entries if entry.state == "held"]):
        states = ", ".join(f"{entry.edition} edition {entry.state}" for entry in entries)
        raise ReviewError(
            f"client: no report of '{client_id}' is held back in {manifest.report_paths.folder} ({states})"
        )
    return waiting


def _check_unchanged(report_paths: ReportPaths, entries: Iterable[Entry]) -> None:
    """Raise an error unless the files are those that were scanned."""
    for entry in entries:
        for name, said in entry.files.items():
            if digest(report_paths.folder / name) != said:
                raise PublishError(f"{report_paths.folder / name}: is not the file that was held back; render it again")


def _released(report_paths: ReportPaths, entry: Entry, wanted: Release) -> Entry:
    files = {_passed_name(report_paths, name): said for name, said in entry.files.items()}
    sent = {name: said for name, said in files.items() if not name.endswith(".ipynb")}
    record = {"by": wanted.by, "reason": wanted.reason, "on": wanted.on, "files": sent}
    return replace(entry, state="done", files=files, releases=(*entry.releases, record))


def _passed_name(report_paths: ReportPaths, name: str) -> str:
    return report_paths.passed(report_paths.folder / name).relative_to(report_paths.folder).as_posix()


def _recorded(manifest: Manifest, entries: Iterable[Entry]) -> None:
    manifest.entries.update({entry.key: entry for entry in entries})
    manifest.write()


def _move(manifest: Manifest, before: Iterable[Entry]) -> None:
    """Move the files; if one cannot be moved, move all back and restore the manifest."""
    report_paths, gone = manifest.report_paths, dict[Path, Path]()
    try:
        for name in (name for entry in before for name in entry.files):
            gone[report_paths.folder / name] = _pass(report_paths, report_paths.folder / name)
    except PublishError:
        for old, new in gone.items():
            new.replace(old)
        _recorded(manifest, before)
        raise
