"""Text widths on paper, measured from the fonts, to find out whether a table fits before it is typeset."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import typst
import uharfbuzz as hb

from acctlib.publish.formats.typst.fonts import Faces, characters

UNKNOWN = 1.0  # ems for a character that no font covers: as wide as in the widest scripts
REGULAR, SEMIBOLD, BOLD = 400, 600, 700
CODE = 0.93  # size of code relative to a table's text
_TABULAR = {"tnum": True}


@dataclass(frozen=True)
class Run:
    """A text in one weight, upright or as code."""

    text: str
    weight: int = REGULAR
    code: bool = False


@dataclass(frozen=True)
class LetterWidths:
    """Text widths in a brand's fonts, in ems: multiply by the font size for points.

    Character widths are added up, which is never less than the typeset width except for pairs kerned apart.
    """

    faces: Faces

    def words(self, runs: Iterable[Run]) -> list[float]:
        """The width of each word on a line; a word may span several runs."""
        found, room = [], 0.0
        for letter, width in self._letters(runs):
            if letter.isspace():
                found.append(room)
                room = 0.0
            else:
                room += width
        return [width for width in (*found, room) if width]

    def whole(self, runs: Iterable[Run]) -> float:
        """A text's width on one line; for several lines, that of the longest."""
        longest = room = 0.0
        for letter, width in self._letters(runs):
            room = 0.0 if letter == "\n" else room + width
            longest = max(longest, room)
        return longest

    def _letters(self, runs: Iterable[Run]) -> Iterator[tuple[str, float]]:
        for run in runs:
            families = (self.faces.mono, *self.faces.families) if run.code else self.faces.families
            for letter in run.text:
                yield letter, _width(self.faces.fonts, families, run.weight, letter) * (CODE if run.code else 1)


@lru_cache(maxsize=8192)
def _width(fonts: typst.Fonts, families: tuple[str, ...], weight: int, letter: str) -> float:
    family = next((name for name in families if letter in characters(fonts, name)), None)
    if family is None:
        return UNKNOWN
    font, units = _font(fonts, family, weight)
    buffer = hb.Buffer()
    buffer.add_str(letter)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, _TABULAR)
    return float(sum(position.x_advance for position in buffer.glyph_positions)) / units


@lru_cache(maxsize=32)
def _font(fonts: typst.Fonts, family: str, weight: int) -> tuple[hb.Font, int]:
    """A family's upright face nearest to a weight, and its units per em."""
    faces = [face for face in fonts.fonts() if face.family == family and face.path]
    best = min(faces, key=lambda face: (face.style != "normal", abs(face.weight - weight), face.path))
    found = hb.Face(hb.Blob.from_file_path(best.path), best.index)
    return hb.Font(found), found.upem
