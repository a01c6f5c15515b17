"""Trace every text of a finished file to the kit, the client's own data, or a person who typed it.

A file is rendered from its executed notebook a second time, with no other data available. Identical bytes contain
identical texts, wherever a file can hide one. If the bytes differ, the surplus texts are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from acctlib.publish.paths.account import Account, Run
from acctlib.publish.paths.finding import Finding

MOST = 20  # texts that a report's findings name individually
WHAT = "not from the kit, the client's own rows or text that somebody typed"


@dataclass
class Words:
    """Texts of an executed notebook, by origin.

    Attributes
    ----------
    typed : list
        Texts typed by a person.
    foreign : list
        Texts in the kit's sections that the client's rows do not produce.
    known : int
        Number of texts that the rows do produce.
    """

    typed: list[Run] = field(default_factory=list)
    foreign: list[Run] = field(default_factory=list)
    known: int = 0


def account(file: Path, drawn: bytes, words: Words) -> Account:
    """Trace a finished file's texts.

    Parameters
    ----------
    drawn : bytes
        The same file, rendered again from the executed notebook.
    words : Words
        That notebook's texts; see `reproduction`.

    Notes
    -----
    - A text that occurs more often in the file than when rendered again is unaccounted for once per surplus occurrence.
    - A file that differs in its bytes but in no readable text is unaccounted for as a whole.
    """
    found = file.read_bytes()
    strange = () if found == drawn else tuple(_strange(file.suffix, found, drawn))
    return Account(tuple(words.typed), (*words.foreign, *strange), words.known + len(words.typed))


def _strange(suffix: str, found: bytes, drawn: bytes) -> Iterator[Run]:
    """A file's surplus texts; if it differs in something else, a line that says so."""
    from acctlib.publish.checks.file_texts import file_texts  # needed only if something is wrong: it imports libraries

    try:
        too_much = list(more_of(file_texts(suffix, found), file_texts(suffix, drawn)))
    except Exception as error:  # any error in reading a tampered file
        too_much = [Run("", f"the whole file, which cannot be read: {type(error).__name__}: {error}")]
    yield from too_much or [Run("", "outside all texts: the file differs from what its notebook produces")]


def more_of(said: Iterable[Run], again: Iterable[Run]) -> Iterator[Run]:
    """Texts that occur more often in the first list than in the second."""
    left = Counter(run.text for run in again)
    for run in said:
        left[run.text] -= 1
        if left[run.text] < 0:
            yield run


def unexplained(accounts: Iterable[tuple[str, Account]]) -> tuple[Finding, ...]:
    """A report's findings from its accounts by file name: each text once, with every location that contains it.

    If there are very many (another client's rows, say), the first are named and the others counted. Names
    and sentences precede numbers.
    """
    places: dict[str, dict[str, None]] = {}
    for name, said in accounts:
        for run in said.unaccounted:
            places.setdefault(run.text, {})[f"{name}, {run.place}"] = None
    in_order = sorted(places, key=lambda text: not any(map(str.isalpha, text)))
    found = [Finding(text, WHAT, text, tuple(places[text])) for text in in_order]
    left = [place for finding in found[MOST:] for place in finding.places]
    more = (
        [Finding(f"{len(found) - MOST} more texts", WHAT, f"{len(found) - MOST} more texts", tuple(left))]
        if left
        else []
    )
    return (*found[:MOST], *more)
