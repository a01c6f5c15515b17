"""Ordinary words of a language, as a client's name that is one of them reveals nothing by itself.

The words come from pyspellchecker's frequency lists (MIT), in English and in the languages used by the firm and its
clients, if there is a list.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Collection, Iterable
from functools import lru_cache
from importlib.resources import files

from acctlib.publish.checks.search.spelling import spelling

SEEN = {"en": 300}  # the English list has rare brand names, so a minimum count applies; the others are plain word lists
LANGUAGES = ("ar", "de", "en", "es", "fr", "it", "nl", "pt", "ru")


def languages_of(locales: Iterable[str | None]) -> tuple[str, ...]:
    """English, and the locales' languages for which there is a list.

    >>> languages_of(["de_DE", "ja_JP", None])
    ('de', 'en')
    """
    asked = {"en", *(locale.partition("_")[0] for locale in locales if isinstance(locale, str))}
    return tuple(sorted(asked & set(LANGUAGES)))


@lru_cache(maxsize=2)
def common_words(languages: Collection[str] = ("en",)) -> frozenset[str]:
    """The words of these languages, normalised for comparison."""
    return frozenset(word for language in languages for word in _words(language))


def _words(language: str) -> set[str]:
    packed = files("spellchecker").joinpath("resources", f"{language}.json.gz").read_bytes()
    seen: dict[str, int] = json.loads(gzip.decompress(packed))
    least = SEEN.get(language, 0)
    return {word if word.isascii() else spelling(word).letters for word, times in seen.items() if times >= least}
