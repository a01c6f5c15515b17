"""Amounts as they stand in a text, whatever marks a language puts into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Marks between thousands, then the decimal mark; a date or a version has more marks than a number.
_AMOUNT = re.compile(
    r"(?<![\d.,])(?P<whole>\d{1,3}(?:(?P<mark>[.,'’\u066c\u2009\u202f\xa0 ])\d{3})(?:(?P=mark)\d{3})*|\d+)"
    r"[.,\u066b](?P<part>\d{1,4})(?!\d|[.,]\d)"
)
# Numbers, then what to do with them: moves, lines, curves, boxes, colours, places of text.
_MOVE = re.compile(
    rb"(?:[-+]?(?:\d+\.?\d*|\.\d+)\s+){1,6}(?:cm|re|[mlcvywgGMd]|scn|SCN|sc|SC|rg|RG|Tm|Td|TD|Tf|Tc|Tw|TL)\b"
)
SAMPLE = 4096  # bytes in which a page has shown what it is made of
_STRING = re.compile(rb"\((?:\\.|[^()\\])*\)|<[0-9A-Fa-f\s]{4,}>", re.DOTALL)
_SHAPE = re.compile(
    r"\b(?:d|points|viewBox|transform|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|dx|dy|width|height)="
    r"\"(?:[\s\d.,;()+-]|[MLHVCSQTAZmlhvcsqtaze]\b|[MLHVCSQTAZmlhvcsqtaz](?=[\s\d.-])|matrix|translate|scale|rotate)*\""
)


def amounts_in(text: str) -> Iterator[str]:
    """Every amount with decimals in a text, without its sign, to the cent.

    Notes
    -----
    - `1.234,50`, `1,234.5` and `1 234.50` are one amount; where a blank stands between thousands, what follows
      it may be a number of its own, and is given too.
    - More than two decimals count only where they are noughts: a rate is no amount.

    Examples
    --------
    >>> list(amounts_in("EUR 12.345,60 of 481.56 on 30.09.2026"))
    ['12345.60', '481.56']
    """
    for found in _AMOUNT.finditer(text):
        part = found["part"].ljust(4, "0")
        if int(part[2:]):
            continue
        groups = re.split(r"\D", found["whole"])
        yield _plain("".join(groups), part)
        if found["mark"] == " ":
            yield _plain(groups[-1], part)


def _plain(whole: str, part: str) -> str:
    return f"{int(whole)}.{int(part[:2]):02d}"


def without_moves(stream: bytes) -> bytes:
    """A page's stream without the numbers that say where its pen goes; what it writes stays.

    >>> without_moves(b"BT\\n1 0 0 1 481.56 20 Tm\\n(481.57) Tj\\n481.58 2 m\\nET")
    b'(481.57)'
    """
    begun = stream[:SAMPLE]
    moves = sum(len(found[0]) for found in _MOVE.finditer(begun))
    return b" ".join(_STRING.findall(stream)) if moves * 5 > len(begun) else stream


def without_shapes(markup: str) -> str:
    """HTML or SVG without the numbers that say where its lines go.

    >>> without_shapes('<path d="M 481.56 20 L 3 4.5"/><p title="481.57">')
    '<path /><p title="481.57">'
    """
    return _SHAPE.sub("", markup)
