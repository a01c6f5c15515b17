"""A source is read as text, whatever it is; what keeps it from being read is told by its place."""

import io
import sqlite3
from datetime import date, datetime, time
from decimal import Decimal

import duckdb
import openpyxl
import pandas as pd
import pytest

from acctlib.book.sources import as_text, digest_of, read, sqlite_file
from acctlib.config import Config, Source


@pytest.fixture
def config(tmp_path):
    return Config(root=tmp_path)


@pytest.fixture
def file(tmp_path, config):
    """Write a file, and read it as a source."""

    def reading(content, name="revenue.csv", **source):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return read("revenue", Source(file=name, **source), config)

    return reading


def lines(raw):
    """Row -> cells."""
    assert raw.problems == ()
    return {int(row): cells for row, cells in zip(raw.frame.index, raw.frame.to_numpy().tolist(), strict=True)}


def problem(raw):
    (found,) = raw.problems
    assert raw.frame.empty
    return found.rule, found.row, found.text


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
            "revenue.csv, row 4: 3 fields under 2 heads: is a quote missing?",
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
            f"revenue.csv, row 1: the head is one column for {declared!r}, but holds {given!r}",
        )

    def test_one_column_is_not_taken_for_a_wrong_delimiter(self, file):
        assert lines(file("a\n1\n")) == {2: ["1"]}

    def test_a_wrong_encoding_names_the_row(self, file):
        assert problem(file("name\nfine\nCafé\n".encode("cp1252"))) == (
            "wrong_encoding",
            3,
            "revenue.csv, row 3: byte 0xe9 is not utf-8-sig",
        )

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

    def test_a_nul_is_no_end_of_the_text(self, file):
        assert lines(file("a,b\n1\x00,2\n")) == {2: ["1\ufffd", "2"]}

    def test_a_field_larger_than_the_reader_takes_is_told_and_not_raised(self, file):
        assert problem(file("a,b\n" + "x" * 200_000 + ",1\n"))[0] == "unreadable"


def workbook(**sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


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

    def test_the_first_sheet_is_read_unless_another_is_named(self, file):
        content = workbook(One=[["a"], ["1"]], Two=[["a"], ["2"]])
        assert lines(file(content, "a.xlsx")) == {2: ["1"]}
        raw = file(content, "a.xlsx", sheet="Two")
        assert (lines(raw), raw.sheet) == ({2: ["2"]}, "Two")

    def test_a_missing_sheet_is_told_with_those_there_are(self, file):
        content = workbook(One=[["a"], ["1"]], Two=[["a"], ["2"]])
        assert problem(file(content, "a.xlsx", sheet="Three")) == (
            "unreadable",
            None,
            "a.xlsx, Three: there is no sheet 'Three'; there are One, Two",
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
        rule, row, text = problem(file("a,b\n1,2\n", "a.xlsx"))
        assert (rule, row) == ("unreadable", None)
        assert text.startswith("a.xlsx: this is no workbook: ")


class TestParquet:
    @pytest.fixture
    def parquet(self, tmp_path, config):
        def reading(sql):
            duckdb.connect().execute(f"copy ({sql}) to '{tmp_path / 'a.parquet'}' (format parquet)")
            return read("revenue", Source(file="a.parquet"), config)

        return reading

    def test_values_become_text(self, parquet):
        raw = parquet(
            "select '00123' id, date '2026-09-30' d, 12.3450::decimal(9,4) m, 7::bigint n, true f, 1.5::double x"
        )
        assert lines(raw) == {2: ["00123", "2026-09-30", "12.3450", "7", "yes", "1.5"]}

    def test_nothing_is_nothing_and_whole_numbers_stay_whole(self, parquet):
        raw = parquet("select * from (values (7, date '2026-01-01', 'a'), (null, null, null)) t(n, d, t) order by n")
        assert lines(raw) == {2: ["7", "2026-01-01", "a"], 3: ["", "", ""]}

    def test_a_moment_with_a_time_zone_is_a_text_that_begins_with_its_day(self, parquet):
        raw = parquet("""select timestamptz '2026-09-30 12:00:00+00' as "a ""b", 1 n""")
        (day, number), *_ = lines(raw).values()
        assert list(raw.frame.columns) == ['a "b', "n"]
        assert (day[:11], number) == ("2026-09-30 ", "1")

    def test_no_digit_is_lost(self, parquet):
        raw = parquet("select 9999999999999.9999::decimal(18,4) m, unnest([9007199254740993, null])::bigint id")
        # No float holds them: the second is 2**53 + 1.
        cells = ["9999999999999.9999", "9007199254740993"]
        assert lines(raw) == {2: cells, 3: [cells[0], ""]}

    def test_a_file_that_is_none_is_told(self, file):
        rule, _, text = problem(file(b"PAR0", "a.parquet"))
        assert rule == "unreadable"
        assert text.startswith("a.parquet: this is no Parquet file: ")


class TestQueryOverFiles:
    def test_each_file_is_a_view_named_like_it_and_all_text(self, tmp_path, config):
        (tmp_path / "orders.csv").write_text("id;client\n007;00123\n")
        (tmp_path / "lines.csv").write_text("id;price;n\n007;2.50;3\n007;1.25;2\n")
        source = Source(
            sql="select client, sum(price::decimal(9,2) * n::int) amount from orders join lines using (id) group by 1",
            files=("orders.csv", "lines.csv"),
            delimiter=";",
        )
        raw = read("revenue", source, config)
        assert lines(raw) == {2: ["00123", "10.00"]}  # 2.50 x 3 + 1.25 x 2
        assert raw.file == "orders.csv, lines.csv"

    def test_a_file_can_be_named_in_the_query_itself(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("x\n1\n2\n")
        raw = read("revenue", Source(sql="select sum(x) s from 'a.csv'"), config)
        assert lines(raw) == {2: ["3"]}
        assert raw.file == "query over files"

    def test_parquet_files_too(self, tmp_path, config):
        duckdb.connect().execute(f"copy (select '00123' id) to '{tmp_path / 'a.parquet'}' (format parquet)")
        assert lines(read("revenue", Source(sql="select id from a", files=("a.parquet",)), config)) == {2: ["00123"]}

    def test_a_query_that_fails_is_told(self, config):
        rule, row, text = problem(read("revenue", Source(sql="select nothing from nowhere"), config))
        assert (rule, row) == ("unreadable", None)
        assert text.startswith("query over files: the query failed: ")
        assert "nowhere" in text

    def test_what_the_database_says_is_told_in_one_line(self, tmp_path, config):
        (tmp_path / "a.csv").write_bytes("x,y\n1,Café\n".encode("cp1252"))
        text = problem(read("revenue", Source(sql="select * from a", files=("a.csv",)), config))[2]
        assert text.startswith("a.csv: the query failed: Invalid Input Error: CSV Error on Line: 2")
        assert "not utf-8" in text
        assert "\n" not in text

    def test_a_statement_that_gives_no_rows_is_told(self, config):
        raw = read("revenue", Source(sql="create table t (x int)"), config)
        assert problem(raw)[0] in ("unreadable", "empty_file")  # by the version of DuckDB

    def test_a_sum_keeps_every_digit(self, config):
        # 2**64 + 1, by hand; a float would end on ...552000.
        raw = read(
            "revenue", Source(sql="select sum(x) s from (values (18446744073709551615::hugeint), (2)) t(x)"), config
        )
        assert lines(raw) == {2: ["18446744073709551617"]}

    def test_a_file_that_is_missing_is_told(self, config, tmp_path):
        raw = read("revenue", Source(sql="select 1", files=("none.csv",)), config)
        assert problem(raw) == ("missing_file", None, f"none.csv: there is no file at {tmp_path / 'none.csv'}")


@pytest.fixture
def database(tmp_path):
    with sqlite3.connect(tmp_path / "firm.db") as db:
        db.execute("create table orders (id text, amount real, n int, note text)")
        db.executemany("insert into orders values (?, ?, ?, ?)", [("00123", 1.5, 2, None), ("9", 2.0, 3, "ü")])
    db.close()
    return "sqlite:///firm.db"


class TestDatabase:
    def test_a_query_gives_text(self, database, config):
        raw = read("revenue", Source(url=database, query="select id, amount, n, note from orders order by n"), config)
        assert lines(raw) == {2: ["00123", "1.5", "2", ""], 3: ["9", "2", "3", "ü"]}
        assert raw.file == "database query"

    def test_its_file_is_seen_from_the_configuration(self, config, tmp_path):
        assert sqlite_file("sqlite:///data/firm.db", config) == tmp_path / "data" / "firm.db"
        assert sqlite_file("sqlite:////srv/firm.db", config).as_posix() == "/srv/firm.db"
        assert sqlite_file("postgresql://server/firm", config) is None

    def test_a_query_that_fails_is_told(self, database, config):
        rule, _, text = problem(read("revenue", Source(url=database, query="select x from nowhere"), config))
        assert rule == "unreadable"
        assert "the query failed: " in text
        assert "no such table: nowhere" in text

    def test_a_file_that_is_missing_is_told_and_not_made(self, config, tmp_path):
        raw = read("revenue", Source(url="sqlite:///none.db", query="select 1"), config)
        assert problem(raw)[0] == "missing_file"
        assert not (tmp_path / "none.db").exists()

    def test_an_address_that_is_none_is_told(self, config):
        assert problem(read("revenue", Source(url="nonsense", query="select 1"), config))[0] == "unreadable"


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

    def test_a_file_that_is_named_in_the_query_counts(self, tmp_path, config):
        source = Source(sql="select * from 'a.csv'")
        (tmp_path / "a.csv").write_text("x\n1\n")
        before = digest_of(source, config)
        (tmp_path / "a.csv").write_text("x\n2\n")
        assert digest_of(source, config) != before

    def test_a_database_counts_by_its_file(self, database, config, tmp_path):
        source = Source(url=database, query="select id from orders")
        before = digest_of(source, config)
        assert before == digest_of(source, config)
        with sqlite3.connect(tmp_path / "firm.db") as db:
            db.execute("insert into orders values ('x', 1, 1, '')")
        db.close()
        assert digest_of(source, config) != before


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (float("nan"), ""),
        (pd.NA, ""),
        (pd.NaT, ""),
        (None, ""),
        (123.0, "123"),
        (-0.5, "-0.5"),
        (1e20, "1e+20"),
        (123, "123"),
        (False, "no"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (date(2026, 2, 28), "2026-02-28"),
        (pd.Timestamp("2026-02-28"), "2026-02-28"),
        (time(8, 5), "08:05:00"),
        ("00123", "00123"),
    ],
)
def test_a_typed_cell_as_text(value, text):
    assert as_text(value) == text
