"""A block: one piece of a review as structured data. It shows itself in JupyterLab; every exporter draws it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any, ClassVar, TypeVar

MIME = "application/vnd.acctlib.block+json"
ORIGIN = "origin"
Payload = Mapping[str, Any]
B = TypeVar("B", bound="Block")


class Block(ABC):
    """Base of all blocks: `payload()` is the data, and Jupyter asks for the rest.

    Attributes
    ----------
    origin : Mapping
        The section that made it, where one did; see `made_by`. A copy with anything changed has none.
    """

    kind: ClassVar[str]
    kinds: ClassVar[dict[str, type[Block]]] = {}
    origin: ClassVar[Mapping[str, Any] | None] = None

    def __init_subclass__(cls) -> None:
        """A kind is known from its class on."""
        Block.kinds[cls.kind] = cls

    @classmethod
    @abstractmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Texts that a reader has to find on the page, whole, in every format; blocks inside say their own."""

    def payload(self) -> dict[str, Any]:
        """The block as JSON data, the form in which notebooks store and exporters read it."""
        made = {ORIGIN: dict(self.origin)} if self.origin else {}
        return {"block": self.kind, **self.parts(), **made}

    def parts(self) -> dict[str, Any]:
        """All that is in it, as JSON data."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from acctlib.display.blocks.html import notebook_html
        from acctlib.display.blocks.text import block_text

        payload = self.payload()
        return {MIME: payload, "text/html": notebook_html(payload), "text/plain": block_text(payload)}


def made_by(block: B, origin: Mapping[str, Any]) -> B:
    """The block, which says from now on which section made it, and from what."""
    object.__setattr__(block, ORIGIN, origin)  # blocks are frozen, and this is no part of what they say
    return block


def plain(value: Any) -> Any:
    """Dataclasses, blocks and tuples as what JSON knows."""
    if isinstance(value, Block):
        return value.payload()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: plain(item) for key, item in asdict(value).items()}
    return value


def without_origin(payload: Payload) -> dict[str, Any]:
    """A payload as pages need it: what it was made from is no text of theirs, in none of the blocks inside either."""
    shown = {key: value for key, value in payload.items() if key != ORIGIN}
    if "blocks" in shown:
        shown["blocks"] = [without_origin(block) for block in shown["blocks"]]
    if payload.get("block") == "row":
        columns = shown.get("items", ())
        shown["items"] = [{**side, "blocks": [without_origin(b) for b in side.get("blocks", ())]} for side in columns]
    return shown


def texts_of(payload: Payload) -> Iterator[str]:
    """Texts of one block, as its kind says them."""
    return Block.kinds[payload["block"]].texts(payload)


def inner_blocks(payload: Payload) -> Sequence[Payload]:
    """A payload and all payloads inside it, outer ones first."""
    inside = [*payload.get("blocks", ()), *(b for i in payload.get("items", ()) for b in i.get("blocks", ()))]
    return [payload, *(found for block in inside for found in inner_blocks(block))]
