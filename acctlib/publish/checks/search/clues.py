"""What in a paragraph may come from rows that its reader must not see, and how likely it stands there by chance."""

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
    """Something that may tell.

    Attributes
    ----------
    owner : str
        The client whose rows it comes from.
    fact : str
        What it is, in one form: the same fact counts once, however it is written.
    what : str
        For a finding: what it is and whose.
    chance : float
        How likely it stands in a paragraph by itself: 0 is certainly no chance.
    name : bool
        Whether it is a client's name.
    first, last : int
        Where it stands in the text.
    """

    owner: str
    fact: str
    what: str
    chance: float
    name: bool
    first: int
    last: int


def clue_of(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> Clue | None:
    """A match as a clue; None where it tells nothing."""
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
    """What a secret is, for who reads a finding."""
    first, *more = sorted(term.owners)
    whose = first + (f" and {len(more)} more" if more else "")
    if term.kind in ("name", "short"):
        return f"the name of another client, {term.text} ({first})"
    if client_id not in term.owners and term.kind == "id":
        return f"an id of another client, {whose} ({term.where})"
    return f"internal ({term.where} of {whose})"


def _of_name(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Certain, but for one word that may stand there as a word; with its legal form that is certain too."""
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
    """Whether a name of one word stands there as several words of the language: `all in` for Allin."""
    cuts = [place for place in range(match.first + 1, match.end) if text.begins[place]]
    pieces = text.words(match.first, match.end)
    blank = any(text.gap(place) and not text.gap(place).strip(" \u00a0\u202f") for place in cuts)
    if not cuts or not (blank or match.end - match.first < 6):
        return False
    return min(map(len, pieces)) > 1 and all(map(vocabulary.is_common, pieces))


def _of_short(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """Certain where a word of it is none that anybody may say; else it tells nothing."""
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
    """Several words are no chance: of the client's own rows three, of all others five, or three with a rare one."""
    words = words_in(match.what.said or match.what.text)
    rare = not all(map(vocabulary.is_common, words))
    if len(words) >= LONG or (len(words) >= 3 and (rare or client_id in match.what.owners)):
        return CERTAIN
    return WEAK / 4 if len(words) == 2 or (len(words) == 3 and not rare) else None


def _of_person(match: Match[ForbiddenTerm], text: Spelling, client_id: str, vocabulary: Vocabulary) -> float | None:
    """The contacts of another client; a client's own may be named, and so may colleagues."""
    letters = text.letters[match.first : match.end]
    if client_id in match.what.owners or letters in vocabulary.staff:
        return None
    words = words_in(match.what.text)
    return None if len(words) < 2 else WEAK / 4 if all(map(vocabulary.is_common, words)) else CERTAIN


_CHANCES = {"name": _of_name, "short": _of_short, "id": _of_id, "text": _of_text, "person": _of_person}
