"""The kinds of blocks.

A block holds texts that are ready for the reader, next to the values they were made from. It
holds no markup: what looks like markup in a client's name is that client's name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

from acctlib.display.blocks.block import Block, Payload, plain
from acctlib.display.blocks.node_texts import node_texts
from acctlib.display.formatted_text import FormattedText

State = Literal["good", "bad", "watch", "unknown", "neutral"]
Align = Literal["left", "right"]


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

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The title; eyebrow, people and margins are set in many ways."""
        yield payload["title"]


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the ids of the facts that it rests on: `growth`, `nps`."""

    text: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Message(Block):
    """The one thing to remember: a lead sentence and what goes with it; where they are made of facts, from which."""

    kind: ClassVar[str] = "message"
    lead: str
    text: str = ""
    sentences: tuple[Sentence, ...] = ()

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The lead, and what goes with it."""
        yield from (payload["lead"], payload.get("text") or "")

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Message:
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

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Label, value, small print and change of each."""
        for tile in payload["tiles"]:
            yield from (tile["label"], tile["value"], *tile.get("notes", ()))
            if tile.get("change"):
                yield tile["change"]["text"]


@dataclass(frozen=True)
class TableColumn:
    """A column of a table: its head, its side, and its weight in the width; weights for all columns or for none."""

    name: str
    align: Align = "left"
    width: float | None = None


@dataclass(frozen=True)
class TableCell:
    """A cell: what is read, and the value behind it where there is one.

    A text that a `Formatter` made brings its value and its form along, so that both say the same.
    """

    text: str
    value: float | str | bool | None = None
    state: State | None = None
    strong: bool = False
    muted: bool = False
    form: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.text, FormattedText):
            object.__setattr__(self, "form", self.form or self.text.form)
            object.__setattr__(self, "value", self.text.value)
            object.__setattr__(self, "text", str(self.text))


@dataclass(frozen=True)
class Table(Block):
    """Rows under heads; the last row is a total where `total` says so."""

    kind: ClassVar[str] = "table"
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    caption: str = ""
    total: bool = False

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Caption, heads where they are shown, and cells."""
        yield payload.get("caption") or ""
        if payload.get("head", True):
            yield from (column["name"] for column in payload["columns"])
        yield from (cell["text"] for row in payload["rows"] for cell in row)


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


@dataclass(frozen=True)
class Prose(Block):
    """Text with Markdown, as people write it; `typed` marks an analyst's own words in the notebook."""

    kind: ClassVar[str] = "prose"
    markdown: str
    typed: bool = False

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """A text for each paragraph, heading and cell, once the Markdown is read."""
        yield from node_texts(payload["nodes"])


@dataclass(frozen=True)
class Note(Block):
    """One quiet line; mostly why something is not there."""

    kind: ClassVar[str] = "note"
    text: str

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The line."""
        yield payload["text"]


@dataclass(frozen=True)
class Printed(Block):
    """What a cell printed, as it stands."""

    kind: ClassVar[str] = "text"
    text: str

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """All of it."""
        yield payload["text"]


@dataclass(frozen=True)
class Attachment(Block):
    """A file that an internal report brings along, beside its pages: `attention.csv`, `renewals.ics`.

    Pages show its text; its file name ends in `file`: lower-case letters, digits, hyphens, then `.csv` or `.ics`.
    """

    kind: ClassVar[str] = "attachment"
    text: str
    file: str
    content: str = field(repr=False)

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The line; the file lies beside the pages."""
        yield payload["text"]


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

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """Each term and its text."""
        yield from (text for item in payload["items"] for text in (item["term"], item["text"]))


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

    def parts(self) -> dict[str, Any]:
        """Its columns, with the payload of every block in them."""
        return {"items": [{"title": i.title, "blocks": plain(i.blocks)} for i in self.items]}


@dataclass(frozen=True)
class Group(Block):
    """Blocks below each other, as the one result of a cell."""

    kind: ClassVar[str] = "group"
    blocks: tuple[Block, ...]

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """None of its own."""
        yield from ()


def group(blocks: Iterable[Block]) -> Block:
    """Several blocks as one; a single one stays itself."""
    found = tuple(blocks)
    return found[0] if len(found) == 1 else Group(found)
