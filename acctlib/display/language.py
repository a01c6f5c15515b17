"""The reader's language. English stands in the code, other languages in `acctlib/locale/<language>.po`.

The catalogues are gettext's, the format that translators and their programs know.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from acctlib.phrases import Phrase

CATALOGUES = Path(__file__).parent.parent / "locale"
ENGLISH = "en"
DATES = {ENGLISH: "en_GB"}


@dataclass(frozen=True)
class Language:
    """Translates messages into one language; what its catalogue does not have stays English.

    Attributes
    ----------
    code : str
        ISO 639 code, like de.
    locale : str
        In whose way dates within phrases are written, like en_GB; that of the language where empty.
    """

    code: str = ENGLISH
    locale: str = ""

    @cached_property
    def _catalogue(self) -> gettext.NullTranslations:
        return catalogue(self.code)

    def translate(self, text: str, /, **values: Any) -> str:
        """A phrase, or a message with its values, in this language."""
        if isinstance(text, Phrase):
            return self._phrase(text)
        message = self._catalogue.gettext(text) if text else text
        return message.format(**self._values(values)) if values else message

    def count(self, n: int, one: str, many: str, /, **values: Any) -> str:
        """A message about a number of things; `{n}` is the number."""
        return self._catalogue.ngettext(one, many, n).format(**self._values({"n": n, **values}))

    def _phrase(self, phrase: Phrase) -> str:
        if phrase.plural is None or phrase.n is None:
            return self.translate(phrase.message, **phrase.values)
        others = {name: value for name, value in phrase.values.items() if name != "n"}
        return self.count(phrase.n, phrase.message, phrase.plural, **others)

    def _values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._value(value) for name, value in values.items()}

    def _value(self, value: Any) -> Any:
        if isinstance(value, Phrase):
            return self.translate(value)
        if isinstance(value, date):
            from babel.dates import format_date

            return str(format_date(value, "medium", locale=self.locale or DATES.get(self.code, self.code)))
        return value


@lru_cache(maxsize=16)
def catalogue(code: str) -> gettext.NullTranslations:
    """The translations of a language; none for English and for a language that nobody has translated."""
    file = CATALOGUES / f"{code}.po"
    if code == ENGLISH or not file.is_file():
        return gettext.NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = io.BytesIO()
    with file.open("rb") as text:
        write_mo(compiled, read_po(text, locale=code))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
