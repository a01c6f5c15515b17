"""One object, every format: a fact that is read back from PDF, HTML, workbook and facts.json is the same fact."""

import io
import json
import re
import unicodedata
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from bs4 import BeautifulSoup

from acctlib import open_review
from acctlib.config import kit_folder
from acctlib.display import Formatter
from acctlib.publish.checks.read_back import read_pdf
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter, ReviewWorkbookExporter
from tests.publish.review_sample import block, book

# Euros in English; dollars, under an Arabic name; euros in German, under a very long name.
CLIENTS = ("C001", "C002", "C008")
EDITIONS = ("client", "internal")


class Files:
    """One review in every format, and each opened again."""

    def __init__(self, client, edition, config, folder: Path):
        review = open_review(client, "2026Q3", edition, config)
        parts = (review.cover(), review.summary(), review.method(), review.evidence())
        notebook = book(*(block(part.payload()) for part in parts))
        pdf, html, xlsx = (
            exporter().from_notebook_node(notebook)[0]
            for exporter in (ReviewPDFExporter, ReviewHTMLExporter, ReviewWorkbookExporter)
        )
        self.formatter: Formatter = review.formatter
        (folder / f"{client}.pdf").write_bytes(pdf)
        self.pdf = letters(read_pdf(folder / f"{client}.pdf").text)
        opened = pikepdf.open(io.BytesIO(pdf))  # an attachment does not outlive its file
        attached = opened.attachments["facts.json"].get_file().read_bytes()
        self.facts = {fact["name"]: fact for fact in json.loads(attached)["facts"]}
        page = BeautifulSoup(html, "html.parser")
        self.html_facts = {fact["name"]: fact for fact in json.loads(page.find("script", id="facts").string)["facts"]}
        rows = page.find_all("table")[-1].tbody.find_all("tr")
        self.html = {row.td.find(string=True): row.find_all("td")[1] for row in rows}
        sheet = openpyxl.load_workbook(io.BytesIO(xlsx)).worksheets[1]
        self.xlsx = {row[-1].value: row for row in sheet.iter_rows(min_row=5)}


def letters(text):
    """Text without what a line break may change."""
    return re.sub(r"[\s\u00ad\u200e\u200f]|-(?=\s)", "", unicodedata.normalize("NFKC", text))


@pytest.fixture(scope="module", params=[(c, e) for c in CLIENTS for e in EDITIONS], ids=lambda p: "-".join(p))
def files(request, demo_yml, tmp_path_factory):
    return Files(*request.param, str(demo_yml), tmp_path_factory.mktemp("files"))


def shown(files, fact):
    """What a reader sees of a fact, made from its stored value."""
    if fact["value"] is None:
        return files.formatter.translate("withheld") if fact["n"] else files.formatter.unknown
    return files.formatter.value(fact["value"], fact["unit"])


def label(files, fact):
    return files.formatter.translate(fact["label"])


def test_there_are_facts_to_compare(files):
    assert len(files.facts) > 10
    assert sum(fact["value"] is not None for fact in files.facts.values()) > 5


def test_the_facts_inside_of_pdf_and_html_are_the_same(files):
    assert files.html_facts == files.facts


def test_every_fact_stands_in_the_pdf_as_its_stored_value_reads(files):
    for fact in files.facts.values():
        assert letters(label(files, fact) + shown(files, fact)) in files.pdf, fact["name"]


def test_every_fact_stands_in_the_html_as_its_stored_value_reads(files):
    assert set(files.html) == {label(files, fact) for fact in files.facts.values()}
    for fact in files.facts.values():
        cell = files.html[label(files, fact)]
        assert cell.get_text().endswith(shown(files, fact)), fact["name"]
        assert (float(cell["data-v"]) if cell.has_attr("data-v") else None) == fact["value"], fact["name"]


def test_every_fact_is_a_number_of_the_workbook(files):
    """A spreadsheet keeps fifteen digits."""
    assert set(files.xlsx) == set(files.facts)
    for name, fact in files.facts.items():
        head, value = files.xlsx[name][:2]
        assert head.value == label(files, fact)
        assert value.value == (None if fact["value"] is None else pytest.approx(fact["value"], rel=1e-15)), name


def test_both_notebooks_hand_the_evidence_over():
    for name in ("client_review", "account_review"):
        assert "review.evidence()" in (kit_folder("notebooks") / f"{name}.ipynb").read_text(encoding="utf-8")
