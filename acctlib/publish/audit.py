"""The last look before anything is sent: does a client's file hold what is not for that client?

By construction a client's report is made from that client's own rows. This reads the finished files as
if it were not: every text, attribute, attachment, description and hidden string in them.
"""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from acctlib.errors import PublishError
from acctlib.metrics.registry import DEFINITIONS
from acctlib.publish.accounting import unexplained
from acctlib.publish.amounts import without_moves, without_shapes
from acctlib.publish.finding import Finding
from acctlib.publish.places import locked_copy
from acctlib.publish.read_back import read_pdf
from acctlib.publish.tokens import Secret, Secrets, secrets_of

if TYPE_CHECKING:
    from acctlib.book.slice import Slice
    from acctlib.book.store import Book
    from acctlib.publish.job import Job, Outcome

SENT = (".pdf", ".html", ".xlsx")
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_CODED = re.compile(r"base64,[A-Za-z0-9+/=]+")  # fonts and pictures
_HEX = re.compile(rb"<((?:[0-9A-Fa-f]{2}\s*){4,})>")


@dataclass(frozen=True)
class Leak:
    """Something in a file that its reader must not have."""

    client_id: str
    file: Path
    secret: Secret

    @property
    def text(self) -> str:
        """What was found, and where it comes from."""
        return f"{self.file.name}: holds '{' '.join(self.secret.words)}', which is {self.secret.what}"


class Audit:
    """Looks for a book's secrets in clients' files.

    Parameters
    ----------
    book : Book
        Open; its whole content is read once.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self._at_hand: dict[str, Slice] = {}

    @cached_property
    def secrets(self) -> Secrets:
        """All of the book's."""
        return secrets_of(self.book)

    def prepare(self) -> None:
        """Read the book now, and not when the first report is there to be looked at."""
        _ = self.secrets

    def noting(self, jobs: Iterable[Job]) -> Iterator[Job]:
        """The jobs as they are; a client's own rows are kept at hand until its report has been looked at."""
        for job in jobs:
            if job.edition == "client":
                self._at_hand[job.client_id] = job.held
            yield job

    def forget(self, client_id: str) -> None:
        """Let go of a client's rows."""
        self._at_hand.pop(client_id, None)

    def leaks(self, client_id: str, files: Iterable[Path]) -> list[Leak]:
        """What stands in a client's files and is not for that client; each finding once a file."""
        own = None
        found = []
        for file in files:
            seen = {s for text in texts_in(file) for s in self.secrets.within(text) if s.withheld(client_id)}
            if seen and own is None:
                own = self._own(client_id)
            found += [Leak(client_id, file, s) for s in _certain(s for s in seen if s.words not in (own or ()))]
        return found

    def _own(self, client_id: str) -> set[tuple[str, ...]]:
        """Words of secrets that the client's own readable rows or our definitions hold too: those tell nothing."""
        rows = self._at_hand.get(client_id) or self.book.slice(client_id, "client")
        columns = (frame[column].dropna().unique() for frame in rows.frames.values() for column in frame)
        text = "\n".join(str(cell) for cells in columns for cell in cells)
        return {secret.words for secret in self.secrets.within(text)} | self._public

    @cached_property
    def _public(self) -> set[tuple[str, ...]]:
        config = self.book.config
        said = (words for d in DEFINITIONS.values() for words in (d.formula, d.denominator, *d.edges, d.source))
        text = "\n".join((config.firm, config.confidentiality, *said))
        return {secret.words for secret in self.secrets.within(text)}


def _certain(seen: Iterable[Secret]) -> list[Secret]:
    """Findings in order; one short amount alone may be one of the client's own by chance, two are a table of ours."""
    found = sorted(seen, key=lambda s: s.what)
    return [] if len(found) == 1 and found[0].doubtful else found


def audited(audit: Audit, outcome: Outcome) -> Outcome:
    """The outcome as it is; what nobody can explain, or what is not for its client, holds a report back."""
    strange = unexplained((file.name, said) for file, said in zip(outcome.files, outcome.accounts, strict=False))
    if outcome.edition != "client":
        return replace(outcome, state="held", findings=strange) if strange else outcome
    sent = [file for file in outcome.files if file.suffix in SENT] if outcome.state == "done" else []
    leaks = audit.leaks(outcome.client_id, sent)
    audit.forget(outcome.client_id)
    if not leaks and not strange:
        return outcome
    return replace(outcome, state="held", findings=(*strange, *_findings(leaks)))


def _findings(leaks: Iterable[Leak]) -> tuple[Finding, ...]:
    """Each text once, with every file that holds it."""
    places: dict[Secret, tuple[str, ...]] = {}
    for leak in leaks:
        places[leak.secret] = (*places.get(leak.secret, ()), leak.file.name)
    return tuple(
        Finding(words := " ".join(secret.words), secret.what, words, where) for secret, where in places.items()
    )


def audit_folder(book: Book, folder: Path) -> list[Leak]:
    """Every client's files of one quarter's folder.

    Raises
    ------
    PublishError
        Where there is no run.json, or a client's file lies there that the run does not know.
    """
    files = sent_files(folder)
    expected = {*files, *locked_copies(files)}
    strange = [path for path in sorted((folder / "client").rglob("*")) if path.is_file() and path not in expected]
    if strange:
        raise PublishError(f"{strange[0]}: no report of this run; whose it is cannot be told: remove it, or run again")
    audit, known = Audit(book), set(book.client_ids())
    for client_id in set(files.values()) - known:
        raise PublishError(f"client: '{client_id}' has reports in {folder} but is not in the book")
    return [leak for path, client_id in files.items() for leak in audit.leaks(client_id, [path])]


def sent_files(folder: Path) -> dict[Path, str]:
    """Every file of a quarter's folder that is for sending, with the client_id that it is for."""
    return {path: entry["client_id"] for entry in _entries(folder) for path in _files(folder, entry)}


def locked_copies(files: Iterable[Path]) -> list[Path]:
    """Copies with a password beside some files. They cannot be read, and a new report removes them."""
    return [copy for path in files if path.suffix == ".pdf" and (copy := locked_copy(path)).is_file()]


def _entries(folder: Path) -> list[Mapping[str, Any]]:
    try:
        told = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        return [entry for entry in told["reports"] if entry["edition"] == "client"]
    except (OSError, ValueError, KeyError, TypeError):
        raise PublishError(
            f"{folder}: holds no run (run.json); name the folder of a quarter, like reports/2026Q3"
        ) from None


def _files(folder: Path, entry: Mapping[str, Any]) -> Iterator[Path]:
    paths = (folder / name for name in entry["files"])
    return (path for path in paths if path.suffix in SENT)


def texts_in(file: Path) -> Iterator[str]:
    """Every text in a file, shown or not.

    Raises
    ------
    PublishError
        For a kind of file that is not for sending.
    """
    data = file.read_bytes()
    match file.suffix:
        case ".pdf":
            found = read_pdf(file)
            yield from (found.text, *(found.figures or ()), *_pdf_texts(data))
        case ".html":
            text = _CODED.sub(" ", data.decode("utf-8", errors="replace"))
            text = without_shapes(text)
            yield from (text, html.unescape(text))
        case ".xlsx":
            yield from _zip_texts(data)
        case other:
            raise PublishError(f"{file.name}: {other or 'no suffix'}: only {', '.join(SENT)} are for sending")


def _pdf_texts(data: bytes) -> Iterator[str]:
    """Strings of a PDF's objects and of its streams: metadata, outline, attachments, names of fonts."""
    parts = (_STREAM.sub(b" ", data), *map(without_moves, filter(_is_text, map(_inflated, _STREAM.findall(data)))))
    for part in parts:
        yield part.decode("utf-8", errors="ignore")
        if b"\xfe\xff" in part or b"\0" in part:
            yield part.decode("utf-16-be", errors="ignore")
        for coded in _HEX.findall(part):
            plain = bytes.fromhex(coded.decode("ascii"))
            yield plain.decode("utf-16-be" if plain.startswith(b"\xfe\xff") else "utf-8", errors="ignore")


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return stream


def _is_text(part: bytes) -> bool:
    """Whether a stream is made of characters; fonts and pictures are not."""
    sample = part[:2000]
    return sum(32 <= byte < 127 or byte in (0, 9, 10, 13, 254, 255) for byte in sample) > 0.8 * len(sample)


def _zip_texts(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        for name in book.namelist():
            text = book.read(name).decode("utf-8", errors="replace")
            yield from (name, text, html.unescape(re.sub(r"<[^>]*>", " ", text)), html.unescape(text))
