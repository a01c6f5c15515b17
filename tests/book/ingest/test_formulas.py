"""A cell that looks empty to a reader and is not is told by its place."""

import zipfile

import pytest
import xlsxwriter

from acctlib.book.ingest.checks import check_sources
from acctlib.book.ingest.formulas import Cell, cells_without_value
from acctlib.book.ingest.sources import read
from acctlib.config import Source

HEAD = ["client_id", "service_date", "amount", "kind", "note"]
ERROR, FORMULA = "is an Excel error, not a value", "is a formula without a saved value"


@pytest.fixture
def book(tmp_path):
    """A workbook whose head stands in B2, with two sheets; formulas as (formula, saved value)."""

    def made(*lines, name="a.xlsx"):
        with xlsxwriter.Workbook(tmp_path / name) as workbook:
            workbook.add_worksheet("Other & more").hide()
            sheet = workbook.add_worksheet("Invoices")
            for row, cells in enumerate([HEAD, *lines], 1):
                for column, cell in enumerate(cells, 1):
                    if isinstance(cell, tuple):
                        sheet.write_formula(row, column, cell[0], None, cell[1])
                    elif cell is not None:
                        sheet.write(row, column, cell)
        return tmp_path / name

    return made


def test_errors_and_formulas_without_a_saved_value_are_found(book):
    path = book(
        ["C1", "2026-07-01", ("=1/0", "#DIV/0!"), "usage", None],
        ["C1", "2026-07-01", ("=2*50<3", ""), "usage", ("=A1&B1", "text")],
        ["C1", "2026-07-01", 5, "usage", ("=2+3", 5)],
    )
    assert cells_without_value(path, "Invoices") == [
        Cell(3, 4, "#DIV/0!", ERROR),
        Cell(4, 4, "=2*50<3", FORMULA),
    ]
    assert cells_without_value(path, "Other & more") == []
    assert cells_without_value(path, "None") == []


def test_an_empty_text_is_a_value(book, tmp_path):
    path = book(["C1", "2026-07-01", 5, "usage", ('=""', "x")])
    with zipfile.ZipFile(path) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    part = "xl/worksheets/sheet2.xml"
    content[part] = content[part].replace(b"<v>x</v>", b"<v></v>")
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    assert b't="str"><f>""</f><v></v>' in content[part]
    assert cells_without_value(tmp_path / "b.xlsx", "Invoices") == []


@pytest.mark.parametrize("content", [b"", b"PK", b"no workbook"])
def test_what_is_no_workbook_has_none(tmp_path, content):
    (tmp_path / "a.xlsx").write_bytes(content)
    assert cells_without_value(tmp_path / "a.xlsx", "A") == []


def test_they_are_found_across_the_pieces_in_which_a_sheet_is_read(book, monkeypatch):
    path = book(*[["C1", "2026-07-01", ("=2+3", ""), "usage", None]] * 50)
    monkeypatch.setattr("acctlib.book.ingest.sheet_xml._PIECE", 97)
    assert [cell.row for cell in cells_without_value(path, "Invoices")] == list(range(3, 53))


def test_the_place_is_told_by_row_and_head_and_only_of_columns_that_are_used(book, firm):
    book(
        ["C1", "2026-07-01", ("=1/0", "#DIV/0!"), "usage", ("=1/0", "#N/A")],
        ["C1", "2026-07-01", 5, "usage", ("=2+3", "")],
    )
    report = check_sources(firm(sources={"revenue": {"file": "a.xlsx"}}))
    assert [p.text for p in report.blocking] == [f"a.xlsx, Invoices, row 3, amount: '#DIV/0!' {ERROR}"]


def test_an_error_above_the_head_is_in_no_row(book, config, monkeypatch):
    monkeypatch.setitem(globals(), "HEAD", [("=1/0", "#REF!")])
    book(["client_id", "amount"], ["C1", 5])
    assert read("revenue", Source(file="a.xlsx"), config).notes == ()


def test_a_query_is_told_of_columns_that_it_names(book, config):
    book(["C1", "2026-07-01", ("=1/0", "#DIV/0!"), "usage", ("=1/0", "#N/A")])
    raw = read("revenue", Source(files=("a.xlsx",), sql="select client_id, amount from a"), config)
    assert [(note.rule, note.column) for note in raw.notes] == [("no_value", "amount")]
    raw = read("revenue", Source(files=("a.xlsx",), sql="from a"), config)
    assert [note.column for note in raw.notes] == ["amount", "note"]


def test_the_row_of_a_file_hides_nothing_in_that_row_of_a_query(book, firm):
    # The error stands in row 3 of the file; row 3 of what the query gives has no amount for another reason.
    book(["C1", "2026-07-01", ("=1/0", "#DIV/0!"), "usage", None], ["C1", "2026-07-01", 5, "usage", None])
    sql = "select client_id, service_date, kind, amount from a where amount is not null union all select 'C1', '2026-07-01', 'usage', null"
    report = check_sources(firm(sources={"revenue": {"files": ["a.xlsx"], "sql": sql}}))
    assert [(p.rule, p.row) for p in report.blocking] == [("no_value", 3), ("missing_value", 3)]
