"""A frame's data as a table block in the words and numbers of its reader; every cell keeps the value behind it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from acctlib.display.formatter import MINUS, Formatter

Payload = Mapping[str, Any]
TableCell = dict[str, Any]

RIGHT = frozenset({"integer", "number", "decimal", "duration", "days"})
LARGE = 1e15  # a spreadsheet and a float keep fifteen digits
DAY = timedelta(days=1)


def table_of_frame(payload: Payload, formatter: Formatter) -> dict[str, Any]:
    """The table block of a `frame` payload.

    Notes
    -----
    - Numbers with decimals, and floats that are whole, are grouped and have the same decimals in all rows.
    - Integers are written without separators, because they may be ids or years.
    - A number too small for the decimals that pandas shows, and one of more than fifteen digits, is written with a
      power of ten.
    - What has no value is empty.
    """
    index = payload["index"]
    columns = [_column(column, formatter, is_index=i < index) for i, column in enumerate(payload["columns"])]
    sides = ["right" if i >= index and _stands_right(c) else "left" for i, c in enumerate(payload["columns"])]
    names = [column["name"] for column in payload["columns"]]
    return {
        "block": "table",
        "columns": [{"name": n, "align": side, "width": None} for n, side in zip(names, sides, strict=True)],
        "rows": [list(row) for row in zip(*columns, strict=True)],
        "caption": payload["caption"],
        "total": False,
        "head": any(names),
        "index": index,
    }


def _stands_right(column: Payload) -> bool:
    known = [value for value in column["values"] if value is not None]
    numbers = column["kind"] == "mixed" and all(type(value) in (int, float) for value in known)
    return bool(known) and (column["kind"] in RIGHT or numbers)


def _column(column: Payload, formatter: Formatter, *, is_index: bool) -> list[TableCell]:
    draw = _DRAW[column["kind"]]
    cells = [_cell("", None, "") if v is None else draw(v, column["digits"], formatter) for v in column["values"]]
    for cell, text in zip(cells, column["texts"]):  # noqa: B905 - most columns have none
        cell["text"] = text
    for cell in cells:
        cell["muted"] = is_index
    return cells


def _cell(text: str, value: Any, form: str) -> TableCell:
    return {"text": str(text), "value": value, "state": None, "strong": False, "muted": False, "form": form}


def _text(value: Any, digits: int, formatter: Formatter) -> TableCell:
    return _cell(value, None, "text")


def _integer(value: Any, digits: int, formatter: Formatter) -> TableCell:
    if isinstance(value, str) or abs(value) > LARGE:
        return _text(str(value).replace("-", MINUS), digits, formatter)
    return _cell(str(value).replace("-", MINUS), value, "integer")


def _number(value: Any, digits: int, formatter: Formatter) -> TableCell:
    if isinstance(value, str):
        return _text({"inf": "∞", "-inf": f"{MINUS}∞"}.get(value, value), digits, formatter)
    if value and (abs(value) >= LARGE or abs(value) < 0.5 * 10.0**-digits):
        return _cell(formatter.scientific(value), value, "scientific")
    return _cell(formatter.fixed(value, digits), value, f"number.{digits}")


def _decimal(value: str, digits: int, formatter: Formatter) -> TableCell:
    """To its last digit; a spreadsheet gets it as a number where a float holds all of them."""
    exact = Decimal(value)
    if not exact.is_finite():
        return _number(str(float(exact)), digits, formatter)
    text = formatter.fixed(exact, digits)
    return (
        _cell(text, float(exact), f"number.{digits}")
        if Decimal(repr(float(exact))) == exact
        else _text(text, 0, formatter)
    )


def _boolean(value: bool, digits: int, formatter: Formatter) -> TableCell:
    return _cell(formatter.translate("yes") if value else formatter.translate("no"), value, "boolean")


def _date(value: str, digits: int, formatter: Formatter) -> TableCell:
    return _cell(formatter.day(datetime.fromisoformat(value)), value, "date")


def _datetime(value: str, digits: int, formatter: Formatter) -> TableCell:
    return _cell(formatter.moment(datetime.fromisoformat(value)), value, "datetime")


def _duration(value: float, digits: int, formatter: Formatter) -> TableCell:
    """Hours, minutes and seconds; a spreadsheet counts them in days, and cannot show negative ones."""
    length = timedelta(seconds=abs(value))
    minutes, seconds = divmod(length, timedelta(minutes=1))
    fraction = f".{seconds.microseconds:06d}".rstrip("0") if seconds.microseconds else ""
    text = f"{minutes // 60}:{minutes % 60:02d}:{seconds.seconds:02d}{fraction}"
    return (
        _text(f"{MINUS}{text}", digits, formatter)
        if value < 0
        else _cell(text, value / DAY.total_seconds(), "duration")
    )


def _days(value: float, digits: int, formatter: Formatter) -> TableCell:
    return _cell(formatter.value(value, "days"), value, "number.0")


def _mixed(value: Any, digits: int, formatter: Formatter) -> TableCell:
    match value:
        case bool():
            return _boolean(value, digits, formatter)
        case int():
            return _integer(value, digits, formatter)
        case float():
            return _number(value, _digits(value), formatter)
    return _text(value, digits, formatter)


def _digits(value: float) -> int:
    from acctlib.display.blocks.frame_column import decimals

    return decimals([value])


_DRAW: Mapping[str, Callable[[Any, int, Formatter], TableCell]] = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "duration": _duration,
    "days": _days,
    "mixed": _mixed,
}
