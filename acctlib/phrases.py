"""Translatable text for readers whose language is not yet known.

Facts and reasons are created before the reader's language is known. Their text is therefore a phrase:
English text that keeps its message template and values, so that a page can translate it
(`acctlib.display.language`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Phrase(str):
    """English text formatted from a message and values; `Language.told` translates it.

    Attributes
    ----------
    message
        Template with named placeholders for the values: `none of {asked} asked answered`.
    values
        Text, numbers, dates or phrases, by placeholder name.
    plural, n
        The plural message and the number that selects it; None if the message has no plural form.
    """

    message: str
    values: Mapping[str, Any]
    plural: str | None
    n: int | None

    def __new__(
        cls, message: str, values: Mapping[str, Any], plural: str | None = None, n: int | None = None
    ) -> Phrase:
        """Format the English text, keeping the message and values as attributes."""
        chosen = message if plural is None or n == 1 else plural
        made = super().__new__(
            cls, chosen.format(**{k: in_english(v) for k, v in values.items()}) if values else chosen
        )
        made.message, made.values, made.plural, made.n = message, dict(values), plural, n
        return made

    def __reduce__(self) -> tuple[Any, ...]:
        return Phrase, (self.message, self.values, self.plural, self.n)


def in_english(value: Any) -> Any:
    """Format a date as in English prose; return anything else unchanged.

    >>> in_english(date(2025, 2, 1)), in_english("Q1 2025")
    ('1 Feb 2025', 'Q1 2025')
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else value


def phrase(message: str, **values: Any) -> Phrase:
    """Create a phrase from a message and its values.

    >>> phrase("none of {asked} asked answered", asked=7)
    'none of 7 asked answered'
    """
    return Phrase(message, values)


def counted(n: int, one: str, many: str, **values: Any) -> Phrase:
    """Create a phrase with singular and plural forms; `{n}` is replaced by the number.

    >>> counted(1, "{n} project", "{n} projects"), counted(0, "{n} project", "{n} projects")
    ('1 project', '0 projects')
    """
    return Phrase(one, {**values, "n": n}, many, n)


def listed(parts: Sequence[str]) -> str:
    """Join parts with commas into one phrase, so that each can be translated.

    >>> listed(["3 kept on time", "1 overdue"])
    '3 kept on time, 1 overdue'
    """
    first, *rest = parts
    return phrase("{first}, {rest}", first=first, rest=listed(rest)) if rest else first
