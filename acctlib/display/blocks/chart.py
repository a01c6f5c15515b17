"""A chart as a block: its drawing, what it shows in words, and the data that it was drawn from."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.markup import optional
from acctlib.display.drawing.picture import picture_url

_IDS = re.compile(r'(id="|url\(#|href="#)')


@dataclass(frozen=True)
class Chart(Block):
    """A drawing with its data, its description for those who cannot see it, and its caption."""

    kind: ClassVar[str] = "chart"
    svg: str = field(repr=False)
    alt: str
    caption: str = ""
    width: float = 1.0
    data: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The caption; the words inside of a drawing are its own."""
        yield payload.get("caption") or ""

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """What it shows, in brackets."""
        return f"[{payload['alt']}]"

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A figure: on a page in its width, in a notebook as a picture."""
        figure = Markup('<figure class="acct-chart" role="figure">{}{}</figure>')
        caption = optional("<figcaption>{}</figcaption>", payload.get("caption"))
        if payload.get("picture"):
            picture = Markup('<img src="{}" alt="{}">').format(picture_url(payload["svg"]), payload["alt"])
            return figure.format(picture, caption)
        inside = Markup(inline_svg(payload["svg"]))  # noqa: S704 - drawn by us or made safe before
        drawing = Markup('<div role="img" aria-label="{}">{}</div>').format(payload["alt"], inside)
        width = round(100 * float(payload.get("width") or 1))
        return Markup('<div class="acct-width" style="--width:{}%">{}</div>').format(
            width, figure.format(drawing, caption)
        )


def inline_svg(svg: str) -> str:
    """An SVG file as an element, its ids made its own, so that two figures on a page never mix."""
    mark = hashlib.sha256(svg.encode()).hexdigest()[:8]
    return _IDS.sub(lambda found: f"{found[1]}s{mark}-", svg[svg.index("<svg") :])
