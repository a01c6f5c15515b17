"""Any text that goes into a file comes out of it as the same text: HTML, Typst, workbook, names, calendar, CSV."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from acctlib.display.blocks.block import block_html
from acctlib.display.blocks.nodes import nodes_html
from acctlib.display.brand.brand import Brand
from acctlib.display.calendar_text import Event, calendar_text
from acctlib.display.csv_text import RUNS, csv_text
from acctlib.display.text_safety import readable_data, strip_unprintable
from acctlib.publish.formats.typst.typst_source import literal
from acctlib.publish.formats.workbook.workbook import workbook
from acctlib.publish.pages.outputs import Page, PageItem
from acctlib.publish.paths.report_paths import ReportPaths, safe_name
from tests.hostile.test_input import ATTACKS

# What a person may have typed: any text, and the attacks with other text around them.
SAID = st.one_of(
    st.text(max_size=60),
    st.tuples(st.text(max_size=5), st.sampled_from([*ATTACKS, '"', "'", "</script>", "<!--", "]]>", "\\", "\\\\\"", "&lt;"]), st.text(max_size=5)).map("".join),
)  # fmt: skip
SHOWN = SAID.map(strip_unprintable)
FEW = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def cell(text: str) -> dict:
    return {"text": text, "value": text, "state": None, "strong": False, "muted": False}


def table(head: str, text: str) -> dict:
    columns = [{"name": head, "align": "left", "width": None}, {"name": "Two", "align": "left", "width": None}]
    return {"block": "table", "columns": columns, "rows": [[cell(text), cell("x")]], "caption": text, "total": False, "head": True}  # fmt: skip


def same(found: str, text: str) -> bool:
    """The very text; BeautifulSoup makes one blank of a text of blanks alone."""
    return found == text or not (found.strip() or text.strip())


def unescaped(text: str) -> str:
    """RFC 5545, section 3.3.11, backwards."""
    return re.sub(r"\\([\\;,n])", lambda found: "\n" if found[1] == "n" else found[1], text)


@given(SHOWN)
def test_a_text_and_an_attribute_of_html_are_read_back_as_they_were(text):
    page = BeautifulSoup(block_html(table(text or "x", text)), "html.parser")
    found = page.select("tbody td")[0]
    assert same(found.get_text(), text)
    assert found.get("data-v", "") == text
    assert found["data-head"] == (text or "x")
    assert {element.name for element in page.find_all(True)} <= {"div", "table", "caption", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


@given(SHOWN, st.sampled_from(["strong", "emph", "strike", "link", "code", "text"]))
def test_prose_of_html_is_read_back_as_it_was(text, kind):
    node = {"t": kind, "text": text} if kind in ("code", "text") else {"t": kind, "url": f"https://a.b/{text}", "inner": [{"t": "text", "text": text}]}  # fmt: skip
    page = BeautifulSoup(nodes_html([{"t": "paragraph", "inner": [node]}]), "html.parser")
    assert same(page.p.get_text(), text)
    assert page.a is None or page.a["href"] == f"https://a.b/{text}"
    assert len(page.find_all(True)) <= 2


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | SHOWN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(SHOWN, inner, max_size=3),
    max_leaves=6,
)


@given(JSON)
def test_data_in_a_typst_file_is_one_string_that_says_the_same(value):
    written = literal(value)
    inside = written[1:-1]
    # Typst's string: a quote ends it, and a backslash takes the next character as it is.
    assert re.fullmatch(r'(?:[^"\\]|\\["\\])*', inside, re.DOTALL)
    assert json.loads(re.sub(r"\\(.)", r"\1", inside, flags=re.DOTALL)) == value


@given(SAID)
def test_what_is_readable_stays_so_and_can_be_written_down(text):
    once = strip_unprintable(text)
    assert strip_unprintable(once) == once
    assert once.encode("utf-8").decode("utf-8") == once


@given(st.recursive(st.floats() | SAID, lambda inner: st.lists(inner) | st.dictionaries(SAID, inner), max_leaves=5))
def test_readable_data_is_json(value):
    assert json.dumps(readable_data(value), allow_nan=False)


@given(SHOWN, SHOWN)
@example("=1+1", "@SUM(1)")
@example("_x0041_", "_x0042_")
@FEW
def test_a_cell_and_a_head_of_the_workbook_are_read_back_as_text(head, text):
    pages = Page({"block": "document", "title": head or "x"}, (PageItem(1, table(head, text)),))
    book = openpyxl.load_workbook(io.BytesIO(workbook(pages, Brand())))
    values = [entry for sheet in book for row in sheet.iter_rows() for entry in row if entry.value is not None]
    assert "f" not in {entry.data_type for entry in values}
    assert not book.defined_names
    said = {entry.value for entry in values}
    assert not text or text in said


@given(st.lists(SAID, min_size=1, max_size=4, unique=True), st.sampled_from(["client", "internal"]))
def test_any_ids_have_places_of_their_own_inside_of_the_folder(ids, edition):
    report_paths = ReportPaths(Path("/reports"), "2026Q3")
    paths = [report_paths.report(one, edition, "pdf") for one in ids]
    assert len({str(path).casefold() for path in paths}) == len(ids)
    for path in paths:
        assert path.parent.parent == Path("/reports/2026Q3") / edition
        assert re.fullmatch(r"[A-Za-z0-9_.-]+", path.name)
        assert len(path.name) < 120


@given(SAID)
def test_an_id_has_always_the_same_name(text):
    assert safe_name(text) == safe_name(text)


@given(SAID)
@example(r"one\Ntwo\ntwo\\nthree")
def test_a_calendar_s_line_is_one_line_and_reads_as_it_was(text):
    written = calendar_text([Event(date(2026, 12, 31), text, "K1")], date(2026, 9, 30), "Firm")
    lines = written.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    (line,) = [one for one in written.replace("\r\n ", "").split("\r\n") if one.startswith("SUMMARY:")]
    assert len(line.splitlines()) == 1
    assert unescaped(line.removeprefix("SUMMARY:")) == strip_unprintable(text)


@given(st.lists(SHOWN, min_size=1, max_size=3))
def test_a_csv_is_read_back_and_begins_no_formula(texts):
    written = csv_text(pd.DataFrame({"name": texts, "fees": 1.5}))
    head, *rows = csv.reader(io.StringIO(written, newline=""))
    assert head == ["name", "fees"]
    for text, (name, _) in zip(texts, rows, strict=True):
        assert name == (f"'{text}" if text[:1] in RUNS else text)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_a_text_in_every_format(attack):
    shown = strip_unprintable(attack)
    assert BeautifulSoup(block_html(table("x", shown)), "html.parser").td.get_text() == shown
    assert json.loads(json.loads(literal({"a": shown}))) == {"a": shown}
    assert "/" not in safe_name(attack)
