import numpy as np
import pandas as pd
import pytest
from nbformat import v4

from acctlib.display.blocks.block import MIME
from acctlib.display.blocks.frame import frame_of
from acctlib.errors import PublishError
from acctlib.publish.pages.outputs import pages_of
from tests.publish.review_sample import (
    block,
    book,
    chart,
    code,
    document,
    every_kind,
    picture,
    result,
    shown,
    stream,
    text,
)


def payloads(*cells) -> list[dict]:
    return [piece.payload for piece in pages_of(book(*cells)).pieces]


def test_a_block_comes_before_all_other_forms_of_an_output():
    note = {"block": "note", "text": "here"}
    assert payloads(code(result({"text/plain": "no", "image/png": picture(), MIME: note}))) == [note]


def test_pieces_know_their_cell_and_leave_the_notebook_as_it_was():
    notebook = every_kind()
    before = v4.writes(notebook)
    pages = pages_of(notebook)
    assert [piece.cell for piece in pages.pieces][:4] == [2, 3, 4, 5]
    assert v4.writes(notebook) == before


def test_the_head_comes_from_the_document_block():
    pages = pages_of(book(text("## first"), block(document())))
    assert pages.document["title"] == "Aldermoor Foods"
    assert [piece.payload["block"] for piece in pages.pieces] == ["prose"]


def test_without_a_document_the_title_is_the_metadatas_or_the_files():
    notebook = book(text("x"))
    assert pages_of(notebook, "growth").document == {"block": "document", "title": "growth"}
    notebook.metadata["title"] = "Growth by region"
    assert pages_of(notebook, "growth").document["title"] == "Growth by region"


def test_two_documents_are_one_too_many():
    with pytest.raises(PublishError, match="cell 2: a second document"):
        pages_of(book(block(document()), block(document())))


@pytest.mark.parametrize("tag", ["parameters", "injected-parameters", "remove-cell", "remove-output"])
def test_a_tagged_cell_is_left_out_whatever_it_says(tag):
    assert payloads(code(stream("warning", "stderr"), tags=(tag,))) == []


def test_the_first_drawable_form_wins():
    drawing = shown({"image/png": picture(), "image/svg+xml": "<svg></svg>", "text/plain": "x"})
    (payload,) = payloads(code(drawing))
    assert payload["svg"] == "<svg></svg>"
    assert payloads(code(shown({"text/markdown": "**x**", "text/plain": "x"})))[0]["nodes"][0]["t"] == "paragraph"


def test_lines_of_a_list_are_joined_as_notebooks_store_them():
    output = {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": ["<svg>", "</svg>"]}}
    cell = {"cell_type": "code", "metadata": {}, "source": ["a", "b"], "outputs": [output]}
    assert pages_of({"cells": [cell], "metadata": {}}).pieces[0].payload["svg"] == "<svg></svg>"


def test_printed_text_is_one_piece_without_colours():
    assert payloads(code(stream("a\n"), stream("\x1b[31mb\x1b[0m\n"))) == [{"block": "text", "text": "a\nb"}]
    assert payloads(code(stream("\n \n"))) == []


@pytest.mark.parametrize(("said", "read"), [("12.5", "12.5"), ("np.float64(12.5)", "12.5"), ("'a <b c>'", "'a <b c>'")])
def test_a_plain_result_is_its_text(said, read):
    assert payloads(code(result({"text/plain": said}))) == [{"block": "text", "text": read}]


def test_a_series_with_missing_values_is_no_object():
    assert payloads(code(result({"text/plain": "0    <NA>\n1    3\ndtype: Int64"})))[0]["block"] == "text"


@pytest.mark.parametrize(
    "said",
    [
        "<Axes: xlabel='month'>",
        "<seaborn.axisgrid.FacetGrid at 0x7f00>",
        "[<matplotlib.lines.Line2D at 0x7f00>]",
        "Text(0.5, 1.0, 'title')",
        "(array([1., 2.]), array([0., 1.]), <BarContainer object of 2 artists>)",
    ],
)
def test_the_text_of_an_object_goes_beside_a_figure_and_fails_elsewhere(said):
    words = result({"text/plain": said})
    figure = shown({"image/png": picture(), "text/plain": "<Figure size 640x480 with 1 Axes>"})
    assert [p["block"] for p in payloads(code(words, figure))] == ["chart"]
    with pytest.raises(PublishError, match=r"cell 2 \(in 'Growth'\): an output of text/plain cannot be drawn"):
        payloads(text("## Growth"), code(words))


def test_other_text_stays_beside_a_figure():
    assert [p["block"] for p in payloads(code(result({"text/plain": "42"}), shown({"image/png": picture()})))] == [
        "text",
        "chart",
    ]


@pytest.mark.parametrize(
    "data",
    [
        {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"},
        {"application/vnd.plotly.v1+json": {}},
        {"application/javascript": "x()", "text/plain": "<IPython.core.display.Javascript object>"},
        {"text/html": "<iframe src='x'></iframe>", "text/plain": "<IPython.core.display.HTML object>"},
        {"text/latex": "$x$", "text/plain": "x"},
        {"application/vnd.acctlib.other+json": {}},
    ],
)
def test_what_cannot_be_drawn_fails_with_its_types_and_a_way_out(data):
    with pytest.raises(PublishError) as failure:
        payloads(text("x"), code(shown(data)))
    said = str(failure.value)
    assert said.startswith("cell 2: an output of ")
    assert all(mime in said for mime in data)
    assert "remove-output" in said


def test_an_output_without_data_is_nothing():
    assert payloads(code(shown({}), stream("words"))) == [{"block": "text", "text": "words"}]


def test_a_cell_that_was_not_executed_fails_by_name():
    fresh = v4.new_code_cell("fees.plot()")
    with pytest.raises(PublishError, match=r"^cell 2 \(in 'Growth'\): it was not executed: run the notebook first"):
        payloads(text("## Growth"), fresh)
    for tag in ("skip-execution", "remove-cell", "remove-output"):
        assert payloads(v4.new_code_cell("fees.plot()", metadata={"tags": [tag]})) == []
    assert payloads(v4.new_code_cell("x = 1", execution_count=1), v4.new_code_cell(" \n")) == []


def test_of_very_long_printed_text_the_middle_is_left_out_and_said_so():
    lines = [f"line {n}" for n in range(1, 3001)]
    first, note, last = payloads(code(stream("\n".join(lines))))
    assert first["text"].split("\n") == lines[:60]
    assert note["text"].startswith("2,920 of 3,000 printed lines are left out here")
    assert last["text"].split("\n") == lines[-20:]
    assert len(payloads(code(stream("\n".join(lines[:200]))))) == 1


def test_the_first_heading_is_the_title_where_there_is_no_other():
    pages = pages_of(book(text("# Fees by *year*\n\nWords.\n\n# More")), "file")
    assert pages.document["title"] == "Fees by year"
    assert [node["t"] for node in pages.pieces[0].payload["nodes"]] == ["paragraph", "heading"]


def test_a_title_that_something_stands_before_stays_where_it_is():
    pages = pages_of(book(text("Words."), text("# Fees")), "file")
    assert pages.document["title"] == "Fees"
    assert pages.pieces[1].payload["nodes"][0]["t"] == "heading"
    assert pages_of(book(text("## Fees")), "file").document["title"] == "file"


def frame(rows=3):
    return frame_of(pd.DataFrame({"id": ["00123"] * rows, "fees": [1234.5] * rows})).payload()


def test_a_frame_is_a_table_in_the_numbers_of_the_document_s_locale():
    (table,) = payloads(block(document(locale="de_DE")), block(frame()))
    assert [cell["text"] for cell in table["rows"][2]] == ["2", "00123", "1.234,5"]


def test_a_frame_that_no_page_can_hold_fails_by_its_size_and_a_way_out():
    with pytest.raises(PublishError, match=r"a DataFrame of 1,000,000 rows and 2 columns is more than pages can hold"):
        payloads(block(frame_of(pd.DataFrame({"a": np.zeros(10**6), "b": 1})).payload()))


@pytest.mark.parametrize(
    ("thing", "said"),
    [
        (pd.DataFrame({"x": range(100)}), "a DataFrame of 100 rows was shortened by pandas"),
        (pd.DataFrame(np.zeros((2, 30))), "columns of a DataFrame were left out by pandas"),
        (pd.DataFrame({"x": ["a" * 80]}), "a text in a DataFrame was cut by pandas"),
    ],
)
def test_html_of_a_shortened_frame_fails_and_says_how_to_keep_the_whole(thing, said):
    with pd.option_context("display.max_columns", 20), pytest.raises(PublishError, match=rf"{said}.*import acctlib"):
        payloads(code(result({"text/html": thing._repr_html_(), "text/plain": repr(thing)})))


def test_html_of_a_whole_frame_is_a_table():
    thing = pd.DataFrame({"x": range(60)})
    (table,) = payloads(code(result({"text/html": thing._repr_html_()})))
    assert len(table["rows"]) == 60


def test_text_of_a_shortened_series_fails():
    thing = pd.Series(range(100), name="fees")
    with pytest.raises(PublishError, match="a Series of 100 rows was shortened by pandas"):
        payloads(code(result({"text/plain": repr(thing)})))


def test_a_failed_cell_fails_by_its_error():
    error = v4.new_output("error", ename="ValueError", evalue="\x1b[31mno rows\x1b[0m", traceback=[])
    with pytest.raises(PublishError, match=r"^cell 1: failed with ValueError: no rows$"):
        payloads(code(error))


def test_a_notice_of_an_old_name_is_passed_over_and_what_stands_beside_it_is_not():
    notice = "/kit/compat.py:37: CompatibilityWarning: as_of is now called covered_to\n  notify(one)\n"
    assert payloads(code(stream(notice * 2, "stderr"))) == []
    with pytest.raises(PublishError, match="cell 1: wrote to stderr: FutureWarning: x;"):
        payloads(code(stream(f"{notice}FutureWarning: x\n", "stderr")))


def test_a_warning_on_stderr_fails_by_its_first_line():
    with pytest.raises(PublishError, match="cell 1: wrote to stderr: FutureWarning: x;"):
        payloads(code(stream("FutureWarning: x\n  more\n", "stderr")))


def test_a_raw_cell_fails_unless_it_is_empty():
    assert payloads(v4.new_raw_cell(" \n")) == []
    with pytest.raises(PublishError, match="cell 1: a raw cell cannot be rendered"):
        payloads(v4.new_raw_cell("\\newpage"))


@pytest.mark.parametrize("payload", [{"block": "hologram"}, {}, "text", {"block": "group", "blocks": [{"block": "x"}]}])
def test_a_block_of_an_unknown_kind_fails(payload):
    with pytest.raises(
        PublishError, match=r"cell 1: a block of the kind '.*' cannot be rendered; known kinds: attachment, chart, "
    ):
        payloads(code(result({MIME: payload})))


def test_an_image_in_markdown_fails_with_its_cell():
    with pytest.raises(PublishError, match=r"cell 2 \(in 'Growth'\): Markdown shows the image 'a.png'"):
        payloads(text("## Growth"), text("![x](a.png)"))


def test_a_figure_is_described_by_metadata_else_by_its_section():
    image = {"image/png": picture()}
    assert payloads(code(shown(image, alt="Fees by month", caption="Fees")))[0]["caption"] == "Fees"
    assert payloads(code(shown(image, **{"image/png": {"alt": "Fees by month"}})))[0]["alt"] == "Fees by month"
    assert payloads(text("## Growth"), code(shown(image)))[1]["alt"] == "Figure in section 'Growth'"
    assert payloads(code(shown(image)))[0]["alt"] == "Figure in section 'start'"


def test_a_group_is_its_blocks_and_prose_is_read_wherever_it_stands():
    prose = {"block": "prose", "markdown": "#### x"}
    row = {"block": "row", "items": [{"title": "Voice", "blocks": [prose]}]}
    first, second = payloads(block({"block": "group", "blocks": [{"block": "group", "blocks": [chart()]}, row]}))
    assert first["block"] == "chart"
    assert second["items"][0]["blocks"][0]["nodes"][0]["level"] == 3


def test_texts_of_the_data_are_made_readable():
    assert payloads(block({"block": "note", "text": "a\x00\u202eb"})) == [{"block": "note", "text": "ab"}]
