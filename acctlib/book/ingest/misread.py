"""Texts whose letters went wrong on the way: read in another encoding than they were written in, or lost before."""

from __future__ import annotations

import pandas as pd

LOST = "\ufffd"  # what programs write for a letter that they could not read


def misread_rows(given: pd.Series) -> list[tuple[str, pd.Index, str]]:
    """The rows that hold such texts, and what they may have been.

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
    """The UTF-8 text that reads like this in a western encoding; the text itself where there is none."""
    for encoding in ("cp1252", "latin-1"):
        try:
            return text.encode(encoding).decode()
        except UnicodeError:
            continue
    return text
