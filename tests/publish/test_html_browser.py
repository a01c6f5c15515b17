"""The HTML page in a real browser: what it says, runs and fetches, and how it is used by keyboard and on a phone."""

import base64
import hashlib
import re

import pytest

from acctlib import load_config, open_review
from acctlib.book import check_book
from acctlib.config import Config, kit_folder
from acctlib.display import Evidence, Formatter, Number, Table, TableCell, TableColumn, Tile, Tiles
from acctlib.publish.formats.exporters import ReviewHTMLExporter
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run.check_page import write_check_page
from acctlib.publish.run.index import write_index
from acctlib.publish.run.manifest import Entry, Manifest
from tests.publish.browser import DESK, PHONE, Seen, chromium
from tests.publish.review_sample import block, book, chart, document, every_kind

READER = Formatter("en_GB", "EUR")
FEES = (3.0, 1200.5, -40.25, None)
MEANING = "Everything invoiced, less what is passed through."


def written(notebook, path):
    path.write_text(ReviewHTMLExporter().from_notebook_node(notebook)[0], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser():
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def small(folder):
    """A page with one table to sort, of four clients and their total, and a number that is defined."""
    rows = [
        (TableCell(f"Client {i}"), TableCell(READER.money(value)), TableCell(READER.day(None)))
        for i, value in enumerate(FEES)
    ]
    total = (TableCell("Total", strong=True), TableCell(READER.money(1163.25), strong=True), TableCell(""))
    table = Table((TableColumn("Client"), TableColumn("Fees", "right"), TableColumn("")), (*rows, total), total=True)
    number = Number("fees", "Fees", "€1k", "money.2.EUR", "four quarters", MEANING, "none", (), "ours")
    every = Table(
        (TableColumn("Number"), TableColumn("Value", "right")), ((TableCell("Fees"), TableCell("€1k", 1163.25)),)
    )
    parts = (table, Tiles((Tile("Fees", "€1k"), Tile("Other", "2"))), Evidence(every, (number,)))
    return written(book(block(document()), *(block(part.payload()) for part in parts)), folder / "small.html")


@pytest.fixture(scope="module")
def reviews(folder, demo_yml):
    """Pages of a client's and of an internal review, made of every section that both editions have."""

    def made(edition):
        review = open_review("C001", "2026Q3", edition, str(demo_yml))
        parts = (review.cover(), review.summary(), review.actions(), review.objectives(),
                 review.satisfaction(), review.delivery(), review.commercial(), review.next_steps(), review.method(),
                 review.evidence())  # fmt: skip
        return written(book(*(block(part.payload()) for part in parts)), folder / f"{edition}.html")

    return {edition: made(edition) for edition in ("client", "internal")}


@pytest.fixture(scope="module")
def others(folder, demo_yml):
    """The index of a run with each state, and the page of a check with problems."""
    shown = {"name": "nps", "label": "NPS", "text": "+44", "value": 44.0, "state": "good"}
    entries = (
        Entry("A", "Alpha", "client", "done", {}, {"data": "d"}, files={"client/A/A.pdf": "d"}, headlines=(shown,)),
        Entry("B", "Beta", "client", "failed", {}, {"data": "d"}, failure={"text": "cell 4: no fees"}),
        Entry("C", "Gamma", "internal", "waiting", {}, {"data": "e"}),
    )
    manifest = Manifest(ReportPaths(folder, "2026Q3"), {}, {entry.key: entry for entry in entries})
    index = write_index(manifest, Config(firm="Northgate", demo=True, root=folder))
    (folder / "clients.csv").write_text("client_id,name\nC1,Alpha\n")
    (folder / "revenue.csv").write_text("client_id,service_date,amount,kind\nC1,31/31/2026,1,retainer\n")
    sources = "sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}"
    (folder / "acctlib.yml").write_text(sources)
    config = load_config(folder / "acctlib.yml")
    write_check_page(check_book(config), folder / "check.html", config)
    return {"index": index, "check": folder / "check.html"}


class TestNoBarrier:
    @pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_axe_finds_nothing_in_a_review(self, browser, reviews, edition, viewport):
        assert Seen(browser, reviews[edition], viewport).violations() == []

    @pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
    def test_axe_finds_nothing_in_every_kind_of_piece(self, browser, folder, viewport):
        page = written(every_kind(), folder / "every.html")
        assert Seen(browser, page, viewport).violations() == []

    @pytest.mark.parametrize("name", ["index", "check"])
    def test_axe_finds_nothing_in_the_pages_of_the_house(self, browser, others, name):
        assert Seen(browser, others[name]).violations() == []

    def test_axe_would_find_a_barrier(self, browser, folder):
        (folder / "bad.html").write_text('<html><title>x</title><body style="color:#bbb">pale<img src="x.png">')
        found = {rule for rule, _ in Seen(browser, folder / "bad.html").violations()}
        assert {"image-alt", "html-has-lang", "color-contrast"} <= found


class TestAlone:
    def test_nothing_is_fetched_and_nothing_is_refused(self, browser, reviews):
        seen = Seen(browser, reviews["client"])
        assert seen.said == []
        assert [url for url in seen.asked if not url.startswith("data:")] == [reviews["client"].as_uri()]

    def test_a_script_that_is_not_ours_does_not_run(self, browser, reviews, folder):
        wrong = (
            reviews["client"]
            .read_text(encoding="utf-8")
            .replace("</main>", "<script>document.title='run'</script></main>")
        )
        (folder / "wrong.html").write_text(wrong, encoding="utf-8")
        seen = Seen(browser, folder / "wrong.html")
        assert "Aldermoor Foods" in seen.page.title()
        assert "Content Security Policy" in seen.said[0]

    @pytest.mark.parametrize("name", ["index", "check"])
    def test_the_pages_of_the_house_run_without_a_word(self, browser, others, name):
        assert Seen(browser, others[name]).said == []

    def test_the_index_allows_its_own_script_alone(self):
        """A changed script needs the digest that a failure of this test shows."""
        template = (kit_folder("templates") / "index.html.j2").read_text(encoding="utf-8")
        (script,) = re.findall(r"<script>(.*?)</script>", template, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert re.findall(r"script-src ([^\";]+)", template) == [f"'sha256-{digest}'"]

    def test_it_can_be_read_without_scripts(self, browser, small):
        seen = Seen(browser, small, java_script_enabled=False)
        assert seen.page.locator("th").first.inner_text() == "Client"
        assert seen.page.locator("button.sort").count() == 0


class TestSorting:
    def test_numbers_are_sorted_by_value_the_total_last_and_what_is_missing_before_it(self, browser, small):
        seen = Seen(browser, small)
        seen.page.get_by_role("columnheader", name="Fees", exact=True).get_by_role("button").click()
        assert seen.column("Client") == ["Client 2", "Client 0", "Client 1", "Client 3", "Total"]
        seen.page.get_by_role("columnheader", name="Fees").get_by_role("button").click()
        assert seen.column("Client") == ["Client 1", "Client 0", "Client 2", "Client 3", "Total"]

    def test_a_third_click_gives_the_order_of_the_review_back(self, browser, small):
        seen = Seen(browser, small)
        head = seen.page.get_by_role("columnheader", name="Fees").get_by_role("button")
        states = []
        for _ in range(3):
            head.click()
            states.append(seen.page.locator("th", has_text="Fees").first.get_attribute("aria-sort"))
        assert states == ["ascending", "descending", None]
        assert seen.column("Client") == ["Client 0", "Client 1", "Client 2", "Client 3", "Total"]

    def test_it_works_from_the_keyboard(self, browser, small):
        seen = Seen(browser, small)
        seen.page.get_by_role("columnheader", name="Client").get_by_role("button").focus()
        for key in ("Enter", "Space"):
            seen.page.keyboard.press(key)
        assert seen.column("Client") == ["Client 3", "Client 2", "Client 1", "Client 0", "Total"]

    def test_a_head_without_a_name_has_no_button(self, browser, small):
        assert Seen(browser, small).page.locator("table").first.locator("button.sort").count() == 2


class TestMeanings:
    SAID = f"{MEANING} Four quarters."

    def test_a_number_shows_its_definition_while_the_keyboard_is_on_it(self, browser, small):
        seen = Seen(browser, small)
        term = seen.page.locator(".acct-tile .acct-term")
        assert term.count() == 1
        for _ in range(20):
            seen.page.keyboard.press("Tab")
            if term.evaluate("element => element === document.activeElement"):
                break
        shown = seen.page.locator(":popover-open")
        assert shown.inner_text() == self.SAID
        seen.page.keyboard.press("Escape")
        assert shown.count() == 0
        seen.page.keyboard.press("Tab")
        seen.page.keyboard.press("Tab")
        assert shown.count() == 0

    def test_it_is_read_out_as_the_description_of_its_label(self, browser, small):
        seen = Seen(browser, small)
        term = seen.page.locator(".acct-tile .acct-term")
        described = seen.page.locator(f"#{term.get_attribute('aria-describedby')}")
        assert described.text_content() == self.SAID
        assert described.get_attribute("role") == "tooltip"

    def test_a_tap_shows_it_without_any_script(self, browser, small):
        seen = Seen(browser, small, PHONE, has_touch=True, java_script_enabled=False)
        seen.page.locator(".acct-tile .acct-term").tap()
        assert seen.page.locator(".acct-meaning").first.is_visible()

    def test_it_stays_inside_of_a_phone(self, browser, small):
        seen = Seen(browser, small, PHONE, has_touch=True)
        seen.page.locator(".acct-term").last.tap()
        box = seen.page.locator(":popover-open").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


class TestPhoneAndPaper:
    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_a_phone_never_scrolls_the_page_sideways(self, browser, reviews, edition):
        seen = Seen(browser, reviews[edition], PHONE)
        assert seen.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]

    def test_a_row_of_long_texts_becomes_a_card_with_its_heads(self, browser, folder):
        cells = tuple(TableCell("A long text about something that was decided") for _ in range(3))
        heads = tuple(TableColumn(head) for head in ("Decision", "Options", "Advice"))
        page = written(book(block(document()), block(Table(heads, (cells,)).payload())), folder / "cards.html")
        lefts = [
            {round(cell.bounding_box()["x"]) for cell in Seen(browser, page, view).page.locator("td").all()}
            for view in (DESK, PHONE)
        ]
        assert [len(found) for found in lefts] == [3, 1]

    def test_what_is_wider_than_the_screen_can_be_reached_by_keyboard(self, browser, folder):
        page = written(book(block(document()), block(chart())), folder / "chart.html")
        assert Seen(browser, page, PHONE).page.locator("[role=img]").first.get_attribute("tabindex") == "0"
        assert Seen(browser, page, DESK).page.locator("[role=img]").first.get_attribute("tabindex") is None

    def test_it_prints_on_paper_without_buttons(self, browser, small):
        seen = Seen(browser, small)
        assert seen.page.pdf().startswith(b"%PDF")
        seen.page.emulate_media(media="print")
        sign = "getComputedStyle(document.querySelector('button.sort'), '::after').content"
        assert seen.page.evaluate(sign) == "none"
