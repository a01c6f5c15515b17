"""The brand's typeface embedded in a page: a minimal subset with European scripts only."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import lru_cache

from fontTools.ttLib import TTFont

from acctlib.display.drawing.font_subset import subset_font
from acctlib.publish.formats.typst.fonts import Faces

WEIGHTS = (400, 600, 700)
# First and last code points: Latin with extensions, Greek, Cyrillic, punctuation, currencies, arrows, state shapes.
LETTERS = (
    (0x20, 0x7E), (0xA0, 0x17F), (0x192, 0x192), (0x218, 0x21B), (0x370, 0x3FF), (0x400, 0x45F), (0x2010, 0x2044),
    (0x20A0, 0x20BF), (0x2190, 0x2195), (0x2212, 0x2212), (0x25A0, 0x25CF),
)  # fmt: skip

FEATURES = ("kern", "tnum", "liga")


@lru_cache(maxsize=8)
def font_faces(faces: Faces) -> str:
    """CSS that embeds a brand's first font family, upright, in three weights; nothing is fetched.

    A family that comes as one variable font file is omitted: the page then uses the reader's own font.
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
    """A font file's subset with these characters, as WOFF; the same bytes each time."""
    letters = frozenset(code for first, last in LETTERS for code in range(first, last + 1))
    font = TTFont(
        io.BytesIO(subset_font(path, letters, FEATURES)), recalcTimestamp=False, recalcBBoxes=False, lazy=True
    )
    font.flavor = "woff"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
