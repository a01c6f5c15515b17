"""Headline numbers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.markup import State, term_html

ARROWS: Mapping[str, str] = {"up": "▲", "down": "▼", "flat": "■"}


@dataclass(frozen=True)
class Change:
    """How a tile moved: text, direction of the arrow, and whether that is good."""

    text: str
    direction: Literal["up", "down", "flat"]
    state: State = "neutral"


@dataclass(frozen=True)
class Tile:
    """One headline number with the small print that makes it honest."""

    label: str
    value: str
    change: Change | None = None
    notes: tuple[str, ...] = ()
    state: State = "neutral"


@dataclass(frozen=True)
class Tiles(Block):
    """One to six headline numbers side by side."""

    kind: ClassVar[str] = "tiles"
    tiles: tuple[Tile, ...]

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Label, value, small print and change of each."""
        for tile in payload["tiles"]:
            yield from (tile["label"], tile["value"], *tile.get("notes", ()))
            if tile.get("change"):
                yield tile["change"]["text"]

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """A line for each, its small print in brackets."""
        return "\n".join(f"{t['label']}: {t['value']} ({'; '.join(t['notes'])})" for t in payload["tiles"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A list; how a number moved is read out, not its arrow."""
        return Markup('<ul class="acct-tiles">{}</ul>').format(Markup("").join(map(_tile, payload["tiles"])))


def _tile(tile: Payload) -> Markup:
    notes = Markup("").join(Markup("<br><small>{}</small>").format(note) for note in tile.get("notes", ()))
    label = term_html(tile["label"], tile.get("meaning"))
    return Markup(
        '<li class="acct-tile acct-is-{}"><span class="acct-label">{}</span> <strong>{}</strong> {}{}</li>'
    ).format(tile.get("state", "neutral"), label, tile["value"], _change(tile.get("change")), notes)


def _change(change: Payload | None) -> Markup:
    if not change:
        return Markup("")
    return Markup('<span class="acct-change acct-state-{}"><span aria-hidden="true">{}</span> {}</span>').format(
        change["state"], ARROWS[change["direction"]], change["text"]
    )
