"""Pages as Typst source and as PDF. Data goes in as JSON, so nothing of it can become markup."""

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
    r"""Data as a Typst string that `json(bytes(...))` reads back as it was.

    >>> print(literal({"name": 'A "B" #C'}))
    "{\"name\":\"A \\\"B\\\" #C\"}"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def head_data(pages: Page, brand: Brand, faces: Faces) -> dict[str, Any]:
    """What the look needs to know once: the document block, the brand, the fonts that exist."""
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
    """Language and region of a locale.

    >>> language_of("zh_Hant_TW"), language_of("de")
    (('zh', 'TW'), ('de', None))
    """
    language, *rest = re.split("[-_]", locale)
    return language.lower(), next((part.upper() for part in rest if len(part) == 2), None)


def day_of(document: Payload) -> date | None:
    """The day that a document says it is of; its files carry that day, never today."""
    day = document.get("date")
    try:
        return date.fromisoformat(day) if day else None
    except ValueError:
        raise PublishError(f"document: date '{day}' is no ISO date") from None


def facts_text(pages: Page) -> str | None:
    """Every fact of a review as JSON text, to be carried inside of its files; None where there are none.

    Names in a fixed order: a notebook on disk has them in another one than a notebook that was just run.
    """
    document = pages.document
    if not document.get("facts"):
        return None
    attached = {key: document.get(key) for key in ("title", "client", "quarter", "edition", "date", "run", "facts")}
    return json.dumps(attached, ensure_ascii=False, indent=1, allow_nan=False, sort_keys=True)


def logo_svg(brand: Brand) -> str | None:
    """The brand's logo as one vector drawing."""
    if not brand.logo:
        return None
    file = Path(brand.logo)
    if file.suffix.lower() not in _LOGOS or not file.is_file():
        raise PublishError(f"brand: the logo {file.name} is no PNG, JPEG or SVG file beside the brand file")
    mime = _LOGOS[file.suffix.lower()]
    data = file.read_text(encoding="utf-8") if mime == "image/svg+xml" else b64encode(file.read_bytes()).decode()
    return str(chart_of_image(mime, data, alt=brand.name)["svg"])


def shown_texts(value: Any) -> Iterator[str]:
    """Every text in data that a page may show, the words inside of drawings among them."""
    if isinstance(value, str):
        yield html.unescape(_TAG.sub(" ", value)) if value.lstrip().startswith(("<svg", "<?xml")) else value
    elif isinstance(value, dict):
        for item in value.values():
            yield from shown_texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from shown_texts(item)


def longest_word(value: Any) -> int:
    """Letters of the longest run without a space in what a page may show; or somewhat more, never fewer.

    Parts of one line of Markdown stand beside each other on the page, and count as one text.

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
    """Typst source as PDF/A-3a with PDF/UA-1, the same bytes for the same source.

    Parameters
    ----------
    day : date
        Day of the document; its metadata says noon UTC of it, or 1970 where there is none.

    Raises
    ------
    PublishError
        With Typst's own text for an error or a warning, and the cell where Typst says where it is.

    Notes
    -----
    - A template reads what is in its source and nothing else: no file of the machine, no package, no network.
    """
    stamp = datetime.combine(day, time(12), UTC) if day else datetime.fromtimestamp(0, UTC)
    try:
        with _shut_in() as nowhere:
            # As a named file Typst sets it in half the time that it needs for bare bytes.
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
    """An empty folder as all that Typst can read; a package that it would download it finds nowhere.

    Typst has no switch against downloads, so for as long as it works its way out is a port of this machine on
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
    """`cell 7: ` where the place that Typst names lies in the piece of a cell, else nothing."""
    places = _PLACE.findall(problem.diagnostic)
    before = source.splitlines()[: int(places[-1])] if places else []  # the last place is the call that led there
    cells = [line.removeprefix("// ") for line in before if line.startswith("// cell ")]
    return f"{cells[-1]}: " if cells else ""
