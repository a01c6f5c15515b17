"""Names of the months in the languages that people write in."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")


@lru_cache(maxsize=1)
def month_names() -> dict[str, int]:
    """Long and short names of the months, in small letters and without a full stop -> number of the month.

    >>> month_names()["märz"], month_names()["sept"]
    (3, 9)
    """
    return {
        name.casefold().rstrip("."): month
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for month, name in Locale(language).months["format"][width].items()
    }
