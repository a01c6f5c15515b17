"""Scan finished files again: `acctlib audit reports/2026Q3`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from acctlib.errors import PublishError
from acctlib.publish.checks.audit import Audit
from acctlib.publish.paths.finding import Finding
from acctlib.publish.paths.report_paths import HELD, ReportPaths, locked_copy
from acctlib.publish.run.manifest import Entry, Manifest, digest, found
from acctlib.publish.run.recheck import accounted_again, formats_of

if TYPE_CHECKING:
    from acctlib.book.store.store import Book
    from acctlib.publish.paths.job import Outcome

SENT = (".pdf", ".html", ".xlsx")
CHANGED = "not the file that run.json names"


@dataclass(frozen=True)
class Looked:
    """One client's report, scanned again.

    Attributes
    ----------
    entry : Entry
        The report's entry in the manifest.
    outdated : str
        Why its texts can no longer be traced, if so; its findings are then those recorded at its run, and its files are
        compared with their recorded digests.
    """

    entry: Entry
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    outdated: str = ""

    @property
    def released(self) -> bool:
        """Whether a person released exactly these files."""
        return self.entry.state == "done" and bool(self.entry.findings) and self.entry.release is not None


def audit_folder(book: Book, folder: Path) -> list[Looked]:
    """Scan every client report in a quarter's folder, held back or not.

    Raises
    ------
    PublishError
        If there is no run.json, or the client folder contains a file that the run does not know.
    """
    manifest = found(ReportPaths(folder.resolve().parent, folder.resolve().name))
    entries = {e.key: e for _, e in sorted(manifest.entries.items()) if e.edition == "client" and e.files}
    _check_all_are_known(manifest.report_paths, entries.values())
    audit = Audit(book)
    again = accounted_again(book, Manifest(manifest.report_paths, manifest.head, entries))
    looked = [_looked_at(audit, manifest.report_paths, entries[o.client_id, o.edition], o) for o in again]
    return sorted(looked, key=lambda report: report.entry.key)


def _check_all_are_known(report_paths: ReportPaths, entries: Iterable[Entry]) -> None:
    files = [report_paths.folder / name for entry in entries for name in entry.files]
    expected = {*files, *locked_copies(files)}
    for inside in (report_paths.folder / "client", report_paths.folder / HELD / "client"):
        for path in sorted(inside.rglob("*")):
            if path.is_file() and path not in expected:
                raise PublishError(
                    f"{path}: not a report of this run, and its client is unknown: remove it, or run again"
                )


def _looked_at(audit: Audit, report_paths: ReportPaths, entry: Entry, outcome: Outcome) -> Looked:
    files = tuple(_sent(report_paths, entry))
    if outcome.failure:
        return Looked(entry, files, (*_then(entry), *_changed(report_paths, entry)), outdated=outcome.failure.error)
    names = {path.suffix[1:]: path.name for path in files}
    accounts = zip((names[format_] for format_ in formats_of(entry)), outcome.accounts, strict=True)
    findings, notes = audit.findings(audit.rows(entry.client_id), accounts)
    return Looked(entry, files, findings, notes)


def _then(entry: Entry) -> Iterator[Finding]:
    """The findings of the run, as recorded in the manifest."""
    for told in entry.findings:
        yield Finding(told["words"], told["what"], told["context"], tuple(told["places"]))


def _changed(report_paths: ReportPaths, entry: Entry) -> Iterator[Finding]:
    for path in _sent(report_paths, entry):
        if digest(path) != entry.files[path.relative_to(report_paths.folder).as_posix()]:
            yield Finding("the whole file", CHANGED, "the whole file", (path.name,))


def _sent(report_paths: ReportPaths, entry: Entry) -> Iterator[Path]:
    return (report_paths.folder / name for name in entry.files if Path(name).suffix in SENT)


def sent_files(folder: Path) -> dict[Path, str]:
    """Every file in a quarter's folder that may be sent, with its client_id."""
    report_paths = ReportPaths(folder.parent, folder.name)
    entries = [entry for entry in found(report_paths).entries.values() if entry.edition == "client"]
    return {path: entry.client_id for entry in entries for path in _sent(report_paths, entry)}


def locked_copies(files: Iterable[Path]) -> list[Path]:
    """Password-protected copies next to the files. They cannot be scanned, and a new report removes them."""
    return [copy for path in files if path.suffix == ".pdf" and (copy := locked_copy(path)).is_file()]
