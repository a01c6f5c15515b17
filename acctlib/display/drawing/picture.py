"""A drawing as a picture that stands by itself: on white, with the letters that it uses inside."""

from __future__ import annotations

import html
import re
from base64 import b64encode

from acctlib.display.drawing.font_subset import subset_font

_TEXT = re.compile(r"<text\b[^>]*>([^<]*)<")
_FAMILY = re.compile(r"font-family: '([^']+)'")
_WEIGHT = re.compile(r"font-weight: (\d+)")
_START = re.compile(r"<svg\b[^>]*>")
REGULAR = 400


def picture_url(svg: str) -> str:
    """An SVG as a data address for `<img>`, which takes no font from the page and lets nothing of the page in.

    Letters of families that the kit brings go with it, some 4 kB a weight; other scripts show in the reader's fonts.
    """
    start = _START.search(svg)
    begins, inside = (start.end(), _white(svg)) if start else (0, "")
    alone = svg[:begins] + inside + svg[begins:]
    return f"data:image/svg+xml;base64,{b64encode(alone.encode()).decode()}"


def _white(svg: str) -> str:
    weights = sorted({REGULAR, *map(int, _WEIGHT.findall(svg))})
    letters = frozenset(map(ord, html.unescape("".join(_TEXT.findall(svg)))))
    families = sorted(set(_FAMILY.findall(svg))) if letters else []
    faces = "".join(_face(family, weight, letters) for family in families for weight in weights)
    return f'<style>{faces}</style><rect width="100%" height="100%" fill="#fff"/>'


def _face(family: str, weight: int, letters: frozenset[int]) -> str:
    """The CSS that embeds a font family; empty if the kit does not ship that family."""
    from matplotlib.font_manager import FontProperties, findfont

    from acctlib.display.drawing.style import known_families

    if family not in known_families():
        return ""
    data = b64encode(subset_font(findfont(FontProperties(family=family, weight=weight)), letters)).decode()
    return f"@font-face{{font-family:'{family}';font-weight:{weight};src:url(data:font/ttf;base64,{data})}}"
