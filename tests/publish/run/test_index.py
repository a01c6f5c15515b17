"""The index: every client, its failures first, every number under its own heading; harmless and without a network."""

import re
from html import unescape

import pytest

from acctlib.config import Config
from acctlib.publish.paths.report_paths import ReportPaths
from acctlib.publish.run.index import write_index
from acctlib.publish.run.manifest import Entry, Manifest


def headline(name, text, value, state="good"):
    return {"name": name, "label": name.upper(), "text": text, "value": value, "state": state}


def entry(client, edition="client", state="done", name="", **more):
    files = {f"{edition}/{client}/{client}.pdf": "d"} if state == "done" else {}
    return Entry(client, name or client, edition, state, {}, {"data": "d1"}, **{"files": files, **more})


@pytest.fixture
def page(tmp_path):
    """A function that writes the page and reads it back."""

    def written(*entries, demo=False):
        manifest = Manifest(ReportPaths(tmp_path, "2026Q3"), {"covered_to": "2026-09-30"}, {e.key: e for e in entries})
        manifest.compare(dict.fromkeys(manifest.entries, "d1"))
        config = Config(firm="Northgate", demo=demo, root=tmp_path)
        return write_index(manifest, config).read_text(encoding="utf-8")

    return written


def rows(html):
    """Cells of the table's body, as their text."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    cells = [re.findall(r"<td.*?</td>", row, re.DOTALL) for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL)]
    return [[" ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_each_number_stands_under_its_own_heading(page):
    """A has no NPS: its growth is not to slip under that heading."""
    html = page(
        entry("A", headlines=(headline("nrr", "104 %", 1.04), headline("growth", "+3 %", 0.03))),
        entry("B", headlines=(headline("nps", "+44", 44.0),)),
    )
    assert re.findall(r"<button[^>]*>([^<]*)", html) == ["Client", "Status", "NRR", "NPS", "GROWTH"]
    assert [row[2:5] for row in rows(html)] == [["● 104 %", "", "● +3 %"], ["", "● +44", ""]]


def test_failures_come_first_and_say_notebook_cell_section_and_error(page):
    failure = {"text": "client_review.ipynb, cell 4 (in 'Growth'): ValueError: <no> fees"}
    html = page(entry("A"), entry("Z", state="failed", failure=failure))
    assert [row[0] for row in rows(html)] == ["Z Z", "A A"]
    assert (
        "◆ failed client edition, client_review.ipynb, cell 4 (in 'Growth'): ValueError: <no> fees" in rows(html)[0][1]
    )
    assert "1 of 2 reports done · <strong" in html
    assert "all reports complete" not in html


FINDING = {"text": "A.pdf, page 2: 'Bramley' is the name of B, in “as for Bramley”"}


def test_a_report_that_is_held_back_names_what_was_found_where_it_lies_and_the_way_out(page):
    html = page(entry("A"), entry("H-1", state="held", files={"held/client/H/H.pdf": "d"}, findings=(FINDING,)))
    (_, state, files), done = rows(html)
    assert state.startswith(f"◆ held back client edition: {FINDING['text']} What to do: remove it from the text")
    assert "acctlib release H-1 --quarter 2026Q3 --by NAME --reason TEXT" in state
    assert files == "client: PDF"
    assert 'href="held/client/H/H.pdf"' in html
    assert "1 of 2 reports done · ◆ 1 held back" in re.sub(r"<[^>]+>", "", html)
    assert "reports held back are in the “held” folder" in html
    assert done[1] == "● done"


def test_a_report_that_was_released_says_who_did_why_and_what_was_found(page):
    release = {"by": "A. Lind", "reason": "they agreed", "on": "2026-10-05", "files": {"client/A/A.pdf": "d"}}
    ((_, state, _),) = rows(page(entry("A", findings=(FINDING,), releases=(release,))))
    assert state == f"● done client edition released by A. Lind on 2026-10-05: they agreed ({FINDING['text']})"


def test_a_client_with_one_failed_edition_is_failed_and_keeps_the_links_of_the_other(page):
    html = page(entry("A", "internal"), entry("A", "client", "failed", failure={"text": "n.ipynb: E"}))
    ((_, state, files),) = rows(html)
    assert state.startswith("◆ failed")
    assert files == "internal: PDF"


def test_reports_that_were_ordered_and_not_rendered_are_named(page):
    html = page(entry("A"), entry("B", state="waiting"), entry("B", "internal", "waiting"))
    assert "▲ not rendered client and internal edition: not reached before the run stopped" in rows(html)[0][1]
    assert "2 not rendered" in html


def test_reports_of_an_earlier_state_of_the_data_say_so(page):
    html = page(Entry("A", "A", "client", "done", {}, {"data": "d0"}, {"a.pdf": "d"}))
    assert "from an earlier data load" in rows(html)[0][2]
    assert "from an earlier data load" not in page(entry("A"))


def test_names_and_errors_from_data_are_text_and_links_are_quoted(page):
    hostile = '<script>alert("x")</script> "&\' {{ 7*7 }}'
    failure = {"text": hostile}
    html = page(
        entry("A", name=hostile, files={'client/a"b #?%/<x>.pdf': "d"}),
        entry("<b>", state="failed", failure=failure, headlines=(headline("nrr", hostile, 1.0, '"><script>'),)),
    )
    assert "<script>alert" not in html
    assert html.count("<script>") == 1
    assert 'href="client/a%22b%20%23%3F%25/%3Cx%3E.pdf"' in html
    assert hostile in rows(html)[1][0]


def test_it_says_that_it_is_internal_and_a_demonstration_only_where_it_is(page):
    assert "Internal page" in page(entry("A"))
    assert "Demo data" not in page(entry("A"))
    assert "Demo data" in page(entry("A"), demo=True)


def test_it_needs_no_network(page):
    html = page(entry("A"))
    assert "default-src 'none'" in html
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', html)


def test_the_same_manifest_gives_the_same_bytes_whatever_order_it_was_filled_in(page):
    assert page(entry("A"), entry("B")) == page(entry("B"), entry("A"))


def test_a_folder_without_reports_is_a_page_all_the_same(page):
    assert rows(page()) == []
