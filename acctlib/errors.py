"""Failures that a user can act on. Each says what is wrong, where, and the way out.

Everything that `acctlib` raises on purpose is an `AcctlibError`; the command line prints its
text without a traceback. A traceback is therefore always a defect of the kit, never of the data.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AcctlibError(Exception):
    """Base of all failures with a name; its text is written for the analyst."""


class ConfigError(AcctlibError):
    """acctlib.yml is missing, unreadable or says something the kit does not know."""


class PeriodError(AcctlibError):
    """A quarter that cannot be read, or that the data does not cover."""


class DataError(AcctlibError):
    """The firm's data cannot be used as it is: `acctlib check` lists every problem."""


class MissingRateError(DataError):
    """Money in a currency for which no exchange rate is known on that day."""


class ReviewError(AcctlibError):
    """A review that cannot be opened: unknown client, unknown edition, withheld data."""


class NotHeldError(ReviewError, KeyError):
    """A table, or the way to the firm's data, that this edition or this process does not hold."""

    __str__ = Exception.__str__  # as a KeyError it would be told in quotes


class PublishError(AcctlibError):
    """An executed notebook that cannot become a file, named by cell and output."""


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that ends an error text: the known word most like `word`, else all of them.

    >>> nearest("fimr", ["firm", "locale"])
    "did you mean 'firm'?"
    >>> nearest("x", ["firm", "locale"])
    'known values: firm, locale'
    """
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known values: {', '.join(choices)}"
