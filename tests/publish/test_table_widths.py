"""Columns on paper: whatever widths a table gives, a state stands beside its shape and a number beside its unit."""

import pypdfium2
import pytest

from acctlib.publish.formats.exporters import ReviewPDFExporter
from tests.publish.review_sample import block, book, document, table

ROW = ["1", "Shift 20% of display budget to search; review after six weeks", "Marketing director", "überfällig", "2.992,1 Stunden"]  # fmt: skip


@pytest.fixture(scope="module", params=[(0.3, 4.2, 2.4, 1.1, 1.0), (None,) * 5], ids=["given", "found"])
def height_of(request):
    """A function: how high on the page a word stands, in points, rounded."""
    drawn = table(["", "Maßnahme", "Für", "", "Wert"], [ROW, ROW])
    for column, width, align in zip(drawn["columns"], request.param, ["left"] * 4 + ["right"], strict=True):
        column.update(width=width, align=align)
    for row in drawn["rows"]:
        row[3]["state"] = "bad"
    pdf = pypdfium2.PdfDocument(ReviewPDFExporter().from_notebook_node(book(block(document()), block(drawn)))[0])
    text = pdf[0].get_textpage()

    def height(word):
        at, count = text.search(word, match_case=True).get_next()
        assert count
        return round(text.get_charbox(at)[1])

    yield height
    pdf.close()


def test_a_state_s_word_stands_on_the_line_of_its_row(height_of):
    assert height_of("überfällig") == pytest.approx(height_of("Shift 20%"), abs=2)


def test_a_number_stands_beside_its_unit(height_of):
    assert height_of("2.992,1") == pytest.approx(height_of("Stunden"), abs=2)
