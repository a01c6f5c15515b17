"""Write sheets to an XLSX file. Numbers are numbers, and texts stay texts: nothing is calculated or run.

XlsxWriter writes the same bytes for the same input, three times as fast as openpyxl, which puts the time of writing
into every file.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from textwrap import wrap
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from acctlib.display.blocks.block import Payload
from acctlib.display.brand.brand import Brand
from acctlib.display.csv_text import RUNS
from acctlib.display.language import Language
from acctlib.display.sheet_formats import GENERAL, sheet_format
from acctlib.publish.formats.typst.typst_source import day_of, language_of
from acctlib.publish.formats.workbook.entries import Entry
from acctlib.publish.formats.workbook.sheets import Sheet, sheets_of
from acctlib.publish.pages.outputs import Page

LONGEST_TEXT = 32_000  # characters; a cell's maximum is 32 767
NARROW, WIDE = 9, 44  # characters
ABOUT = 80  # width in characters of the contents' second column
LINE = 15.0  # points
HEAD_ROW = 3  # title, caption, a gap, then the headings
RIGHT_TO_LEFT = ("ar", "fa", "he", "ur")
PAPERS = {"a4": 9, "us-letter": 1}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def workbook(pages: Page, brand: Brand) -> bytes:
    """Create the workbook of an executed notebook.

    Notes
    -----
    - It contains no formula, macro, external link or defined name.
    - It is dated by its data: the same notebook produces the same bytes.
    """
    out = io.BytesIO()
    book = _Book(out, pages.document, brand)
    sheets = sheets_of(pages, book.language)
    book.contents(pages, sheets)
    for sheet in sheets:
        book.sheet(sheet)
    book.close()
    return out.getvalue()


class _Book:
    """A workbook being written."""

    def __init__(self, out: io.BytesIO, document: Payload, brand: Brand) -> None:
        self.book = xlsxwriter.Workbook(out, OPTIONS)
        self.document = document
        self.brand = brand
        self.locale = document.get("locale") or "en_GB"
        self.language = Language(language_of(self.locale)[0])
        self.looks: dict[tuple[Any, ...], Any] = {}
        firm = document.get("firm") or brand.name
        day = datetime.combine(day_of(document) or date(1980, 1, 1), time(12))
        self.book.set_properties(
            {"title": document["title"], "subject": document.get("eyebrow") or "", "author": firm, "company": firm,
             "created": day}
        )  # fmt: skip

    def close(self) -> None:
        """Write the file."""
        self.book.close()

    def contents(self, pages: Page, sheets: Sequence[Sheet]) -> None:
        """Write the contents sheet: document head, message, and a line with a link for every sheet."""
        translate, head = self.language.translate, self.document
        page = self._added(translate("Contents"))
        page.fit_to_pages(1, 1)
        page.set_column(0, 0, 34)
        page.set_column(1, 1, ABOUT)
        page.set_column(2, 2, 8)
        row = 0
        message = next((p.payload for p in pages.pieces if p.payload["block"] == "message"), {})
        for text, look in (
            (head.get("demo"), {"font_color": self.brand.color.warning, "bold": True}),
            (head.get("eyebrow"), {"font_color": self.brand.color.primary, "bold": True}),
            (head["title"], {"font_size": 18, "bold": True, "font_color": self.brand.color.ink}),
            (" · ".join(head.get("meta") or ()) or head.get("period"), {"font_color": self.brand.color.muted}),
            (" ".join(filter(None, (message.get("lead"), message.get("text")))), {}),
        ):
            if text:
                self._merged(page, row, text, look)
                row += 1
        row = self._listed(page, row + 1, sheets)
        for text in (head.get("footer"), head.get("confidentiality")):
            if text:
                row += 1
                self._text(page, row, 0, text, {"font_color": self.brand.color.muted})

    def _merged(self, page: Worksheet, row: int, text: str, look: Mapping[str, Any]) -> None:
        """Write a line across all columns, as high as its text needs."""
        wrapped = {**look, "text_wrap": True, "valign": "top"}
        page.merge_range(row, 0, row, 2, "", self._look(wrapped))
        self._text(page, row, 0, text, wrapped)
        page.set_row(row, 26 if look.get("font_size") else LINE * _wrapped(text, 115))

    def _listed(self, page: Worksheet, row: int, sheets: Sequence[Sheet]) -> int:
        translate = self.language.translate
        for column, name in enumerate((translate("Sheet"), translate("What it holds"), translate("Rows"))):
            self._text(page, row, column, name, self._head(right=column == 2))
        for number, sheet in enumerate(sheets, row + 1):
            target = f"internal:'{sheet.name.replace(chr(39), 2 * chr(39))}'!A1"
            page.write_url(number, 0, target, self._look({"font_color": self.brand.color.primary, "underline": 1,
                                                          "valign": "top"}), sheet.name)  # fmt: skip
            about = sheet.about or ", ".join(filter(None, sheet.heads))
            self._text(page, number, 1, about, {"text_wrap": True, "valign": "top"})
            page.set_row(number, LINE * _wrapped(about, ABOUT))
            page.write_number(number, 2, len(sheet.rows), self._look({"valign": "top"}))
        return row + len(sheets)

    def sheet(self, sheet: Sheet) -> None:
        """Write a sheet: title, caption, frozen headings, rows, and sums."""
        page = self._added(sheet.name)
        self._text(page, 0, 0, sheet.section or sheet.name, {"bold": True, "font_size": 13,
                                                             "font_color": self.brand.color.ink})  # fmt: skip
        self._text(page, 1, 0, sheet.about, {"font_color": self.brand.color.muted})
        widths = [self._width(sheet, column) for column in range(len(sheet.heads))]
        for column, head in enumerate(sheet.heads):
            right = any(isinstance(row[column].value, float) for row in sheet.rows)
            self._text(page, HEAD_ROW, column, head, self._head(right=right, indent=bool(column)))
            page.set_column(column, column, widths[column])
        page.set_row(HEAD_ROW, LINE * max(map(_wrapped, sheet.heads, widths), default=1))
        page.freeze_panes(HEAD_ROW + 1, 1)
        self._rows(page, sheet, widths)

    def _rows(self, page: Worksheet, sheet: Sheet, widths: Sequence[int]) -> None:
        lines = [*sheet.rows, *((row if i else _topped(row)) for i, row in enumerate(sheet.sums))]
        for number, row in enumerate(lines, HEAD_ROW + 1):
            for column, entry in enumerate(row):
                self._entry(page, number, column, entry)
            # Excel sets the height itself; other programs show one line unless it is given.
            if (high := max(map(_lines, row, widths), default=1)) > 1:
                page.set_row(number, LINE * high)

    def _added(self, name: str) -> Worksheet:
        page = self.book.add_worksheet(name)
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(PAPERS.get(self.brand.paper, 9))
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L{_plain(self.document.get('footer'))}&R&P / &N"[:255])
        if self.language.code in RIGHT_TO_LEFT:
            page.right_to_left()
        return page

    def _entry(self, page: Worksheet, row: int, column: int, entry: Entry) -> None:
        look: dict[str, Any] = {"valign": "top", "bottom": 4, "bottom_color": self.brand.color.hairline}
        aside = {"align": "left", "indent": 1} if column else {"align": "left"}
        if entry.strong:
            look["bold"] = True
        if entry.total:
            look.update(top=1, top_color=self.brand.color.ink)
        if color := self._state(entry.state):
            look["font_color"] = color
        value = entry.value
        if isinstance(value, date):
            look["num_format"] = sheet_format(entry.form, self.locale)
            moment = value if isinstance(value, datetime) else datetime.combine(value, time())
            page.write_datetime(row, column, moment, self._look({**look, **aside}))
        elif isinstance(value, bool):
            page.write_boolean(row, column, value, self._look({**look, **aside}))
        elif isinstance(value, float):
            form = sheet_format(entry.form, self.locale, entry.suffix)
            page.write_number(row, column, value, self._look(look if form == GENERAL else {**look, "num_format": form}))
        else:
            self._text(page, row, column, value or "", {**look, **aside, "text_wrap": True})

    def _text(self, page: Worksheet, row: int, column: int, text: str, look: Mapping[str, Any]) -> None:
        """Write text as text, whatever it starts with."""
        quoted = {"quote_prefix": True} if text.startswith(RUNS) else {}
        cut = text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]} …"
        if text:
            page.write_string(row, column, cut, self._look({**look, **quoted}))
        else:
            page.write_blank(row, column, None, self._look(look))

    def _head(self, *, right: bool, indent: bool = False) -> dict[str, Any]:
        return {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1, "bottom_color": self.brand.color.ink,
                "font_color": self.brand.color.ink, "align": "right" if right else "left",
                "indent": int(indent and not right)}  # fmt: skip

    def _state(self, state: str) -> str | None:
        color = self.brand.color
        return {"good": color.accent, "bad": color.warning, "watch": color.amber, "unknown": color.muted}.get(state)

    def _look(self, look: Mapping[str, Any]) -> Any:
        """A cell format, created once."""
        key = tuple(sorted(look.items()))
        if key not in self.looks:
            self.looks[key] = self.book.add_format(dict(look))
        return self.looks[key]

    def _width(self, sheet: Sheet, column: int) -> int:
        """A column's width: its longest entry or heading word, within limits; longer texts are wrapped."""
        lengths = [_length(row[column]) for row in (*sheet.rows, *sheet.sums)]
        longest = max([*lengths, max(map(len, sheet.heads[column].split() or [""]))], default=NARROW)
        return min(max(longest + 2, NARROW), WIDE)


def _length(entry: Entry) -> int:
    if isinstance(entry.value, float):
        return len(f"{entry.value:,.2f}") + len(entry.suffix) + 2
    if isinstance(entry.value, date):
        return 19 if isinstance(entry.value, datetime) else 11
    return max(map(len, str(entry.value or "").split("\n")))


def _lines(entry: Entry, width: int) -> int:
    """The number of lines that an entry needs in a column of a given width in characters."""
    if not isinstance(entry.value, str):
        return 1
    return _wrapped(entry.value, width)


def _wrapped(text: str, width: int) -> int:
    """The number of lines of a wrapped text; letters are slightly narrower than the digits that define widths."""
    return sum(len(wrap(line, max(width - 1, 1))) or 1 for line in text.split("\n"))


def _topped(row: Sequence[Entry]) -> tuple[Entry, ...]:
    """The first line of sums, with a total's rule above it."""
    return tuple(Entry(e.value, e.form, e.suffix, e.strong, True, e.state) for e in row)


def _plain(text: str | None) -> str:
    """Escape a footer's text, in which & is a command."""
    return (text or "").replace("&", "&&")[:200]
