"""The pages of a notebook as the sheets of a workbook: still data, in which a number is a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from acctlib.display.blocks.block import Payload, inner_blocks
from acctlib.display.blocks.nodes import inline_text
from acctlib.display.language import Language
from acctlib.publish.formats.workbook.workbook_numbers import Entry, entry_of_cell, entry_of_value
from acctlib.publish.formats.workbook.workbook_words import definition_sheet, number_sheet
from acctlib.publish.pages.outputs import Page

LONGEST_NAME = 31
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")


@dataclass(frozen=True)
class Sheet:
    """One sheet: a title, what to know, heads, rows of entries, and below them what they add up to.

    Attributes
    ----------
    kind : str
        numbers, table, chart, rows or definitions.
    section : str
        Heading of the section that it comes from.
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
    """Names of sheets as a spreadsheet takes them: short, plain, and each once whatever its capitals."""

    taken: set[str] = field(default_factory=lambda: {"history"})  # Excel keeps that one for itself

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
    """Text in no more characters than a spreadsheet counts, with a mark where it was cut.

    >>> shortened("Growth of existing accounts", 12), shortened("Fees", 12)
    ('Growth of e…', 'Fees')
    """
    cut = text
    while len(cut.encode("utf-16-le")) > 2 * room:
        cut = cut.removesuffix("…")[:-1].rstrip() + "…"
    return cut


def sheets_of(pages: Page, language: Language) -> list[Sheet]:
    """All sheets after the contents: every number, tables and charts in their order, rows behind, definitions.

    Parameters
    ----------
    pages : Page
        Of the executed notebook; nothing else is read.
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
    """Blocks with the title of the column that they stand in, if it has one."""
    if payload["block"] == "row":
        for item in payload["items"]:
            for block in item["blocks"]:
                yield from _with_titles(block, item.get("title") or title)
    elif payload["block"] == "group":
        for block in payload["blocks"]:
            yield from _with_titles(block, title)
    else:
        yield payload, title


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
    """A table that somebody wrote in Markdown: texts."""
    heads = [inline_text(column["nodes"]) for column in node["columns"]]
    return heads, [[Entry(inline_text(cell["nodes"])) for cell in row] for row in node["rows"]]


def _chart(data: Mapping[str, Any], language: Language) -> tuple[list[str], list[list[Entry]]]:
    heads = [language.translate(str(column).replace("_", " ").capitalize()) for column in data["columns"]]
    forms = data.get("forms") or [""] * len(heads)
    return heads, [[entry_of_value(v, form) for v, form in zip(row, forms, strict=True)] for row in data["rows"]]


def _rows_behind(behind: Mapping[str, Any], names: Names, language: Language) -> Sheet:
    """Rows, and below them what they add up to: the label under the first head, the value under the last."""
    forms = [form for _, form in behind["columns"]]
    rows = [[entry_of_value(v, form) for v, form in zip(row, forms, strict=True)] for row in behind["rows"]]
    gap = [Entry("", strong=True)] * (max(len(forms), 2) - 2)
    sums = [(Entry(label, strong=True), *gap, entry_of_value(value, form, strong=True))
            for label, value, form in behind["sums"]]  # fmt: skip
    about = behind["note"] or language.translate("The rows that this number was made from, and what they add up to.")
    name = names.of(language.translate("Rows, {number}", number=behind["title"]))
    heads = tuple(head for head, _ in behind["columns"])
    return Sheet("rows", name, behind["title"], about, heads, tuple(map(tuple, rows)), tuple(sums))
