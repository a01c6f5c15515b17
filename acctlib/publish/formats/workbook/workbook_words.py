"""The sheets that every workbook has: all numbers, and what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from acctlib.display.language import Language
from acctlib.publish.formats.workbook.workbook_numbers import Entry, entry_of_value

Rows = tuple[tuple[Entry, ...], ...]
VALUES = {
    "value": "Value", "low": "Low (95%)", "high": "High (95%)", "prior": "A quarter before",
    "year_ago": "A year before", "target": "Target", "benchmark": "Other clients",
}  # fmt: skip
COUNTS = {"n": "n", "asked": "Asked", "peers": "n of other clients"}
TEXTS = {"period": "Period", "status": "Status", "note": "Note", "unit": "Unit", "definition": "Definition"}
ORDER = (
    "value", "n", "asked", "low", "high", "prior", "year_ago", "target", "benchmark", "peers", "period", "status",
    "note", "unit", "definition",
)  # fmt: skip
UNITS = {"fraction": "percent.1", "growth": "percent.1.signed", "points": "number.0.signed", "count": "number.0"}


def number_sheet(
    facts: Sequence[Mapping[str, Any]], numbers: Sequence[Mapping[str, Any]], language: Language
) -> tuple[tuple[str, ...], Rows]:
    """Every fact with all that makes it honest; a field that no fact has makes no column."""
    described = {number["fact"]: number for number in numbers}
    names = {**VALUES, **COUNTS, **TEXTS}
    fields = [name for name in ORDER if any(fact.get(name) not in (None, "") for fact in facts)]
    heads = (
        language.translate("Number"),
        *(language.translate(names[name]) for name in fields),
        language.translate("Name"),
    )
    return heads, tuple(_number(fact, described.get(fact.get("name"), {}), fields, language) for fact in facts)


def _number(
    fact: Mapping[str, Any], number: Mapping[str, Any], fields: Iterable[str], language: Language
) -> tuple[Entry, ...]:
    form = number.get("form") or form_of(fact)
    label = number.get("label") or language.translate(fact.get("label") or fact.get("name") or "")
    entries = [Entry(label, strong=True)]
    for name in fields:
        value = number.get("period") if name == "period" and number else fact.get(name)
        forms = form if name in VALUES else "number.0" if name in COUNTS else ""
        entries.append(entry_of_value(value, forms, strong=name == "value"))
    return (*entries, Entry(fact.get("name") or ""))


def form_of(fact: Mapping[str, Any]) -> str:
    """How a spreadsheet writes a fact whose notebook does not say it.

    >>> form_of({"unit": "money", "currency": "EUR"}), form_of({"unit": "points"}), form_of({"unit": "score"})
    ('money.2.EUR', 'number.0.signed', '')
    """
    if fact.get("unit") == "money":
        return f"money.2.{fact.get('currency') or 'XXX'}"
    return UNITS.get(str(fact.get("unit")), "")


def definition_sheet(
    items: Iterable[Mapping[str, Any]], numbers: Sequence[Mapping[str, Any]], facts: Iterable[Mapping[str, Any]],
    language: Language,
) -> tuple[tuple[str, ...], Rows]:  # fmt: skip
    """What each number means; below them the choices and terms of the method notes."""
    ids = {fact.get("name"): str(fact.get("definition") or "") for fact in facts}
    defined = {f"({ids[n['fact']]})" for n in numbers if ids.get(n["fact"])}
    rows: list[tuple[Entry, ...]] = [
        (Entry(n["label"], strong=True), Entry(n["meaning"]), Entry(n["basis"]), Entry(n["period"]),
         Entry(" ".join(n["rules"])), Entry(n["source"]), Entry(ids.get(n["fact"], "")))
        for n in numbers
    ]  # fmt: skip
    gap = [Entry("")] * 5
    rows += [
        (Entry(item["term"], strong=True), Entry(item["text"]), *gap)
        for item in items
        if not any(item["term"].endswith(known) for known in defined)
    ]
    heads = ("Term", "Meaning", "Out of", "Period", "Rules", "Source", "Definition")
    used = [i for i in range(len(heads)) if i < 2 or any(row[i].value for row in rows)]
    return tuple(language.translate(heads[i]) for i in used), tuple(tuple(row[i] for i in used) for row in rows)
