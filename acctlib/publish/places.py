"""Where files lie, and what they may be called. A client's id is untrusted: it never leaves its folder."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}
KINDS = {"client": "review", "internal": "account"}


def safe_name(client_id: str) -> str:
    """A file name for a client's id: plain ids as they are, any other made harmless and kept apart by a hash.

    Notes
    -----
    - Two ids that differ only in case would meet on some disks: an id with capitals that is not
      all capitals and digits gets the hash as well.

    Examples
    --------
    >>> safe_name("C001"), safe_name("00123")
    ('C001', '00123')
    >>> safe_name("../../etc/passwd")
    'etc-passwd-3754d6cb'
    """
    plain = _PLAIN.fullmatch(client_id) and client_id.lower() not in _RESERVED and client_id == client_id.upper()
    if plain:
        return client_id
    ascii_ = unicodedata.normalize("NFKD", client_id).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_]+", "-", ascii_).strip("-")[:40] or "client"
    return f"{stem}-{hashlib.sha256(client_id.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


@dataclass(frozen=True)
class Places:
    """The folder of one quarter's reports."""

    root: Path
    quarter: str

    @property
    def folder(self) -> Path:
        """reports/2026Q3."""
        return self.root / self.quarter

    @property
    def index(self) -> Path:
        """The page that lists every client."""
        return self.folder / "index.html"

    @property
    def manifest(self) -> Path:
        """What was made from what."""
        return self.folder / "run.json"

    def report(self, client_id: str, edition: str, format_: str) -> Path:
        """One file of one report. Executed notebooks hold everything and stay in the internal folder."""
        name = safe_name(client_id)
        kept = "internal" if format_ == "ipynb" else edition
        return self.folder / kept / name / f"{name}-{self.quarter}-{KINDS[edition]}.{format_}"


def write_whole(path: Path, content: str | bytes) -> None:
    """A file appears whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(content.encode() if isinstance(content, str) else content)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
