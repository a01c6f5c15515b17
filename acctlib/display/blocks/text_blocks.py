"""Blocks of words: the head, the message, prose, notes and definitions.

A block holds texts that are ready for the reader. It holds no markup: what looks like markup in a client's name is
that client's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from markupsafe import Markup

from acctlib.display.blocks.block import Block, Payload
from acctlib.display.blocks.markup import optional
from acctlib.display.blocks.nodes import node_texts, nodes_html

if TYPE_CHECKING:
    from acctlib.display.formatter import Formatter

LONGEST_PRINT = 200  # lines; four pages
FIRST_LINES, LAST_LINES = 60, 20  # of a longer one: how it began, and how it ended


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

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """Eyebrow, title, and that the data are invented where they are."""
        return "\n".join(filter(None, (payload["eyebrow"], payload["title"], payload["demo"])))

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A header; pages draw their own from the same payload."""
        meta = Markup("").join(Markup("<span>{}</span> ").format(line) for line in payload.get("meta", ()))
        return Markup(
            '<header class="acct-document"><p class="acct-eyebrow">{}</p><h1 dir="auto">{}</h1>'
            '<p class="acct-meta">{}</p>{}</header>'
        ).format(
            payload.get("eyebrow", ""), payload["title"], meta,
            optional('<p class="acct-demo">{}</p>', payload.get("demo")),
        )  # fmt: skip


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
    def plain(cls, payload: Payload) -> str:
        """All sentences in a line."""
        return f"{payload['lead']} {payload['text']}".strip()

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A paragraph; each sentence names its facts."""
        paragraph = Markup('<p class="acct-message"><strong>{}</strong> {}</p>')
        if not payload.get("sentences"):
            return paragraph.format(payload["lead"], payload.get("text", ""))
        lead, *rest = (
            Markup('<span data-facts="{}">{}</span>').format(" ".join(s["facts"]), s["text"])
            for s in payload["sentences"]
        )
        return paragraph.format(lead, Markup(" ").join(rest))

    @classmethod
    def of(cls, sentences: Iterable[Sentence]) -> Message:
        """A message of sentences, the first of which leads."""
        lead, *rest = sentences
        return cls(lead.text, " ".join(sentence.text for sentence in rest), (lead, *rest))


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

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """The Markdown as it was written."""
        return str(payload["markdown"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """Of pages their nodes; in a notebook the Markdown, read here."""
        typed = " acct-typed" if payload.get("typed") else ""
        shown = nodes_html(payload["nodes"]) if "nodes" in payload else _markdown_html(payload["markdown"])
        return Markup('<div class="acct-prose{}">{}</div>').format(typed, shown)


def _markdown_html(source: str) -> Markup:
    return Markup(_reader()(source))  # noqa: S704 - it escapes


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], str]:
    import mistune

    read: Callable[[str], str] = mistune.create_markdown(escape=True, plugins=["table", "strikethrough", "url"])
    return read


class _Line(Block):
    """A block that is one text."""

    markup: ClassVar[str] = '<p class="acct-note">{}</p>'

    @classmethod
    def texts(cls, payload: Payload) -> Iterator[str]:
        """The text."""
        yield payload["text"]

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """The text."""
        return str(payload["text"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """The text in its element."""
        return Markup(cls.markup).format(payload["text"])  # noqa: S704 - markup of our own


@dataclass(frozen=True)
class Note(_Line):
    """One quiet line; mostly why something is not there."""

    kind: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Printed(_Line):
    """What a cell printed, as it stands."""

    kind: ClassVar[str] = "text"
    markup: ClassVar[str] = '<pre class="acct-text">{}</pre>'
    text: str

    @classmethod
    def for_reader(cls, payload: Payload, formatter: Formatter) -> Iterator[Payload]:
        """Of more than 200 lines the first 60 and the last 20, with a note between them."""
        lines = payload["text"].split("\n")
        if len(lines) <= LONGEST_PRINT:
            yield payload
            return
        left_out = formatter.translate(
            "{left} of {n} printed lines are left out here; the executed notebook has them all.",
            left=formatter.number(len(lines) - FIRST_LINES - LAST_LINES),
            n=formatter.number(len(lines)),
        )
        yield cls("\n".join(lines[:FIRST_LINES])).payload()
        yield Note(left_out).payload()
        yield cls("\n".join(lines[-LAST_LINES:])).payload()


@dataclass(frozen=True)
class Attachment(_Line):
    """A file that an internal report brings along, beside its pages: `attention.csv`, `renewals.ics`.

    Pages show its text; its file name ends in `file`: lower-case letters, digits, hyphens, then `.csv` or `.ics`.
    """

    kind: ClassVar[str] = "attachment"
    text: str
    file: str
    content: str = field(repr=False)

    @classmethod
    def on_page(cls, payload: Payload) -> Payload:
        """Its line; the file lies beside the pages."""
        return Note(payload["text"]).payload()


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

    @classmethod
    def plain(cls, payload: Payload) -> str:
        """A line for each term."""
        return "\n".join(f"{item['term']}: {item['text']}" for item in payload["items"])

    @classmethod
    def html(cls, payload: Payload) -> Markup:
        """A list of terms."""
        items = (Markup("<dt>{}</dt><dd>{}</dd>").format(i["term"], i["text"]) for i in payload["items"])
        return Markup('<dl class="acct-definitions">{}</dl>').format(Markup("").join(items))
