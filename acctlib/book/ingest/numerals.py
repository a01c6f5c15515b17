"""Numbers as people and programs write them, read by the marks that a source declares."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import pandas as pd

from acctlib.config import Source

BLANKS = " \u00a0\u2009\u202f"  # those that group digits
_NUMBER = r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?"


def plain(given: pd.Series, source: Source) -> pd.Series:
    """Number texts with a decimal point and nothing else; missing where a text is no number.

    Notes
    -----
    - A blank, or the declared mark, groups thousands: `1 234 567`; `12 50` and `1234 567` may be two numbers.
    - Brackets and a typographic minus stand for a minus; a blank may follow a sign, and stand within brackets.
    """
    text = given.str.replace("\u2212", "-").str.replace(rf"(?<=[(+-])[{BLANKS}]+|[{BLANKS}]+(?=\))", "", regex=True)
    text = _ungrouped(text, source.thousands)
    text = text.str.replace(r"^\((.*)\)$", r"-\1", regex=True)
    if source.decimal == ",":
        text = text.where(~text.str.contains(".", regex=False).eq(True)).str.replace(",", ".", regex=False)
    return text.where(text.str.fullmatch(_NUMBER).eq(True))


def _ungrouped(text: pd.Series, thousands: str) -> pd.Series:
    """Without the marks between groups of three digits; a text that is grouped otherwise stays as it is."""
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
    """How a source says that it writes numbers."""
    return f"decimal mark '{source.decimal}'" + (f", thousands '{source.thousands}'" if source.thousands else "")


def exact(text: str) -> Decimal | None:
    """The amount that a plain text is; nothing where it is beyond all amounts."""
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and abs(amount) < Decimal(10) ** 13 else None
