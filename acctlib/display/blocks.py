"""One piece of a review as structured data. It shows itself in JupyterLab; every exporter draws it.

A block holds texts that are ready for the reader, next to the values they were made from. It
holds no markup: what looks like markup in a client's name is that client's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, ClassVar, Literal

from acctlib.display.shown import Shown

MIME = "application/vnd.acctlib.block+json"
State = Literal["good", "bad", "watch", "unknown", "neutral"]
Align = Literal["left", "right"]


class Block:
    """Base of all blocks: `payload()` is the data, and Jupyter asks for the rest."""

    kind: ClassVar[str]

    def payload(self) -> dict[str, Any]:
        """The block as JSON data, the form in which notebooks store and exporters read it."""
        return {"block": self.kind, **{f.name: _plain(getattr(self, f.name)) for f in fields(self)}}  # type: ignore[arg-type]

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        from acctlib.display.html import notebook_html
        from acctlib.display.text import block_text

        payload = self.payload()
        return {MIME: payload, "text/html": notebook_html(payload), "text/plain": block_text(payload)}


def _plain(value: Any) -> Any:
    """Dataclasses, blocks and tuples as what JSON knows."""
    if isinstance(value, Block):
        return value.payload()
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        return {key: _plain(item) for key, item in asdict(value).items()}
    return value


@dataclass(frozen=True)
class Document(Block):
    """The head of a deliverable, and what stands in its margins and metadata."""

    kind: ClassVar[str] = "document"
    title: str
    eyebrow: str = ""
    meta: tuple[str, ...] = ()
    period: str = ""
    header: str = ""
    confidentiality: str = ""
    footer: str = ""
    locale: str = "en_GB"
    edition: str = "client"
    demo: str = ""
    date: str = ""
    firm: str = ""
    run: str = ""
    client: str = ""
    quarter: str = ""
    facts: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True)
class Said:
    """A sentence, and the ids of the facts that it rests on: `growth`, `nps`."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Message(Block):
    """The one thing to remember: a lead sentence and what goes with it; where they are made of facts, from which."""

    kind: ClassVar[str] = "message"
    lead: str
    text: str = ""
    sentences: tuple[Said, ...] = ()

    @classmethod
    def of(cls, sentences: Iterable[Said]) -> Message:
        """A message of sentences, the first of which leads."""
        lead, *rest = sentences
        return cls(lead.text, " ".join(said.text for said in rest), (lead, *rest))


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


@dataclass(frozen=True)
class Col:
    """A column of a table: its head, its side, and its weight in the width; weights for all columns or for none."""

    name: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True)
class Cell:
    """A cell: what is read, and the value behind it where there is one.

    A text that a `Reader` made brings its value and its form along, so that both say the same.
    """

    text: str
    value: float | str | bool | None = None
    state: State | None = None
    strong: bool = False
    muted: bool = False
    form: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.text, Shown):
            object.__setattr__(self, "form", self.form or self.text.form)
            object.__setattr__(self, "value", self.text.value)
            object.__setattr__(self, "text", str(self.text))


@dataclass(frozen=True)
class Table(Block):
    """Rows under heads; the last row is a total where `total` says so."""

    kind: ClassVar[str] = "table"
    columns: tuple[Col, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    total: bool = False


@dataclass(frozen=True)
class Chart(Block):
    """A drawing with its data, its description for those who cannot see it, and its caption."""

    kind: ClassVar[str] = "chart"
    svg: str = field(repr=False)
    alt: str
    caption: str = ""
    width: float = 1.0
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Prose(Block):
    """Text with Markdown, as people write it; `typed` marks an analyst's own words in the notebook."""

    kind: ClassVar[str] = "prose"
    markdown: str
    typed: bool = False


@dataclass(frozen=True)
class Note(Block):
    """One quiet line; mostly why something is not there."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Attachment(Block):
    """A file that an internal report brings along, beside its pages: `attention.csv`, `renewals.ics`.

    Attributes
    ----------
    text : str
        The line that pages show.
    file : str
        How its name ends: lower-case letters, digits and hyphens, then `.csv` or `.ics`.
    content : str
        What is in it.
    """

    kind: ClassVar[str] = "attachment"
    text: str
    file: str
    content: str = field(repr=False)


@dataclass(frozen=True)
class Item:
    """A term and its text."""

    term: str
    text: str


@dataclass(frozen=True)
class Definitions(Block):
    """The small print: definitions, exclusions, choices."""

    kind: ClassVar[str] = "definitions"
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Side:
    """One column of a row, with or without a heading of its own."""

    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True)
class Row(Block):
    """Blocks side by side; under each other where there is no room."""

    kind: ClassVar[str] = "row"
    items: tuple[Side, ...]

    def payload(self) -> dict[str, Any]:
        """The row with the payload of every block in it."""
        return {"block": self.kind, "items": [{"title": i.title, "blocks": _plain(i.blocks)} for i in self.items]}


@dataclass(frozen=True)
class Group(Block):
    """Blocks below each other, as the one result of a cell."""

    kind: ClassVar[str] = "group"
    blocks: tuple[Block, ...]


def group(blocks: Iterable[Block]) -> Block:
    """Several blocks as one; a single one stays itself."""
    found = tuple(blocks)
    return found[0] if len(found) == 1 else Group(found)


def inner_blocks(payload: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """A payload and all payloads inside it, outer ones first."""
    inside = [*payload.get("blocks", ()), *(b for i in payload.get("items", ()) for b in i.get("blocks", ()))]
    return [payload, *(found for block in inside for found in inner_blocks(block))]
