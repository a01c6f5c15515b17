"""A sheet's entries: a number with its format, a date, or a text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

_FIRST_NUMBER = re.compile(r"(\d[\d.,'’\u00a0\u202f]*\d|\d)")
_PLAIN = re.compile(r"[-\u2212]?(0|[1-9]\d*)(\.\d+)?")  # no ambiguous separators, and no id such as 00123 or 1e5
LONGEST_PLAIN = 15  # significant digits that a spreadsheet keeps
LONGEST_AFFIX = 24


@dataclass(frozen=True)
class Entry:
    """One cell.

    Attributes
    ----------
    form : str
        The number's format; see `acctlib.display.formatted_text`.
    suffix : str
        Text after the number: a unit, or "of 30".
    state : str
        good, bad, watch or unknown; empty if there is none.
    """

    value: float | str | bool | date | None
    form: str = ""
    suffix: str = ""
    strong: bool = False
    total: bool = False
    state: str = ""


def entry_of_value(value: float | str | None, form: str = "", *, strong: bool = False) -> Entry:
    """An entry for a value of a chart or a row: ISO text with a date format becomes a date.

    >>> entry_of_value("2026-09-30", "date").value, entry_of_value(1.5, "percent.1").form
    (datetime.date(2026, 9, 30), 'percent.1')
    """
    if isinstance(value, bool):
        return Entry(str(value).lower(), strong=strong)
    if isinstance(value, str) and form == "date":
        return Entry(date.fromisoformat(value), "date", strong=strong)
    if isinstance(value, int | float):
        return Entry(float(value), form or _plain_form(float(value)), strong=strong)
    return Entry(value, strong=strong)


def entry_of_cell(cell: Mapping[str, Any], *, right: bool, total: bool = False) -> Entry:
    """An entry for a table cell: its value if it has one, else its text.

    Notes
    -----
    - A number given as text only is parsed only if it is right-aligned and formatted as by Python: without leading
      zeros or exponent, and with no more digits than a spreadsheet keeps.
    - A cell marked as text stays text, whatever it looks like.
    - A date before 1900 stays text, as spreadsheets do not support it.
    """
    value, text, form = cell.get("value"), str(cell["text"]), cell.get("form") or ""
    look: dict[str, Any] = {"strong": bool(cell.get("strong")) or total, "total": total, "state": _state(cell)}
    if value is None and not form and right and _PLAIN.fullmatch(text) and len(text) <= LONGEST_PLAIN:
        value = float(text.replace("\u2212", "-"))
    if isinstance(value, str) and form in ("date", "datetime") and value >= "1900":
        return Entry((date if form == "date" else datetime).fromisoformat(value), form, **look)
    if isinstance(value, bool) and form == "boolean":
        return Entry(value, **look)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Entry(text, **look)
    form, suffix = _as_read(float(value), text, form)
    return Entry(float(value), form, suffix, **look)


def _state(cell: Mapping[str, Any]) -> str:
    return str(cell.get("state") or "").replace("neutral", "")


def _as_read(value: float, text: str, form: str) -> tuple[str, str]:
    """A number's format and suffix, inferred from its text.

    >>> _as_read(12.0, "12 of 30", ""), _as_read(0.119, "11.9%", ""), _as_read(412345.6, "€412k", "")
    (('number.0', ' of 30'), ('percent.1', ''), ('number.2', ''))
    >>> _as_read(1413.2, "1,413.2 hours", "number.1")
    ('number.1', ' hours')
    """
    found = _FIRST_NUMBER.search(text)
    if form and not form.startswith("number"):
        return form, ""
    if found:
        rest = text[found.end() :]
        for digits in range(4):
            if _figures(found[0]) == _figures(f"{abs(value):.{digits}f}"):
                signed = ".signed" if form.endswith("signed") else ""
                return f"number.{digits}{signed}", rest if len(rest) <= LONGEST_AFFIX else ""
            if "%" in rest and _figures(found[0]) == _figures(f"{abs(value) * 100:.{digits}f}"):
                return f"percent.{digits}", ""
    return form or _plain_form(value), ""


def _figures(text: str) -> str:
    return re.sub(r"\D", "", text)


def _plain_form(value: float) -> str:
    return "number.0" if value.is_integer() else "number.2"
