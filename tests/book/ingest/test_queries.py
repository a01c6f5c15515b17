"""What a database makes of files and of servers is read as text, digit by digit."""

import duckdb
import pytest

from acctlib.book.ingest import file_queries
from acctlib.book.ingest.queries import sqlite_file
from acctlib.book.ingest.sources import read
from acctlib.config import Source
from tests.book.readings import lines, problem, workbook


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
        assert text.startswith("a.parquet: not a Parquet file: ")


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

    @pytest.mark.parametrize(
        "reach",
        ["'a.csv'", "'*.csv'", "read_csv('a.csv')", "read_text('a.csv')", "glob('*')", "'https://192.0.2.1/a.csv'",
         "sniff_csv('a.csv')", "read_parquet('a.parquet')", "duckdb_secrets()"],
    )  # fmt: skip
    @pytest.mark.parametrize("files", [(), ("a.csv",)])
    def test_a_query_reaches_nothing_by_a_path_and_the_way_out_is_told(self, tmp_path, config, files, reach):
        (tmp_path / "a.csv").write_text("x\n1\n")
        rule, _, text = problem(read("revenue", Source(sql=f"select * from {reach}", files=files), config))
        assert rule == "failed_query"
        assert "the query reads by a path: Permission Error" in text

    def test_what_needs_an_extension_is_refused_and_nothing_is_fetched(self, config):
        text = problem(read("revenue", Source(sql="select * from read_xlsx('a.xlsx')"), config))[2]
        assert text.startswith("query over files: the query failed: Catalog Error")

    @pytest.mark.parametrize(
        "sql",
        ["copy (select 1) to '{folder}/out.csv'", "attach '{folder}/out.db'", "create table t (x int)", "install httpfs",
         "load httpfs", "set threads = 4", "pragma version", "call duckdb_settings()", "explain select 1",
         "insert into a values ('9')", "drop table a", "select 1; copy (select 1) to '{folder}/out.csv'",
         "export database '{folder}/out'", "", "-- nothing"],
    )  # fmt: skip
    def test_only_one_select_is_run(self, tmp_path, config, sql):
        (tmp_path / "a.csv").write_text("x\n1\n")
        source = Source(sql=sql.format(folder=tmp_path) or " ", files=("a.csv",))
        rule, _, text = problem(read("revenue", source, config))
        assert rule == "failed_query"
        assert text.startswith("a.csv: the query does not produce a table: write a single select (it is ")
        assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]

    def test_what_is_no_sql_is_told(self, config):
        text = problem(read("revenue", Source(sql="selec 1"), config))[2]
        assert text.startswith("query over files: the query failed: Parser Error")

    def test_pivot_unpivot_and_with_are_selects(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("c,q,v\nA,q1,1\nA,q2,2\n")
        for sql in ("pivot a on q using any_value(v) group by c", "from (pivot a on q using any_value(v) group by c)"):
            assert lines(read("revenue", Source(sql=sql, files=("a.csv",)), config)) == {2: ["A", "1", "2"]}
        (tmp_path / "b.csv").write_text("c,Jan 26,Feb 26\nA,1,2\n")
        sql = 'with m as (unpivot b on "Jan 26", "Feb 26" into name m value v) select c, m, v from m'
        found = lines(read("revenue", Source(sql=sql, files=("b.csv",)), config))
        assert found == {2: ["A", "Jan 26", "1"], 3: ["A", "Feb 26", "2"]}

    @pytest.mark.parametrize(
        ("used", "told"),
        [("now()", "now()"), ("NOW ( )", "now()"), ('main."now"()', "now()"), ("current_date", "current_date"),
         ("localtimestamp", "localtimestamp"), ("today()", "today()"), ("random()", "random()"), ("uuid()", "uuid()"),
         ("gen_random_uuid()", "gen_random_uuid()"), ("age(x::date)", "age()"), ("ago(interval 1 day)", "ago()"),
         ("get_current_time()", "get_current_time()"), ("current_localtimestamp()", "current_localtimestamp()"),
         ("current_setting('TimeZone')", "current_setting()"),
         ("(select x from a tablesample 10%)", "a sample"), ("(select x from a using sample 1)", "a sample")],
    )  # fmt: skip
    def test_what_would_give_other_rows_another_day_is_refused_by_name(self, tmp_path, config, used, told):
        (tmp_path / "a.csv").write_text("x\n2026-07-01\n")
        source = Source(sql=f"select é.x, {used} as y from a é", files=("a.csv",))
        rule, _, text = problem(read("revenue", source, config))
        assert rule == "failed_query"
        assert text == f"a.csv: the query uses {told}: the same files would not always give the same rows"

    def test_functions_of_a_day_give_the_same_each_time(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("day\n2026-07-02\n")
        sql = "select year(d)::varchar y, date_trunc('month', d)::date::varchar m, strftime(d, '%d') s, (d - d)::varchar n from (select day::date d from a)"
        assert lines(read("revenue", Source(sql=sql, files=("a.csv",)), config)) == {
            2: ["2026", "2026-07-01", "02", "0"]
        }

    def test_columns_texts_and_comments_may_be_called_like_such_a_function(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("now,current_date,today\n1,2026-07-02,x\n")
        sql = """select now, a.current_date, "current_date" as d, today, 'now()', -- random()
            age("current_date"::date, date '2026-07-01')::varchar, case when now = '' then error('none') end
            from (from a using sample reservoir(5 rows) repeatable (1)) a"""
        found = lines(read("revenue", Source(sql=sql, files=("a.csv",)), config))
        assert found == {2: ["1", "2026-07-02", "2026-07-02", "x", "now()", "1 day", ""]}

    def test_a_variable_of_ours_is_no_table(self, config):
        text = problem(read("revenue", Source(sql="select * from source"), config))[2]
        assert "Table with name source does not exist" in text

    def test_a_query_without_an_end_is_stopped(self, monkeypatch, config):
        monkeypatch.setattr(file_queries, "SECONDS", 0.2)
        endless = "select count(*) n from range(1000000000) a, range(1000000000) b where a.range * b.range < 0"
        text = problem(read("revenue", Source(sql=endless), config))[2]
        assert text == "query over files: the query took more than 0.2 seconds and was stopped"

    def test_it_has_no_folder_for_temporary_files_and_cannot_be_given_one(self):
        with file_queries.closed_database() as database:
            kept = database.execute("select current_setting('temp_directory')").fetchall()
            with pytest.raises(duckdb.Error):
                database.execute("set enable_external_access = true")
            with pytest.raises(duckdb.Error):
                database.execute("set temp_directory = '/tmp'")
        assert kept == [("",)]

    def test_parquet_files_too(self, tmp_path, config):
        duckdb.connect().execute(f"copy (select '00123' id) to '{tmp_path / 'a.parquet'}' (format parquet)")
        assert lines(read("revenue", Source(sql="select id from a", files=("a.parquet",)), config)) == {2: ["00123"]}

    def test_a_query_that_fails_is_told(self, config):
        rule, row, text = problem(read("revenue", Source(sql="select nothing from nowhere"), config))
        assert (rule, row) == ("failed_query", None)
        assert text.startswith("query over files: the query failed: ")
        assert "nowhere" in text

    def test_what_the_database_says_is_told_in_one_line(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("x\nfour\n")
        text = problem(read("revenue", Source(sql="select x::int\nfrom a", files=("a.csv",)), config))[2]
        assert text.startswith("a.csv: the query failed: Conversion Error: Could not convert string 'four'")
        assert "\n" not in text

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

    def test_two_files_of_one_name_are_told(self, tmp_path, config):
        for folder in ("2025", "2026"):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "a.csv").write_text("x\n1\n")
        rule, _, text = problem(read("revenue", Source(sql="from a", files=("2025/a.csv", "2026/a.csv")), config))
        assert rule == "unreadable"
        assert text.endswith("two of its files are named 'a', so a query cannot distinguish them; rename one")


class TestFilesOfAQuery:
    """They are read as any other file is: what `file:` reads or refuses, a query reads or refuses."""

    @pytest.fixture
    def over(self, tmp_path, config):
        def reading(content, sql="select * from a", name="a.csv", **source):
            (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
            return read("revenue", Source(sql=sql, files=(name,), **source), config)

        return reading

    def test_the_declared_encoding_holds(self, over):
        assert lines(over("a;b\nCafé;1\n".encode("cp1252"), encoding="cp1252", delimiter=";")) == {2: ["Café", "1"]}
        assert lines(over("a;b\nCafé;1\n".encode("utf-16"), encoding="utf-16", delimiter=";")) == {2: ["Café", "1"]}
        told = problem(over("a,b\nfine,1\nCafé,1\n".encode("cp1252")))
        assert told == ("wrong_encoding", 3, "a.csv, row 3: byte 0xe9 is not utf-8-sig")

    def test_quotes_that_first_come_late_are_no_part_of_a_value(self, over):
        plain = "".join(f"A,{n}\n" for n in range(30_000))
        raw = over(f'c,s\n{plain}B,"Design"\nB,"Design ""A"""\n', "select s from a where c = 'B'")
        assert lines(raw) == {2: ["Design"], 3: ['Design "A"']}

    def test_two_exports_in_one_file_are_refused_where_the_second_begins(self, over):
        told = problem(over("c,d,n\nA,1,2\nA,1,2\nc,d,n,note\nA,1,2,x\n"))
        assert told == ("second_head", 4, "a.csv, row 4: the column headers are repeated here")

    def test_rows_that_are_shorter_are_read_and_counted(self, over):
        raw = over("c,d,n\nA,1,2\nTotal\nB,1\n", "select c, n is null as none from a")
        assert lines(raw) == {2: ["A", "no"], 3: ["Total", "yes"], 4: ["B", "yes"]}
        (note,) = raw.notes
        assert note.rule == "short_row"
        assert note.text.startswith("a.csv, row 3: it has fewer cells than the header row (and 1 more row); ")

    def test_an_empty_cell_is_null(self, over):
        assert lines(over('a,b\n1,\n2,""\n3,x\n', "select a from a where b is null")) == {2: ["1"], 3: ["2"]}

    def test_more_than_memory_holds_is_told_by_its_file(self, monkeypatch, over):
        monkeypatch.setattr(file_queries, "_CLOSED", ("memory_limit = '1MB'", *file_queries._CLOSED))
        told = problem(over("a,b\n" + f"{'x' * 1000},{'y' * 1000}\n" * 3000))
        assert told[0] == "unreadable"
        assert told[2].startswith("a.csv: it cannot be loaded for a query: Out of Memory Error")

    def test_amounts_beyond_all_sums_have_none(self, over):
        assert over("Net\n" + f"{'9' * 34}\n" * 20, "select Net from a").counted[0].sums == ()

    def test_a_workbook_is_a_table_too(self, over):
        content = workbook(Invoices=[["client", "net"], ["00123", 10.5], ["TOTAL", 10.5]])
        assert lines(over(content, "select * from book where client <> 'TOTAL'", "book.xlsx")) == {2: ["00123", "10.5"]}

    def test_columns_of_one_name_and_of_none_can_be_told_apart(self, over):
        raw = over("Label,Label,,label\n1,2,3,4\n", "select Label, Label_1, column2, label_2 from a")
        assert lines(raw) == {2: ["1", "2", "3", "4"]}

    def test_rows_come_in_the_order_of_the_file_however_many_they_are(self, monkeypatch, over):
        monkeypatch.setattr("acctlib.book.ingest.files.PIECE", 7)
        raw = over("n\n" + "".join(f"{n}\n" for n in range(100)), "select n from a")
        assert [cell for (cell,) in lines(raw).values()] == [str(n) for n in range(100)]

    def test_the_file_that_cannot_be_read_is_named_and_not_the_others(self, tmp_path, config):
        (tmp_path / "a.csv").write_text("x\n1\n")
        (tmp_path / "b.csv").write_text("x,y\n1,2,3\n")
        told = problem(read("revenue", Source(sql="select 1", files=("a.csv", "b.csv")), config))
        assert told == ("unreadable", 2, "b.csv, row 2: 3 fields for 2 headers: is a quote missing?")


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
        assert rule == "failed_query"
        assert "the query failed: " in text
        assert "no such table: nowhere" in text

    def test_a_file_that_is_missing_is_told_and_not_made(self, config, tmp_path):
        raw = read("revenue", Source(url="sqlite:///none.db", query="select 1"), config)
        assert problem(raw)[0] == "missing_file"
        assert not (tmp_path / "none.db").exists()

    def test_an_address_that_is_none_is_told(self, config):
        assert problem(read("revenue", Source(url="nonsense", query="select 1"), config))[0] == "failed_query"
