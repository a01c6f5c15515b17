"""Every text of a finished file, shown or hidden, with its location; for files that fail the byte comparison."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser

from acctlib.publish.paths.account import Run


def file_texts(suffix: str, data: bytes) -> list[Run]:
    """A file's texts, by file type: `.pdf`, `.html` or `.xlsx`."""
    return list(_READERS[suffix](data))


def _html(data: bytes) -> Iterator[Run]:
    page = _Page()
    page.feed(data.decode("utf-8", errors="replace"))
    page.close()
    yield from page.runs


class _Page(HTMLParser):
    """Collects complete text nodes, all attributes, comments and declarations."""

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[Run] = []
        self.inside = "start"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect an element's attributes, each as a text."""
        self.inside = tag
        self.runs += [Run(value, f"attribute {name} of {tag}") for name, value in attrs if value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect the attributes of a self-closing element."""
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        """Collect a text node; scripts, styles and embedded data line by line."""
        texts = data.splitlines() if self.inside in ("script", "style") else [data]
        self.runs += [Run(text.strip(), f"text of {self.inside}") for text in texts if text.strip()]

    def handle_comment(self, data: str) -> None:
        """Collect a comment."""
        self.runs.append(Run(data.strip(), "comment"))

    def handle_decl(self, decl: str) -> None:
        """Collect a declaration."""
        self.runs.append(Run(decl, "declaration"))

    def unknown_decl(self, data: str) -> None:
        """Collect a marked section."""
        self.runs.append(Run(data, "declaration"))

    def handle_pi(self, data: str) -> None:
        """Collect a processing instruction."""
        self.runs.append(Run(data, "processing instruction"))


def _pdf(data: bytes) -> Iterator[Run]:
    from acctlib.publish.checks.pdf_texts import pdf_texts

    return pdf_texts(data)


def _xlsx(data: bytes) -> Iterator[Run]:
    from acctlib.publish.checks.workbook_texts import workbook_texts

    return workbook_texts(data)


_READERS: Mapping[str, Callable[[bytes], Iterator[Run]]] = {".pdf": _pdf, ".html": _html, ".xlsx": _xlsx}
