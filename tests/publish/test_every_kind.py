"""Every kind of block is drawn in every format, alone and inside of another; what it says is read back from the files."""

import io
import re
import unicodedata

import openpyxl
import pytest
from bs4 import BeautifulSoup
from nbformat import from_dict

from acctlib.display import (
    Attachment,
    Change,
    Chart,
    Columns,
    Definitions,
    Document,
    Evidence,
    Group,
    Item,
    LayoutColumn,
    Message,
    Note,
    Number,
    Printed,
    Prose,
    SupportingRows,
    Table,
    TableCell,
    TableColumn,
    Tile,
    Tiles,
)
from acctlib.display.blocks.block import Block, block_text, inner_blocks
from acctlib.display.blocks.frame import Frame
from acctlib.display.blocks.frame_column import FrameColumn
from acctlib.publish.checks.expected_content import expected_content
from acctlib.publish.checks.read_back import read_pdf
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter, ReviewWorkbookExporter
from tests.publish.review_sample import block, book, svg

HEAD = Document("Aldermoor Foods", facts=({"name": "fees", "label": "Fees", "value": 412.0, "unit": "count"},))
TABLE = Table(
    (TableColumn("Head one"), TableColumn("Head two")), ((TableCell("Cell one"), TableCell("Cell two")),), "Caption one"
)
NUMBER = Number(
    "fees", "Fees label", "412", "number.0", "Q3 2026", "Meaning one", "Basis one", ("Rule one",), "Source one"
)
# A sample of each kind, what a page shows of it, what a terminal shows, and what a workbook has in its cells.
SAMPLES = {
    "document": (HEAD, ["Aldermoor Foods"], ["Aldermoor Foods"], ["Aldermoor Foods"]),
    "message": (Message("Lead one.", "Text two."), ["Lead one.", "Text two."], ["Lead one.", "Text two."], ["Lead one. Text two."]),
    "tiles": (Tiles((Tile("Label one", "41.9%", Change("4 pt", "up"), ("Small print",)),)), ["Label one", "41.9%", "4 pt", "Small print"], ["Label one", "41.9%", "Small print"], []),
    "table": (TABLE, ["Head one", "Head two", "Cell one", "Cell two", "Caption one"], ["Head one", "Cell two"], ["Head one", "Cell one", "Cell two", "Caption one"]),
    "chart": (Chart(svg("Drawn word"), "Alternative text", "Caption two", 1.0, {"columns": ["who"], "rows": [["Datum one"]]}), ["Drawn word", "Caption two"], ["Alternative text"], ["Who", "Datum one", "Caption two"]),
    "prose": (Prose("Paragraph one, *stressed*.\n\n| Top |\n|---|\n| Bottom |"), ["Paragraph one, stressed.", "Top", "Bottom"], ["Paragraph one"], ["Top", "Bottom"]),
    "note": (Note("Quiet line."), ["Quiet line."], ["Quiet line."], []),
    "text": (Printed("Printed line."), ["Printed line."], ["Printed line."], []),
    "attachment": (Attachment("Line of a file.", "list.csv", "a,b"), ["Line of a file."], ["Line of a file."], []),
    "definitions": (Definitions((Item("Term one", "Text three."),)), ["Term one", "Text three."], ["Term one", "Text three."], ["Term one", "Text three."]),
    "row": (Columns((LayoutColumn((Note("Inner line."), TABLE), "Column title"),)), ["Column title", "Inner line.", "Cell one"], ["Inner line.", "Cell one"], ["Column title", "Cell one"]),
    "group": (Group((Note("First line."), TABLE)), ["First line.", "Cell one"], ["First line.", "Cell one"], ["Cell one"]),
    "evidence": (Evidence(TABLE, (NUMBER,), (SupportingRows("fees", "Title of rows", (("Column one", ""), ("Amount", "")), (("Row one", 7.0),), (("Sum one", 7.0, ""),)),)), ["Head one", "Cell one"], ["Head one", "Cell one"], ["Fees label", "Meaning one", "Row one", "Sum one"]),
    "frame": (Frame((1, 1), 0, (FrameColumn("Frame head", "text", ("Frame cell",)),)), ["Frame head", "Frame cell"], ["1 × 1"], ["Frame head", "Frame cell"]),
}  # fmt: skip


def letters(text):
    """Text without what a line break may change."""
    return re.sub(r"[\s\u00ad]|-(?=\s)", "", unicodedata.normalize("NFKC", text))


def notebook(*blocks):
    head = [] if isinstance(blocks[0], Document) else [block(HEAD.payload())]
    return book(*head, *(block(from_dict(piece.payload())) for piece in blocks))


def inside(kind):
    """The sample in a column beside another: everything but the head may stand there."""
    return Columns((LayoutColumn((Group((SAMPLES[kind][0],)),)), LayoutColumn((Note("Beside."),))))


def html_text(notebook):
    page = BeautifulSoup(ReviewHTMLExporter().from_notebook_node(notebook)[0], "html.parser")
    return letters(page.body.get_text(" "))


def pdf_text(notebook, folder):
    (folder / "review.pdf").write_bytes(ReviewPDFExporter().from_notebook_node(notebook)[0])
    return letters(read_pdf(folder / "review.pdf").text)


def workbook_text(notebook):
    data = ReviewWorkbookExporter().from_notebook_node(notebook)[0]
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    return letters(
        " ".join(str(value) for sheet in sheets for row in sheet.values for value in row if value is not None)
    )


def missing(texts, where):
    return [text for text in texts if letters(text) not in where]


ALL = sorted(SAMPLES)
INNER = [kind for kind in ALL if kind != "document"]


def test_every_kind_that_there_is_has_a_sample_here():
    ours = {kind for kind, known in Block.kinds.items() if known.__module__.startswith("acctlib.")}
    assert ours == set(SAMPLES)
    assert all(sample[0].kind == kind for kind, sample in SAMPLES.items())


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_shows_itself_in_a_notebook_and_in_a_terminal(kind):
    shown, on_page, in_terminal, _ = SAMPLES[kind]
    bundle = shown._repr_mimebundle_()
    drawn = {"Drawn word"}  # a picture's own words
    assert missing(set(on_page) - drawn, letters(BeautifulSoup(bundle["text/html"], "html.parser").get_text(" "))) == []
    assert missing(in_terminal, letters(bundle["text/plain"])) == []
    assert block_text(shown.payload()) == bundle["text/plain"]


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_is_on_a_page_of_html(kind):
    assert missing(SAMPLES[kind][1], html_text(notebook(SAMPLES[kind][0]))) == []


@pytest.mark.parametrize("kind", INNER)
def test_a_kind_inside_of_another_is_on_a_page_of_html(kind):
    assert missing(SAMPLES[kind][1], html_text(notebook(inside(kind)))) == []


def test_every_kind_is_on_the_pages_of_a_pdf_alone_and_inside_of_another(tmp_path):
    samples = [SAMPLES[kind][0] for kind in INNER]
    alone = pdf_text(notebook(HEAD, *samples), tmp_path)
    assert [text for kind in ALL for text in missing(SAMPLES[kind][1], alone)] == []
    nested = pdf_text(notebook(HEAD, *map(inside, INNER)), tmp_path)
    assert [text for kind in ALL for text in missing(SAMPLES[kind][1], nested)] == []


@pytest.mark.parametrize("kind", ALL)
def test_what_a_kind_has_of_rows_and_numbers_is_in_the_cells_of_a_workbook(kind):
    assert missing(SAMPLES[kind][3], workbook_text(notebook(SAMPLES[kind][0]))) == []


@pytest.mark.parametrize("kind", INNER)
def test_the_texts_that_a_file_is_held_against_are_all_that_a_page_shows(kind):
    """Of drawings their own words apart, which no reader of files looks for."""
    said = letters(" ".join(text for _, text in expected_content(notebook(SAMPLES[kind][0]), "x").texts))
    assert missing(set(SAMPLES[kind][1]) - {"Drawn word"}, said) == []


@pytest.mark.parametrize("kind", ALL)
def test_a_kind_comes_back_from_its_payload_with_all_that_is_inside(kind):
    shown = SAMPLES[kind][0]
    found = [payload["block"] for payload in inner_blocks(shown.payload())]
    assert found[0] == kind
    assert found[1:] == {"row": ["note", "table"], "group": ["note", "table"]}.get(kind, [])
