"""A notebook's pages as worksheets, with numbers kept as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from acctlib.display.blocks.block import Payload, inner_blocks, kind_of
from acctlib.display.blocks.layout import Columns
from acctlib.display.blocks.nodes import inline_text
from acctlib.display.language import Language
from acctlib.publish.formats.workbook.entries import Entry, entry_of_cell, entry_of_value
from acctlib.publish.pages.outputs import Page

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

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet: title, description, headings, rows of entries, and sums below them.

    Attributes
    ----------
    kind : str
        numbers, table, chart, rows or definitions.
    section : str
        Heading of the section from which it comes.
    about : str
        Caption, note or description.
    """

    kind: str
    name: str
    section: str
    about: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    sums: tuple[tuple[Entry, ...], ...] = ()


@dataclass
class Names:
    """Valid sheet names: short, plain, and unique regardless of case."""

    taken: set[str] = field(default_factory=lambda: {"history"})  # reserved by Excel

    def of(self, wanted: str) -> str:
        """The name, or the name with the first free number.

        >>> names = Names()
        >>> names.of("Fees: all/most"), names.of("fees all most"), names.of("'History'")
        ('Fees all most', 'fees all most 2', 'History 2')
        """
        plain = " ".join(_FORBIDDEN.sub(" ", wanted).split()).strip("'") or "Sheet"
        number = 1
        while (name := self._numbered(plain, number)).casefold() in self.taken:
            number += 1
        self.taken.add(name.casefold())
        return name

    @staticmethod
    def _numbered(plain: str, number: int) -> str:
        tail = f" {number}" if number > 1 else ""
        return shortened(plain, LONGEST_NAME - len(tail)).rstrip("'") + tail


def shortened(text: str, room: int) -> str:
    """Shorten a text to a number of characters as counted by spreadsheets, with an ellipsis if it was cut.

    >>> shortened("Growth of existing accounts", 12), shortened("Fees", 12)
    ('Growth of e…', 'Fees')
    """
    cut = text
    while len(cut.encode("utf-16-le")) > 2 * room:
        cut = cut.removesuffix("…")[:-1].rstrip() + "…"
    return cut


def sheets_of(pages: Page, language: Language) -> list[Sheet]:
    """All sheets after the contents: numbers, tables and charts in order, underlying rows, definitions.

    Parameters
    ----------
    pages : Page
        The executed notebook's pages; nothing else is read.
    """
    names = Names()
    names.of(language.translate("Contents"))
    evidence = next((p.payload for p in pages.pieces if p.payload["block"] == "evidence"), {})
    found: list[Sheet] = []
    if facts := pages.document.get("facts"):
        heads, rows = number_sheet(facts, evidence.get("numbers", ()), language)
        about = language.translate("Every number of this review.")
        found.append(Sheet("numbers", names.of(language.translate("Numbers")), "", about, heads, rows))
    found += _tables_and_charts(pages, names, language)
    found += [_rows_behind(behind, names, language) for behind in evidence.get("behind", ())]
    items = [item for p in pages.pieces for b in inner_blocks(p.payload) for item in b.get("items", ())
             if b["block"] == "definitions"]  # fmt: skip
    if items or evidence:
        heads, rows = definition_sheet(items, evidence.get("numbers", ()), pages.document.get("facts") or (), language)
        found.append(Sheet("definitions", names.of(language.translate("Definitions")), "", "", heads, rows))
    return found


def _tables_and_charts(pages: Page, names: Names, language: Language) -> Iterator[Sheet]:
    section = ""
    for piece in pages.pieces:
        for block, title in _with_titles(piece.payload):
            if block["block"] == "prose":
                for node in block["nodes"]:
                    section = inline_text(node["inner"]) if node["t"] == "heading" else section
                    if node["t"] == "table":
                        yield _sheet("table", title or section, names, "", *_written_table(node))
            elif block["block"] == "table" and block["rows"]:
                yield _sheet("table", title or section, names, block.get("caption") or "", *_table(block))
            elif block["block"] == "chart" and (block.get("data") or {}).get("rows"):
                room = LONGEST_NAME - len(language.translate("{section}, chart", section="")) - len(" 9")
                named = language.translate("{section}, chart", section=shortened(title or section, room))
                yield _sheet("chart", title or section, names, block.get("caption") or block["alt"],
                             *_chart(block["data"], language), named)  # fmt: skip


def _with_titles(payload: Payload, title: str = "") -> Iterator[tuple[Payload, str]]:
    """Blocks with the title of the column that contains them, if any."""
    if payload["block"] == Columns.kind:
        for item in payload["items"]:
            for block in item["blocks"]:
                yield from _with_titles(block, item.get("title") or title)
        return
    yield payload, title
    for block in kind_of(payload).children(payload):
        yield from _with_titles(block, title)


def _sheet(
    kind: str, section: str, names: Names, about: str, heads: Sequence[str], rows: Sequence[Sequence[Entry]],
    named: str = "",
) -> Sheet:  # fmt: skip
    name = names.of(named or section or kind.capitalize())
    return Sheet(kind, name, section, about, tuple(heads), tuple(map(tuple, rows)))


def _table(block: Payload) -> tuple[list[str], list[list[Entry]]]:
    heads = [column["name"] if block.get("head", True) else "" for column in block["columns"]]
    sides = [column["align"] for column in block["columns"]]
    last = len(block["rows"]) - 1 if block.get("total") else -1
    rows = [
        [
            entry_of_cell(cell, right=side == "right", total=number == last)
            for cell, side in zip(row, sides, strict=True)
        ]
        for number, row in enumerate(block["rows"])
    ]
    return heads, rows


def _written_table(node: Mapping[str, Any]) -> tuple[list[str], list[list[Entry]]]:
    """A table written in Markdown, with all cells as text."""
    heads = [inline_text(column["nodes"]) for column in node["columns"]]
    return heads, [[Entry(inline_text(cell["nodes"])) for cell in row] for row in node["rows"]]


def _chart(data: Mapping[str, Any], language: Language) -> tuple[list[str], list[list[Entry]]]:
    heads = [language.translate(str(column).replace("_", " ").capitalize()) for column in data["columns"]]
    forms = data.get("forms") or [""] * len(heads)
    return heads, [[entry_of_value(v, form) for v, form in zip(row, forms, strict=True)] for row in data["rows"]]


def _rows_behind(behind: Mapping[str, Any], names: Names, language: Language) -> Sheet:
    """Underlying rows with their sums below: the label under the first heading, the value under the last."""
    forms = [form for _, form in behind["columns"]]
    rows = [[entry_of_value(v, form) for v, form in zip(row, forms, strict=True)] for row in behind["rows"]]
    gap = [Entry("", strong=True)] * (max(len(forms), 2) - 2)
    sums = [(Entry(label, strong=True), *gap, entry_of_value(value, form, strong=True))
            for label, value, form in behind["sums"]]  # fmt: skip
    about = behind["note"] or language.translate("The rows that this number was made from, and what they add up to.")
    name = names.of(language.translate("Rows, {number}", number=behind["title"]))
    heads = tuple(head for head, _ in behind["columns"])
    return Sheet("rows", name, behind["title"], about, heads, tuple(map(tuple, rows)), tuple(sums))


def number_sheet(
    facts: Sequence[Mapping[str, Any]], numbers: Sequence[Mapping[str, Any]], language: Language
) -> tuple[tuple[str, ...], Rows]:
    """Every fact with its supporting fields; a field that no fact has gets no column."""
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
    """The spreadsheet format of a fact whose notebook does not state one.

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
    """Definitions of all numbers, followed by the choices and terms of the method notes."""
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
