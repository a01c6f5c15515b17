"""Pages as Typst source and as PDF. Data is inserted as JSON, so none of it can become markup."""

from __future__ import annotations

import html
import json
import os
import re
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from acctlib.display.blocks.block import Payload
from acctlib.display.brand.brand import Brand
from acctlib.errors import PublishError
from acctlib.publish.formats.typst.fonts import Faces
from acctlib.publish.pages.images import chart_of_image
from acctlib.publish.pages.outputs import Page

STANDARDS: list[typst.PDFStandard] = ["a-3a", "ua-1"]
_TAG = re.compile(r"<style.*?</style>|<[^>]*>", re.DOTALL)
_PLACE = re.compile(r"┌─ .*:(\d+):\d+$", re.MULTILINE)
_PACKAGE = re.compile(r"\bpackage\b.*?\b(\w+/[\w-]+[:-]\d[\d.]*\d)")
_PROXIES = ("ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy")
_LOGOS = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


def literal(value: Any) -> str:
    r"""Write data as a Typst string that `json(bytes(...))` reads back unchanged.

    >>> print(literal({"name": 'A "B" #C'}))
    "{\"name\":\"A \\\"B\\\" #C\"}"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def head_data(pages: Page, brand: Brand, faces: Faces) -> dict[str, Any]:
    """Data that the template needs once: the document block, the brand, the available fonts."""
    document = {**pages.document, "facts": None}
    language, region = language_of(document.get("locale") or "en")
    firm = document.get("firm") or brand.name
    day = day_of(document)
    return {
        **document,
        "brand": {**brand.model_dump(mode="json"), "logo": logo_svg(brand)},
        "families": faces.families,
        "mono": (faces.mono, *faces.families),
        "lang": language,
        "region": region,
        "authors": [firm] if firm else [],
        "day": [day.year, day.month, day.day] if day else None,
        "facts": facts_text(pages),
    }


def language_of(locale: str) -> tuple[str, str | None]:
    """A locale's language and region.

    >>> language_of("zh_Hant_TW"), language_of("de")
    (('zh', 'TW'), ('de', None))
    """
    language, *rest = re.split("[-_]", locale)
    return language.lower(), next((part.upper() for part in rest if len(part) == 2), None)


def day_of(document: Payload) -> date | None:
    """A document's date; its files carry that date, never today's."""
    day = document.get("date")
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        raise PublishError(f"document: date '{day}' is no ISO date") from None


def facts_text(pages: Page) -> str | None:
    """Every fact of a review as JSON text, to be embedded in its files; None if there are none.

    Keys are sorted, as their order in a notebook on disk differs from that in a notebook that has just been run.
    """
    document = pages.document
    if not document.get("facts"):
        return None
    attached = {key: document.get(key) for key in ("title", "client", "quarter", "edition", "date", "run", "facts")}
    return json.dumps(attached, ensure_ascii=False, indent=1, allow_nan=False, sort_keys=True)


def logo_svg(brand: Brand) -> str | None:
    """The brand's logo as a single SVG."""
    if not brand.logo:
        return None
    file = Path(brand.logo)
    if file.suffix.lower() not in _LOGOS or not file.is_file():
        raise PublishError(f"brand: the logo {file.name} is no PNG, JPEG or SVG file beside the brand file")
    mime = _LOGOS[file.suffix.lower()]
    data = file.read_text(encoding="utf-8") if mime == "image/svg+xml" else b64encode(file.read_bytes()).decode()
    return str(chart_of_image(mime, data, alt=brand.name)["svg"])


def shown_texts(value: Any) -> Iterator[str]:
    """Every text in data that a page may show, including the words in drawings."""
    if isinstance(value, str):
        yield html.unescape(_TAG.sub(" ", value)) if value.lstrip().startswith(("<svg", "<?xml")) else value
    elif isinstance(value, dict):
        for item in value.values():
            yield from shown_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from shown_texts(item)


def longest_word(value: Any) -> int:
    """Upper bound on the longest run without a space, in characters, in data that a page may show.

    Parts of one line of Markdown are adjacent on the page, and count as one text.

    >>> longest_word({"text": "a donkey"}), longest_word([{"t": "text", "text": "don"}, {"t": "text", "text": "key"}])
    (6, 14)
    """
    if isinstance(value, list | tuple) and any(isinstance(item, dict) and "t" in item for item in value):
        return longest_word("".join(shown_texts(value)))
    if isinstance(value, dict | list | tuple):
        inner = value.values() if isinstance(value, dict) else value
        return max(map(longest_word, inner), default=0)
    return max((len(word) for text in shown_texts(value) for word in text.split()), default=0)


def compile_pdf(source: str, faces: Faces, day: date | None) -> bytes:
    """Compile Typst source to PDF/A-3a with PDF/UA-1; the same source produces the same bytes.

    Parameters
    ----------
    day : date
        The document's date; its metadata states noon UTC on it, or 1970 if there is none.

    Raises
    ------
    PublishError
        With Typst's own message for an error or a warning, and the cell if Typst gives a location.

    Notes
    -----
    - A template can read its own source and nothing else: no file on the machine, no package, no network.
    """
    stamp = datetime.combine(day, time(12), UTC) if day else datetime.fromtimestamp(0, UTC)
    try:
        with _shut_in() as nowhere:
            # Typst compiles a named file in half the time that it takes for bare bytes.
            pdf, warnings = typst.compile_with_warnings(  # type: ignore[call-overload]
                {"main": source.encode()}, font_paths=faces.fonts, pdf_standards=STANDARDS, timestamp=stamp,
                format="pdf", root=nowhere, package_path=nowhere, package_cache_path=nowhere,
            )  # fmt: skip
    except typst.TypstError as error:
        raise PublishError(f"{_cell_of(error, source)}Typst cannot set this: {_refusal(error)}") from None
    if warnings:
        warned = "; ".join(_cell_of(warning, source) + _message(warning) for warning in warnings)
        raise PublishError(f"Typst warns, and a page with a warning is not one to send: {warned}")
    return bytes(pdf)


@contextmanager
def _shut_in() -> Iterator[str]:
    """An empty folder as the only one that Typst can read; packages that it would download are not found.

    Typst has no option to disable downloads, so while it runs, its proxy is a port of this machine on
    which nothing listens.
    """
    before = {name: os.environ.get(name) for name in _PROXIES}
    with TemporaryDirectory() as nowhere:
        os.environ.update(dict.fromkeys(_PROXIES, "http://127.0.0.1:9"))
        try:
            yield nowhere
        finally:
            for name, value in before.items():
                os.environ.pop(name, None) if value is None else os.environ.update({name: value})


def _refusal(error: typst.TypstError) -> str:
    package = _PACKAGE.search(error.message)
    if not package:
        return _message(error)
    return f"it imports the package {package[1]}, but templates fetch nothing: put what they need of it into them"


def _message(problem: typst.TypstError | typst.TypstWarning) -> str:
    return "; ".join([problem.message, *problem.hints])


def _cell_of(problem: typst.TypstError | typst.TypstWarning, source: str) -> str:
    """`cell 7: ` if the location given by Typst is in a cell's piece, else empty."""
    places = _PLACE.findall(problem.diagnostic)
    before = source.splitlines()[: int(places[-1])] if places else []  # the last place is the call that led there
    cells = [line.removeprefix("// ") for line in before if line.startswith("// cell ")]
    return f"{cells[-1]}: " if cells else ""
