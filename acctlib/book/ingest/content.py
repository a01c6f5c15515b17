"""Detect files whose content does not match their extension."""

from __future__ import annotations

from pathlib import Path

from acctlib.book.ingest.delimited import DELIMITERS
from acctlib.book.ingest.parquet import PARQUET
from acctlib.book.ingest.problems import Unreadable
from acctlib.book.ingest.workbooks import EXCEL

_FIRST = 4096  # bytes inspected
_MARKS = {b"PK\x03\x04": "packed", b"\xd0\xcf\x11\xe0": "old", b"PAR1": "parquet"}
_WAY_OUT = {
    "packed": "a workbook: rename it to .xlsx, or to what else it is",
    "old": "an old workbook, or one with a password: rename it to .xls, or save it without the password",
    "parquet": "Parquet: rename it to .parquet",
    "markup": "a web page or XML: open it in Excel and save it as .xlsx",
    "delimited": "delimited text: rename it to .csv",
}


def check_content(path: Path) -> None:
    """Check that a file's content matches its extension; content of an unrecognised kind passes.

    Raises
    ------
    Unreadable
        The content is of another kind; the message states which, and how to get it read.
    """
    named, right = _named(path.suffix.lower())
    with path.open("rb") as content:
        kind = _kind(content.read(_FIRST))
    if kind and kind not in right:
        raise Unreadable("unreadable", f"this is no {named}; its content looks like {_WAY_OUT[kind]}")


def _named(suffix: str) -> tuple[str, tuple[str, ...]]:
    """Return what a file is according to its extension, and the kinds of content accepted for it."""
    if suffix in EXCEL:
        return "workbook", ("old",) if suffix == ".xls" else ("packed",)
    return ("Parquet file", ("parquet",)) if suffix in PARQUET else ("text", ("delimited", "markup"))


def _kind(first: bytes) -> str | None:
    for mark, kind in _MARKS.items():
        if first.startswith(mark):
            return kind
    encoding = "utf-16" if first[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = first.decode(encoding, "replace").removeprefix("\xef\xbb\xbf").strip()
    if text.startswith("<"):
        return "markup"
    head = text.splitlines()[0] if text else ""
    return "delimited" if "\0" not in text and any(mark in head for mark in DELIMITERS) else None
