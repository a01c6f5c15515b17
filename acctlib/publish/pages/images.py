"""Convert a notebook's figures to chart blocks: one vector image each, whatever the source format."""

from __future__ import annotations

import base64
import binascii
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from PIL import Image, UnidentifiedImageError

from acctlib.errors import PublishError

IMAGES = ("image/svg+xml", "image/png", "image/jpeg")

_PAGE = (6.54, 8.2)  # maximum figure size in inches: the text width, and the page height less heading and caption
_SCREEN = 96.0  # pixels per inch of a notebook's image
_UNITS = {"pt": 72.0, "px": 96.0, "": 96.0, "in": 1.0, "cm": 2.54, "mm": 25.4}
_ROOT = re.compile(r"<svg\b[^>]*>")
# Searched in the source as well as in the parsed drawing, as browsers parse CDATA and comments in their own way.
_ACTIVE = re.compile(r"<\s*/?\s*(script|foreignObject|iframe|embed|object|handler|listener)\b|<!ENTITY", re.IGNORECASE)
_OUTSIDE = re.compile(r"""url\(\s*["']?(?!["'#]|data:)|@import|javascript:""", re.IGNORECASE)
_HELD = re.compile(r"\s*(#|data:image/|$)", re.IGNORECASE)


def chart_of_image(mime: str, data: str, alt: str, caption: str = "") -> dict[str, Any]:
    """A chart block from an image output, in its notebook size, limited to one page.

    Notes
    -----
    - A pixel image is wrapped in an SVG, so that all formats handle one kind of figure.
    - An SVG with scripts, event handlers or references to anything outside itself is rejected; its texts are not
      restricted.
    """
    svg, (width, height) = _vector(data) if mime == "image/svg+xml" else _pixels(mime, data)
    share = min(1.0, width / _PAGE[0], width * _PAGE[1] / (height * _PAGE[0]))
    return {
        "block": "chart",
        "svg": svg,
        "alt": alt,
        "caption": caption,
        "width": round(max(share, 0.1), 3),
        "data": {},
    }


def _vector(svg: str) -> tuple[str, tuple[float, float]]:
    if "<svg" not in svg:
        raise PublishError("an image/svg+xml output holds no <svg>")
    if _ACTIVE.search(svg) or any(map(_does_more, _elements(svg))):
        raise PublishError(
            "an SVG with scripts or external references is not supported; export it again as a plain SVG"
        )
    width, height = _inches(svg, "width"), _inches(svg, "height")
    return svg, (width or _PAGE[0], height or _PAGE[1] / 2)


def _elements(svg: str) -> Iterator[ElementTree.Element]:
    """Every element of an SVG."""
    try:
        yield from ElementTree.fromstring(svg[svg.index("<svg") :]).iter()  # noqa: S314 - entities are refused before
    except (ElementTree.ParseError, ValueError) as error:
        raise PublishError(f"an image/svg+xml output is not well-formed: {error}") from None


def _does_more(element: ElementTree.Element) -> bool:
    """Whether an element has an event handler, or refers to anything outside the drawing."""
    if element.tag.rpartition("}")[2].lower() == "style" and _OUTSIDE.search("".join(element.itertext())):
        return True
    attributes = [(name.rpartition("}")[2].lower(), value) for name, value in element.attrib.items()]
    return any(
        name.startswith("on") or (name in ("href", "src") and not _HELD.match(value)) or _OUTSIDE.search(value)
        for name, value in attributes
    )


def _inches(svg: str, side: str) -> float:
    """The width or height given in the SVG's root, in inches; 0 if it is missing or its unit is unknown."""
    root = _ROOT.search(svg)
    found = re.search(rf"""\s{side}=["']([\d.]+)([a-z]*)["']""", root[0]) if root else None
    return float(found[1]) / _UNITS[found[2]] if found and found[2] in _UNITS else 0.0


def _pixels(mime: str, data: str) -> tuple[str, tuple[float, float]]:
    """The image embedded in an SVG of its own size."""
    packed = "".join(data.split())
    try:
        with Image.open(io.BytesIO(base64.b64decode(packed, validate=True))) as image:
            width, height = image.size
            density = float(image.info.get("dpi", (_SCREEN, _SCREEN))[0])
    except (binascii.Error, UnidentifiedImageError, OSError):
        raise PublishError(f"an {mime} output holds no readable image") from None
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" xlink:href="data:{mime};base64,{packed}"/></svg>'
    )
    density = max(density, _SCREEN) if density > 1 else _SCREEN
    return svg, (width / density, height / density)
