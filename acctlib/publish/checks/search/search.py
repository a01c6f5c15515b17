"""Search typed text: from the texts of one client's files to findings and notes."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod
from typing import TYPE_CHECKING

from acctlib.publish.checks.search.clues import Clue, clue_of
from acctlib.publish.checks.search.facts_beside import TrackedFacts, facts_of, internal_facts
from acctlib.publish.checks.search.forbidden_terms import ForbiddenTerm, secrets_of
from acctlib.publish.checks.search.names import spoken
from acctlib.publish.checks.search.needles import Match, Needles
from acctlib.publish.checks.search.spelling import Spelling, spelling, ways_to_read
from acctlib.publish.checks.search.vocabulary import Vocabulary
from acctlib.publish.paths.account import Run
from acctlib.publish.paths.finding import Finding, context_of

if TYPE_CHECKING:
    from acctlib.book.store.slice import Slice
    from acctlib.book.store.store import Book

LIMIT = 1 / 5000  # one client's clues less likely than this to occur together are not chance
KEPT = 512  # cached paragraphs: most notebooks have the same text for all clients
AT_ONCE, REMEMBERED = 50, 1000  # clients
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SAYING = re.compile(r"\d\D?\d\D?\d")  # a number with fewer digits reveals nothing
Seen = Sequence[tuple[Spelling, tuple[Match[ForbiddenTerm], ...]]]


class Search:
    """Searches text typed by a person for what a client must not read.

    Parameters
    ----------
    book : Book
        An open book; the search terms are read when the first text is searched.
    """

    def __init__(self, book: Book) -> None:
        self.book = book
        self.vocabulary = Vocabulary(book)
        self._paragraphs: OrderedDict[str, Seen] = OrderedDict()
        self._facts: OrderedDict[str, TrackedFacts] = OrderedDict()
        self._at_once = 1

    @cached_property
    def terms(self) -> Needles[ForbiddenTerm]:
        """All the book's forbidden terms."""
        return secrets_of(self.book)

    def look(
        self, client_slice: Slice, runs: Iterable[tuple[str, Run]]
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
        """Findings and notes from the typed text in one client's files.

        Parameters
        ----------
        client_slice : Slice
            The client's rows in the files' edition, whose contents are not secret.
        runs : iterable of (str, Run)
            Pairs of a file's name and a text in that file.

        Notes
        -----
        - Clues are combined if they are in the same paragraph or cell.
        - Words that appear in several places are a single finding with all of them.
        """
        own = _Own(self, client_slice)
        found: tuple[dict[tuple[str, str, str], list[str]], ...] = ({}, {})
        for file, run in runs:
            for text in filter(str.strip, _PARAGRAPHS.split(run.text)):
                for is_note, words, what, context in self._in_paragraph(text, own):
                    places = found[is_note].setdefault((words, what, context), [])
                    if (place := f"{file}, {run.place}") not in places:
                        places.append(place)
        findings, notes = (
            tuple(Finding(words, what, context, tuple(places)) for (words, what, context), places in kind.items())
            for kind in found
        )
        return findings, notes

    def _in_paragraph(self, text: str, own: _Own) -> Iterator[tuple[bool, str, str, str]]:
        told: dict[str, bool] = {}  # owner -> whether reported only as a note
        for reading, matches in self._seen(text):
            clues = _merged(clue for clue in own.clues(reading, matches) if told.get(clue.owner, True))
            for owner in dict.fromkeys(clue.owner for clue in clues):
                mine = _best([clue for clue in clues if clue.owner == owner])
                if prod(clue.chance for clue in mine) <= LIMIT:
                    told[owner] = False
                    yield False, *_said(reading.text, mine)
                elif owner not in told and (named := [clue for clue in mine if clue.name]):
                    told[owner] = True
                    yield True, *_said(reading.text, named)

    def _seen(self, text: str) -> Seen:
        """Each reading of a paragraph with the terms found in it; the most recent ones are cached."""
        if text not in self._paragraphs:
            self._paragraphs[text] = [(one, tuple(self.terms.within(one))) for one in ways_to_read(text)]
            if len(self._paragraphs) > KEPT:
                self._paragraphs.popitem(last=False)
        return self._paragraphs[text]

    def facts(self, client_id: str) -> TrackedFacts:
        """A client's other facts, read along with adjacent clients' facts, as fifty clients cost no more than two."""
        if client_id not in self._facts:
            self._at_once = min(2 * self._at_once, AT_ONCE)
            place = self._order[client_id]
            beside = [one for one in self._clients[place : place + self._at_once] if one not in self._facts]
            for rows in self.book.slices(beside, "internal"):
                self._facts[rows.client_id] = facts_of(rows, self.vocabulary)
            while len(self._facts) > REMEMBERED:
                self._facts.popitem(last=False)
        return self._facts[client_id]

    @cached_property
    def _clients(self) -> list[str]:
        return sorted(self.book.client_ids())

    @cached_property
    def _order(self) -> dict[str, int]:
        return {client_id: place for place, client_id in enumerate(self._clients)}


class _Own:
    """A client's readable rows and its internal facts, read when a text needs them."""

    def __init__(self, search: Search, client_slice: Slice) -> None:
        self.search, self.client_slice, self.client_id = search, client_slice, client_slice.client_id

    def clues(self, text: Spelling, matches: Iterable[Match[ForbiddenTerm]]) -> Iterator[Clue]:
        """Clues in a text that are not for this client; for a doubtful name, including other facts about its owner."""
        weak = set()
        for match in matches:
            if match.what.withheld(self.client_id) and not self._is_harmless(match, text):
                clue = clue_of(match, text, self.client_id, self.search.vocabulary)
                if clue:
                    weak |= {clue.owner} if clue.chance else set()
                    yield clue
        if _SAYING.search(text.text):
            yield from self.numbers.within(text)
        for owner in sorted(weak - {self.client_id}):
            yield from (clue for clue in self.search.facts(owner).within(text) if clue.fact not in self.known)

    def _is_harmless(self, match: Match[ForbiddenTerm], text: Spelling) -> bool:
        """Whether the client already knows the words; knowing an ordinary word does not cover a client so named."""
        letters = text.letters[match.first : match.end]
        a_word = match.what.kind == "name" and letters not in self._called and self.search.vocabulary.is_common(letters)
        return letters in self.harmless and not a_word

    @cached_property
    def _called(self) -> frozenset[str]:
        """The variants of the client's own name, normalised for comparison."""
        names = self.client_slice.frames["clients"]["name"].dropna()
        return frozenset(spelling(said).letters for name in names for said in spoken(name))

    @cached_property
    def harmless(self) -> frozenset[str]:
        """Terms that the client's own readable rows or the firm's own texts also contain, normalised for comparison."""
        config = self.search.book.config
        columns = (frame[c].dropna().unique() for frame in self.client_slice.frames.values() for c in frame)
        texts = dict.fromkeys(str(cell) for cells in columns for cell in cells)
        return frozenset(
            one.letters[match.first : match.end]
            for text in (config.firm, config.confidentiality, *texts)
            for one in ways_to_read(text)
            for match in self.search.terms.within(one)
        )

    @cached_property
    def known(self) -> frozenset[str]:
        """Texts in the client's own rows, including internal ones; the same text in another's rows reveals nothing."""
        return frozenset(self.search.facts(self.client_id).values)

    @cached_property
    def numbers(self) -> TrackedFacts:
        """The client's own internal amounts and dates."""
        return internal_facts(self.search.facts(self.client_id), self.client_slice)


def _merged(clues: Iterable[Clue]) -> list[Clue]:
    """Merge certain clues at one position, which clients may share, into the first, with the number of others."""
    doubtful, certain = [], dict[tuple[int, int], list[Clue]]()
    for clue in clues:
        if clue.chance:
            doubtful.append(clue)
        else:
            certain.setdefault((clue.first, clue.last), []).append(clue)
    for first, *more in certain.values():
        others = len({clue.owner for clue in more} - {first.owner})
        doubtful.append(replace(first, what=f"{first.what} and {others} more clients'") if others else first)
    return doubtful


def _best(clues: list[Clue]) -> list[Clue]:
    """Each fact once, by its most certain clue; of overlapping clues, the most certain is kept."""
    chosen: list[Clue] = []
    for clue in sorted(clues, key=lambda one: (one.chance, one.first - one.last, one.first, one.fact)):
        if not any(clue.fact == one.fact or (clue.first < one.last and one.first < clue.last) for one in chosen):
            chosen.append(clue)
    certain = [clue for clue in chosen if not clue.chance]
    return certain or chosen


def _said(text: str, clues: list[Clue]) -> tuple[str, str, str]:
    """The words, their description, and the surrounding text."""
    in_order = sorted(clues, key=lambda clue: clue.first)
    words = " … ".join(dict.fromkeys(" ".join(text[clue.first : clue.last].split()) for clue in in_order))
    what = ", beside ".join(
        dict.fromkeys(clue.what for clue in sorted(clues, key=lambda clue: (not clue.name, clue.first)))
    )
    return words, what, context_of(text, in_order[0].first, in_order[-1].last)
