"""A source is read as text, whatever it is; what keeps it from being read is told by its place."""

import io
import sqlite3
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from acctlib.book.ingest.sources import digest_of, read
from acctlib.config import Source
from tests.book.readings import lines, problem, workbook

CLOSED = Path("/proc/self/mem")  # a file that is there and whose first byte nobody may read, not even root


class TestCsv:
    def test_every_field_is_text_as_it_stands(self, file):
        raw = file("client_id,amount,flag\n00123,1.50,NA\n1e5,,true\n")
        assert lines(raw) == {2: ["00123", "1.50", "NA"], 3: ["1e5", "", "true"]}
        assert raw.file == "revenue.csv"
        assert raw.sheet is None

    def test_blank_lines_keep_their_row_and_are_no_rows(self, file):
        assert lines(file("a,b\n1,2\n\n , \n3,4\n\n")) == {2: ["1", "2"], 5: ["3", "4"]}

    def test_a_newline_in_quotes_is_inside_of_a_cell_and_one_row_of_a_spreadsheet(self, file):
        assert lines(file('a,b\n"first\nsecond","x ""y"""\n3,4\n')) == {2: ["first\nsecond", 'x "y"'], 3: ["3", "4"]}

    def test_ends_of_line_of_windows_and_of_old_macs(self, file):
        assert lines(file(b"a,b\r\n1,2\r\n3,4\r\n")) == {2: ["1", "2"], 3: ["3", "4"]}
        assert lines(file(b"a,b\r1,2\r3,4\r")) == {2: ["1", "2"], 3: ["3", "4"]}

    def test_a_byte_order_mark_is_no_part_of_the_first_name(self, file):
        assert list(file(b"\xef\xbb\xbfa,b\n1,2\n").frame.columns) == ["a", "b"]

    def test_names_of_columns_are_stripped(self, file):
        assert list(file(" a ;b\n1;2\n", delimiter=";").frame.columns) == ["a", "b"]

    @pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "latin-1", "utf-8"])
    def test_the_declared_encoding_holds(self, file, encoding):
        assert lines(file("name,x\nCafé Müller,1\n".encode(encoding), encoding=encoding)) == {2: ["Café Müller", "1"]}

    def test_the_declared_delimiter_holds(self, file):
        assert lines(file("a\tb\n1,5\t2\n", delimiter="\t")) == {2: ["1,5", "2"]}

    def test_a_line_that_is_too_short_has_empty_cells(self, file):
        assert lines(file("a,b,c\n1\n")) == {2: ["1", "", ""]}

    def test_empty_fields_beyond_the_head_are_dropped(self, file):
        assert lines(file("a,b\n1,2,,\n")) == {2: ["1", "2"]}

    def test_a_field_beyond_the_head_is_told(self, file):
        assert problem(file("a,b\n1,2\n\n1,2,3\n")) == (
            "unreadable",
            4,
            "revenue.csv, row 4: 3 fields for 2 headers: is a quote missing?",
        )

    def test_a_column_that_comes_twice_is_told(self, file):
        assert problem(file("a,b,a\n1,2,3\n")) == ("unreadable", 1, "revenue.csv, row 1: column 'a' comes twice")

    def test_two_columns_without_a_name_are_no_matter(self, file):
        assert lines(file("a,,\n1,2,3\n")) == {2: ["1", "2", "3"]}

    @pytest.mark.parametrize(("given", "declared"), [(";", ","), ("\t", ","), ("|", ";"), (",", ";")])
    def test_a_wrong_delimiter_is_told(self, file, given, declared):
        assert problem(file(f"a{given}b\n1{given}2\n", delimiter=declared)) == (
            "wrong_delimiter",
            1,
            f"revenue.csv, row 1: the header row has a single column for {declared!r}, but holds {given!r}",
        )

    def test_one_column_is_not_taken_for_a_wrong_delimiter(self, file):
        assert lines(file("a\n1\n")) == {2: ["1"]}

    def test_a_wrong_encoding_names_the_row(self, file):
        assert problem(file("name\nfine\nCafé\n".encode("cp1252"))) == (
            "wrong_encoding",
            3,
            "revenue.csv, row 3: byte 0xe9 is not utf-8-sig",
        )

    def test_an_order_of_bytes_that_is_not_marked_has_to_be_declared(self, file):
        content = "name,x\nCafé,1\n".encode("utf-16-be")
        assert problem(file(content, encoding="utf-16")) == (
            "wrong_encoding",
            None,
            "revenue.csv: it is not utf-16: UTF-16 stream does not start with BOM",
        )
        assert lines(file(content, encoding="utf-16-be")) == {2: ["Café", "1"]}

    def test_an_encoding_that_nobody_knows_is_told(self, file):
        assert problem(file("a\n1\n", encoding="utf-7a")) == (
            "wrong_encoding",
            None,
            "revenue.csv: there is no encoding named utf-7a",
        )

    @pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
    def test_an_empty_file_is_told(self, file, content):
        assert problem(file(content)) == ("empty_file", None, "revenue.csv: it is empty")

    def test_a_head_without_rows_is_told(self, file):
        assert problem(file("a,b\n\n")) == ("empty_file", None, "revenue.csv: there are no rows in it")

    def test_a_missing_file_is_told(self, config, tmp_path):
        assert problem(read("revenue", Source(file="in/none.csv"), config)) == (
            "missing_file",
            None,
            f"none.csv: there is no file at {tmp_path / 'in' / 'none.csv'}",
        )

    @pytest.mark.skipif(not CLOSED.is_file(), reason="no such file outside Linux")
    def test_a_file_that_cannot_be_opened_is_told(self, config, tmp_path):
        (tmp_path / "a.csv").symlink_to(CLOSED)
        rule, _, text = problem(read("revenue", Source(file="a.csv"), config))
        assert rule == "unreadable"
        assert text.startswith("a.csv: it cannot be opened: ")

    def test_a_quote_that_is_not_doubled_or_never_closed_is_told(self, file):
        told = problem(file('a,b\n1,2\n"24" screen,3\n'))
        assert told == ("unreadable", 3, "revenue.csv, row 3: a quote within a quoted cell is not doubled")
        told = problem(file('a,b\n1,2\n"24 inch,3\n5,6\n'))
        assert told == ("unreadable", 3, "revenue.csv, row 3: a quote is opened here and never closed")

    def test_rows_that_a_missing_quote_put_into_a_cell_are_told(self, file):
        told = problem(file('a,b,c\n1,2,3\n"24 inch,4,5\n6,7,8\n9,10 inch",11\n'))
        assert told == ("unreadable", 3, "revenue.csv, row 3: a cell holds whole rows: is a quote missing?")

    def test_a_head_below_titles_is_found_and_told(self, file):
        raw = file('Sales by customer\nTestfirm\n"January 1 - March 31, 2026"\n\n,Date,Net\nAlder,,\n,2026-01-05,1\n')
        assert list(raw.frame.columns) == ["", "Date", "Net"]
        assert lines(raw) == {6: ["Alder", "", ""], 7: ["", "2026-01-05", "1"]}
        (note,) = raw.notes
        assert (note.rule, note.level, note.row) == ("title_rows", "warn", 5)
        assert note.what.startswith("was taken as the header row; above it: 'Sales by customer', 'Testfirm', ")

    @pytest.mark.parametrize(
        "titles",
        ["Report,Invoices\nPeriod,Q3 2026\n", "Report,Invoices,\nPeriod,Q3 2026,\n", "Sales,2026\n\n"],
    )
    def test_titles_of_two_cells_are_none_of_a_table_of_three_columns(self, file, titles):
        raw = file(f"{titles}client,day,net\nA,2026-07-01,2\nB,2026-07-02,4\n")
        assert lines(raw) == {4: ["A", "2026-07-01", "2"], 5: ["B", "2026-07-02", "4"]}
        (note,) = raw.notes
        assert (note.rule, note.row) == ("title_rows", 3)

    def test_a_head_without_its_last_names_is_the_head_all_the_same(self, file):
        assert file("client,day,\nA,x,p\nB,y,q\n").frame.columns.to_list() == ["client", "day", ""]
        figures = file("client,day,,\nA,2026-07-01,p,1\nB,2026-07-02,q,2\n")
        assert figures.frame.columns.to_list()[:2] == ["client", "day"]

    @pytest.mark.parametrize("text", ["a\n1\n2\n3,4\n", "a,,\n1,2,3\n4,5,6\n"])
    def test_figures_below_one_head_are_no_head(self, file, text):
        raw = file(text)
        assert raw.notes == ()
        assert raw.problems or raw.frame.columns[0] == "a"

    def test_the_line_that_tells_excel_the_delimiter_is_no_row(self, file):
        assert lines(file("sep=;\na;b\n1;2\n", delimiter=";")) == {3: ["1", "2"]}
        assert problem(file("sep=;\na;b\n1;2\n")) == (
            "wrong_delimiter",
            1,
            "revenue.csv, row 1: its first line shows ';' as the delimiter, not ','",
        )

    @pytest.mark.parametrize("again", ["a,b,c", "c,b,a", "a,b", "a,b,c,d", " a, b, c", "\ufeffa,b,c", "a,b,x"])
    def test_a_head_in_the_middle_is_told(self, file, again):
        told = problem(file(f"a,b,c\n1,2,3\n{again}\n4,5,6\n"))
        assert told == ("second_head", 3, "revenue.csv, row 3: the column headers are repeated here")

    @pytest.mark.parametrize("again", ["CLIENT ID,NET", "client id,net", "Client Id,NET", " CLIENT ID,Net "])
    def test_it_is_a_head_in_capitals_and_in_small_letters_too(self, file, again):
        assert problem(file(f"Client ID,Net\nA,1\n{again}\nB,2\n"))[:2] == ("second_head", 3)

    def test_a_row_that_names_a_column_is_no_head(self, file):
        assert lines(file("a,b,c,d,e\n1,a,3,4,5\na,b,3,4,5\n")) == {
            2: ["1", "a", "3", "4", "5"],
            3: ["a", "b", "3", "4", "5"],
        }

    def test_a_nul_is_no_end_of_the_text(self, file):
        assert lines(file("a,b\n1\x00,2\n")) == {2: ["1\x00", "2"]}  # the contract takes it out and says where

    def test_a_field_larger_than_the_reader_takes_is_told_and_not_raised(self, file):
        assert problem(file("a,b\n" + "x" * 200_000 + ",1\n"))[0] == "unreadable"


def hidden(content, name):
    """The same workbook with a sheet that nobody sees."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[name].sheet_state = "hidden"
    changed = io.BytesIO()
    book.save(changed)
    return changed.getvalue()


class TestExcel:
    def test_cells_become_text_as_a_person_reads_them(self, file):
        head = ["id", "day", "stamp", "whole", "part", "flag", "nothing", "text"]
        cells = ["00123", date(2026, 9, 30), datetime(2026, 9, 30, 8, 5), 123, 1.25, True, None, "NA"]
        raw = file(workbook(A=[head, cells]), "a.xlsx")
        assert lines(raw) == {2: ["00123", "2026-09-30", "2026-09-30 08:05:00", "123", "1.25", "yes", "", "NA"]}
        assert raw.sheet == "A"

    def test_blank_rows_keep_their_number(self, file):
        content = workbook(A=[["a", "b"], ["1", "2"], [], [None, None], ["3", "4"]])
        assert lines(file(content, "a.xlsx")) == {2: ["1", "2"], 5: ["3", "4"]}

    def test_of_several_sheets_one_must_be_named(self, file):
        content = workbook(One=[["a"], ["1"]], Two=[["a"], ["2"]], Empty=[])
        raw = file(content, "a.xlsx")
        (note,) = raw.notes
        assert (note.rule, note.level, note.sheet) == ("unnamed_sheet", "block", "One")
        assert note.what == "it was read because it comes first; 'Two' are visible too"
        raw = file(content, "a.xlsx", sheet="Two")
        assert (lines(raw), raw.sheet, raw.notes) == ({2: ["2"]}, "Two", ())

    def test_a_sheet_is_not_taken_where_it_is_empty_or_hidden(self, file):
        content = workbook(Old=[["a"], ["1"]], Empty=[], Data=[["a"], ["2"]])
        raw = file(hidden(content, "Old"), "a.xlsx")
        assert (lines(raw), raw.sheet, raw.notes) == ({2: ["2"]}, "Data", ())
        assert lines(file(hidden(content, "Old"), "a.xlsx", sheet="Old")) == {2: ["1"]}  # named, it is meant

    def test_a_workbook_whose_filled_sheet_is_hidden_is_empty(self, file):
        content = hidden(workbook(Shown=[], Old=[["a"], ["1"]]), "Old")
        assert problem(file(content, "a.xlsx"))[0] == "empty_file"

    def test_a_missing_sheet_is_told_with_those_there_are(self, file):
        content = workbook(One=[["a"], ["1"]], Two=[["a"], ["2"]])
        assert problem(file(content, "a.xlsx", sheet="Three")) == (
            "unnamed_sheet",
            None,
            "a.xlsx, Three: there is no sheet 'Three'; there are One, Two",
        )

    def test_a_first_sheet_without_rows_is_told_with_the_others(self, file):
        content = workbook(Cover=[["Report for Q1"]], Data=[["a"], ["2"]])
        assert problem(file(content, "a.xlsx")) == (
            "unnamed_sheet",
            None,
            "a.xlsx, Cover: there are no rows in it; it was read because it comes first; 'Data' are visible too",
        )

    def test_an_empty_sheet_is_told(self, file):
        assert problem(file(workbook(One=[]), "a.xlsx")) == ("empty_file", None, "a.xlsx: the sheet is empty")
        assert problem(file(workbook(One=[["a", "b"]]), "a.xlsx"))[0] == "empty_file"

    def test_a_column_that_comes_twice_is_told(self, file):
        assert problem(file(workbook(A=[["a", "a"], ["1", "2"]]), "a.xlsx"))[1:] == (
            1,
            "a.xlsx, row 1: column 'a' comes twice",
        )

    def test_a_file_that_is_no_workbook_is_told(self, file):
        rule, row, text = problem(file("nothing that is known", "a.xlsx"))
        assert (rule, row) == ("unreadable", None)
        assert text.startswith("a.xlsx: not an Excel workbook: ")

    @pytest.mark.parametrize(
        ("name", "content", "told"),
        [("a.xlsx", "a,b\n1,2\n", "workbook; its content looks like delimited text: rename it to .csv"),
         ("a.xlsx", "a;b\n1;2\n".encode("utf-16"), "workbook; its content looks like delimited text: rename it to .csv"),
         ("a.xls", "\ufeffa\tb\n1\t2\n", "workbook; its content looks like delimited text: rename it to .csv"),
         ("a.ods", "<html><table>", "workbook; its content looks like a web page or XML: open it in Excel and save it as .xlsx"),
         ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600),
          "workbook; its content looks like an old workbook, or one with a password: rename it to .xls, or save it without the password"),
         ("a.csv", workbook(A=[["a"], [1]]), "text; its content looks like a workbook: rename it to .xlsx, or to what else it is"),
         ("a.xls", workbook(A=[["a"], [1]]), "workbook; its content looks like a workbook: rename it to .xlsx, or to what else it is"),
         ("a.parquet", "a,b\n1,2\n", "Parquet file; its content looks like delimited text: rename it to .csv"),
         ("a.csv", b"PAR1" + bytes(60), "text; its content looks like Parquet: rename it to .parquet")],
        ids=["csv as xlsx", "utf-16 as xlsx", "tsv as xls", "html as ods", "xls as xlsx", "xlsx as csv", "xlsx as xls",
             "csv as parquet", "parquet as csv"],
    )  # fmt: skip
    def test_a_file_of_another_kind_than_its_name_says_is_told_with_the_right_name(self, file, name, content, told):
        assert problem(file(content, name)) == ("unreadable", None, f"{name}: this is no {told}")


class TestDigest:
    def test_it_changes_with_the_content_and_not_with_the_place(self, tmp_path, config):
        source = Source(file="a.csv")
        (tmp_path / "a.csv").write_text("x\n1\n")
        (tmp_path / "b.csv").write_text("x\n1\n")
        before = digest_of(source, config)
        assert before == digest_of(Source(file="b.csv"), config)
        (tmp_path / "a.csv").write_text("x\n2\n")
        assert digest_of(source, config) != before

    def test_every_file_of_a_query_counts(self, tmp_path, config):
        source = Source(sql="select 1", files=("a.csv", "b.csv"))
        for name in ("a", "b"):
            (tmp_path / f"{name}.csv").write_text("x\n1\n")
        before = digest_of(source, config)
        (tmp_path / "b.csv").write_text("x\n2\n")
        assert digest_of(source, config) != before

    def test_a_value_that_moves_from_one_file_to_the_next_changes_it(self, tmp_path, config):
        source = Source(sql="select 1", files=("a.csv", "b.csv"))
        (tmp_path / "a.csv").write_text("x\n1\n2\n")
        (tmp_path / "b.csv").write_text("x\n")
        before = digest_of(source, config)
        (tmp_path / "a.csv").write_text("x\n1\n")
        (tmp_path / "b.csv").write_text("2\nx\n")
        assert digest_of(source, config) != before

    def test_a_database_counts_by_its_file(self, database, config, tmp_path):
        source = Source(url=database, query="select id from orders")
        before = digest_of(source, config)
        assert before == digest_of(source, config)
        with sqlite3.connect(tmp_path / "firm.db") as db:
            db.execute("insert into orders values ('x', 1, 1, '')")
        db.close()
        assert digest_of(source, config) != before

    def test_what_a_database_has_not_yet_put_into_its_file_counts(self, database, config, tmp_path):
        source = Source(url=database, query="select id from orders")
        with closing(sqlite3.connect(tmp_path / "firm.db")) as db:
            db.execute("pragma journal_mode = wal")
            before = digest_of(source, config)
            content = (tmp_path / "firm.db").read_bytes()
            db.execute("insert into orders values ('x', 1, 1, '')")
            db.commit()
            assert (tmp_path / "firm.db").read_bytes() == content
            assert digest_of(source, config) != before

    def test_a_file_that_cannot_be_opened_counts_as_one_that_is_missing(self, config, tmp_path):
        before = digest_of(Source(file="a.csv"), config)
        (tmp_path / "a.csv").symlink_to(CLOSED)
        assert digest_of(Source(file="a.csv"), config) == before
