"""Blocks that hold blocks: side by side, and below each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Change, Payload, block_text, blocks_html, json_data
from acctlib.display.blocks.markup import optional


@dataclass(frozen=True)
class LayoutColumn:
    """One column of a row, with or without a heading of its own."""

    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True)
class Columns(Block):
    """Blocks side by side; under each other where there is no room."""

    kind: ClassVar[str] = "row"
    items: tuple[LayoutColumn, ...]

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Titles of its columns."""
        yield from (item.get("title") or "" for item in payload["items"])

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """Its blocks below each other."""
        return "\n".join(map(block_text, cls.children(payload)))

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A section for each column."""
        return Markup('<div class="acct-row">{}</div>').format(Markup("").join(map(_section, payload["items"])))

    @classmethod
    def children(cls, payload: Payload) -> Sequence[Payload]:
        """Blocks of all its columns."""
        return [block for item in payload["items"] for block in item["blocks"]]

    @classmethod
    def with_children(cls, payload: Payload, change: Change) -> Payload:
        """The same columns around changed blocks."""
        return {**payload, "items": [{**i, "blocks": _changed(i["blocks"], change)} for i in payload["items"]]}

    def parts(self) -> dict[str, Any]:
        """Its columns, with the payload of every block in them."""
        return {"items": [{"title": i.title, "blocks": json_data(i.blocks)} for i in self.items]}


def _section(item: Payload) -> Markup:
    title = optional("<h2>{}</h2>", item.get("title"))
    return Markup("<section>{}{}</section>").format(title, blocks_html(item["blocks"]))


def _changed(blocks: Iterable[Payload], change: Change) -> list[Payload]:
    return [made for block in blocks for made in change(block)]


@dataclass(frozen=True)
class Group(Block):
    """Blocks below each other, as the one result of a cell."""

    kind: ClassVar[str] = "group"
    blocks: tuple[Block, ...]

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """None of its own."""
        yield from ()

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """Its blocks below each other."""
        return "\n".join(map(block_text, payload["blocks"]))

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """Its blocks in one element."""
        return Markup('<div class="acct-group">{}</div>').format(blocks_html(payload["blocks"]))

    @classmethod
    def children(cls, payload: Payload) -> Sequence[Payload]:
        """Its blocks."""
        return list(payload["blocks"])

    @classmethod
    def with_children(cls, payload: Payload, change: Change) -> Payload:
        """The same group around changed blocks."""
        return {**payload, "blocks": _changed(payload["blocks"], change)}


def group(blocks: Iterable[Block]) -> Block:
    """Several blocks as one; a single one stays itself."""
    found = tuple(blocks)
    return found[0] if len(found) == 1 else Group(found)
