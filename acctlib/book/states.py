"""Rows that may not count: what an export says of them in a column that nobody mapped."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

_SAYS = frozenset({"status", "state", "stage", "type", "typ", "zustand", "statut", "estado", "tipo", "stato", "soort"})
_YES = frozenset({"yes", "y", "true", "t", "1", "x", "ja", "oui", "si", "sí"})
_CREDIT = r"credit(?! ?card)\w*|refund\w*|gutschrift\w*|avoirs?|abonos?|creditnota"
_NONE = (
    r"void(?:ed)?|drafts?|cancel\w*|deleted?|revers\w*|reject\w*|declin\w*|uncollect\w*|writ(?:e|ten)[ -]?off"
    r"|estimates?|quot(?:e|es|ation)|pro[ -]?forma|lost|failed|expired|un(?:posted|approved|billable)"
    r"|(?:non|not)[ -]?billable|not approved|storn\w*|entw[uü]rfe?|annul\w*|brouillons?|anulad\w*|borrador\w*"
    r"|bozz[ae]|concept|geannuleerd"
)
_DENIED = r"(?<!not )(?<!non )(?<!non-)"
_GONE = re.compile(rf"{_DENIED}\b(?:{_NONE})\b")
_BACK = re.compile(rf"{_DENIED}\b(?:{_CREDIT})\b")


@dataclass(frozen=True)
class State:
    """What rows say of themselves: the word, how many rows say it, their sum, and the first of them."""

    word: str
    rows: int
    money: Decimal
    row: int | None = None

    @property
    def text(self) -> str:
        """`'Void' (2 rows, 1,100.00)`."""
        return f"'{self.word}' ({self.rows:,} row{'s' * (self.rows != 1)}, {self.money:,.2f})"


def says_a_state(column: str) -> bool:
    """Whether a column, by its name, tells the state or the kind of its rows.

    Examples
    --------
    >>> [says_a_state(name) for name in ("Invoice Status", "DocumentType", "is_void", "Prototype", "Net")]
    [True, True, True, False, False]
    """
    words = _words(column)
    return bool(_SAYS.intersection(words)) or _is_flag(column)


def _words(name: str) -> list[str]:
    return re.sub(r"(?<=[a-z])(?=[A-Z])|[\W_]+", " ", name).casefold().split()


def _is_flag(column: str) -> bool:
    return bool(_GONE.search(" ".join(_words(column))))


def not_counting(column: str, states: Iterable[State]) -> list[State]:
    """Those states whose rows should hardly count, and whose money does.

    Notes
    -----
    - Drafts, void and cancelled ones with any money; credits and refunds where they add instead of taking away.
    - Of a flag like `Voided` those rows that say yes.
    """
    flag = _is_flag(column)
    return [state for state in states if state.money and _is_out(state, flag)]


def _is_out(state: State, flag: bool) -> bool:
    word = state.word.strip().casefold()
    if flag and word in _YES:
        return True
    return bool(_GONE.search(word)) or (state.money > 0 and bool(_BACK.search(word)))


def states_of(words: pd.Series, money: pd.Series) -> list[State]:
    """The states of a column's rows, in the order of their first rows; rows without an amount say nothing."""
    given = pd.DataFrame({"word": words.str.strip(), "money": money})[money.notna() & (words.str.strip() != "")]
    grouped = given.groupby("word", sort=False)["money"]
    return [State(str(word), len(sums), sum(sums, Decimal(0)), int(sums.index[0])) for word, sums in grouped]


def told(states: Iterable[State]) -> str:
    """What is said of them."""
    return f"nothing is mapped to it, and rows count that say {', '.join(state.text for state in states)}"
