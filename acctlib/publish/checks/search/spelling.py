"""Normalise text for comparison: letters and digits in one form, with the words' start and end positions.

Case, accents, soft hyphens, zero-width and bidirectional characters, letter variants and, optionally, look-alikes from
other alphabets are ignored. Callers examine what separates two letters: a name matches whether joined, hyphenated,
broken across lines or with spaces in it.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from acctlib.publish.checks.search.look_alikes import LOOK_ALIKES

_WHOLE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>|<!--.*?-->", re.DOTALL)
_EMPHASIS = re.compile(r"(?<=\w)(\*{1,3}|__?|~~|`+)(?=\w)|(?<!\w)[*_~`]+(?=\w)|(?<=\w)[*_~`]+(?!\w)")


@dataclass(frozen=True)
class Spelling:
    """A text normalised for comparison.

    Attributes
    ----------
    text : str
        The original text.
    letters : str
        Its letters and digits in normalised form.
    at : tuple of int
        Each letter's position in the text.
    begins : tuple of bool
        Whether a word starts at each letter; with one more, True, for the end.
    """

    text: str
    letters: str
    at: tuple[int, ...]
    begins: tuple[bool, ...]

    def gap(self, place: int) -> str:
        """The characters between a letter and the one before it, without invisible characters."""
        between = self.text[self.at[place - 1] + 1 : self.at[place]]
        return "".join(character for character in between if _form(character) != "")

    def words(self, first: int, end: int) -> list[str]:
        """The letters from `first` to `end`, word by word."""
        cuts = [first, *(place for place in range(first + 1, end) if self.begins[place]), end]
        return [self.letters[a:b] for a, b in pairwise(cuts)]

    def shown(self, first: int, end: int) -> tuple[int, int]:
        """The position in the text of the letters from `first` to `end`."""
        return self.at[first], self.at[end - 1] + 1


def spelling(text: str, look_alikes: bool = False) -> Spelling:
    """Normalise a text for comparison.

    Parameters
    ----------
    look_alikes : bool
        Whether letters of other alphabets count as the Latin letters that they resemble.

    Notes
    -----
    - A word starts after any character that is not a letter or digit, and at a capital after a lower-case letter.
    - In scripts without spaces between words (Chinese, Japanese), every character is a word.

    Examples
    --------
    >>> spelling("Nord\\u00adwind LOGISTIK").letters
    'nordwindlogistik'
    >>> spelling("Nоrdwind", look_alikes=True).letters  # with a Cyrillic o
    'nordwind'
    """
    letters, at, begins = list[str](), list[int](), list[bool]()
    before = " "
    for place, character in enumerate(text):
        form = _form(LOOK_ALIKES.get(character, character) if look_alikes else character)
        if form is None:
            before = " "
        elif form:
            begins.append(before == " " or (before.islower() and character.isupper()) or _wide(character, before))
            begins += [False] * (len(form) - 1)
            letters.append(form)
            at += [place] * len(form)
            before = character
    return Spelling(text, "".join(letters), tuple(at), (*begins, True))


@lru_cache(maxsize=4096)
def _form(character: str) -> str | None:
    """A character's normalised letters: "" if it is invisible, None if it separates words."""
    if unicodedata.category(character) in ("Cf", "Mn", "Mc", "Me"):
        return ""
    if not character.isalnum():
        return None
    small = _WHOLE.get(character.casefold(), character.casefold())
    plain = unicodedata.normalize("NFKD", small).casefold()
    return "".join(c for c in (_WHOLE.get(c, c) for c in plain) if c.isalnum()) or None


def _wide(character: str, before: str) -> bool:
    return "W" in (unicodedata.east_asian_width(character), unicodedata.east_asian_width(before))


def ways_to_read(text: str) -> Iterator[Spelling]:
    """A text as written, then without markup; each also with look-alikes read as Latin, if it contains any."""
    plain = without_markup(text)
    for said in dict.fromkeys((text, plain)):
        yield spelling(said)
        if not said.isascii() and any(character in LOOK_ALIKES for character in said):
            yield spelling(said, look_alikes=True)


def without_markup(text: str) -> str:
    """Remove tags and emphasis marks and resolve entities, before the text is split into words.

    >>> without_markup("Nord<br>wind, **Nor**dwind, Nord&shy;wind")
    'Nordwind, Nordwind, Nord\\xadwind'
    """
    return _EMPHASIS.sub("", html.unescape(_TAG.sub("", text)))
