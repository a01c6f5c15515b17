"""File paths and names. A client's id is untrusted: it never leads outside its folder."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from acctlib.errors import PublishError

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
_DRAFT = re.compile(r"\..+\.\d+\.tmp")
_MADE_UP = re.compile(r".*-[0-9A-F]{8}")
KINDS = {"client": "review", "internal": "account"}
HELD = "held"  # folder for reports until they have been searched; those with findings stay in it
FORMATS = ("pdf", "html", "xlsx", "ipynb")
ATTACHED = ("csv", "ics")  # file types that an internal report may attach


def safe_name(client_id: str) -> str:
    """A file name for a client's id: plain ids unchanged, others sanitised and made unique by a hash.

    Notes
    -----
    - Ids that differ only in case would collide on some filesystems: an id with capitals that is not
      all capitals and digits also gets the hash.
    - An id that looks like such a hashed name is itself hashed, so no client can take another's name.

    Examples
    --------
    >>> safe_name("C001"), safe_name("00123")
    ('C001', '00123')
    >>> safe_name("../../etc/passwd")
    'etc-passwd-3754d6cb'
    """
    plain = _PLAIN.fullmatch(client_id) and client_id.lower() not in _RESERVED and client_id == client_id.upper()
    if plain and not _MADE_UP.fullmatch(client_id):
        return client_id
    ascii_ = unicodedata.normalize("NFKD", client_id).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_).strip("-")[:40] or "client"
    return f"{stem}-{hashlib.sha256(client_id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@dataclass(frozen=True)
class ReportPaths:
    """The folder containing one quarter's reports.

    Attributes
    ----------
    stage : str
        Subfolder in which reports are written: see `held`. If empty, the folder from which reports are sent.
    """

    root: Path
    quarter: str
    stage: str = ""

    @property
    def folder(self) -> Path:
        """The quarter's folder: reports/2026Q3."""
        return self.root / self.quarter

    @property
    def index(self) -> Path:
        """The index page, which lists every client."""
        return self.folder / "index.html"

    @property
    def manifest(self) -> Path:
        """The manifest: run.json."""
        return self.folder / "run.json"

    def report(self, client_id: str, edition: str, format_: str) -> Path:
        """The path of one report file. Executed notebooks contain everything and stay in the internal folder."""
        name = safe_name(client_id)
        kept = "internal" if format_ == "ipynb" else edition
        return self.folder / self.stage / kept / name / f"{name}-{self.quarter}-{KINDS[edition]}.{format_}"

    @property
    def held(self) -> ReportPaths:
        """The same paths for reports that may not be sent yet: reports/2026Q3/held."""
        return replace(self, stage=HELD)

    def passed(self, path: Path) -> Path:
        """A file's path after its release from `held`; other paths are unchanged."""
        above = self.folder / HELD
        return self.folder / path.relative_to(above) if path.is_relative_to(above) else path

    def held_back(self, path: Path) -> Path:
        """A released file's path in `held`."""
        return path if self.passed(path) != path else self.folder / HELD / path.relative_to(self.folder)

    def sweep_held(self, keep: Collection[Path]) -> None:
        """Remove files left unscanned by killed runs; needs the lock."""
        above = self.folder / HELD
        for path in (*sorted(above.rglob("*"), reverse=True), *([above] if above.is_dir() else [])):
            with suppress(OSError):  # a folder that is not empty stays
                if path.is_dir():
                    path.rmdir()
                elif path not in keep:
                    path.unlink()

    def beside(self, client_id: str, edition: str, file: str) -> Path:
        """An attachment's path: `portfolio-2026Q3.attention.csv`."""
        report = self.report(client_id, edition, "pdf")
        return report.with_name(f"{report.stem}.{file}")

    def sweep_drafts(self) -> None:
        """Remove killed runs' partial files; needs the lock."""
        for path in (*self.folder.rglob(".*.tmp"), *self.root.glob(f"..{self.quarter}.*.tmp")):
            if _DRAFT.fullmatch(path.name):
                with suppress(OSError):
                    path.unlink()

    def sweep(self, client_id: str, edition: str, keep: Collection[Path] = ()) -> None:
        """Remove a report's files left by an earlier run or a dead process; other files stay.

        Notes
        -----
        - A password-protected copy belongs to the earlier report, and is removed with it.
        """
        for old in self._left(client_id, edition):
            if old not in keep:
                with suppress(OSError):  # a file open elsewhere stays, but is not in the manifest
                    old.unlink()
            with suppress(OSError):  # only if the folder is empty
                old.parent.rmdir()

    def _left(self, client_id: str, edition: str) -> Iterator[Path]:
        """Every file that a report may have left, held or not."""
        for paths in (self, self.held):
            for format_ in FORMATS:
                path = paths.report(client_id, edition, format_)
                yield from (path, locked_copy(path), *path.parent.glob(f".{path.name}.*.tmp"))
            for kind in ATTACHED:
                pattern = paths.beside(client_id, edition, f"*.{kind}")
                yield from (*pattern.parent.glob(pattern.name), *pattern.parent.glob(f".{pattern.name}.*.tmp"))


def locked_copy(path: Path) -> Path:
    """The path of a PDF's password-protected copy.

    Examples
    --------
    >>> locked_copy(Path("C001-2026Q3-review.pdf")).name
    'C001-2026Q3-review.locked.pdf'
    """
    return path.with_name(f"{path.stem}.locked.pdf")


def write_atomically(path: Path, content: str | bytes) -> bytes:
    """Write a file atomically; returns its bytes.

    Raises
    ------
    PublishError
        If it cannot be written: disk full, folder read-only, or a file in place of the folder.

    Notes
    -----
    - A lone surrogate, which cannot be encoded, is written as its escape code.
    """
    return write_all_or_none([(path, content)])[0]


def write_all_or_none(
    files: Sequence[tuple[Path, str | bytes]], verify_file: Callable[[Path, Path], None] | None = None
) -> list[bytes]:
    """Write several files, all or none, each atomically; returns their bytes.

    Parameters
    ----------
    verify_file : callable, optional
        Called with each draft and its final path before the first file appears; raises an error for a bad draft.

    Raises
    ------
    PublishError
        As for `write_atomically`, and if a draft reads back differently.
    """
    drafts: list[tuple[Path, Path, bytes]] = []
    try:
        for path, content in files:
            data = content.encode(errors="backslashreplace") if isinstance(content, str) else content
            drafts.append((path.with_name(f".{path.name}.{os.getpid()}.tmp"), path, data))
            _write_draft(*drafts[-1])
        if verify_file:
            for draft, path, _ in drafts:
                verify_file(draft, path)
        _put_in_place(drafts)
    finally:
        for draft, *_ in drafts:
            with suppress(OSError):
                draft.unlink()
    return [data for *_, data in drafts]


def make_folder(folder: Path) -> None:
    """Create a folder and its parents under the umask; new internal and held folders are private to their owner."""
    for above in reversed((folder, *folder.parents)):
        if above.name in ("internal", HELD) and not above.exists():
            above.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)


def _write_draft(draft: Path, path: Path, data: bytes) -> None:
    try:
        make_folder(path.parent)
        draft.write_bytes(data)
        if draft.read_bytes() != data:
            raise PublishError(
                f"{path}: cannot be written: verification failed: data read back differs from data written"
            )
    except OSError as error:
        raise cannot_write(path, error) from error


def _put_in_place(drafts: Sequence[tuple[Path, Path, bytes]]) -> None:
    there: list[Path] = []
    for draft, path, _ in drafts:
        try:
            draft.replace(path)
        except OSError as error:
            for earlier in there:
                with suppress(OSError):
                    earlier.unlink()
            raise cannot_write(path, error) from error
        there.append(path)


class NoRoom(PublishError):
    """The disk is full or read-only, so no other report can be written either."""


_FULL = {getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EROFS") if hasattr(errno, name)}


def cannot_write(path: Path, error: OSError) -> PublishError:
    """Create an error with the system's reason why a file or folder cannot be written."""
    kind = NoRoom if error.errno in _FULL else PublishError
    return kind(f"{path}: cannot be written: {error.strerror or error}")
