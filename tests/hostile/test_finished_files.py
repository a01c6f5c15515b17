"""Attacks in every text, id and head of a book, followed into the finished files of both editions."""

import json
import re
import subprocess
import sys
import zipfile
from ctypes import byref, c_int, create_string_buffer
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from bs4 import BeautifulSoup
from pypdfium2 import raw

from tests.hostile.hostile_book import ATTACKS, CLIENTS, EVENTS, GATE, LINK, write_hostile

RENDER = """\
import sys
from pathlib import Path
from acctlib import load_config, open_book
from acctlib.publish.run.run import RunRequest, review_run

with open_book(load_config(sys.argv[1])) as book:
    order = RunRequest(out=Path(sys.argv[2]), clients=book.client_ids()[:1], formats=("pdf", "html", "xlsx"))
    result = review_run(book, order, "quiet")
sys.exit(0 if result.ok else result.summary)
"""
CUT_OFF = ("unshare", "--map-root-user", "--net", "--")
KINDS = ("review", "account")


def cut_off() -> bool:
    """Whether this machine lets us start a program without a network."""
    try:
        return subprocess.run([*CUT_OFF, "true"], capture_output=True, check=False, timeout=20).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """The folder of the book and its reports, rendered once, without a network where that can be had."""
    folder = tmp_path_factory.mktemp("hostile")
    before = CUT_OFF if cut_off() else ()
    command = [*before, sys.executable, "-c", RENDER, write_hostile(folder), folder / "reports"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def report(folder, kind, suffix):
    (path,) = folder.glob(f"reports/2026Q3/*/*/*-{kind}.{suffix}")
    return path


def squeezed(text):
    """Without blanks and line ends: where a line breaks is the page's affair."""
    return re.sub(r"[\s\u00ad\u200b\ufffe]", "", text)


def pdf_text(document):
    return squeezed("".join(page.get_textpage().get_text_range() for page in document))


def links_of(document):
    """Addresses of every link annotation; a link within the document has none."""
    found = []
    for page in document:
        place, link = c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, byref(place), byref(link)):
            action = raw.FPDFLink_GetAction(link)
            kind = raw.FPDFAction_GetType(action) if action else raw.PDFACTION_GOTO
            assert kind in (raw.PDFACTION_GOTO, raw.PDFACTION_URI), "no launch, no script, no other file"
            if kind == raw.PDFACTION_URI:
                size = raw.FPDFAction_GetURIPath(document, action, None, 0)
                raw.FPDFAction_GetURIPath(document, action, buffer := create_string_buffer(size), size)
                found.append(buffer.value.decode())
    return found


@pytest.mark.parametrize("kind", KINDS)
class TestPDF:
    """What a PDF reader would do with it."""

    @pytest.fixture
    def document(self, hostile, kind):
        with pypdfium2.PdfDocument(report(hostile, kind, "pdf")) as opened:
            yield opened

    def test_every_attack_stands_there_as_the_text_that_it_is(self, document):
        text = pdf_text(document)
        assert not [attack for attack in ATTACKS if squeezed(attack) not in text]

    def test_no_file_was_read_into_it(self, document):
        assert "root:x:0" not in pdf_text(document)

    def test_the_only_links_are_those_that_an_analyst_put_there(self, document):
        assert set(links_of(document)) == {LINK}

    def test_it_carries_the_facts_and_nothing_else(self, document):
        names = [document.get_attachment(i).get_name() for i in range(document.count_attachments())]
        assert names == ["facts.json"]

    def test_it_runs_nothing(self, document):
        assert raw.FPDFDoc_GetJavaScriptActionCount(document) == 0
        assert document.get_formtype() == raw.FORMTYPE_NONE


def pages(folder, kind):
    path = folder / "reports/2026Q3/index.html" if kind == "index" else report(folder, kind, "html")
    return path, BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.mark.parametrize("kind", [*KINDS, "index"])
class TestHTML:
    """What a browser would do with it."""

    def test_the_policy_forbids_all_that_is_not_in_the_file(self, hostile, kind):
        _, page = pages(hostile, kind)
        (policy,) = page.find_all("meta", attrs={"http-equiv": "Content-Security-Policy"})
        said = dict(part.split(" ", 1) for part in policy["content"].split("; "))
        assert said["default-src"] == "'none'"
        assert "'unsafe-inline'" not in said.get("script-src", "")

    def test_no_script_but_ours_and_no_handler(self, hostile, kind):
        _, page = pages(hostile, kind)
        scripts = [script for script in page.find_all("script") if script.get("type") != "application/json"]
        assert len(scripts) <= 1
        assert not any("alert" in script.text or script.get("src") for script in scripts)
        assert not [(tag.name, name) for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
        assert not page.find_all(["iframe", "object", "embed", "form", "base", "foreignobject"])

    def test_nothing_is_fetched_from_anywhere(self, hostile, kind):
        path, page = pages(hostile, kind)
        asked = [(tag.name, str(tag[name])) for tag in page.find_all(True) for name in ("src", "href", "xlink:href",
                 "srcset", "action", "poster", "data") if name in tag.attrs]  # fmt: skip
        links = {address for tag, address in asked if tag == "a" and not address.startswith("#")}
        assert all(address.startswith(("#", "data:image/")) for tag, address in asked if tag != "a"), asked
        if kind == "index":
            assert all((path.parent / address).resolve().is_relative_to(path.parent) for address in links)
            assert all((path.parent / address).is_file() for address in links)
        else:
            assert links == {LINK}
        styles = " ".join([*(s.text for s in page.find_all("style")), *(t["style"] for t in page.select("[style]"))])
        assert not re.findall(r"url\(\s*[\"']?(?!data:|#)|@import", styles)

    def test_every_attack_stands_there_as_the_text_that_it_is(self, hostile, kind):
        _, page = pages(hostile, kind)
        text = squeezed(page.get_text())
        assert not [attack for attack in ATTACKS if squeezed(attack) not in text]


@pytest.mark.parametrize("kind", KINDS)
class TestWorkbook:
    """What a spreadsheet would do with it."""

    @pytest.fixture
    def book(self, hostile, kind):
        opened = openpyxl.load_workbook(report(hostile, kind, "xlsx"))
        yield opened
        opened.close()

    def test_no_cell_is_a_formula_and_what_looks_like_one_is_marked_as_text(self, book):
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        risky = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]
        assert risky
        assert all(cell.quotePrefix for cell in risky)

    def test_nothing_leaves_the_file(self, hostile, kind, book):
        links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
        assert all(link.target is None for link in links)
        assert not book.defined_names
        with zipfile.ZipFile(report(hostile, kind, "xlsx")) as parts:
            names = " ".join(parts.namelist())
            relations = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".rels")]
        assert not re.search(r"externalLink|vbaProject|connections|activeX|embeddings|customUI", names)
        assert not [text for text in relations if 'TargetMode="External"' in text]

    def test_the_names_of_sheets_are_plain(self, book):
        assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in book.sheetnames)
        assert len({name.casefold() for name in book.sheetnames}) == len(book.sheetnames)

    def test_every_attack_stands_there_as_the_text_that_it_is(self, book):
        text = squeezed("".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row))
        assert not [attack for attack in ATTACKS if squeezed(attack) not in text]


def test_nothing_was_written_outside_of_the_reports_folder(hostile):
    there = {path.relative_to(hostile).parts[0] for path in hostile.rglob("*") if path.is_file()}
    made = there - {path.name for path in hostile.glob("*.csv")}
    assert made == {"acctlib.yml", "notebooks", "reports", "watched", ".acctlib"}


class TestNetwork:
    """A render asks nobody."""

    def test_no_report_tried_to_reach_the_network_or_started_a_program(self, hostile):
        told = [json.loads(line) for line in (hostile / "watched").read_text(encoding="utf-8").splitlines()]
        assert told == [["armed", CLIENTS[0]]] * 2

    def test_the_watch_sees_one_that_tries(self, tmp_path):
        tries = "import socket\ntry:\n    socket.create_connection(('192.0.2.1', 9), 0.01)\nexcept OSError:\n    pass"
        code = f"client = ''\n{GATE.format(file=str(tmp_path / 'watched'), events=EVENTS)}{tries}"
        subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
        assert "socket.connect" in (tmp_path / "watched").read_text()

    def test_it_renders_where_there_is_no_network(self, hostile):
        if not cut_off():
            pytest.skip("this machine starts no program without a network (unshare --net); the watch above stands in")
        look = "import socket; socket.create_connection(('192.0.2.1', 9), 5)"
        done = subprocess.run([*CUT_OFF, sys.executable, "-c", look], capture_output=True, text=True, check=False)
        assert "unreachable" in done.stderr  # cut off it was, at once and not after five seconds
        assert Path(report(hostile, "review", "pdf")).stat().st_size
