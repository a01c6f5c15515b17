"""Fast search for many texts at once: a few look-ups per word, however many texts there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from acctlib.publish.checks.search.spelling import Spelling, spelling

T = TypeVar("T")
KEY = 3  # number of leading letters used as the look-up key
WIDEST = 4  # maximum characters between two letters of a needle
_END_OF_SENTENCE = re.compile(r"[.!?;:]\s")


class Match(NamedTuple, Generic[T]):
    """A needle found in a text: what it refers to, its first letter and the position after its last letter."""

    what: T
    first: int
    end: int


@dataclass
class Needles(Generic[T]):
    """Texts to search for, each with what it refers to."""

    _by_key: dict[str, dict[str, list[T]]] = field(default_factory=dict)
    _inner: dict[str, bool] = field(default_factory=dict)

    def add(self, text: str, what: T) -> None:
        """Add a text to search for; a text without letters is ignored."""
        forms = {spelling(text).letters}
        if not text.isascii():
            forms.add(spelling(text, look_alikes=True).letters)
        for form in forms - {""}:
            self._by_key.setdefault(form[:KEY], {}).setdefault(form, []).append(what)
            self._inner[form] = self._inner.get(form, False) or bool(_END_OF_SENTENCE.search(text.strip()))

    def within(self, text: Spelling) -> Iterator[Match[T]]:
        """Every needle in a text, from the start of a word to the end of one, or up to a genitive s.

        Notes
        -----
        - Spaces, hyphens and one line break may occur anywhere within; a sentence end only if the needle contains one.
        """
        for first, begins in enumerate(text.begins[:-1]):
            for size in range(1, KEY + 1) if begins else ():
                for letters, meant in self._by_key.get(text.letters[first : first + size], {}).items():
                    if (len(letters) < KEY and len(letters) != size) or not text.letters.startswith(letters, first):
                        continue
                    if (end := first + len(letters)) and self._stands(text, first, end, letters):
                        yield from (Match(what, first, end) for what in meant)

    def _stands(self, text: Spelling, first: int, end: int, letters: str) -> bool:
        genitive = text.letters[end : end + 1] == "s" and text.begins[end + 1]
        if not (text.begins[end] or genitive):
            return False
        gaps = (text.gap(place) for place in range(first + 1, end) if text.at[place] - text.at[place - 1] > 1)
        return all(self._may_stand(gap, letters) for gap in gaps)

    def _may_stand(self, gap: str, letters: str) -> bool:
        if len(gap) > WIDEST or gap.count("\n") > 1:
            return False
        return self._inner[letters] or not _END_OF_SENTENCE.search(gap + " " * (gap != gap.strip()))

    def __len__(self) -> int:
        return sum(len(meant) for forms in self._by_key.values() for meant in forms.values())
