"""Coverage-guided fuzzing of what reads other people's bytes, for as long as one likes.

    python -m venv fuzz && fuzz/bin/pip install atheris -e .
    fuzz/bin/python tests/fuzz/hostile_bytes.py markdown -max_total_time=300

Targets: markdown (to nodes, to Typst's JSON and back, to PDF), csv, cells, config, brand, commentary. What is left of
the command line goes to libFuzzer; a folder named there is its corpus. A failure with a name of ours is a good end;
any other stops the run and is written to a file `crash-...`. Not a part of the test suite: it needs atheris.
"""

import io
import json
import logging
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["acctlib", "mistune", "yaml", "csv"]):
    import pandas as pd

    from acctlib.book.ingest.cells import unique
    from acctlib.book.ingest.contract import parse
    from acctlib.book.ingest.files import of_text
    from acctlib.book.ingest.problems import Unreadable
    from acctlib.book.schema.tables import TABLES
    from acctlib.config import Source, load_config
    from acctlib.display.brand.brand import Brand, load_brand
    from acctlib.display.text_safety import strip_unprintable
    from acctlib.errors import AcctlibError
    from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter
    from acctlib.publish.formats.typst.fonts import faces_for
    from acctlib.publish.formats.typst.typst_source import literal, shown_texts
    from acctlib.publish.pages.markdown import Outline
    from acctlib.publish.pages.outputs import Page, PageItem
    from acctlib.publish.pages.outputs import _with_nodes as read_prose

BATCH = 60  # pages that are set at once
PLACE = Path(tempfile.mkdtemp(prefix="acctlib-fuzz-"))
DOCUMENT = {"block": "document", "title": "Fuzz"}
COLUMNS = list({column.type: column for table in TABLES.values() for column in table.columns}.values())
PDF, HTML, FACES = ReviewPDFExporter(), ReviewHTMLExporter(), faces_for(Brand())
waiting: list[tuple[bytes, PageItem]] = []


def delimited_frame(content, source):
    """A text as our reader reads it, under its own heads."""
    sheet = of_text("a.csv", lambda: io.BytesIO(content), source)
    return sheet.frame(unique(sheet.names))


def markdown(data: bytes) -> None:
    """Markdown is drawn or refused by name, and Typst reads back the very text that was written."""
    try:
        payload = read_prose(
            {"block": "prose", "markdown": strip_unprintable(data.decode(errors="replace"))}, Outline()
        )
        FACES.check(shown_texts(payload))
    except AcctlibError:
        return
    written = literal(payload)
    if json.loads(json.loads(written.replace("\n", "\\n"))) != json.loads(json.dumps(payload)):
        raise AssertionError("the literal says something else")
    waiting.append((data, PageItem(1, payload)))
    if len(waiting) == BATCH:
        drawn = [*waiting]
        waiting.clear()
        together(drawn)


def together(drawn: list[tuple[bytes, PageItem]]) -> None:
    """Set pieces at once; where that fails, find the one."""
    try:
        pages = Page(DOCUMENT, tuple(piece for _, piece in drawn))
        PDF.draw(pages)
        HTML.draw(pages)
    except Exception as error:
        if len(drawn) == 1:
            raise AssertionError(f"{drawn[0][0]!r} is not set: {error}") from error
        together(drawn[: len(drawn) // 2])
        together(drawn[len(drawn) // 2 :])


def csv(data: bytes) -> None:
    """The first bytes choose encoding and delimiter."""
    kind = atheris.FuzzedDataProvider(data)
    encoding = kind.PickValueInList(["utf-8-sig", "utf-8", "cp1252", "utf-16", "utf-7", "shift_jis"])
    source = Source(file="a.csv", encoding=encoding, delimiter=kind.PickValueInList([",", ";", "\t", "|"]))
    try:
        frame = delimited_frame(kind.ConsumeBytes(4096), source)
    except Unreadable:
        return
    assert all(isinstance(cell, str) for row in frame.to_numpy() for cell in row)


def cells(data: bytes) -> None:
    """A text under every type of column."""
    kind = atheris.FuzzedDataProvider(data)
    source = Source(
        file="a.csv",
        decimal=kind.PickValueInList([".", ","]),
        thousands=kind.PickValueInList(["", " ", "'"]),
        dates=kind.PickValueInList(["iso", "day-first", "month-first"]),
    )
    texts = pd.Series([kind.ConsumeUnicode(40)], dtype="object").str.strip()
    for column in COLUMNS:
        values, wrong = parse(texts, column, source)
        assert wrong or texts[0] == "" or not pd.isna(values[0])


def config(data: bytes) -> None:
    """acctlib.yml."""
    _file("acctlib.yml", data, load_config)


def brand(data: bytes) -> None:
    """brand.yml."""
    _file("brand.yml", data, load_brand)


def commentary(data: bytes) -> None:
    """commentary/2026Q3/C001.md."""
    from acctlib.review.base.commentary import remarks

    _file("C001.md", data, lambda path: remarks(path, ["growth", "decisions"]))


def _file(name, data, reader) -> None:
    (PLACE / name).write_bytes(data)
    try:
        reader(PLACE / name)
    except AcctlibError:
        return


TARGETS = {one.__name__: one for one in (markdown, csv, cells, config, brand, commentary)}

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    target = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
