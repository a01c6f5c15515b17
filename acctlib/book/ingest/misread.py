"""Garbled text: decoded with the wrong encoding, or with characters lost in an earlier conversion."""

from __future__ import annotations

import pandas as pd

LOST = "\ufffd"  # the replacement character, which programs write for one that they could not decode


def misread_rows(given: pd.Series) -> list[tuple[str, pd.Index, str]]:
    """Find the rows with garbled text, and suggest the intended text.

    Examples
    --------
    >>> [(rule, list(rows), what) for rule, rows, what in misread_rows(pd.Series(["MÃ¼ller", "Müller", None]))]
    [('misread', [0], "appears to have been read in the wrong encoding; it may be 'Müller'")]
    """
    beyond = given[~given.fillna("").map(str.isascii)]
    meant = beyond.map(meant_by)
    wrong = beyond.index[meant != beyond]
    lost = beyond.index[beyond.str.contains(LOST, regex=False)]
    found = []
    if len(wrong):
        found.append(
            ("misread", wrong, f"appears to have been read in the wrong encoding; it may be {meant[wrong[0]]!r}")
        )
    if len(lost):
        found.append(("misread", lost, f"has a character lost in an earlier conversion ({LOST})"))
    return found


def meant_by(text: str) -> str:
    """Return the UTF-8 text that looks like this in a Western encoding; the text itself if there is none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return text
