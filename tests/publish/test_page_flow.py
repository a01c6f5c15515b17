"""What belongs together stands together: on one page, on one line, in one column."""

import pypdfium2
import pytest

from acctlib.publish.formats.exporters import ReviewPDFExporter
from tests.publish.review_sample import block, book, chart, document, table, tiles

ROWS = [[f"Row {n}", "1"] for n in range(4)]


class Set:
    """Payloads as a PDF, each word with its page and the height at which it stands."""

    def __init__(self, *payloads):
        self.pdf = pypdfium2.PdfDocument(
            ReviewPDFExporter().from_notebook_node(book(block(document()), *map(block, payloads)))[0]
        )

    def report_paths(self, word):
        """Page and height of every place where a word stands."""
        found = []
        for number, page in enumerate(self.pdf):
            text = page.get_textpage()
            search = text.search(word, match_case=True)
            while at := search.get_next():
                found.append((number, round(text.get_charbox(at[0])[1], 1)))
        return found

    def page(self, word):
        (place,) = self.report_paths(word)
        return place[0]


def filled(lines):
    """So many lines before what is looked at."""
    return {"block": "group", "blocks": [{"block": "note", "text": f"Line {n}."} for n in range(lines)]}


@pytest.mark.parametrize("lines", range(12, 26, 2))
def test_a_table_and_its_drawing_stand_on_one_page(lines):
    group = {"block": "group", "blocks": [table(["Aim", "Now"], ROWS), chart(caption="Way to the aims")]}
    made = Set(filled(lines), group)
    assert made.page("Aim") == made.page("Way to the aims")


def test_the_same_table_and_drawing_from_two_cells_may_be_parted():
    pages = set()
    for lines in range(12, 26, 2):
        made = Set(filled(lines), table(["Aim", "Now"], ROWS), chart(caption="Way to the aims"))
        pages.add((made.page("Aim"), made.page("Way to the aims")))
    assert (0, 1) in pages  # what the test above would see if nothing held them together


@pytest.mark.parametrize("lines", range(18, 30, 2))
def test_a_note_stands_on_the_page_of_what_it_introduces(lines):
    group = {"block": "group", "blocks": [{"block": "note", "text": "Seven answered."}, table(["Score", "Now"], ROWS)]}
    made = Set(filled(lines), group)
    assert made.page("Seven answered") == made.page("Score")


def test_numbers_of_tiles_stand_on_one_line_whatever_the_length_of_their_labels():
    four = tiles(4)
    for at, label in enumerate(("Short", "A label that goes over two lines at least", "Mid", "Another of some length")):
        four["tiles"][at].update(label=label, value=f"{at + 5}1")
    made = Set(four)
    heights = {made.report_paths(f"{at + 5}1")[0][1] for at in range(4)}
    assert max(heights) - min(heights) < 3  # numbers of one length have one size; a round foot hangs a little


def test_definitions_stand_in_two_columns_and_few_of_them_in_one():
    items = [{"term": f"Term{n}", "text": "It is what it says, and that at some length. " * 3} for n in range(8)]
    made = Set({"block": "definitions", "items": items})
    assert made.report_paths("Term0")[0][1] == pytest.approx(made.report_paths("Term4")[0][1], abs=12)
    few = Set({"block": "definitions", "items": items[:3]})
    heights = [few.report_paths(f"Term{n}")[0][1] for n in range(3)]
    assert heights == sorted(heights, reverse=True)
    assert heights[0] - heights[2] > 20


@pytest.mark.parametrize("across", [1, 2])
def test_a_long_word_goes_whole_onto_the_next_line_where_its_column_holds_it(across):
    word = "Rückversicherungsgesellschaft"
    drawn = table(
        ["Name", "Why", "Now"], [[f"Vereinigte {word} Nord", "Fees vs a year ago, and more than that " * 2, "1"]]
    )
    made = Set(drawn if across == 1 else {"block": "row", "items": [{"title": "", "blocks": [drawn]}] * across})
    text = made.pdf[0].get_textpage()
    at, count = text.search(word, match_case=True).get_next()
    assert count == len(word)
    heights = [text.get_charbox(i) for i in range(at, at + count)]
    assert max(box[1] for box in heights) < min(box[3] for box in heights)  # all on one line
    assert max(box[2] for box in heights) < 595 - 62  # and inside of the margin
