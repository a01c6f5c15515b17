"""A figure of the notebook as a chart block: one vector drawing, whatever it came as."""

from __future__ import annotations

import base64
import binascii
import io
import re
from typing import Any

from PIL import Image, UnidentifiedImageError

from acctlib.errors import PublishError

IMAGES = ("image/svg+xml", "image/png", "image/jpeg")

_PAGE = (6.54, 8.2)  # inches that a figure may fill: the text width, and a page less its heading and caption
_SCREEN = 96.0  # pixels an inch of a notebook's picture
_UNITS = {"pt": 72.0, "px": 96.0, "": 96.0, "in": 1.0, "cm": 2.54, "mm": 25.4}
_ROOT = re.compile(r"<svg\b[^>]*>")
_ACTIVE = re.compile(
    r"<\s*(script|foreignObject|iframe|embed|object)\b|\son[a-z]+\s*=\s*[\"']|javascript:|<!ENTITY", re.IGNORECASE
)
_OUTSIDE = re.compile(r"""(?:href|src)\s*=\s*["']\s*(?!#|data:image/)[^"'\s]|url\(\s*["']?(?!#)""", re.IGNORECASE)


def chart_of_image(mime: str, data: str, alt: str, caption: str = "") -> dict[str, Any]:
    """A chart block from an image output, in the size it has in the notebook, at most a page.

    Notes
    -----
    - A pixel image is wrapped in a vector one, so that all formats know one kind of figure.
    - An SVG with scripts, event handlers or references to anything outside itself is refused.
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
    if _ACTIVE.search(svg) or _OUTSIDE.search(svg):
        raise PublishError(
            "an SVG with scripts or with references to other files is not drawn; save it as plain drawing"
        )
    width, height = _inches(svg, "width"), _inches(svg, "height")
    return svg, (width or _PAGE[0], height or _PAGE[1] / 2)


def _inches(svg: str, side: str) -> float:
    """A side of the drawing as its root says it; 0 where it says nothing that has a length."""
    root = _ROOT.search(svg)
    found = re.search(rf"""\s{side}=["']([\d.]+)([a-z]*)["']""", root[0]) if root else None
    return float(found[1]) / _UNITS[found[2]] if found and found[2] in _UNITS else 0.0


def _pixels(mime: str, data: str) -> tuple[str, tuple[float, float]]:
    """The image inside an SVG of its own size."""
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
