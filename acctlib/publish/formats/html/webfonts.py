"""The brand's typeface inside of a page: only the letters of European scripts, as small as they get."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import lru_cache

from fontTools.ttLib import TTFont

from acctlib.display.drawing.font_subset import subset_font
from acctlib.publish.formats.typst.fonts import Faces

WEIGHTS = (400, 600, 700)
# Latin with its extensions, Greek, Cyrillic, punctuation, currencies, arrows and the shapes of states: first and last.
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2044),
    (0x20A0, 0x20BF), (0x2190, 0x2195), (0x2212, 0x2212), (0x25A0, 0x25CF),
)  # fmt: skip

FEATURES = ("kern", "tnum", "liga")


@lru_cache(maxsize=8)
def font_faces(faces: Faces) -> str:
    """CSS that brings the first family of a brand, upright, in three weights; nothing of it is fetched.

    A family from one variable file is left out: the page then shows the reader's own font.
    """
    family = faces.families[0]
    known = {f.weight: f for f in faces.fonts.fonts() if f.family == family and f.style == "normal" and f.path}
    rules = [_rule(family, weight, str(known[weight].path)) for weight in WEIGHTS if weight in known]
    return "\n".join(rules) if len(rules) == len(WEIGHTS) else ""


def _rule(family: str, weight: int, path: str) -> str:
    data = b64encode(_subset(path)).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:normal;'
        f"src:url(data:font/woff;base64,{data}) format('woff')}}"
    )


def _subset(path: str) -> bytes:
    """The part of a font file that has those letters, as WOFF; the same bytes each time."""
    letters = frozenset(code for first, last in LETTERS for code in range(first, last + 1))
    font = TTFont(
        io.BytesIO(subset_font(path, letters, FEATURES)), recalcTimestamp=False, recalcBBoxes=False, lazy=True
    )
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
