"""Rows that perhaps should not count, according to a status column that the firm has not mapped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

_SAYS = frozenset(
    ("status", "state", "stage", "phase", "outcome", "disposition", "type", "kind", "category", "document", "typ",
     "art", "belegart", "zustand", "statut", "état", "etat", "estado", "estatus", "tipo", "stato", "soort")
)  # fmt: skip
LISTED = 5  # statuses listed per column
_NO = frozenset({"", "no", "n", "false", "f", "0", "none", "null", "-", "nein", "non", "nee"})
_CREDIT = r"credit(?! ?card)\w*|refund\w*|gutschrift\w*|avoirs?|abonos?|creditnota"
_NONE = (
    r"void(?:ed)?|drafts?|cancel\w*|deleted?|revers\w*|reject\w*|declin\w*|uncollect\w*|writ(?:e|ten)[ -]?off"
    r"|estimates?|quot(?:e|es|ation)|pro[ -]?forma|lost|failed|expired|un(?:posted|approved|billable)"
    r"|(?:non|not)[ -]?billable|not approved|storn\w*|entw[uü]rfe?|annul\w*|brouillons?|anulad\w*|borrador\w*"
    r"|bozz[ae]|concept|geannuleerd"
)
_DENIED = r"(?<!not )(?<!non )(?<!non-)"
_FLAG = re.compile(
    rf"{_DENIED}\b(?:void(?:ed)?|cancel(?:led|ed)|deleted|drafts?|reversed|rejected|storniert|annul\w*)\b"
)
_FIGURE = re.compile(r"\b(?:amounts?|totals?|sums?|net|value|numbers?|no|id|count|qty|quantity|fees?|rate)\b")
_GONE = re.compile(rf"{_DENIED}\b(?:{_NONE})\b")
_BACK = re.compile(rf"{_DENIED}\b(?:{_CREDIT})\b")


@dataclass(frozen=True)
class State:
    """One status value: its word, the number of rows with it, their total amount, and the first such row."""

    word: str
    rows: int
    money: Decimal
    row: int | None = None

    @property
    def text(self) -> str:
        """`'Void' (2 rows, 1,100.00)`."""
        return f"'{self.word}' ({self.rows:,} row{'s' * (self.rows != 1)}, {self.money:,.2f})"


def says_a_state(column: str) -> bool:
    """Whether a column's name suggests that it contains the status or kind of its rows.

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
    """Whether a column's name itself marks rows as void, and does not refer to an amount or a number."""
    words = " ".join(_words(column))
    return bool(_FLAG.search(words)) and not _FIGURE.search(words)


def not_counting(column: str, states: Iterable[State]) -> list[State]:
    """Return the states whose rows probably should not count although their amounts do.

    Notes
    -----
    - Drafts, void and cancelled rows with a non-zero total; credits and refunds if they add rather than deduct.
    - In a flag column such as `Voided` or `Cancelled at`, any value other than no.
    """
    flag = _is_flag(column)
    return [state for state in states if state.money and _is_out(state, flag)]


def _is_out(state: State, flag: bool) -> bool:
    word = state.word.strip().casefold()
    if flag and word not in _NO:
        return True
    return bool(_GONE.search(word)) or (state.money > 0 and bool(_BACK.search(word)))


def states_of(words: pd.Series, money: pd.Series) -> list[State]:
    """Return a column's states in order of first occurrence; rows without an amount are ignored."""
    given = pd.DataFrame({"word": words.str.strip(), "money": money})[money.notna() & (words.str.strip() != "")]
    grouped = given.groupby("word", sort=False)["money"]
    return [State(str(word), len(sums), sum(sums, Decimal(0)), int(sums.index[0])) for word, sums in grouped]


def told(states: Sequence[State]) -> str:
    """Describe the states: the first few in full, and the number of the rest."""
    listed = ", ".join(state.text for state in states[:LISTED])
    left = states[LISTED:]
    rows, money = sum(state.rows for state in left), sum((state.money for state in left), Decimal(0))
    more = f" and {len(left):,} more words ({rows:,} rows, {money:,.2f})" if left else ""
    return f"this column is not mapped, but rows are counted that say {listed}{more}"
