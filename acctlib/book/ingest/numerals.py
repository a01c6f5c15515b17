"""Parse numbers as people and programs write them, by the separators that a source declares."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pandas as pd

from acctlib.config import Source

BLANKS = " \u00a0\u2009\u202f"  # spaces used to group digits
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"


def plain(given: pd.Series, source: Source) -> pd.Series:
    """Normalise numbers to digits with a decimal point; missing if a text is not a number.

    Notes
    -----
    - A space, or the declared separator, groups thousands: `1 234 567`; `12 50` and `1234 567` may be two numbers.
    - Parentheses or a typographic minus sign mean a negative; spaces may follow a sign or pad the parentheses.
    """
    text = given.str.replace("\u2212", "-").str.replace(rf"(?<=[(+-])[{BLANKS}]+|[{BLANKS}]+(?=\))", "", regex=True)
    text = _ungrouped(text, source.thousands)
    text = text.str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    if source.decimal == ",":
        text = text.where(~text.str.contains(".", regex=False).eq(True)).str.replace(",", ".", regex=False)
    return text.where(text.str.fullmatch(_NUMBER).eq(True))


def _ungrouped(text: pd.Series, thousands: str) -> pd.Series:
    """Remove the separators between groups of three digits; text grouped otherwise is left unchanged."""
    marks = "|".join(map(re.escape, filter(None, [*BLANKS, thousands])))
    grouped = re.compile(rf"^([+(-]*)([1-9]\d{{0,2}}(?P<mark>{marks})\d{{3}}(?:(?P=mark)\d{{3}})*)(?!\d|{marks})")
    some = text.str.contains(marks).eq(True)
    if not some.any():
        return text
    cut = text[some].map(lambda one: grouped.sub(lambda found: _without(found, found["mark"]), one))
    return text.where(~some, cut.reindex(text.index))


def _without(found: re.Match[str], mark: str) -> str:
    return found[1] + found[2].replace(mark, "")


def declared(source: Source) -> str:
    """Describe the number format that a source declares."""
    return f"decimal mark '{source.decimal}'" + (f", thousands '{source.thousands}'" if source.thousands else "")


def exact(text: str) -> Decimal | None:
    """Convert normalised text to an exact amount; None if it is too large for any amount."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal(10) ** 13 else None
