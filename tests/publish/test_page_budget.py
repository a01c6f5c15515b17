"""A client's review has its pages: at most eight, and the first one is complete in itself."""

import json
import re
import unicodedata

import pikepdf
import pypdfium2
import pytest

from acctlib import open_review
from acctlib.config import kit_folder
from acctlib.display.brand.brand import load_brand
from acctlib.publish.formats.exporters import ReviewPDFExporter
from tests.publish.review_sample import block, book, text

# Much to say; nothing from surveys, under an Arabic name; German, under a name of three lines.
CLIENTS = ("C001", "C002", "C008")
FEWEST, MOST = 5, 8  # six to eight where a client has projects, surveys and contracts; a page less without
FIRST = ("actions", "summary", "decisions")


def letters(said):
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", said)).casefold()


def words_of(payload):
    """Every text that a table, a message or a tile shows."""
    if isinstance(payload, dict):
        keys = ("text", "lead", "label") if "text" in payload else ("label", "value")
        shown = [payload[key] for key in keys if isinstance(payload.get(key), str)]
        return shown + [
            word for key, inner in payload.items() if key not in ("meaning", "data") for word in words_of(inner)
        ]
    return [word for inner in payload for word in words_of(inner)] if isinstance(payload, list | tuple) else []


class Page:
    """The review of one client as its notebook orders it, set on a paper, and read page by page."""

    def __init__(self, client, config, paper, folder):
        review = open_review(client, "2026Q3", "client", config)
        self.first = [words_of(getattr(review, name)().payload()) for name in FIRST]
        brand = folder / "brand.yml"
        shown = (
            (kit_folder("templates") / "brand.yml").read_text(encoding="utf-8").replace("paper: a4", f"paper: {paper}")
        )
        brand.write_text(shown, encoding="utf-8")
        assert load_brand(brand).paper == paper
        self.file = folder / "review.pdf"
        self.file.write_bytes(ReviewPDFExporter(brand=str(brand)).from_notebook_node(ordered(review))[0])
        pdf = pypdfium2.PdfDocument(self.file)
        self.texts = [letters(page.get_textpage().get_text_bounded()) for page in pdf]
        self.width = round(pdf[0].get_width())
        pdf.close()


def ordered(review):
    """The cells of the notebook, with what each of its lines shows."""
    notebook = json.loads((kit_folder("notebooks") / "client_review.ipynb").read_text(encoding="utf-8"))
    cells = []
    for cell in notebook["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cells.append(text(source))
        elif "review." in (last := source.splitlines()[-1]):
            shown = eval(last, {"review": review, "display": lambda *parts: parts})
            cells += [block(part.payload()) for part in (shown if isinstance(shown, tuple) else (shown,))]
    return book(*cells)


@pytest.fixture(scope="module", params=[*((c, "a4") for c in CLIENTS), ("C008", "us-letter")], ids="-".join)
def pages(request, demo_yml, tmp_path_factory):
    client, paper = request.param
    return Page(client, str(demo_yml), paper, tmp_path_factory.mktemp("pages"))


def test_a_review_has_at_most_eight_pages_and_none_is_empty(pages):
    assert FEWEST <= len(pages.texts) <= MOST
    assert pages.width in (595, 612)
    assert min(map(len, pages.texts)) > 300


def test_promises_summary_and_decisions_stand_on_the_first_page_in_full(pages):
    for words in pages.first:
        assert words
        missing = [word for word in words if letters(word) not in pages.texts[0]]
        assert missing == []


def elements(element, name):
    """Structure elements of a name below an element."""
    for kid in element if isinstance(element, pikepdf.Array) else [element]:
        if isinstance(kid, pikepdf.Dictionary):
            if kid.get("/S") == name:
                yield kid
            yield from elements(kid.get("/K", pikepdf.Array()), name)


def scope_of(cell):
    said = cell.A if isinstance(cell.A, pikepdf.Array) else [cell.A]
    return next(str(one.Scope) for one in said if "/Scope" in one)


def test_each_table_has_a_head_cell_for_each_column_and_each_figure_its_words(pages):
    with pikepdf.open(pages.file) as pdf:
        tree = pdf.Root.StructTreeRoot.K
        tables = list(elements(tree, "/Table"))
        assert len(tables) > 8
        for table in tables:
            first, second = list(elements(table.K, "/TR"))[:2]
            heads = list(elements(first.K, "/TH"))
            assert len(heads) == len(list(elements(second.K, "/TD"))) > 0
            assert {scope_of(head) for head in heads} == {"/Column"}
        figures = list(elements(tree, "/Figure"))
        assert len(figures) >= 2
        assert all(len(str(figure.Alt)) > 20 for figure in figures)
