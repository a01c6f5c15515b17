"""What a database makes of files and of servers is read as text, digit by digit."""

import duckdb
import pytest

from acctlib.book.queries import sqlite_file
from acctlib.book.sources import read
from acctlib.config import Source

from .readings import lines, problem


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

    def test_it_is_called_by_its_files_without_their_folders(self, tmp_path, config):
        (tmp_path / "exports").mkdir()
        (tmp_path / "exports" / "a.csv").write_text("x\n1\n")
        assert read("revenue", Source(sql="from a", files=("exports/a.csv",)), config).file == "a.csv"

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

    def test_a_missing_file_makes_nothing_of_the_others(self, config, tmp_path):
        (tmp_path / "a.csv").write_text("x\n1\n")
        raw = read("revenue", Source(sql="select * from a", files=("a.csv", "none.csv")), config)
        assert problem(raw)[0] == "missing_file"

    @pytest.mark.parametrize("sql", ["select * from a, 'b.csv'", "select * from 'a.csv'"])
    def test_where_files_are_named_the_query_reads_them_by_name_and_nothing_else(self, tmp_path, config, sql):
        for name in ("a", "b"):
            (tmp_path / f"{name}.csv").write_text("x\n1\n")
        rule, _, text = problem(read("revenue", Source(sql=sql, files=("a.csv",)), config))
        assert rule == "unreadable"
        assert text.startswith(
            "a.csv: the query reads more than its `files:`, or reads them by path and not by name: Permission Error"
        )

    def test_two_files_of_one_name_are_told(self, tmp_path, config):
        for folder in ("2025", "2026"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "a.csv").write_text("x\n1\n")
        rule, _, text = problem(read("revenue", Source(sql="from a", files=("2025/a.csv", "2026/a.csv")), config))
        assert rule == "unreadable"
        assert "already exists" in text


class TestDatabase:
    def test_a_query_gives_text(self, database, config):
        raw = read("revenue", Source(url=database, query="select id, amount, n, note from orders order by n"), config)
        assert lines(raw) == {2: ["00123", "1.5", "2", ""], 3: ["9", "2", "3", "ü"]}
        assert raw.file == "database query"

    def test_its_file_is_seen_from_the_configuration(self, config, tmp_path):
        assert sqlite_file("sqlite:///data/firm.db", config) == tmp_path / "data" / "firm.db"
        assert sqlite_file("sqlite:////srv/firm.db", config).as_posix() == "/srv/firm.db"
        assert sqlite_file("sqlite+pysqlite:///firm.db?timeout=5", config) == tmp_path / "firm.db"
        assert sqlite_file("sqlite:///:memory:", config) is None
        assert sqlite_file("postgresql://server/firm", config) is None

    def test_a_name_with_signs_of_an_address_is_a_name(self, database, config, tmp_path):
        (tmp_path / "firm.db").rename(tmp_path / "R&D #1 100%.db")
        raw = read("revenue", Source(url="sqlite:///R&D #1 100%.db", query="select count(*) n from orders"), config)
        assert lines(raw) == {2: ["2"]}

    def test_a_column_that_comes_twice_is_told(self, database, config):
        raw = read("revenue", Source(url=database, query="select id, n as id from orders"), config)
        assert problem(raw) == ("unreadable", 1, "database query, row 1: column 'id' comes twice")

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
