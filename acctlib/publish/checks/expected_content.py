"""No false success: a written file is reopened and compared with the contents of the notebook.

A format is verified if `read_back.READERS` can read it; a workbook is verified by its numbers (`verify_workbook`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from acctlib.display.blocks.block import MIME, inner_blocks, texts_of
from acctlib.errors import PublishError
from acctlib.publish.checks.read_back import READERS, Found
from acctlib.publish.checks.verify_workbook import prove_workbook
from acctlib.publish.pages.headings import translate_headings
from acctlib.publish.pages.outputs import SILENT_TAGS, Page, pages_of

SHOWN = 60  # characters of a missing text quoted in an error
LOST = 20  # one word in this many may be cut at the end of a page
_OTHER = re.compile(r"[^\w%−]|_")


@dataclass(frozen=True)
class ExpectedContent:
    """Content that a report's files must show.

    Attributes
    ----------
    name : str
        The client's name.
    texts : tuple
        Pairs of origin and text.
    figures : tuple
        Each figure's description.
    facts : list
        The facts in the document block.
    """

    name: str
    texts: tuple[tuple[str, str], ...]
    figures: tuple[str, ...]
    facts: list[Any]


def expected_content(executed: Mapping[str, Any], name: str) -> ExpectedContent:
    """The content that an executed notebook's files must show.

    Raises
    ------
    PublishError
        If a block shown by a visible cell is missing from the rendered pieces.
    """
    pages = translate_headings(pages_of(executed, name))
    blocks = [(f"cell {p.cell}", block) for p in pages.pieces for block in inner_blocks(p.payload)]
    _check_none_is_lost(executed, pages, [block for _, block in blocks])
    texts = [("the head", pages.document["title"]), *((where, said) for where, b in blocks for said in texts_of(b))]
    figures = tuple(block["alt"] for _, block in blocks if block["block"] == "chart")
    facts = json.loads(json.dumps(pages.document.get("facts") or []))
    return ExpectedContent(name, tuple(texts), figures, facts)


def _check_none_is_lost(executed: Mapping[str, Any], pages: Page, drawn: Iterable[Mapping[str, Any]]) -> None:
    drawn_as = {"frame": "table"}
    shown = Counter(drawn_as.get(block["block"], block["block"]) for block in _shown(executed))
    there = Counter(block["block"] for block in drawn) + Counter([pages.document["block"]])
    if lost := {kind: n - there[kind] for kind, n in shown.items() if kind != "group" and n > there[kind]}:
        raise PublishError(
            "blocks of the notebook are missing from all pages: " + ", ".join(f"{n} {k}" for k, n in lost.items())
        )


def _shown(executed: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Every block of the visible cells."""
    for cell in executed["cells"]:
        if not (SILENT_TAGS | {"remove-output"}) & set(cell["metadata"].get("tags", ())):
            for output in cell.get("outputs", ()):
                if MIME in output.get("data", {}):
                    yield from inner_blocks(output["data"][MIME])


def verify_file(path: Path, format_: str, promise: ExpectedContent) -> None:
    """Compare a file with its expected content; a format that cannot be read back is not checked.

    Raises
    ------
    PublishError
        Naming the first missing item and the cell that it comes from.

    Notes
    -----
    - Letters and digits are compared, ignoring line breaks, hyphens, case and punctuation.
    - A text that appears twice in the notebook must appear twice on the page.
    - A text of several words that may be cut at the end of a page is searched for word by word.
    - For text in a script whose letters join (Arabic, Hebrew, Hindi), only the individual letters are searched for.
    """
    if format_ not in PROVERS:
        return
    try:
        PROVERS[format_](path, promise)
    except (PublishError, ValueError, LookupError) as error:
        raise PublishError(f"the {format_.upper()} does not match the notebook: {error}") from None


def _check(found: Found, promise: ExpectedContent) -> None:
    seen = _letters(found.text)
    if not _stands(promise.name, 1, seen):
        raise PublishError(f"the client's name, '{promise.name}', was not found in the output")
    wanted = Counter(_letters(text) for _, text in promise.texts)
    for where, text in promise.texts:
        if not _stands(text, 1, seen):
            raise PublishError(f"'{_short(text)}' of {where} was not found in the output")
    for _, text in promise.texts:
        if not _stands(text, times := wanted[_letters(text)], seen):
            raise PublishError(f"'{_short(text)}' appears fewer than {times} times, as often as in the notebook")
    if found.figures is not None and (lost := Counter(map(_letters, promise.figures)) - _counted(found.figures)):
        alts = [alt for alt in promise.figures if _letters(alt) in lost]
        raise PublishError(f"{lost.total()} of {len(promise.figures)} figures are missing: '{_short(alts[0])}'")
    if (found.facts or []) != promise.facts:
        raise PublishError("its embedded facts differ from those of the notebook")


def _pages(read: Callable[[Path], Found]) -> Callable[[Path, ExpectedContent], None]:
    return lambda path, promise: _check(read(path), promise)


PROVERS: Mapping[str, Callable[[Path, ExpectedContent], None]] = {
    **{format_: _pages(read) for format_, read in READERS.items()},
    "xlsx": lambda path, promise: prove_workbook(path, promise.name, promise.facts),
}


def _counted(figures: Iterable[str]) -> Counter[str]:
    return Counter(map(_letters, figures))


def _stands(text: str, times: int, seen: str) -> bool:
    letters = _letters(text)
    if not letters or seen.count(letters) >= times:
        return True
    words = [word for word in map(_letters, text.split()) if word]
    if any(map(_joined, text)):
        return set(letters) <= set(seen)
    return len(words) > 1 and sum(word not in seen for word in words) <= len(words) // LOST


def _joined(character: str) -> bool:
    """Whether a character's shape depends on its neighbours; a PDF's text layer splits such text as drawn."""
    return unicodedata.bidirectional(character) in ("R", "AL") or unicodedata.category(character) in ("Mn", "Mc")


def _letters(text: str) -> str:
    """Only letters, digits, minus and percent signs, in normalised form.

    >>> _letters("Fees: ﬁnal -\\u00ad ly 12 %")
    'feesfinally12%'
    """
    return _OTHER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} …"
