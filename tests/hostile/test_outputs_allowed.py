"""What a cell shows passes a list of kinds; any other is refused by notebook, cell, heading and kind, and leaves no file."""

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from acctlib.display.blocks.block import MIME
from acctlib.errors import PublishError
from acctlib.publish.pages.outputs import pages_of

ALLOWED = {MIME, "image/svg+xml", "image/png", "image/jpeg", "text/markdown", "text/html", "text/plain"}
REFUSED = [
    "application/javascript", "application/json", "application/pdf", "application/x-executable", "application/xml",
    "application/vnd.jupyter.widget-view+json", "application/vnd.plotly.v1+json", "application/vnd.vega.v5+json",
    "application/geo+json", "text/latex", "text/rtf", "video/mp4", "audio/wav", "image/gif", "image/webp", "image/tiff",
    "x/unknown", "TEXT/MARKDOWN", "text/markdown; charset=utf-8",
]  # fmt: skip


def shown(data, *, tags=()):
    cell = new_code_cell("show()", metadata={"tags": list(tags)})
    cell.outputs = [nbformat.v4.new_output("display_data", data)]
    return new_notebook(cells=[new_markdown_cell("## Growth"), cell])


def refusal(data):
    with pytest.raises(PublishError) as failure:
        pages_of(shown(data))
    return str(failure.value)


@pytest.mark.parametrize("mime", REFUSED)
def test_any_other_kind_is_refused_with_the_name_of_its_cell_and_the_way_out(mime):
    assert mime not in ALLOWED
    said = refusal({mime: "x", "text/plain": "<Thing object>"})
    assert said.startswith("cell 2 (in 'Growth'): an output of ")
    assert mime in said
    assert "tag the cell remove-output" in said


@pytest.mark.parametrize("mime", REFUSED)
def test_a_plain_text_beside_it_does_not_let_it_pass(mime):
    assert "cannot be drawn" in refusal({mime: "x", "text/plain": "12"})


HTML = [
    "<script>alert(1)</script>", "<iframe src='http://evil.example'></iframe>", "<img src=x onerror=alert(1)>", "<b>x</b>",
    "<table><tr><td><script>alert(1)</script></td></tr></table>",
    "<table><tr><td><img src='http://evil.example/x.png'></td></tr></table>",
    "<table><tr><td>1</td></tr></table><script>alert(1)</script>", "<svg><script>alert(1)</script></svg>",
    "<table><tr><td>1</td></tr></table><form action='http://evil.example'><input></form>",
]  # fmt: skip


@pytest.mark.parametrize("html", HTML)
def test_of_html_only_a_table_of_text_passes(html):
    assert refusal({"text/html": html, "text/plain": "x"}).startswith("cell 2 (in 'Growth'): an output of text/html")


def test_what_stands_in_a_tables_attributes_goes_nowhere():
    html = (
        "<table onclick='alert(1)'><tr style='background:url(http://evil.example)'><td onload='x()'>a</td></tr></table>"
    )
    (_, piece) = pages_of(shown({"text/html": html})).pieces
    assert "evil" not in repr(piece.payload)
    assert "alert" not in repr(piece.payload)
    assert [[cell["text"] for cell in row] for row in piece.payload["rows"]] == [["a"]]


@pytest.mark.parametrize(
    "source",
    [
        "![x](http://evil.example/x.png)",
        "![x](file:///etc/passwd)",
        "![](a.png)",
        "![x][y]\n\n[y]: http://evil.example/x.png",
    ],
)
def test_an_image_in_markdown_is_refused_by_cell_and_address(source):
    with pytest.raises(
        PublishError, match=r"^cell 2: Markdown shows the image '.*', which is not part of the notebook"
    ):
        pages_of(new_notebook(cells=[new_markdown_cell("words"), new_markdown_cell(source)]))
    assert "cell 2 (in 'Growth'): Markdown shows the image" in refusal({"text/markdown": source})


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
                                     "vbscript:x", "//evil.example", "/etc/passwd", "../x", "\\\\host\\share"])  # fmt: skip
def test_a_link_that_is_no_address_of_the_web_is_its_text(address):
    (piece,) = pages_of(new_notebook(cells=[new_markdown_cell(f"[click]({address})")])).pieces
    assert "link" not in repr(piece.payload["nodes"])
    assert "click" in repr(piece.payload["nodes"])
