"""A run: everything ordered, or its failures by name; a manifest and an index that say so."""

import json
import re
import subprocess
from dataclasses import replace
from html import unescape
from shutil import which

import nbformat
import pytest

from acctlib import load_config, open_book
from acctlib.config import kit_folder
from acctlib.errors import PeriodError, PublishError, ReviewError
from acctlib.publish.run.run import RunRequest, review_run

HARD = ("C001", "C002", "C003", "C007", "00123")


@pytest.fixture(scope="module")
def result(demo_book, tmp_path_factory):
    """Five hard clients in both editions."""
    return review_run(demo_book, RunRequest(clients=HARD, out=tmp_path_factory.mktemp("run")))


def text_of(pdf):
    if not which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is not installed")
    return subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout


def changed_notebook(book, tmp_path, name, source):
    """A book whose client notebook has one more cell."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for file in kit_folder("notebooks").glob("*_review.ipynb"):
        nb = nbformat.read(file, 4)
        if file.name == name:
            nb.cells.append(nbformat.v4.new_code_cell(source))
        nbformat.write(nb, folder / file.name)
    return load_config(book.config.root / "acctlib.yml").model_copy(update={"notebooks": folder})


class TestFiles:
    def test_every_report_that_was_ordered_is_there(self, result):
        assert result.ok
        assert len(result.outcomes) == 2 * len(HARD)
        assert all(path.stat().st_size > 10_000 for o in result.outcomes for path in o.files)

    def test_what_may_be_sent_lies_apart_from_what_may_not(self, result):
        sent = {p.suffix for p in (result.report_paths.folder / "client").rglob("*") if p.is_file()}
        assert sent == {".pdf", ".html"}

    def test_nothing_temporary_is_left(self, result):
        assert not [p for p in result.report_paths.folder.rglob("*") if p.name.startswith(".") or p.suffix == ".tmp"]

    @pytest.mark.parametrize("client", HARD)
    def test_the_client_and_the_demonstration_are_named_on_the_page(self, result, demo_book, client):
        name = demo_book.clients().set_index("client_id").loc[client, "name"]
        html = unescape((result.report_paths.report(client, "client", "html")).read_text(encoding="utf-8"))
        assert name in html
        text = text_of(result.report_paths.report(client, "client", "pdf"))
        pages = text.split("\f")[:-1]
        assert all("Demo data" in page for page in pages)
        if name.isascii():
            assert name in text

    def test_the_client_edition_holds_no_internal_word(self, result):
        for client in HARD:
            text = result.report_paths.report(client, "client", "html").read_text(encoding="utf-8").lower()
            for word in ("margin", "over-servic", "over budget by", "non-respondent"):
                assert word not in re.sub(r"<style.*?</style>", "", text, flags=re.DOTALL), word


class TestManifest:
    def test_it_says_what_was_made_from_what(self, result, demo_book):
        held = json.loads(result.report_paths.manifest.read_text())
        assert held["book"] == demo_book.fingerprint
        assert held["demo"] is True
        assert set(held["notebooks"]) == {"client_review.ipynb", "account_review.ipynb"}
        assert [(r["client_id"], r["edition"]) for r in held["reports"]] == sorted(
            (c, e) for c in HARD for e in ("client", "internal")
        )
        files = [f for r in held["reports"] for f in r["files"]]
        assert all((result.report_paths.folder / f).is_file() for f in files)

    def test_a_rerun_gives_the_same_bytes(self, result, demo_book, tmp_path):
        again = review_run(demo_book, RunRequest(clients=("C001",), out=tmp_path))
        for outcome in again.outcomes:
            for path in outcome.files:
                first = result.report_paths.folder / path.relative_to(again.report_paths.folder)
                assert path.read_bytes() == first.read_bytes(), path.name

    def test_demonstration_and_real_reports_never_lie_together(self, result, demo_book):
        with open_book(demo_book.config.model_copy(update={"demo": False})) as real:
            order = RunRequest(clients=("C001",), out=result.report_paths.root)
            with pytest.raises(PublishError, match="holds demonstration reports"):
                review_run(real, order)


class TestFailures:
    def test_one_failing_client_costs_one_report_and_is_named(self, demo_book, tmp_path):
        config = changed_notebook(demo_book, tmp_path, "client_review.ipynb", "1 / len(client.replace('C002', ''))")
        with open_book(config) as book:
            result = review_run(book, RunRequest(clients=("C001", "C002"), out=tmp_path / "out", formats=("html",)))
        assert [(o.client_id, o.edition) for o in result.failed] == [("C002", "client")]
        assert not result.ok
        last = len(nbformat.read(tmp_path / "notebooks" / "client_review.ipynb", 4).cells)
        assert f"failed: client C002, client edition, client_review.ipynb, cell {last}" in result.summary
        index = unescape(result.report_paths.index.read_text(encoding="utf-8"))
        assert (
            f"client_review.ipynb, cell {last} (in 'Methodology and definitions'): ZeroDivisionError: division by zero"
            in index
        )
        assert not result.report_paths.report("C002", "client", "html").exists()
        assert result.report_paths.report("C002", "internal", "html").exists()

    @pytest.mark.parametrize(
        ("change", "error", "said"),
        [
            ({"clients": ("C01",)}, ReviewError, "client: 'C01' is not in the book; did you mean"),
            (
                {"quarter": "2031Q1"},
                PeriodError,
                "2031Q1 has not begun in the data: the data covers 1 Oct 2022 to 30 Sep",
            ),
            ({"quarter": "soon"}, PeriodError, "'soon' is not a quarter; write it like 2026Q3"),
        ],
    )
    def test_a_wrong_order_stops_before_anything_is_rendered(self, demo_book, tmp_path, change, error, said):
        with pytest.raises(error, match=said):
            review_run(demo_book, replace(RunRequest(out=tmp_path / "out"), **change))
        assert not (tmp_path / "out").exists()


class TestIndex:
    def test_every_client_has_a_row_with_links_that_lead_somewhere(self, result):
        html = result.report_paths.index.read_text(encoding="utf-8")
        links = re.findall(r'href="([^"]+)"', html)
        assert len(links) == len(HARD) * 6
        assert all((result.report_paths.folder / link).is_file() for link in links)

    def test_it_needs_no_network(self, result):
        html = result.report_paths.index.read_text(encoding="utf-8")
        assert "default-src 'none'" in html
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)

    def test_names_are_text(self, result):
        html = result.report_paths.index.read_text(encoding="utf-8")
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; Sons" in html
        assert "<b>Bold" not in html

    def test_it_sorts_and_finds_in_a_browser(self, result, tmp_path):
        browser = which("chromium") or which("google-chrome")
        if not browser:
            pytest.skip("no Chromium to open the page in")
        page = result.report_paths.index.read_text(encoding="utf-8")
        act = (
            "document.querySelectorAll('th button')[4].click();find.value='aldermoor';"
            "const order=[...body.rows].map(r=>r.querySelector('.id').textContent).join();"
            "find.dispatchEvent(new Event('input'));"
            "document.title=order+'|'+[...body.rows].filter(r=>!r.hidden).map(r=>r.querySelector('.id').textContent).join();"
        )
        driven = tmp_path / "index.html"
        # The policy allows the page's own script by its digest; one that also drives the page is another script.
        free = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", page)
        assert free != page
        driven.write_text(free.replace("</script>", act + "</script>"), encoding="utf-8")
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
                   f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", driven.as_uri()]  # fmt: skip
        dom = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
        order, left = re.search(r"<title>([^<]*)</title>", dom)[1].split("|")
        values = {
            o.client_id: headline.value
            for o in result.outcomes
            if o.edition == "internal"
            for headline in o.headlines
            if headline.name == "growth"
        }
        expected = sorted(HARD, key=lambda c: -float("inf") if values[c] is None else values[c])
        assert order.split(",") == expected
        assert left == "C001"
