"""A block is data; what looks like markup in it is text."""

import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from matplotlib.figure import Figure

from acctlib.display import (
    MIME,
    Change,
    Columns,
    Definitions,
    Document,
    Formatter,
    Group,
    Item,
    LayoutColumn,
    Message,
    Note,
    Prose,
    Table,
    TableCell,
    TableColumn,
    Tile,
    Tiles,
    block_of,
)  # fmt: skip
from acctlib.display.blocks.block import Block, block_html, inner_blocks, made_by, texts_of
from acctlib.display.blocks.chart import inline_svg
from acctlib.display.blocks.frame_table import table_of_frame
from acctlib.errors import ReviewError

HOSTILE = '<script>alert(1)</script> #read("/etc/passwd") $x$ & "q"'
TILES = Tiles((Tile("NRR", "111%", Change("4 pt", "up", "good"), ("n = 3",), "good"),))
TABLE = Table(
    (TableColumn("A"), TableColumn("B", "right")),
    ((TableCell("x"), TableCell("1", 1.0, "bad")), (TableCell("Total"), TableCell("1", 1.0))),
    total=True,
)
ALL = [Document("T"), Message("L", "t"), TILES, TABLE, Prose("**b**"), Note("n"), Definitions((Item("a", "b"),)),
       Columns((LayoutColumn((TILES,), "S"),)), Group((Note("a"), TABLE))]  # fmt: skip


@pytest.mark.parametrize("block", ALL, ids=lambda b: b.kind)
def test_every_block_is_json_html_and_text(block):
    bundle = block._repr_mimebundle_()
    assert json.loads(json.dumps(bundle[MIME])) == bundle[MIME]
    assert bundle[MIME]["block"] == block.kind
    assert f"acct-{block.kind}" in bundle["text/html"]
    assert bundle["text/plain"].strip()


def test_a_kind_of_block_that_does_not_say_its_texts_cannot_be_made():
    try:

        class Sketch(Block):
            kind = "sketch"

        with pytest.raises(TypeError, match="texts"):
            Sketch()
    finally:
        Block.kinds.pop("sketch", None)


def test_each_kind_says_the_texts_that_a_page_has_to_show():
    said = {block.kind: [text for text in texts_of(block.payload()) if text] for block in ALL if block.kind != "prose"}
    assert said == {
        "document": ["T"],
        "message": ["L", "t"],
        "tiles": ["NRR", "111%", "n = 3", "4 pt"],
        "table": ["A", "B", "x", "1", "Total", "1"],
        "note": ["n"],
        "definitions": ["a", "b"],
        "row": ["S"],
        "group": [],
    }


def test_a_block_says_which_section_made_it_until_anything_in_it_is_changed():
    made = made_by(Note("Fees rose."), {"section": "growth"})
    assert made.payload() == {"block": "note", "text": "Fees rose.", "origin": {"section": "growth"}}
    assert replace(made, text="Fees fell.").payload() == {"block": "note", "text": "Fees fell."}
    assert made == Note("Fees rose.")


@pytest.mark.parametrize("block", [Document(HOSTILE, meta=(HOSTILE,)), Message(HOSTILE), Note(HOSTILE), Prose(HOSTILE),
                                   Tiles((Tile(HOSTILE, HOSTILE, notes=(HOSTILE,)),)), Definitions((Item(HOSTILE, HOSTILE),)),
                                   Table((TableColumn(HOSTILE),), ((TableCell(HOSTILE),),), HOSTILE), Columns((LayoutColumn((Note(HOSTILE),), HOSTILE),))],
                         ids=lambda b: b.kind)  # fmt: skip
def test_markup_in_data_stays_text(block):
    html = block_html(block.payload())
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_a_state_is_a_word_and_a_shape_and_a_colour():
    html = block_html(TABLE.payload())
    assert re.search(r'class="acct-right[^"]* acct-state-bad"[^>]*><span><span aria-hidden="true">◆</span> 1<', html)


def test_a_markdown_link_that_runs_code_is_not_a_link():
    assert "javascript:" not in block_html(Prose("[x](javascript:alert(1))").payload())


def test_inner_blocks_are_found_at_every_depth():
    nested = Group((Columns((LayoutColumn((Note("a"), Group((Note("b"),)))),)), Note("c")))
    assert [b.get("text") for b in inner_blocks(nested.payload()) if b["block"] == "note"] == ["a", "b", "c"]


def test_ids_of_two_charts_on_a_page_do_not_meet():
    one, two = '<svg><g id="a"/><use href="#a"/></svg>', '<svg><g id="a"/><path clip-path="url(#a)"/></svg>'
    ids = [set(re.findall(r'id="([^"]+)"', inline_svg(svg))) for svg in (one, two)]
    assert ids[0] != ids[1]
    assert re.search(r'href="#(s\w+-a)"', inline_svg(one))[1] in ids[0]


class TestWhatAnAnalystAdds:
    def test_a_frame_becomes_a_table_with_numbers_at_the_right(self):
        frame = pd.DataFrame(
            {"who": ["A", None], "fees": [1234.5, float("nan")], "day": pd.to_datetime(["2026-07-01", None])}
        )
        table = table_of_frame(block_of(frame, "Mine").payload(), Formatter())
        assert [(c["name"], c["align"]) for c in table["columns"]] == [
            ("who", "left"),
            ("fees", "right"),
            ("day", "left"),
        ]
        assert [[cell["text"] for cell in row] for row in table["rows"]] == [
            ["A", "1,234.5", "1 Jul 2026"],
            ["", "", ""],
        ]
        assert table["caption"] == "Mine"

    def test_a_figure_needs_words_for_those_who_cannot_see_it(self):
        figure = Figure()
        figure.subplots().plot([1, 2])
        with pytest.raises(ReviewError, match="alt="):
            block_of(figure)
        assert block_of(figure, alt="A line").svg.lstrip().startswith("<?xml")

    def test_anything_else_is_refused_by_name(self):
        with pytest.raises(ReviewError, match="a dict cannot be shown"):
            block_of({})
