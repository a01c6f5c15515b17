"""run.json: the reports in one quarter's folder, and the inputs of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic
from typing import Any, Literal

from acctlib.errors import PublishError
from acctlib.publish.paths.job import Outcome
from acctlib.publish.paths.report_paths import ReportPaths, write_atomically

Key = tuple[str, str]  # client_id and edition
SHARE = 10  # rewrite the manifest once the work since the last write has taken ten times as long as that write


@dataclass(frozen=True)
class Entry:
    """One report: waiting, done, held or failed.

    Attributes
    ----------
    made_from : Mapping
        Digests of the client's data, the notebook and everything else that determines the report's content.
    files : Mapping
        Path in the quarter's folder -> the file's SHA-256.
    findings, notes : tuple
        Texts that its reader must not see; and possible ones, which do not hold the report.
    releases : tuple
        Who released its files: `by`, `reason`, `on`, and `files` with their digests.
    outdated : bool
        Whether it was rendered from data other than the last run's.
    """

    client_id: str
    name: str
    edition: str
    state: Literal["waiting", "done", "held", "failed"]
    parameters: Mapping[str, str]
    made_from: Mapping[str, str]
    files: Mapping[str, str] = field(default_factory=dict)
    headlines: tuple[Mapping[str, Any], ...] = ()
    failure: Mapping[str, Any] | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    notes: tuple[Mapping[str, Any], ...] = ()
    releases: tuple[Mapping[str, Any], ...] = ()
    outdated: bool = False

    @property
    def key(self) -> Key:
        """The report's key: client and edition."""
        return self.client_id, self.edition

    @property
    def release(self) -> Mapping[str, Any] | None:
        """The release covering exactly these files; None if there is none, or none is needed."""
        return next((one for one in reversed(self.releases) if one["files"].items() >= self._sent.items()), None)

    @property
    def _sent(self) -> dict[str, str]:
        return {name: said for name, said in self.files.items() if not name.endswith(".ipynb")}


@dataclass
class Manifest:
    """The state of a quarter's folder; written atomically, so it stays readable even if the run is killed."""

    report_paths: ReportPaths
    head: dict[str, Any]
    entries: dict[Key, Entry]
    _written: tuple[float, float] = (0.0, 0.0)

    @property
    def waiting(self) -> frozenset[Key]:
        """Reports still to be rendered."""
        return frozenset(key for key, entry in self.entries.items() if entry.state == "waiting")

    @property
    def files(self) -> frozenset[Path]:
        """Every report's files."""
        return frozenset(self.report_paths.folder / name for entry in self.entries.values() for name in entry.files)

    def record(self, outcome: Outcome) -> None:
        """Record an outcome. A large manifest is not rewritten after every one: see `SHARE`."""
        ordered = self.entries[outcome.client_id, outcome.edition]
        files = (path.relative_to(self.report_paths.folder).as_posix() for path in outcome.files)
        self.entries[ordered.key] = Entry(
            ordered.client_id,
            ordered.name,
            ordered.edition,
            outcome.state,
            ordered.parameters,
            ordered.made_from,
            files=dict(zip(files, outcome.digests, strict=True)),
            headlines=tuple(map(asdict, outcome.headlines)),
            failure={**asdict(outcome.failure), "text": outcome.failure.text} if outcome.failure else None,
            seconds=dict(outcome.seconds),
            findings=tuple(finding.data for finding in outcome.findings),
            notes=tuple(note.data for note in outcome.notes),
            releases=ordered.releases,
        )
        ended, took = self._written
        if monotonic() - ended >= SHARE * took:
            self.write()

    def compare(self, data: Mapping[Key, str]) -> None:
        """Record whether each report was rendered from the current data (given as a digest by report)."""
        for key, entry in self.entries.items():
            self.entries[key] = replace(entry, outdated=entry.made_from.get("data") != data.get(key))

    def write(self) -> None:
        """Write run.json."""
        begun = monotonic()
        told = {**self.head, "reports": [vars(self.entries[key]) for key in sorted(self.entries)]}
        write_atomically(self.report_paths.manifest, json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        self._written = (monotonic(), monotonic() - begun)


def begin(
    report_paths: ReportPaths, head: Mapping[str, Any], ordered: Iterable[Entry], fresh: bool = False
) -> Manifest:
    """Create the manifest for the requested reports, keeping those left by an earlier run of the same firm.

    Parameters
    ----------
    head : Mapping
        What all reports of the run share: at least `demo` and `firm`.
    fresh : bool
        Mark every requested report as waiting, even if it is up to date.

    Raises
    ------
    PublishError
        If the folder already contains demonstration reports and this run is the firm's own, or vice versa.

    Notes
    -----
    - A requested report stays done, or held, if its inputs are the same and its files are unchanged.
    - Releases are remembered for as long as the report is listed: identical bytes need releasing only once.
    - An earlier report that was not requested is kept as long as all its files exist; its digests record its inputs.
    - An unreadable `run.json` is rebuilt from the reports in the folder: see `manifest_repair`.
    """
    before = _before(report_paths)
    if before and before.get("demo") != head["demo"]:
        there, here = ("demonstration", "your firm's") if before.get("demo") else ("your firm's", "demonstration")
        raise PublishError(
            f"{report_paths.folder} holds {there} reports, which cannot be mixed with {here} ones. "
            "Remove it, or give --out another folder"
        )
    earlier = {e.key: e for e in _entries(before)} if before and before.get("firm") == head["firm"] else {}
    kept = {key: e for key, e in earlier.items() if all((report_paths.folder / file).is_file() for file in e.files)}
    for entry in ordered:
        if fresh or not _up_to_date(kept.get(entry.key), entry, report_paths):
            releases = earlier[entry.key].releases if entry.key in earlier else ()
            kept[entry.key] = replace(entry, releases=releases)
    manifest = Manifest(report_paths, {"quarter": report_paths.quarter, **head}, kept)
    manifest.write()
    return manifest


def found(report_paths: ReportPaths) -> Manifest:
    """The manifest in a quarter's folder.

    Raises
    ------
    PublishError
        If there is none that can be read.
    """
    before = _before(report_paths)
    if not isinstance(before.get("reports"), list):
        raise PublishError(
            f"{report_paths.folder}: has no run (run.json); give the folder of a quarter, e.g. reports/2026Q3"
        )
    head = {name: said for name, said in before.items() if name != "reports"}
    return Manifest(report_paths, head, {entry.key: entry for entry in _entries(before)})


def _up_to_date(before: Entry | None, now: Entry, report_paths: ReportPaths) -> bool:
    """Whether an earlier report is byte for byte what would be rendered now."""
    if before is None or before.state not in ("done", "held"):
        return False
    same = (before.made_from, before.parameters) == (now.made_from, now.parameters)
    return same and all(digest(report_paths.folder / file) == said for file, said in before.files.items())


def _before(report_paths: ReportPaths) -> dict[str, Any]:
    """The state left by an earlier run: run.json or, if that is damaged, what the reports themselves contain."""
    try:
        found: dict[str, Any] = json.loads(report_paths.manifest.read_text(encoding="utf-8"))
        _ = found["firm"], found["demo"], _entries(found)
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        from acctlib.publish.run.manifest_repair import rebuilt  # reads every notebook, so imported only when needed

        return rebuilt(report_paths)
    return found


def _entries(before: Mapping[str, Any]) -> list[Entry]:
    """Entries of an earlier run; raises TypeError for one that is damaged or written by another version of the kit."""
    return [Entry(**raw) for raw in before["reports"]]


def digest(path: Path) -> str:
    """SHA-256 of a file; empty if the file is missing or unreadable."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
