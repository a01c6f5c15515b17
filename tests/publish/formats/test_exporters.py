import base64
import hashlib
import io
import json
import os
import re
import shutil
import socket
import subprocess

import nbformat
import pikepdf
import pytest
import yaml
from bs4 import BeautifulSoup
from nbconvert.exporters import get_exporter
from nbformat import NotebookNode
from traitlets.config import Config

from acctlib.errors import PublishError
from acctlib.publish.formats.exporters import ReviewHTMLExporter, ReviewPDFExporter, ReviewTypstExporter
from tests.publish.review_sample import (
    FACTS,
    HARD,
    LONG_WORD,
    block,
    book,
    chart,
    document,
    every_kind,
    svg,
    table,
    text,
    tiles,
)

HEAD_TEXTS = ("title", "eyebrow", "period", "header", "footer", "confidentiality", "demo", "firm")
pdftotext = shutil.which("pdftotext")
reads_pdf = pytest.mark.skipif(not pdftotext, reason="pdftotext (poppler) is not installed")


def pdf_of(notebook, **traits) -> bytes:
    return ReviewPDFExporter(**traits).from_notebook_node(notebook)[0]


def html_of(notebook, **traits) -> BeautifulSoup:
    return BeautifulSoup(ReviewHTMLExporter(**traits).from_notebook_node(notebook)[0], "html.parser")


def words(pdf: bytes, *options: str) -> str:
    done = subprocess.run([pdftotext, *options, "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().replace("\f", " ").split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def pages(pdf: bytes) -> int:
    return len(opened(pdf).pages)


def translate_headings(*payloads: dict, **head: object) -> NotebookNode:
    return book(block(document(**head)), *map(block, payloads))


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """Name and description of every structure element, in order."""
    found = []

    def walk(element):
        if isinstance(element, pikepdf.Array):
            for kid in element:
                walk(kid)
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            found.append((str(element.S), str(element.get("/Alt", ""))))
            walk(element.get("/K", pikepdf.Array()))

    made = opened(pdf)
    walk(made.Root.StructTreeRoot.K)
    return found


@pytest.fixture(scope="module")
def notebook():
    return every_kind()


@pytest.fixture(scope="module")
def pdf(notebook):
    return pdf_of(notebook)


@pytest.fixture(scope="module")
def page(notebook):
    return html_of(notebook)


@pytest.mark.parametrize(
    ("name", "kind"),
    [("acctlib-pdf", ReviewPDFExporter), ("acctlib-typst", ReviewTypstExporter), ("acctlib-html", ReviewHTMLExporter)],
)
def test_nbconvert_finds_the_exporters_by_name(name, kind):
    assert get_exporter(name) is kind


@pytest.mark.parametrize("kind", [ReviewPDFExporter, ReviewTypstExporter, ReviewHTMLExporter])
def test_the_same_notebook_gives_the_same_bytes(kind, notebook):
    assert kind().from_notebook_node(notebook)[0] == kind().from_notebook_node(notebook)[0]


def test_a_notebook_file_takes_its_title_from_its_name(tmp_path):
    nbformat.write(book(text("Some *words*.")), tmp_path / "growth by region.ipynb")
    made, resources = ReviewPDFExporter().from_filename(str(tmp_path / "growth by region.ipynb"))
    assert resources["output_extension"] == ".pdf"
    pdf = opened(made)
    assert str(pdf.docinfo["/Title"]) == "growth by region"


def test_the_pdf_claims_both_standards_and_says_what_it_is(pdf):
    made = opened(pdf)
    with made.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("3", "A", "1")
        assert meta["dc:title"] == "Aldermoor Foods"
        assert meta["dc:creator"] == ["Northgate Agency"]
    assert str(made.Root.Lang) == "en-GB"
    assert bool(made.Root.MarkInfo.Marked)
    assert "/JavaScript" not in made.Root.get("/Names", {})


def test_the_pdf_is_dated_by_its_data_and_never_by_the_clock(pdf):
    dated, undated = opened(pdf), opened(pdf_of(translate_headings(date="")))
    assert str(dated.docinfo["/CreationDate"]).startswith("D:20260930120000")
    assert str(undated.docinfo["/CreationDate"]).startswith("D:19700101000000")


def test_the_facts_are_attached_to_the_pdf(pdf):
    made = opened(pdf)  # an attachment does not outlive its file
    attached = json.loads(made.attachments["facts.json"].get_file().read_bytes())
    assert attached["facts"] == list(FACTS)
    assert (attached["client"], attached["quarter"], attached["edition"]) == ("C001", "2026Q3", "client")


def test_no_facts_no_attachment():
    made = opened(pdf_of(translate_headings(facts=[])))
    assert list(made.attachments) == []


def test_headings_figures_and_tables_are_tagged(pdf):
    found = tags(pdf)
    names = [name for name, _ in found]
    assert [name for name in names if re.fullmatch(r"/H\d", name)] == ["/H1", "/H2", "/H2", "/H2", "/H3"]
    assert [alt for name, alt in found if name == "/Figure"][:2] == ["A bar of 412", "A bar of 412"]
    assert ("/Figure", "A green field") in found
    assert ("/Figure", "Figure in section 'Tasks'") in found
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/BlockQuote", "/Link"} <= set(names)


@reads_pdf
def test_every_text_reaches_the_pdf(pdf):
    said = words(pdf)
    for text_ in (
        "QUARTERLY BUSINESS REVIEW",
        "Fees grew.",
        HARD,
        "−1,400.00",
        "From a group",
        "plain words",
        "12.5",
        "Bridge",
    ):
        assert text_ in said
    assert "Ελλάδα" in said
    assert "secret_source" not in said
    assert "never" not in said


@reads_pdf
def test_words_in_drawings_can_be_searched(pdf):
    assert words(pdf).count("Voice") == 2


@reads_pdf
def test_a_word_wider_than_its_column_is_broken_and_not_cut(pdf):
    assert LONG_WORD in words(pdf).replace(" ", "")


@reads_pdf
def test_margins_say_what_the_page_is():
    long = pdf_of(translate_headings(table(["No", "Fees"], [[f"row {i}", "1.00"] for i in range(90)])))
    count = pages(long)
    first, last = words(long, "-l", "1"), words(long, "-f", str(count))
    assert count > 1
    for said in (first, last):
        assert "Demo data" in said
        assert "Data to 30 Sep 2026 · figures in EUR" in said
        assert "Confidential" in said
    assert "Aldermoor Foods · Quarterly business review Q3 2026" not in first
    assert "Aldermoor Foods · Quarterly business review Q3 2026" in last
    assert f"1/{count}" in first.replace(" ", "")
    assert f"{count}/{count}" in last.replace(" ", "")


@reads_pdf
def test_a_long_table_says_its_head_on_every_page_and_loses_no_row():
    rows = [[f"row-{i:03}", f"{i}.00"] for i in range(100)]
    said = words(long := pdf_of(translate_headings(table(["Invoice", "Fees"], rows))))
    assert said.count("Invoice Fees") == pages(long)
    assert re.findall(r"row-\d{3}", said) == [row[0] for row in rows]


@reads_pdf
def test_a_section_is_never_parted_from_what_it_heads():
    filler = [text("word " * 60) for _ in range(7)]
    for lines in range(12):
        cells = [*filler, text("x\n\n" * lines), text("## Fees"), block(table(["Total"], [["9"]]))]
        made = pdf_of(book(block(document()), *cells))
        parted = [words(made, "-f", str(n), "-l", str(n)) for n in range(1, pages(made) + 1)]
        assert all(("Fees" in page) == ("Total" in page) for page in parted)


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6])
def test_any_number_of_tiles_is_drawn(count):
    assert pages(pdf_of(book(block(document()), block(tiles(count))))) == 1


@pytest.mark.parametrize(("columns", "count"), [(0, 1), (1, 1), (10, 1), (16, 2)])  # the second page on its side
def test_a_table_of_any_width_is_drawn(columns, count):
    names = [f"Column number {i}" for i in range(columns)]
    rows = [["1,234,567.00"] * columns] if columns else []
    assert pages(pdf_of(translate_headings(table(names, rows)))) == count


@pytest.mark.parametrize("title", ["x" * 80, "Ж" * 40, "شركة الأفق للتجارة والخدمات", HARD])
def test_hard_titles_are_drawn(title):
    assert pages(pdf_of(book(block(document(title=title, header=title, eyebrow=""))))) == 1


@reads_pdf
@pytest.mark.parametrize("word", ["growth_by_region_and_account_supervisor", "Kundenzufriedenheitsauswertung"])
def test_a_word_of_a_title_is_not_broken(word):
    pdf = pdf_of(translate_headings(title=f"Fees of {word} 2026", header="x"))
    assert f"of {word} 2026" in words(pdf)
    assert [name for name, _ in tags(pdf) if name == "/H1"] == ["/H1"]


def test_a_character_that_no_font_has_is_named():
    with pytest.raises(PublishError, match=r"no font has ༺ \(U\+0F3A TIBETAN .*found in 'about ༺ this'.*fallback"):
        pdf_of(translate_headings({"block": "note", "text": "about ༺ this"}))


def test_a_character_inside_of_a_drawing_is_checked_too():
    with pytest.raises(PublishError, match="no font has ༺"):
        pdf_of(translate_headings(chart(svg=svg("&#x0F3A;"))))


def test_what_typst_refuses_names_the_cell():
    wrong = table(["a"], [["1"]])
    del wrong["columns"][0]["align"]
    with pytest.raises(PublishError, match=r"cell 3: Typst cannot set this: dictionary does not contain key .align"):
        pdf_of(book(block(document()), text("x"), block(wrong)))


def test_what_typst_warns_of_is_a_failure():
    source = '#set document(title: [A], date: auto)\n#set text(font: ("Source Sans Pro", "No Such Face"))\n= A'
    exporter = ReviewPDFExporter(raw_template=source)
    with pytest.raises(PublishError, match=r"Typst warns.*unknown font family"):
        exporter.from_notebook_node(book(text("x")))


@pytest.mark.parametrize("path", ["README.md", "/README.md", "acctlib.yml", "/etc/hostname"])
def test_a_template_reads_no_file_of_the_machine(path):
    exporter = ReviewPDFExporter(raw_template=f'#read("{path}")')
    with pytest.raises(PublishError, match=r"Typst cannot set this: file not found"):
        exporter.from_notebook_node(book(text("x")))


@pytest.mark.parametrize("package", ["@preview/cetz:0.3.1", "@local/ours:1.0.0"])
def test_a_template_fetches_no_package(package, monkeypatch):
    asked = socket.create_server(("127.0.0.1", 0))
    asked.settimeout(0)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{asked.getsockname()[1]}")
    exporter = ReviewPDFExporter(raw_template=f'#import "{package}"')
    with asked:
        with pytest.raises(PublishError, match=r"it imports the package .*, but templates fetch nothing"):
            exporter.from_notebook_node(book(text("x")))
        with pytest.raises(BlockingIOError):  # nobody has knocked
            asked.accept()
    assert os.environ["HTTPS_PROXY"].startswith("http://127.0.0.1:")


def test_a_date_that_is_none_fails():
    with pytest.raises(PublishError, match=r"document: date '30\.09\.2026' is no ISO date"):
        pdf_of(book(block(document(date="30.09.2026"))))


@pytest.fixture
def brand(tmp_path):
    def write(**said) -> str:
        (tmp_path / "brand.yml").write_text(yaml.safe_dump(said), encoding="utf-8")
        (tmp_path / "logo.svg").write_text(svg("logo"), encoding="utf-8")
        return str(tmp_path / "brand.yml")

    return write


def test_the_brand_decides_paper_logo_and_colours(brand):
    traits = {
        "brand": brand(
            meta={"name": "Northgate"},
            logo="logo.svg",
            color={"success": "#7c3aed"},
            defaults={"acctlib": {"paper": "us-letter"}},
        )
    }
    made = pdf_of(book(block(document())), **traits)
    letter = opened(made)
    assert [float(side) for side in letter.pages[0].MediaBox][2:] == [612, 792]
    assert ("/Figure", "Northgate") in tags(made)
    page = html_of(book(block(document())), **traits)
    assert "--accent: #7c3aed" in page.style.text
    assert page.find(class_="logo")["aria-label"] == "Northgate"


def test_a_font_that_is_nowhere_fails_by_name(brand):
    with pytest.raises(PublishError, match="'Sauce Sans Pro' is not installed; did you mean 'Source Sans Pro'"):
        pdf_of(book(text("x")), brand=brand(typography={"base": "Sauce Sans Pro"}))


def test_a_logo_that_is_nowhere_fails(brand):
    with pytest.raises(PublishError, match=r"brand: the logo none\.png"):
        pdf_of(book(text("x")), brand=brand(logo="none.png"))


def test_typst_source_stands_alone(notebook):
    source, resources = ReviewTypstExporter().from_notebook_node(notebook)
    assert resources["output_extension"] == ".typ"
    assert "#import" not in source
    assert "// cell 13" in source


def test_the_html_has_landmarks_a_language_and_one_title(page):
    assert page.html["lang"] == "en-GB"
    assert page.title.text == "Aldermoor Foods · Quarterly business review · Q3 2026"
    assert [h.text for h in page.find_all("h1")] == ["Aldermoor Foods"]
    assert page.body.find("a")["href"] == "#main"
    assert page.find("main", id="main")
    assert page.find("header")
    assert page.find("footer")
    assert [int(h.name[1]) for h in page.find_all(re.compile(r"^h\d$"))] == [1, 2, 2, 2, 3]


def test_the_html_needs_nothing_from_outside_and_runs_its_own_script_alone(page):
    policy = page.find("meta", attrs={"http-equiv": "Content-Security-Policy"})["content"]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    data, script = page.find_all("script")
    assert data["type"] == "application/json"
    assert script.attrs == {}
    digest = base64.b64encode(hashlib.sha256(script.string.encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}';" in policy
    assert page.find_all(["link", "iframe", "object", "embed", "base"]) == []
    assert not [tag for tag in page.find_all(True) if any(name.startswith("on") for name in tag.attrs)]
    assert [a["href"] for a in page.find_all("a")] == ["#main", "https://example.com/?a=1&b=2"]


def test_the_html_says_the_same_texts(page):
    said = " ".join(page.body.get_text(" ").split())
    for text_ in (
        "Quarterly business review",
        "Fees grew.",
        HARD,
        LONG_WORD,
        "−1,400.00",
        "12.5",
        "Bridge",
        "☑ done",
        "Ελλάδα",
    ):
        assert text_ in said
    assert "secret_source" not in said
    assert "never" not in said


def test_the_facts_are_in_the_html_and_cannot_end_their_element(page):
    assert json.loads(page.find("script", id="facts").string)["facts"] == list(FACTS)


def test_every_drawing_in_the_html_has_a_description(page):
    drawings = page.find_all("svg")
    assert len(drawings) == 5
    assert all(drawing.find_parent(attrs={"role": "img"})["aria-label"] for drawing in drawings)


def test_hostile_texts_stay_texts_in_html():
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=y>"
    page = html_of(
        book(
            block(document(**dict.fromkeys(HEAD_TEXTS, hostile))),
            text(f"{hostile}\n\n[x](javascript:alert(1))\n\n`{hostile}`"),
            block(table([hostile], [[hostile]], caption=hostile)),
            block({"block": "row", "items": [{"title": hostile, "blocks": [{"block": "text", "text": hostile}]}]}),
        )
    )
    assert [script.get("type") for script in page.find_all("script")] == ["application/json", None]
    assert page.find_all("img") == []
    assert page.h1.text == hostile


def test_a_preprocessor_that_a_user_adds_is_used(notebook):
    exporter = ReviewHTMLExporter(preprocessors=["nbconvert.preprocessors.TagRemovePreprocessor"])
    exporter.register_preprocessor(lambda nb, resources: (book(text("only this")), resources), enabled=True)
    assert "only this" in exporter.from_notebook_node(notebook)[0]


def test_preprocessors_without_anything_to_do_cost_nothing():
    assert not ReviewHTMLExporter()._changing()
    asked = Config({"TagRemovePreprocessor": {"remove_cell_tags": {"draft"}}})
    assert ReviewHTMLExporter(config=asked)._changing()
