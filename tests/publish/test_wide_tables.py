"""Tables on paper, read back glyph by glyph: nothing stands over anything else, no number is broken, no column is lost."""

import numpy as np
import pandas as pd
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_PATH

from acctlib.display.blocks.frame import frame_of
from acctlib.publish.formats.exporters import ReviewPDFExporter
from tests.publish.review_sample import block, book, document, table, text

AMOUNT = "−1,234,568.89"
TOUCH = 0.1  # of their height; what two letters that are moved together share


def frame(columns, rows=3):
    made = np.full((rows, columns), -1234568.89)
    return pd.DataFrame(made, index=[f"Client {i}" for i in range(rows)], columns=[f"M{i:03d}" for i in range(columns)])


class Paper:
    """The pages of a PDF as their reader sees them."""

    def __init__(self, *cells):
        data, _ = ReviewPDFExporter().from_notebook_node(book(block(document()), *cells))
        pdf = pypdfium2.PdfDocument(data)
        self.sizes = [page.get_size() for page in pdf]
        texts = [page.get_textpage() for page in pdf]
        self.texts = [text.get_text_range() for text in texts]
        self.lines = [drawn.get_bounds() for page in pdf for drawn in page.get_objects([FPDF_PAGEOBJ_PATH])]
        self.glyphs = [list(self._glyphs(text)) for text in texts]
        pdf.close()

    @staticmethod
    def _glyphs(text):
        for i in range(text.count_chars()):
            letter = text.get_text_range(i, 1)
            if letter.strip():
                yield (*text.get_charbox(i), letter)

    @property
    def text(self):
        return "\n".join(self.texts)

    def over_each_other(self):
        """Glyphs that stand over another one, by page."""
        return [pair for glyphs in self.glyphs for pair in overlapping(glyphs)]

    def beyond_the_margin(self):
        return [
            g for (width, _), glyphs in zip(self.sizes, self.glyphs, strict=True) for g in glyphs if g[2] > width - 62
        ]

    def letter_height(self, letter="M"):
        """Height of a head's letter, in points."""
        return min(g[3] - g[1] for glyphs in self.glyphs for g in glyphs if g[4] == letter)


def overlapping(glyphs):
    """Pairs whose boxes share more than a touch; each is held against those that begin before it ends."""
    ordered = sorted(glyphs)
    for i, (left, bottom, right, top, letter) in enumerate(ordered):
        touch = TOUCH * (top - bottom)
        for other in ordered[i + 1 :]:
            if other[0] >= right - touch:
                break
            if min(top, other[3]) - max(bottom, other[1]) > touch and min(right, other[2]) - other[0] > touch:
                yield letter, other[4], (left, bottom)


def turned(paper):
    return [width > height for width, height in paper.sizes]


@pytest.fixture(scope="module", params=[5, 10, 16, 20, 40, 100])
def wide(request):
    return request.param, Paper(text("## Fees"), block(frame_of(frame(request.param)).payload()), text("Words."))


def test_every_amount_is_whole_and_there(wide):
    columns, paper = wide
    assert paper.text.count(AMOUNT) == 3 * columns
    assert all(f"M{i:03d}" in paper.text for i in range(columns))


def test_nothing_stands_over_anything_else_or_beyond_the_margin(wide):
    _, paper = wide
    assert paper.over_each_other() == []
    assert paper.beyond_the_margin() == []


def test_a_page_on_its_side_comes_only_where_small_letters_are_not_enough(wide):
    columns, paper = wide
    assert any(turned(paper)) == (columns > 10)
    assert not turned(paper)[0]
    assert not turned(paper)[-1]  # what follows stands upright again


def test_letters_are_never_smaller_than_can_be_read(wide):
    _, paper = wide
    assert paper.letter_height() > 0.9 * 6.5 * 0.64  # heads are nine tenths of 6.5 points; an M is 0.66 of its size


def test_parts_repeat_the_index_and_say_which_columns_they_have():
    paper = Paper(block(frame_of(frame(40)).payload()))
    assert paper.text.count("Client 2") == 4
    assert ["Columns 1 to 10 of 40" in paper.text, "Columns 31 to 40 of 40" in paper.text] == [True, True]


def test_a_heading_goes_along_with_its_table():
    paper = Paper(text("## Before\n\nWords.\n\n## Fees\n\nBy month."), block(frame_of(frame(16)).payload()))
    assert ["Before" in paper.texts[0], "By month." in paper.texts[0], "By month." in paper.texts[1]] == [
        True,
        False,
        True,
    ]


def test_a_table_written_in_markdown_is_measured_as_well():
    names = "|".join(f"M{i:03d}" for i in range(16))
    source = (
        f"## Fees\n\n|Client|{names}|\n|---|{'--:|' * 16}\n"
        + f"|Alder|{f'{AMOUNT}|' * 16}\n|**Sum**|{f'**{AMOUNT}**|' * 16}"
    )
    paper = Paper(text(f"Words.\n\n{source}\n\nWords."))
    assert paper.text.count(AMOUNT) == 32
    assert (paper.over_each_other(), turned(paper)) == ([], [False, True, False])


def test_a_table_in_a_list_is_set_in_parts_where_no_page_can_be_turned():
    names, line = "|".join(f"M{i:03d}" for i in range(16)), f"{AMOUNT}|" * 16
    paper = Paper(text(f"- Fees\n\n  |Client|{names}|\n  |---|{'--:|' * 16}\n  |Alder|{line}"))
    assert paper.text.count(AMOUNT) == 16
    assert (paper.over_each_other(), turned(paper)) == ([], [False])


def test_a_table_block_of_many_columns_is_whole_too():
    paper = Paper(block(table(["Client", *(f"M{i:03d}" for i in range(20))], [["Alder", *[AMOUNT] * 20]] * 2)))
    assert (paper.text.count(AMOUNT), paper.over_each_other()) == (40, [])


def test_words_dates_and_ids_beside_numbers_are_whole():
    made = pd.DataFrame(
        {
            "id": ["40063813339310012345", "6f1c2a7e-0b7d-4a57-9d2a-1f5a3a8f3c11"],
            "client": ["Donaudampfschiffahrtsgesellschaft & Söhne", "Ελλάδα شركة"],
            "day": pd.to_datetime(["2026-12-30", "2026-11-28"]),
            "note": ["word " * 120, "x"],
            **{f"M{i:03d}": [-1234568.89, 0.5] for i in range(5)},
        }
    )
    paper = Paper(block(frame_of(made).payload()))
    for whole in ("40063813339310012345", "30 Dec 2026", "28 Nov 2026", AMOUNT, "Söhne"):
        assert whole in paper.text
    assert (paper.text.count("word"), paper.over_each_other(), paper.beyond_the_margin()) == (120, [], [])


def test_a_word_wider_than_any_page_is_broken_and_never_cut_off():
    paper = Paper(block(frame_of(pd.DataFrame({"x": ["y" * 900], "n": [1.5]})).payload()))
    assert paper.text.count("y") >= 900
    assert (paper.over_each_other(), paper.beyond_the_margin()) == ([], [])


def test_a_table_has_rules_below_its_rows_and_none_between_its_columns():
    paper = Paper(block(table(["Client", "Fees"], [["Alder", AMOUNT], ["Sum", AMOUNT]], total=True)))
    assert [line for line in paper.lines if line[3] - line[1] > line[2] - line[0]] == []
    assert len({round(line[1]) for line in paper.lines}) >= 4  # below the head of the document, heads, row and sum


def test_long_frames_say_their_head_on_every_page():
    paper = Paper(block(frame_of(frame(8, rows=300)).payload()))
    assert paper.text.count(AMOUNT) == 2400
    assert all("M007" in page for page in paper.texts)


def test_the_check_sees_letters_over_each_other():
    beside, over = (0, 0, 3, 5, "a"), (2, 1, 5, 6, "b")
    assert list(overlapping([beside, (3, 0, 6, 5, "c")])) == []
    assert [pair[:2] for pair in overlapping([over, beside])] == [("a", "b")]
