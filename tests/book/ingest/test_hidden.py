"""What people do not see in a sheet is read, and told."""

import zipfile

import pytest
import xlsxwriter

from acctlib.book.ingest.hidden import Hidden, hidden_in

HEAD = ["client_id", "service_date", "amount", "kind"]
LINE = ["C1", "2026-07-01", 5, "usage"]


@pytest.fixture
def book(tmp_path):
    """A workbook whose head stands in B2 and has ten rows below it: `book(rows=[5], columns="C:D")`."""

    def made(*, rows=(), columns=(), chosen=None):
        with xlsxwriter.Workbook(tmp_path / "a.xlsx") as workbook:
            sheet = workbook.add_worksheet("Invoices")
            for row, cells in enumerate([HEAD, *[LINE] * 10], 1):
                sheet.write_row(row, 1, cells)
            for row in rows:
                sheet.set_row(row - 1, None, None, {"hidden": True})
            for stretch in columns:
                sheet.set_column(stretch, None, None, {"hidden": True})
            if chosen:
                sheet.autofilter("B2:E12")
                sheet.filter_column("B", f"x == {chosen}")
        return tmp_path / "a.xlsx"

    return made


@pytest.fixture
def told(firm):
    """What is told of the invoices when they are read."""

    def texts(**source):
        from acctlib.book import check_book

        given = {"revenue": {"file": "a.xlsx", **source}}
        return [p.text for p in check_book(firm(sources=given)).problems if p.rule == "hidden"]

    return texts


def test_hidden_rows_with_cells_and_hidden_columns_are_found(book):
    path = book(rows=[4, 7, 40], columns=["C:D", "F:XFD"])  # row 40 is empty
    assert hidden_in(path, "Invoices") == Hidden((4, 7), ((3, 4), (6, 16384)))


def test_nothing_is_hidden_in_a_plain_sheet_nor_in_another_kind_of_file(book, tmp_path):
    assert hidden_in(book(), "Invoices") == Hidden()
    (tmp_path / "a.ods").write_bytes(b"")
    assert hidden_in(tmp_path / "a.ods", "Invoices") == Hidden()


def test_they_are_found_across_the_pieces_in_which_a_sheet_is_read(book, monkeypatch):
    monkeypatch.setattr("acctlib.book.ingest.sheet_xml._PIECE", 7)
    assert hidden_in(book(rows=range(3, 13), columns=["C:D"]), "Invoices") == Hidden(tuple(range(3, 13)), ((3, 4),))


def test_rows_without_a_number_are_counted_and_tags_may_have_a_prefix(book, tmp_path):
    with zipfile.ZipFile(book(rows=[4])) as parts:
        content = {name: parts.read(name) for name in parts.namelist()}
    part = "xl/worksheets/sheet1.xml"
    rows = b'<x:row><c/></x:row><x:row hidden="true"><c/></x:row>'
    content[part] = content[part].split(b"<sheetData>")[0] + b"<sheetData>" + rows + b"</sheetData></worksheet>"
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as parts:
        for name, data in content.items():
            parts.writestr(name, data)
    assert hidden_in(tmp_path / "b.xlsx", "Invoices").rows == (2,)


def test_hidden_rows_are_told_once_and_those_above_the_head_not(book, told):
    book(rows=[1, 4, 7, 8])
    assert told() == ["a.xlsx, Invoices, row 4: this row is hidden (and 2 more rows) but was read"]


def test_rows_that_a_filter_hides_are_told_so(book, told):
    book(rows=[4], chosen="C2")
    assert told() == ["a.xlsx, Invoices, row 4: this row is hidden by a filter but was read"]


def test_hidden_columns_are_told_by_name_where_they_are_used(book, told):
    book(columns=["A:A", "D:E"])
    texts = [f"a.xlsx, Invoices, {name}: this column is hidden but was read" for name in ("amount", "kind")]
    assert told() == texts
    assert told(values={"kind": "usage"}, columns={"kind": "none"}) == texts[:1]


def test_a_query_is_told_of_hidden_rows_too(book, told, firm):
    from acctlib.book import check_book

    book(rows=[4])
    sql = {"revenue": {"sql": "select * from a", "files": ["a.xlsx"]}}
    (text,) = [p.text for p in check_book(firm(sources=sql)).problems if p.rule == "hidden"]
    assert text == "a.xlsx, Invoices, row 4: this row is hidden but was read"
