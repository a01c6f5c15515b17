"""A block: one piece of a review as structured data. It shows itself in JupyterLab; every exporter draws it.

A kind is one class: the fields of the block, and what every consumer of its payload needs. Consumers ask the class, so
that a new kind is this class and a function in `templates/typst/look.typ`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from markupsafe import Markup

from acctlib.display.blocks.notebook_css import NOTEBOOK_CSS
from acctlib.errors import PublishError

if TYPE_CHECKING:
    from acctlib.display.formatter import Formatter

MIME = "application/vnd.acctlib.block+json"
ORIGIN = "origin"
Payload = Mapping[str, Any]
Change = Callable[[Payload], Iterable[Payload]]
B = TypeVar("B", bound="Block")


class Block(ABC):
    """Base of all blocks: `payload()` is the data, and Jupyter asks for the rest.

    Class methods take a payload, because notebooks store no more; pages add to it what they have found out about it.

    Attributes
    ----------
    origin : Mapping
        The section that made it, where one did; see `made_by`. A copy with anything changed has none.
    """

    kind: ClassVar[str]
    kinds: ClassVar[dict[str, type[Block]]] = {}
    origin: ClassVar[Mapping[str, Any] | None] = None

    def __init_subclass__(cls) -> None:
        """A kind is known from its class on; a class without one is what several kinds share."""
        if "kind" in vars(cls):
            Block.kinds[cls.kind] = cls

    @classmethod
    @abstractmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Texts that a reader has to find on the page, whole, in every format; blocks inside have their own."""

    @classmethod
    @abstractmethod
    def plain(cls, payload: Payload) -> str:
        """A few lines of plain text, for terminals and for `print`."""

    @classmethod
    @abstractmethod
    def html(cls, payload: Payload) -> Markup:
        """Semantic HTML; the kind is its class, `acct-<kind>`. Every text of the data is escaped."""

    @classmethod
    def children(cls, payload: Payload) -> Sequence[Payload]:
        """Blocks inside, in their order."""
        return ()

    @classmethod
    def with_children(cls, payload: Payload, change: Change) -> Payload:
        """The same block around what `change` makes of each block inside."""
        return payload

    @classmethod
    def for_reader(cls, payload: Payload, formatter: Formatter) -> Iterator[Payload]:
        """What pages show in its place, in the reader's language and numbers; blocks inside have been changed."""
        yield payload

    @classmethod
    def on_page(cls, payload: Payload) -> Payload:
        """What PDF and HTML draw of it, where the rest is for a workbook or for a file beside the pages."""
        return payload

    def payload(self) -> dict[str, Any]:
        """The block as JSON data, the form in which notebooks store and exporters read it."""
        made = {ORIGIN: dict(self.origin)} if self.origin else {}
        return {"block": self.kind, **self.parts(), **made}

    def parts(self) -> dict[str, Any]:
        """All that is in it, as JSON data."""
        return {f.name: json_data(getattr(self, f.name)) for f in fields(self)}  # type: ignore[arg-type]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        payload = self.payload()
        return {MIME: payload, "text/html": notebook_html(payload), "text/plain": self.plain(payload)}


def made_by(block: B, origin: Mapping[str, Any]) -> B:
    """The block, which says from now on which section made it, and from what."""
    object.__setattr__(block, ORIGIN, origin)  # blocks are frozen, and this is no part of what they say
    return block


def json_data(value: Any) -> Any:
    """Dataclasses, blocks and tuples as what JSON knows."""
    if isinstance(value, Block):
        return value.payload()
    if isinstance(value, list | tuple):
        return [json_data(item) for item in value]
    if isinstance(value, Mapping):
        return {key: json_data(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: json_data(item) for key, item in asdict(value).items()}
    return value


def kind_of(payload: Any) -> type[Block]:
    """The class of a payload, as a notebook has stored it.

    Raises
    ------
    PublishError
        Where no class is of its kind: nothing would draw it.
    """
    kind = payload.get("block") if isinstance(payload, Mapping) else None
    if kind not in Block.kinds:
        raise PublishError(
            f"a block of the kind '{kind}' cannot be rendered; known kinds: {', '.join(sorted(Block.kinds))}"
        )
    return Block.kinds[kind]


def block_html(payload: Payload) -> Markup:
    """A block as HTML, as its kind draws it."""
    return kind_of(payload).html(payload)


def blocks_html(payloads: Iterable[Payload]) -> Markup:
    """Blocks one after the other."""
    return Markup("").join(map(block_html, payloads))


def block_text(payload: Payload) -> str:
    """A block as plain text."""
    return kind_of(payload).plain(payload)


def notebook_html(payload: Payload) -> str:
    """A block for JupyterLab, with the few lines of CSS it needs.

    A notebook that somebody else has run, or a batch, is not trusted there: JupyterLab takes style and SVG elements
    out of it. Drawings are pictures, therefore, which stay, and texts stand apart without any style.
    """
    (shown,) = change_blocks(payload, lambda block: [{**block, "picture": True}])
    return f'<style>{NOTEBOOK_CSS}</style><div class="acct">{block_html(shown)}</div>'


def change_blocks(payload: Payload, change: Change) -> Iterator[Payload]:
    """What `change` makes of a block, once it has changed the blocks inside; it may make several of one."""
    yield from change(kind_of(payload).with_children(payload, lambda block: change_blocks(block, change)))


def inner_blocks(payload: Payload) -> Sequence[Payload]:
    """A payload and all payloads inside it, outer ones first."""
    inside = kind_of(payload).children(payload)
    return [payload, *(found for block in inside for found in inner_blocks(block))]


def without_origin(payload: Payload) -> Payload:
    """A payload as pages need it: what it was made from is no text of theirs, in none of the blocks inside either."""
    (shown,) = change_blocks(payload, lambda block: [{key: block[key] for key in block if key != ORIGIN}])
    return shown


def texts_of(payload: Payload) -> Iterator[str]:
    """Texts of one block, as its kind says them."""
    return kind_of(payload).texts(payload)
