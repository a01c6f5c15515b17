"""A report's headline metrics, as shown in the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from acctlib.display import Formatter
from acctlib.errors import PublishError

SHOWN = ("nrr", "nps", "growth", "delivery_success")
STATES = {"met": "good", "missed": "bad", "watch": "watch", "unknown": "unknown"}
_NEEDED = ("name", "label", "unit", "value", "status")


@dataclass(frozen=True)
class Headline:
    """One headline metric: label, formatted text and sort key."""

    name: str
    label: str
    text: str
    value: float | None
    state: str


def headlines(facts: Iterable[Mapping[str, Any]], formatter: Formatter) -> tuple[Headline, ...]:
    """The metrics shown in the index, in order and formatted.

    Raises
    ------
    PublishError
        For a fact without name, label, unit, value or status, or with a non-numeric value.

    Notes
    -----
    - A missing or non-finite value is formatted as missing and has no sort key.
    - An unknown status has no colour.
    """
    by_name = {fact["name"]: fact for fact in map(_checked, facts)}
    return tuple(_headline(by_name[name], formatter) for name in SHOWN if name in by_name)


def _checked(fact: Mapping[str, Any]) -> Mapping[str, Any]:
    if lacking := [key for key in _NEEDED if key not in fact]:
        raise PublishError(f"the document block has a fact without {', '.join(lacking)}: {dict(fact)}")
    if fact["value"] is not None and not isinstance(fact["value"], int | float):
        raise PublishError(f"the document block's fact '{fact['name']}' has the value {fact['value']!r}; give a number")
    return fact


def _headline(fact: Mapping[str, Any], formatter: Formatter) -> Headline:
    value = fact["value"] if fact["value"] is not None and isfinite(fact["value"]) else None
    state = STATES.get(fact["status"], "neutral")
    return Headline(fact["name"], str(fact["label"]), formatter.value(value, fact["unit"]), value, state)
