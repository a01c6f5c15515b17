"""Clues that a paragraph draws on rows that its reader must not see, and the probability of each by chance."""

from __future__ import annotations

from dataclasses import dataclass

from acctlib.publish.checks.search.forbidden_terms import LONG, ForbiddenTerm
from acctlib.publish.checks.search.legal_forms import legal_form_follows
from acctlib.publish.checks.search.needles import Match
from acctlib.publish.checks.search.spelling import Spelling, spelling
from acctlib.publish.checks.search.vocabulary import Vocabulary, words_in

CERTAIN, LIKELY, WEAK = 0.0, 0.0001, 0.2


@dataclass(frozen=True)
class Clue:
    """A possible disclosure.

    Attributes
    ----------
    owner : str
        The client whose rows contain it.
    fact : str
        The normalised fact: the same fact counts once, however it is written.
    what : str
        Text for a finding: what it is, and whose.
    chance : float
        Probability of occurring in a paragraph by chance: 0 rules out chance.
    name : bool
        Whether it is a client's name.
    first, last : int
        Its position in the text.
    """

    owner: str
    fact: str
    what: str
    chance: float
    name: bool
    first: int
    last: int


def clue_of(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> Clue | None:
    """Convert a match to a clue; None if it reveals nothing."""
    term = match.what
    chance = _CHANCES[term.kind](match, text, client_id, vocabulary)
    if chance is None:
        return None
    owner = client_id if client_id in term.owners else min(term.owners)
    name = term.kind in ("name", "short")
    what = what_of(term, client_id) + (", and a common word" if name and chance else "")
    return Clue(owner, _fact(term), what, chance, name, *text.shown(match.first, match.end))


def _fact(term: ForbiddenTerm) -> str:
    return "name" if term.kind in ("name", "short") else spelling(term.text).letters


def what_of(term: ForbiddenTerm, client_id: str) -> str:
    """Describe a forbidden term to the reader of a finding."""
    first, *more = sorted(term.owners)
    whose = first + (f" and {len(more)} more" if more else "")
    if term.kind in ("name", "short"):
        return f"the name of another client, {term.text} ({first})"
    if client_id not in term.owners and term.kind == "id":
        return f"an id of another client, {whose} ({term.where})"
    return f"internal ({term.where} of {whose})"


def _of_name(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Certain, except for a single word that may be an ordinary word, unless a legal form follows it."""
    letters, words = text.letters[match.first : match.end], words_in(match.what.said)
    if len(words) > 1 and (len(letters) >= 6 or not all(map(vocabulary.is_common, words))):
        return CERTAIN
    first, last = text.shown(match.first, match.end)
    if legal_form_follows(text, match.end, text.text[first].isupper()):
        return CERTAIN
    word = len(letters) < 3 or vocabulary.is_common(letters) or vocabulary.is_common(letters.removesuffix("s"))
    if word or (len(letters) == 3 and text.text[first:last] not in match.what.said):
        return WEAK
    return WEAK if _is_phrase(match, text, vocabulary) else CERTAIN


def _is_phrase(match: Match[ForbiddenTerm], text: Spelling, vocabulary: Vocabulary) -> bool:
    """Whether a one-word name appears as several ordinary words: `all in` for Allin."""
    cuts = [place for place in range(match.first + 1, match.end) if text.begins[place]]
    pieces = text.words(match.first, match.end)
    blank = any(text.gap(place) and not text.gap(place).strip(" \u00a0\u202f") for place in cuts)
    if not cuts or not (blank or match.end - match.first < 6):
        return False
    return min(map(len, pieces)) > 1 and all(map(vocabulary.is_common, pieces))


def _of_short(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Certain if any of its words is not a common word; otherwise it reveals nothing."""
    words = [word for word in words_in(match.what.said) if len(word) >= 4]
    if not words or all(map(vocabulary.is_common, words)):
        return None
    return None if len(words) == 1 and _is_phrase(match, text, vocabulary) else CERTAIN


def _of_id(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    letters = text.letters[match.first : match.end]
    if not letters.isalpha():
        return CERTAIN if len(letters) >= 4 else WEAK
    as_it_is = text.text[slice(*text.shown(match.first, match.end))] == match.what.text
    return CERTAIN if as_it_is and len(letters) >= 4 and not vocabulary.is_common(letters) else None


def _of_text(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Several words rule out chance: three from the client's own rows; five from others, or three with a rare one."""
    words = words_in(match.what.said or match.what.text)
    rare = not all(map(vocabulary.is_common, words))
    if len(words) >= LONG or (len(words) >= 3 and (rare or client_id in match.what.owners)):
        return CERTAIN
    return WEAK / 4 if len(words) == 2 or (len(words) == 3 and not rare) else None


def _of_person(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Another client's contacts; the client's own contacts and the firm's colleagues may be named."""
    letters = text.letters[match.first : match.end]
    if client_id in match.what.owners or letters in vocabulary.staff:
        return None
    words = words_in(match.what.text)
    return None if len(words) < 2 else WEAK / 4 if all(map(vocabulary.is_common, words)) else CERTAIN


_CHANCES = {"name": _of_name, "short": _of_short, "id": _of_id, "text": _of_text, "person": _of_person}
