"""Fonts for Typst: found once per process, shared by all reports, and checked for the characters that they cover."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import typst
import uharfbuzz as hb

from acctlib.display.brand.brand import Brand, font_folders
from acctlib.errors import PublishError, nearest

MONO = ("Source Code Pro", "JetBrains Mono", "DejaVu Sans Mono")
LOST = "\ufffd"  # replaces a character that could not be decoded
_WAY_OUT = (
    "install a font that has it (acctlib[cjk] for Chinese, Japanese and Korean) "
    "and name it under fallback: in the brand file"
)
# Joiners, variation selectors, soft hyphens and the like affect adjacent characters and need no glyph.
_SHAPING = re.compile("[\\s\u00ad\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@dataclass(frozen=True)
class Faces:
    """A brand's fonts: for Typst, by family in order of preference, and for code."""

    fonts: typst.Fonts
    families: tuple[str, ...]
    mono: str

    def missing(self, text: str) -> list[str]:
        """A text's characters without a glyph in any family, by code point; U+FFFD always counts as missing.

        Some fonts have a glyph for it, but it marks a lost character, and such a text must not be sent.
        """
        left = {character for character in text if not character.isascii()} - set(_SHAPING.findall(text))
        for family in self.families:
            if not left:
                break
            left -= characters(self.fonts, family) - {LOST}
        return sorted(left)

    def check(self, texts: Iterable[str]) -> None:
        """Raise an error for the first text with a character without a glyph.

        Raises
        ------
        PublishError
            Naming the character and quoting the text, so that no name is ever sent with a box in place of a letter.
        """
        for text in texts:
            if lacking := self.missing(text):
                named = ", ".join(map(_named, lacking[:5]))
                raise PublishError(f"no font has {named}, found in '{_around(text, lacking[0])}'; {_WAY_OUT}")


@lru_cache(maxsize=8)
def faces_for(brand: Brand) -> Faces:
    """A brand's fonts: from packages, and from the system if the brand names a font that packages do not have.

    Raises
    ------
    PublishError
        If the brand's main font cannot be found. A fallback that is not installed is skipped: the
        check for missing glyphs reports when it would have been needed.
    """
    fonts = _fonts(system=False)
    if brand.font not in fonts.families():
        fonts = _fonts(system=True)
    known = fonts.families()
    if brand.font not in known:
        raise PublishError(f"brand: the font '{brand.font}' is not installed; {nearest(brand.font, known)}")
    families = tuple(dict.fromkeys(name for name in (brand.font, *brand.fallback) if name in known))
    return Faces(fonts, families, next((name for name in MONO if name in known), brand.font))


@lru_cache(maxsize=2)
def _fonts(*, system: bool) -> typst.Fonts:
    folders = [str(folder) for folder in font_folders()]
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=False, font_paths=folders)


@lru_cache(maxsize=32)
def characters(fonts: typst.Fonts, family: str) -> frozenset[str]:
    """Characters covered by a family's upright face nearest to regular weight."""
    faces = [face for face in fonts.fonts() if face.family == family and face.path]
    best = min(faces, key=lambda face: (face.style != "normal", abs(face.weight - 400), face.path))
    return frozenset(map(chr, hb.Face(hb.Blob.from_file_path(best.path), best.index).unicodes))


def _named(character: str) -> str:
    return f"{character} (U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"


def _around(text: str, character: str) -> str:
    """The text or, if it is long, the part around the character."""
    at = text.index(character)
    return " ".join(text[max(0, at - 40) : at + 40].split())
