"""Dates as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from acctlib.display.month_names import month_names

_NUMBERS = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-])\s?(\d{1,2})\2\s?(\d{2,4})(?!\d|[./-]\d)")
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?{_MONTH}(?:,|\s+de)?\s+(?P<year>\d{{4}})"
)
_MONTH_FIRST = re.compile(rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?!\d)")


def days_in(text: str) -> Iterator[tuple[date, int, int]]:
    """Every date in a text, with its start and end positions.

    Notes
    -----
    - `03/04/2026` is read as both day-first and month-first.

    Examples
    --------
    >>> [str(day) for day, *_ in days_in("on 15 March 2027, 15.03.2027, March 15th, 2027 and 2027-03-15")]
    ['2027-03-15', '2027-03-15', '2027-03-15', '2027-03-15']
    """
    for found in _NUMBERS.finditer(text):
        a, b, c = (int(found[n]) for n in (1, 3, 4))
        if len(found[1]) == 4:
            yield from _day(a, b, c, found)
        elif len(found[1]) <= 2 and len(found[4]) in (2, 4):
            year = c if c > 99 else 2000 + c
            yield from _day(year, b, a, found)
            if a != b:
                yield from _day(year, a, b, found)
    for pattern in (_DAY_FIRST, _MONTH_FIRST):
        for found in pattern.finditer(text):
            if month := month_names().get(found["month"].casefold().rstrip(".")):
                yield from _day(int(found["year"]), month, int(found["day"]), found)


def _day(year: int, month: int, day: int, found: re.Match[str]) -> Iterator[tuple[date, int, int]]:
    if 1900 <= year <= 2199 and 1 <= month <= 12 and 1 <= day <= 31:
        try:
            yield date(year, month, day), found.start(), found.end()
        except ValueError:  # 31 June
            return
