"""Every text of a finished file accounted for: the kit's own, the client's own, or typed by a person.

A file is drawn from its executed notebook a second time, where nothing else is at hand. The same bytes hold the same
texts, in every place where a file can hide one. Where the bytes differ, the texts that are too many are named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from acctlib.publish.paths.account import Account, Run
from acctlib.publish.paths.finding import Finding

MOST = 20  # texts that the findings of a report name one by one
WHAT = "not from the kit, the client's own rows or text that somebody typed"


@dataclass
class Words:
    """What stands in an executed notebook.

    Attributes
    ----------
    typed : list
        Words of a person.
    foreign : list
        Texts of the kit's sections that the client's rows do not give.
    known : int
        Texts that they do give.
    """

    typed: list[Run] = field(default_factory=list)
    foreign: list[Run] = field(default_factory=list)
    known: int = 0


def account(file: Path, drawn: bytes, words: Words) -> Account:
    """Account for a finished file.

    Parameters
    ----------
    drawn : bytes
        The same file, drawn again from the executed notebook.
    words : Words
        Of that notebook; see `reproduction`.

    Notes
    -----
    - A text that stands in the file more often than it was drawn is unaccounted for as often as that.
    - A file that differs in no text that can be read, and yet in its bytes, is unaccounted for as a whole.
    """
    found = file.read_bytes()
    strange = () if found == drawn else tuple(_strange(file.suffix, found, drawn))
    return Account(tuple(words.typed), (*words.foreign, *strange), words.known + len(words.typed))


def _strange(suffix: str, found: bytes, drawn: bytes) -> Iterator[Run]:
    """What a file has too much; where that is no text, a line that says so."""
    from acctlib.publish.checks.file_texts import file_texts  # only where something is wrong: it brings libraries along

    try:
        too_much = list(more_of(file_texts(suffix, found), file_texts(suffix, drawn)))
    except Exception as error:  # whatever a reader makes of a file that somebody has changed
        too_much = [Run("", f"the whole file, which cannot be read: {type(error).__name__}: {error}")]
    yield from too_much or [Run("", "outside all texts: the file differs from what its notebook produces")]


def more_of(said: Iterable[Run], again: Iterable[Run]) -> Iterator[Run]:
    """Texts that are said more often than they are said again."""
    left = Counter(run.text for run in again)
    for run in said:
        left[run.text] -= 1
        if left[run.text] < 0:
            yield run


def unexplained(accounts: Iterable[tuple[str, Account]]) -> tuple[Finding, ...]:
    """Findings of a report's accounts, by name of the file: each text once, with every place that holds it.

    Where there are very many (another client's rows, say), the first ones are named and the others counted. Names
    and sentences come before numbers.
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
