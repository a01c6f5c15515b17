"""A file that does not show what the notebook promised is found, and names what is missing."""

import json
from time import process_time

import pytest

from acctlib.errors import PublishError
from acctlib.publish.checks.expected_content import expected_content, verify_file
from acctlib.publish.checks.read_back import read_html, read_pdf
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter
from tests.publish import review_sample as sample

NAME = "Aldermoor Foods"
EXPORTERS = {"pdf": ReviewPDFExporter, "html": ReviewHTMLExporter}


def drawn(notebook, format_):
    content = EXPORTERS[format_]().from_notebook_node(notebook, {"metadata": {"name": NAME}})[0]
    return content if isinstance(content, bytes) else content.encode()


@pytest.fixture(scope="module")
def whole():
    """A notebook with every kind of piece and the texts that are hard on a page, in both formats."""
    notebook = sample.every_kind()
    return notebook, {format_: drawn(notebook, format_) for format_ in EXPORTERS}


@pytest.fixture
def proven(tmp_path):
    """A function that holds content against what a notebook promises."""

    def held(content, format_, notebook, name=NAME):
        path = tmp_path / f"draft.{format_}"
        path.write_bytes(content)
        verify_file(path, format_, expected_content(notebook, name))

    return held


@pytest.mark.parametrize("format_", ["pdf", "html"])
def test_what_the_exporters_draw_passes_whatever_the_texts(whole, proven, format_):
    notebook, contents = whole
    proven(contents[format_], format_, notebook)


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize(
    ("promised", "said"),
    [
        (sample.text("## A section that was lost"), r"'A section that was lost' of cell 15 was not found in the output"),
        (sample.block(sample.table(["Client"], [["Never drawn"]])), r"'Never drawn' of cell 15 was not found in the output"),
        (sample.block(sample.table(["Fees"], [["−1,400.00"]])), r"'(Fees|−1,400.00)' appears fewer than 2 times"),
        (sample.block(sample.chart(alt="Another chart")), r"1 of 6 figures are missing: 'Another chart'"),
        (sample.block(sample.chart()), r"1 of 6 figures are missing: 'A bar of 412'"),
        (sample.block({"block": "note", "text": "One project has no end."}), r"'One project has no end.' of cell 15"),
    ],
    ids=["heading", "cell of a table", "a second time", "figure", "the same figure twice", "nearly the same"],
)  # fmt: skip
def test_a_piece_that_is_not_in_the_file_is_named(whole, proven, format_, promised, said):
    """The file is of the notebook without its last cell: as if the exporter had lost that piece."""
    _, contents = whole
    longer = sample.every_kind()
    longer.cells.append(promised)
    with pytest.raises(PublishError, match=rf"^the {format_.upper()} does not match the notebook: {said}"):
        proven(contents[format_], format_, longer)


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize("facts", [[], [{"id": "nrr", "value": 1.12, "n": 12, "note": "</script><b>"}]])
def test_facts_that_differ_are_found(whole, proven, format_, facts):
    _, contents = whole
    with pytest.raises(PublishError, match="its embedded facts differ from those of the notebook"):
        proven(contents[format_], format_, sample.every_kind(facts=facts))


@pytest.mark.parametrize("format_", ["pdf", "html"])
def test_a_page_that_does_not_name_the_client_is_found(whole, proven, format_):
    notebook, contents = whole
    with pytest.raises(PublishError, match="the client's name, 'Brackwater Mills', was not found in the output"):
        proven(contents[format_], format_, notebook, name="Brackwater Mills")


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize(
    "name", ["<b>Bold</b> & Sons", "O'Hara–Łęcki", "شركة النخيل للتجارة", "ﬁve-ﬂoor Straße", "A  B\u202eC"]
)
def test_a_name_is_found_however_it_is_spelt(proven, format_, name):
    notebook = sample.book(sample.block(sample.document(title=name)))
    proven(drawn(notebook, format_), format_, notebook, name=name)


@pytest.mark.parametrize("format_", ["pdf", "html"])
def test_a_text_that_runs_over_pages_is_found(proven, format_):
    """Between its lines the PDF has the foot of one page and the head of the next."""
    long = " ".join(f"word{n}" for n in range(2500))
    notebook = sample.book(sample.block(sample.document()), sample.text(long))
    proven(drawn(notebook, format_), format_, notebook)


@pytest.mark.parametrize("format_", ["pdf", "html"])
@pytest.mark.parametrize("content", [b"", b"half"], ids=["empty", "cut off"])
def test_a_file_that_cannot_be_opened_is_no_report(whole, proven, format_, content):
    notebook, contents = whole
    with pytest.raises(PublishError, match=f"the {format_.upper()} does not match the notebook"):
        proven(contents[format_][:2000] if content else b"", format_, notebook)


def test_a_block_that_the_pages_lose_is_found(monkeypatch):
    notebook = sample.every_kind()
    real = expected_content.__globals__["pages_of"]

    def losing(nb, name):
        pages = real(nb, name)
        return type(pages)(pages.document, tuple(p for p in pages.pieces if p.payload["block"] != "tiles"))

    monkeypatch.setitem(expected_content.__globals__, "pages_of", losing)
    with pytest.raises(PublishError, match="blocks of the notebook are missing from all pages: 1 tiles"):
        expected_content(notebook, NAME)


def test_what_an_analyst_has_hidden_is_not_promised(whole, proven):
    _, contents = whole
    longer = sample.every_kind()
    for tag in ("remove-cell", "remove-output", "parameters"):
        hidden = sample.block({"block": "note", "text": f"Not for the page: {tag}"})
        hidden.metadata["tags"] = [tag]
        longer.cells.append(hidden)
    proven(contents["html"], "html", longer)


def test_both_formats_read_back_alike(whole, tmp_path):
    for format_, content in whole[1].items():
        (tmp_path / f"r.{format_}").write_bytes(content)
    pdf, html = read_pdf(tmp_path / "r.pdf"), read_html(tmp_path / "r.html")
    assert pdf.facts == html.facts == json.loads(json.dumps(sample.FACTS))
    assert sorted(pdf.figures) == sorted(html.figures)
    assert len(pdf.figures) == 5


def test_it_costs_little(whole, tmp_path):
    """Aim: 0.1 s for both files of a report; the bound leaves room for a busy machine."""
    notebook, contents = whole
    for format_, content in contents.items():
        (tmp_path / f"r.{format_}").write_bytes(content)
    begun = process_time()
    promise = expected_content(notebook, NAME)
    for format_ in contents:
        verify_file(tmp_path / f"r.{format_}", format_, promise)
    assert process_time() - begun < 0.3
