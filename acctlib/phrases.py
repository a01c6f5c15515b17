"""Words for a reader whose language is not known yet.

Facts and reasons are made without knowing who will read them. They are phrases: English text that
remembers its message and its values, so that a page can say the same in another language
(`acctlib.display.language`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Phrase(str):
    """English text made from a message and values; `Language.told` says it in another language.

    Attributes
    ----------
    message
        With names in braces where values go: `none of {asked} asked answered`.
    values
        Text, numbers, dates or phrases by name.
    plural, n
        The message for several, and how many it is about; None where it does not count.
    """

    message: str
    values: Mapping[str, Any]
    plural: str | None
    n: int | None

    def __new__(
        cls, message: str, values: Mapping[str, Any], plural: str | None = None, n: int | None = None
    ) -> Phrase:
        """The English text; what it was made from stays with it."""
        chosen = message if plural is None or n == 1 else plural
        made = super().__new__(
            cls, chosen.format(**{k: in_english(v) for k, v in values.items()}) if values else chosen
        )
        made.message, made.values, made.plural, made.n = message, dict(values), plural, n
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase, (self.message, self.values, self.plural, self.n)


def in_english(value: Any) -> Any:
    """A date as English prose writes it; anything else as it is.

    >>> in_english(date(2025, 2, 1)), in_english("Q1 2025")
    ('1 Feb 2025', 'Q1 2025')
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else value


def phrase(message: str, **values: Any) -> Phrase:
    """A phrase for a reader whose language is not known yet.

    >>> phrase("none of {asked} asked answered", asked=7)
    'none of 7 asked answered'
    """
    return Phrase(message, values)


def counted(n: int, one: str, many: str, **values: Any) -> Phrase:
    """A phrase about a number of things; `{n}` is the number.

    >>> counted(1, "{n} project", "{n} projects"), counted(0, "{n} project", "{n} projects")
    ('1 project', '0 projects')
    """
    return Phrase(one, {**values, "n": n}, many, n)


def listed(parts: Sequence[str]) -> str:
    """Parts in a row, each in the reader's language.

    >>> listed(["3 kept on time", "1 overdue"])
    '3 kept on time, 1 overdue'
    """
    first, *rest = parts
    return phrase("{first}, {rest}", first=first, rest=listed(rest)) if rest else first
