"""Numbers as people write them, with any locale's separators and in compact forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_BLANKS = "\u2009\u202f\xa0 "
_POINTS = ".,'’\u066b\u066c"
_TOKEN = re.compile(rf"(?<![\w.,])\d+(?:[{_POINTS}{_BLANKS}]\d+)*(?!\d)")
_UNITS = {
    "k": 3, "tsd": 3, "thousand": 3, "tausend": 3, "mille": 3, "thsd": 3, "lakh": 5, "lakhs": 5, "lac": 5,
    "m": 6, "mn": 6, "mm": 6, "mio": 6, "mln": 6, "million": 6, "millions": 6, "millionen": 6,
    "crore": 7, "crores": 7, "cr": 7,
    "bn": 9, "b": 9, "mrd": 9, "md": 9, "billion": 9, "milliarde": 9, "milliarden": 9, "milliards": 9,
}  # fmt: skip
_UNIT = re.compile(r"[ \xa0\u202f-]?([A-Za-z]{1,10})\b\.?")


@dataclass(frozen=True)
class Number:
    """One interpretation of the digits in a text.

    Attributes
    ----------
    value : Decimal
        Without its sign.
    unit : Decimal
        The value of one unit in its last digit: 10000 in `1.23m`.
    first, last : int
        Its position in the text.
    """

    value: Decimal
    unit: Decimal
    first: int
    last: int

    @property
    def digits(self) -> int:
        """The number of significant digits, without leading and trailing zeros."""
        return len(str(int(self.value / self.unit)).strip("0"))

    def of(self, amount: Decimal) -> bool:
        """Whether it equals an amount rounded to its own last digit."""
        return (abs(amount) / self.unit).quantize(Decimal(1), ROUND_HALF_UP) * self.unit == self.value


def numbers_in(text: str) -> Iterator[Number]:
    """Every number in a text, in each possible interpretation.

    Notes
    -----
    - `1.234` is read as over a thousand and as about one; `12 345.67` as one number and as two.
    - Indian grouping (`12,34,567.89`), Swiss grouping (`1'234'567.89`) and digits of other scripts are supported.
    - The parts of a date or a version (`1.2.2026`) are not numbers.

    Examples
    --------
    >>> [str(n.value) for n in numbers_in("12,34,567.89, 1.234.567,89 and €1.23m")]
    ['1234567.89', '1234567.89', '1230000']
    """
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    for token in _TOKEN.finditer(plain):
        yield from _read(plain, token.start(), token.end())
        parts = list(re.finditer(rf"[^{_BLANKS}]+", token[0]))
        for part in parts if len(parts) > 1 else ():
            yield from _read(plain, token.start() + part.start(), token.start() + part.end())


def _read(text: str, first: int, last: int) -> Iterator[Number]:
    """Each interpretation of the digits between two positions."""
    power, end = _power(text, last)
    for whole, part in _readings(text[first:last]):
        unit = Decimal(10) ** (power - len(part))
        yield Number(Decimal(whole + part) * unit, unit, first, end)


def _power(text: str, last: int) -> tuple[int, int]:
    """The power of ten given by a word after the digits, and where that word ends."""
    found = _UNIT.match(text, last)
    power = _UNITS.get(found[1].casefold()) if found else None
    if found is None or power is None or (len(found[1]) == 1 and found[1] == "B"):
        return 0, last
    return power, found.end()


def _readings(digits: str) -> Iterator[tuple[str, str]]:
    """The possible digits before and after the decimal mark."""
    groups, marks = re.split(r"\D", digits), re.findall(r"\D", digits)
    if not marks or (len(set(marks)) == 1 and _grouped(groups)):
        yield "".join(groups), ""
    decimal = marks and marks[-1] in ".,\u066b" and marks.count(marks[-1]) == 1 and len(set(marks)) <= 2
    if decimal and (len(groups) == 2 or _grouped(groups[:-1])):
        yield "".join(groups[:-1]), groups[-1]


def _grouped(groups: list[str]) -> bool:
    """Whether digits are grouped in thousands, or in lakhs and crores."""
    first, *middle, last = groups
    sizes = {len(group) for group in middle}
    return len(last) == 3 and 1 <= len(first) <= 3 and (sizes <= {3} or (sizes <= {2} and len(first) <= 2))
