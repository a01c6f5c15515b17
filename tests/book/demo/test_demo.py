import hashlib
from datetime import date
from pathlib import Path

import pytest

from acctlib.book import check_book
from acctlib.book.demo import demo_config, write_demo
from acctlib.book.schema.tables import TABLES
from acctlib.config import Config, Target, load_config
from acctlib.errors import ConfigError


def digests(folder):
    files = sorted(path for path in folder.iterdir() if path.is_file())
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class TestBytes:
    def test_the_same_seed_gives_the_same_bytes(self, book, tmp_path):
        again = digests(write_demo(tmp_path / "again"))
        assert again == {name: digest for name, digest in digests(book.folder).items() if name in again}
        assert set(again) == {f"{table}.csv" for table in TABLES} | {"truth.json", "acctlib.yml"}

    def test_another_seed_gives_other_rows_in_every_table_but_people(self, book, made):
        ours, other = digests(book.folder), digests(made(24, seed=2).folder)
        same = {name for name in other if name.endswith(".csv") and ours[name] == other[name]}
        assert same == {"people.csv"}

    def test_files_have_unix_line_ends_and_no_mark_at_the_start(self, book):
        for path in book.folder.glob("*.csv"):
            held = path.read_bytes()
            assert b"\r" not in held
            assert not held.startswith(b"\xef\xbb\xbf")
            assert held.endswith(b"\n")

    def test_columns_are_those_of_the_schema(self, book):
        for name, table in TABLES.items():
            head = (book.folder / f"{name}.csv").read_text(encoding="utf-8").split("\n", 1)[0]
            assert head == ",".join(column.name for column in table.columns)


class TestSizes:
    @pytest.mark.parametrize("clients", [1, 3, 24, 60])
    def test_a_book_of_any_size_has_no_problem(self, made, book, sixty, clients):
        read = {24: book, 60: sixty}.get(clients) or made(clients)
        assert len(read("clients")) == clients
        assert [problem.text for problem in check_book(load_config(read.folder / "acctlib.yml")).problems] == []

    @pytest.mark.parametrize("quarters", [1, 2, 3, 5])
    def test_a_short_book_has_no_problem_and_nothing_from_outside(self, made, quarters):
        read = made(14, quarters)
        assert [problem.text for problem in check_book(load_config(read.folder / "acctlib.yml")).problems] == []
        begin = {1: "2026-07-01", 2: "2026-04-01", 3: "2026-01-01", 5: "2025-07-01"}[quarters]
        days = [row["service_date"] for row in read("revenue")]
        assert begin <= min(days) <= max(days) < "2026-10-01"

    def test_another_last_quarter_moves_the_data(self, made):
        read = made(2, 4, end="2024Q1")
        assert read.truth["quarters"] == ["2023Q2", "2023Q3", "2023Q4", "2024Q1"]
        assert load_config(read.folder / "acctlib.yml").covered_to == date(2024, 3, 31)
        assert max(row["service_date"] for row in read("revenue")) <= "2024-03-31"

    @pytest.mark.parametrize("wrong", [{"clients": 0}, {"quarters": 0}, {"seed": -1}])
    def test_an_impossible_size_is_refused(self, tmp_path, wrong):
        with pytest.raises(ConfigError, match="at least 1, 1 and 0 are needed"):
            write_demo(tmp_path / "book", **wrong)
        assert not (tmp_path / "book").exists()


class TestIndependence:
    @pytest.mark.parametrize("table", [name for name, table in TABLES.items() if name not in ("people", "rates")])
    def test_a_clients_rows_do_not_depend_on_how_many_clients_there_are(self, book, sixty, table):
        # Rows stand client by client: the smaller book is the beginning of the larger one.
        assert sixty(table)[: len(book(table))] == book(table)
        assert len(sixty(table)) > len(book(table))

    def test_the_firms_own_tables_do_not_either(self, book, sixty):
        assert (book("people"), book("rates")) == (sixty("people"), sixty("rates"))


class TestNothingAhead:
    @pytest.mark.parametrize(
        ("table", "column"),
        [
            ("clients", "end_date"),
            ("contracts", "start_date"),
            ("contracts", "signed_date"),
            ("revenue", "service_date"),
            ("costs", "date"),
            ("surveys", "sent_date"),
            ("surveys", "answered_date"),
            ("projects", "start_date"),
            ("projects", "delivered_date"),
            ("projects", "accepted_date"),
            ("milestones", "done_date"),
            ("actions", "promised_on"),
            ("actions", "done_date"),
            ("opportunities", "closed_date"),
            ("renewal_forecasts", "called_on"),
            ("contacts", "last_contact"),
            ("contacts", "departed_date"),
            ("clients", "wallet_date"),
            ("rates", "date"),
        ],
    )
    def test_nothing_has_happened_after_the_last_day(self, sixty, table, column):
        days = [row[column] for row in sixty(table) if row[column]]
        assert days
        assert max(days) <= "2026-09-30"

    @pytest.mark.parametrize(
        ("table", "column"),
        [("revenue", "service_date"), ("surveys", "sent_date"), ("projects", "start_date"), ("actions", "promised_on")],
    )
    def test_nothing_happens_before_a_client_starts_or_after_it_left(self, sixty, table, column):
        heads = {row["client_id"]: row for row in sixty("clients")}
        outside = [
            row["client_id"]
            for row in sixty(table)
            if not heads[row["client_id"]]["start_date"] <= row[column] < (heads[row["client_id"]]["end_date"] or "9")
        ]
        # The one planted credit, and nothing else.
        assert outside == ([sixty.who("a credit after leaving")] if table == "revenue" else [])


class TestFolder:
    def test_a_folder_with_anything_else_is_left_alone(self, tmp_path):
        (tmp_path / "clients.csv").write_text("client_id,name\nX,Ours\n")
        with pytest.raises(ConfigError, match="not empty and has no demo book in it; give another"):
            write_demo(tmp_path, 1, 1)
        assert (tmp_path / "clients.csv").read_text() == "client_id,name\nX,Ours\n"

    def test_an_earlier_book_is_replaced_whole(self, tmp_path):
        folder = write_demo(tmp_path / "book", 3, 2)
        (folder / "reports").mkdir()
        (folder / "reports" / "old.pdf").write_text("made from the old one")
        assert digests(write_demo(folder, 1, 2)) == digests(write_demo(tmp_path / "fresh", 1, 2))
        assert not (folder / "reports").exists()

    def test_a_strangers_file_in_an_earlier_book_is_not_lost(self, tmp_path):
        folder = write_demo(tmp_path / "book", 1, 1)
        (folder / "my notes.md").write_text("keep")
        with pytest.raises(ConfigError, match=r"my notes\.md is not part of the demo book and would be lost"):
            write_demo(folder, 2, 1)
        assert (folder / "my notes.md").read_text() == "keep"

    @pytest.mark.parametrize("file", ["acctlib.yml", "clients.csv"])
    def test_an_edited_file_of_an_earlier_book_is_not_lost(self, tmp_path, file):
        folder = write_demo(tmp_path / "book", 1, 1)
        (folder / file).write_text("ours now\n")
        with pytest.raises(ConfigError, match=f"{file} has been edited and would be lost"):
            write_demo(folder, 2, 1)
        assert (folder / file).read_text() == "ours now\n"

    def test_a_folder_with_somebody_elses_truth_is_left_alone(self, tmp_path):
        (tmp_path / "truth.json").write_text("{}\n")
        with pytest.raises(ConfigError, match=r"truth\.json has been edited"):
            write_demo(tmp_path, 1, 1)
        assert (tmp_path / "truth.json").read_text() == "{}\n"

    def test_the_folder_that_one_stands_in_stays(self, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        before = tmp_path.stat().st_ino
        for clients in (1, 2):  # into an empty folder, and over an earlier book
            write_demo(Path(), clients, 1)
            assert Path.cwd().stat().st_ino == before
            assert len((tmp_path / "clients.csv").read_text(encoding="utf-8").splitlines()) == 1 + clients

    def test_what_cannot_be_moved_in_leaves_everything_as_it_was(self, tmp_path, monkeypatch):
        folder = write_demo(tmp_path / "book", 1, 1)
        before, rename, refused = digests(folder), Path.rename, []

        def refusing(path, target):
            if path.parent.name == "made" and path.name == "revenue.csv" and not refused:
                refused.append(path)
                raise OSError("no room")
            return rename(path, target)

        monkeypatch.setattr(Path, "rename", refusing)
        with pytest.raises(OSError, match="no room"):
            write_demo(folder, 2, 1)
        assert refused
        assert digests(folder) == before

    def test_a_file_is_no_folder(self, tmp_path):
        (tmp_path / "book").write_text("")
        with pytest.raises(ConfigError, match="this is a file; name a folder"):
            write_demo(tmp_path / "book", 1, 1)

    def test_a_failure_leaves_the_earlier_book_and_no_scraps(self, tmp_path, monkeypatch):
        folder = write_demo(tmp_path / "book", 1, 1)
        before = digests(folder)
        monkeypatch.setattr("acctlib.book.demo.rates", lambda *_: [{"date": object()}])
        with pytest.raises(KeyError):
            write_demo(folder, 2, 1)
        assert digests(folder) == before
        assert [path.name for path in tmp_path.iterdir()] == ["book"]


class TestConfiguration:
    def test_it_says_that_it_is_a_demonstration_and_names_every_table(self, book):
        config = load_config(book.folder / "acctlib.yml")
        assert (config.demo, config.firm, config.currency, config.locale) == (True, "Northgate Agency", "EUR", "en_GB")
        assert config.covered_to == date(2026, 9, 30)
        assert set(config.sources) == set(TABLES)
        assert config.targets["nrr"] == Target(target=1.05)
        assert config.path(config.book) == book.folder / ".acctlib" / "book.duckdb"

    def test_a_configuration_with_sources_comes_back_as_it_is(self, tmp_path):
        config = Config(sources={"clients": {"file": "c.csv"}}, root=tmp_path)
        assert demo_config(config) is config
        assert list(tmp_path.iterdir()) == []

    def test_one_without_gets_the_demonstration_and_keeps_its_own_places(self, tmp_path):
        given = Config(root=tmp_path, out="elsewhere", brand="our-brand.yml", firm="Somebody")
        config = demo_config(given)
        assert (config.demo, config.firm) == (True, "Northgate Agency")
        assert config.root == tmp_path / "data" / "demo"
        assert config.out == tmp_path / "elsewhere"
        assert config.brand == tmp_path / "our-brand.yml"
        assert (config.notebooks, config.templates) == (tmp_path / "notebooks", given.templates)

    def test_the_book_is_made_once(self, tmp_path):
        folder = write_demo(tmp_path / "data" / "demo", 1, 1)
        before = digests(folder)
        demo_config(Config(root=tmp_path))
        assert digests(folder) == before
