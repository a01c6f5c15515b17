"""Errors that a user can act on. Each states what is wrong, where, and how to fix it.

Every exception that `acctlib` raises deliberately is an `AcctlibError`; the command line prints its
message without a traceback. A traceback therefore always means a bug in the kit, never bad data.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class AcctlibError(Exception):
    """Base class of all acctlib errors; the message is written for the analyst."""


class ConfigError(AcctlibError):
    """acctlib.yml is missing, unreadable or contains something that the kit does not recognise."""


class PeriodError(AcctlibError):
    """A quarter cannot be parsed, or the data does not cover it."""


class DataError(AcctlibError):
    """The firm's data cannot be used as it is; `acctlib check` lists every problem."""


class MissingRateError(DataError):
    """No exchange rate is known for an amount's currency on its date."""


class ReviewError(AcctlibError):
    """A review cannot be opened: unknown client, unknown edition or withheld data."""


class NotHeldError(ReviewError, KeyError):
    """A table or the firm's data is not available to this edition or process."""

    __str__ = Exception.__str__  # KeyError would print the message in quotes


class PublishError(AcctlibError):
    """An executed notebook cannot be exported; the message names the cell and output."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return a hint to end an error message: the known word closest to `word`, or else all known words.

    >>> nearest("fimr", ["firm", "locale"])
    "did you mean 'firm'?"
    >>> nearest("x", ["firm", "locale"])
    'known values: firm, locale'
    """
    choices = sorted(known)
    close = difflib.get_close_matches(word, choices, n=1)
    return f"did you mean '{close[0]}'?" if close else f"known values: {', '.join(choices)}"
