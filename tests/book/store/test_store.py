"""The book is built whole or not at all, rebuilt only when something changed, and cut to one client and edition."""

import csv
import io
import multiprocessing
import pickle
import tempfile
import unicodedata
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib import load_config, open_book
from acctlib.book import check_book
from acctlib.book.schema.tables import TABLES
from acctlib.book.store.store import fingerprint
from acctlib.errors import ConfigError, DataError, ReviewError

HEAD = "client_id,service_date,amount,kind\n"
FULL = {
    "contracts": "contract_id,client_id,start_date,notice_date\nK1,C1,2026-01-01,2026-10-01\n",
    "costs": "client_id,date,amount,person\nC1,2026-07-28,12.50,D. Meyer\nC2,2026-07-28,99,K. Sato\n",
    "surveys": "survey_id,client_id,sent_date,respondent,nps,may_quote,comment\n"
    "S1,C1,2026-08-01,Ann,9,yes,Fine\nS2,C1,2026-08-02,Bo,,,In confidence\nS3,C1,2026-08-02,Cy,,no,Not for them\n",
    "projects": "project_id,client_id,name,cost,hours_actual\nP1,C1,Site,10,1\nP2,C2,App,20,2\n",
    "milestones": "milestone_id,project_id,due_date\nM1,P1,2026-08-01\nM2,P2,2026-08-02\nM3,P1,2026-08-03\n",
    "objectives": "objective_id,client_id,statement,target\nO1,C1,Grow,1.5\n",
    "actions": "action_id,client_id,promised_on,text\nA1,C1,2026-07-01,Call\nA2,C2,2026-07-01,Write\n",
    "decisions": "decision_id,client_id,asked_on,question\nD1,C1,2026-07-01,Which?\n",
    "results": "result_id,client_id,date,statement\nE1,C1,2026-07-01,More\n",
    "risks": "risk_id,client_id,raised_on,text,shared\n"
    "R1,C1,2026-07-01,Late,yes\nR2,C1,2026-07-01,Rival,no\nR3,C1,2026-07-01,Sponsor goes,\n",
    "ideas": "idea_id,client_id,raised_on,text,shared\nG1,C1,2026-07-01,Try,yes\nG2,C1,2026-07-01,Not yet,no\n",
    "opportunities": "opportunity_id,client_id,name,won\nX1,C1,More,yes\n",
    "renewal_forecasts": "client_id,called_on,call\nC1,2026-07-01,at_risk\n",
    "contacts": "contact_id,client_id,name,owner\nK1,C1,Ann Winter,D. Meyer\n",
    "assignments": "client_id,project_id,person,hours\nC1,P1,D. Meyer,5\nC2,P2,K. Sato,6\n",
    "people": "person,role\nD. Meyer,Specialist\n",
    "rates": "date,currency,rate\n2026-01-01,USD,0.9\n",
}


def stored(config):
    return config.path(config.book)


def state(config):
    """What tells one build from another."""
    kept = stored(config).stat()
    return kept.st_ino, kept.st_mtime_ns


class TestWhole:
    def test_a_failing_build_leaves_the_old_book(self, firm):
        config = firm()
        with open_book(config) as book:
            before = book.fingerprint
        content = stored(config).read_bytes()
        config.path("revenue.csv").write_text(HEAD + "C9,2026-07-01,1x,retainer\n")
        with pytest.raises(DataError) as caught:
            open_book(config)
        assert str(caught.value) == (
            "2 problems in the data:\n"
            "  revenue.csv, row 2, amount: '1x' is not a valid amount (decimal mark '.')\n"
            "  revenue.csv, row 2, client_id: 'C9' is not a known client\n"
            "Run `acctlib check` for all of them."
        )
        assert stored(config).read_bytes() == content
        assert [path.name for path in stored(config).parent.iterdir()] == ["book.duckdb"]
        with duckdb.connect(str(stored(config)), read_only=True) as db:
            assert db.execute("select fingerprint from _book").fetchall() == [(before,)]

    def test_a_failing_build_without_an_old_book_leaves_nothing(self, firm):
        config = firm(revenue="")
        with pytest.raises(DataError, match=r"^1 problem in the data:\n  revenue\.csv: it is empty\n"):
            open_book(config)
        assert not stored(config).parent.exists()

    def test_a_build_that_breaks_while_writing_leaves_the_old_book(self, firm, monkeypatch):
        config = firm()
        open_book(config).close()
        content = stored(config).read_bytes()
        config.path("revenue.csv").write_text(HEAD + "C1,2026-07-01,1,retainer\n")

        def full(*_):
            raise OSError("no space left")

        # The disk that is full is the one thing that cannot be had for real.
        monkeypatch.setattr("acctlib.book.store.build._exact", full)
        with pytest.raises(OSError, match="no space left"):
            open_book(config)
        assert stored(config).read_bytes() == content
        assert [path.name for path in stored(config).parent.iterdir()] == ["book.duckdb"]

    def test_a_new_book_takes_the_place_of_the_old_one_in_one_step(self, firm):
        config = firm()
        open_book(config).close()
        with stored(config).open("rb") as held:
            before = stored(config).read_bytes()
            open_book(firm(revenue=HEAD + "C1,2026-07-01,2,usage\n")).close()
            assert held.read() == before
        assert stored(config).read_bytes() != before

    def test_only_five_problems_are_shown(self, firm):
        config = firm(revenue=HEAD + "C1,2026-07-01,x,retainer\n" * 9)
        with pytest.raises(DataError) as caught:
            open_book(config)
        lines = str(caught.value).splitlines()
        assert (lines[0], len(lines)) == ("9 problems in the data:", 7)

    def test_a_warning_does_not_keep_it_from_being_built(self, firm):
        config = firm(revenue=HEAD + "C1,2026-07-01,1.00001,retainer\n")
        assert [p.rule for p in check_book(config).problems] == ["rounded"]
        with open_book(config) as book:
            assert book.frame("revenue")["amount"].to_list() == [1.0]

    def test_checking_builds_nothing(self, firm):
        config = firm()
        check_book(config)
        assert not stored(config).exists()

    def test_no_sources_name_the_way_out(self, tmp_path):
        (tmp_path / "acctlib.yml").write_text("")
        with pytest.raises(ConfigError, match=r"^sources: none are configured; "):
            open_book(load_config(tmp_path / "acctlib.yml"))


class TestRebuilt:
    def opened(self, config):
        open_book(config).close()
        return state(config)

    def test_not_when_nothing_changed(self, firm):
        before = self.opened(firm())
        assert self.opened(firm()) == before

    def test_not_when_a_file_was_only_touched(self, firm):
        config = firm()
        before = self.opened(config)
        config.path("revenue.csv").touch()
        assert self.opened(config) == before

    def test_not_when_only_the_look_changed(self, firm):
        before = self.opened(firm())
        said = {"firm": "Other", "locale": "de_DE", "confidentiality": "x", "covered_to": date(2026, 9, 30)}
        assert self.opened(firm(config=said)) == before

    def test_when_an_input_changed(self, firm):
        before = self.opened(firm())
        assert self.opened(firm(revenue=HEAD + "C1,2026-07-01,2,usage\n")) != before

    @pytest.mark.parametrize("said", [{"currency": "CHF"}, {"rules": {"end_before_start": "block"}}])
    def test_when_the_configuration_changed(self, firm, said):
        config = firm(
            clients="client_id,name,currency\nC1,A,EUR\nC2,B,EUR\n", rates="date,currency,rate\n2020-01-01,EUR,1\n"
        )
        before = self.opened(config)
        assert self.opened(config.model_copy(update=said)) != before

    def test_when_the_way_a_source_is_read_changed(self, firm):
        before = self.opened(firm())
        assert self.opened(firm({"revenue": {"dates": "day-first"}})) != before

    def test_when_the_schema_changed(self, firm, monkeypatch):
        config = firm()
        before = self.opened(config)
        monkeypatch.setattr("acctlib.book.store.store.TABLES", dict(list(TABLES.items())[:-1]))
        assert self.opened(config) != before

    def test_when_the_book_cannot_be_read(self, firm):
        config = firm()
        before = self.opened(config)
        stored(config).write_bytes(b"no database")
        assert self.opened(config) != before
        with open_book(config) as book:
            assert book.client_ids() == ["C1", "C2"]

    def test_a_table_that_is_no_longer_named_is_gone(self, firm):
        with open_book(firm(**FULL)) as book:
            assert book.tables == set(TABLES)
        with open_book(firm()) as book:
            assert book.tables == {"clients", "revenue"}

    def test_the_fingerprint_is_that_of_the_content_and_not_of_the_place(self, firm, tmp_path):
        config = firm()
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for name in ("clients.csv", "revenue.csv", "acctlib.yml"):
            (elsewhere / name).write_bytes(config.path(name).read_bytes())
        assert fingerprint(load_config(elsewhere / "acctlib.yml")) == fingerprint(config) == fingerprint(firm())
        with open_book(config) as book:
            assert book.fingerprint == fingerprint(config)


class TestMoney:
    def test_it_survives_to_four_decimals(self, firm):
        amounts = ["0.0001", "-0.1000", "12345678901.2345", "9999999999999.9999", "100000.1"]
        config = firm(revenue=HEAD + "".join(f"C1,2026-07-0{n},{a},usage\n" for n, a in enumerate(amounts, 1)))
        with open_book(config) as book:
            assert book.totals.set_index("table").loc["revenue", "money_kept"] == str(sum(map(Decimal, amounts)))
            assert book.frame("revenue")["amount"].dtype == "float64"
        with duckdb.connect(str(stored(config)), read_only=True) as db:
            found = [row[0] for row in db.execute("select amount from revenue order by service_date").fetchall()]
        assert found == list(map(Decimal, amounts))

    def test_the_currency_is_the_lines_then_the_clients_then_the_firms(self, firm):
        config = firm(
            clients="client_id,name,currency\nC1,A,USD\nC2,B,\n",
            revenue="client_id,service_date,amount,kind,currency\n"
            "C1,2026-07-01,1,usage,GBP\nC1,2026-07-02,1,usage,\nC2,2026-07-03,1,usage,\n",
            rates="date,currency,rate\n2026-01-01,USD,1\n2026-01-01,GBP,1\n",
            config={"currency": "CHF"},
        )
        with open_book(config) as book:
            assert book.slice("C1", "client").frames["revenue"]["currency"].to_list() == ["GBP", "USD"]
            assert book.slice("C2", "client").frames["revenue"]["currency"].to_list() == ["CHF"]
            assert book.clients()["currency"].to_list() == ["USD", "CHF"]

    def test_totals_are_kept_as_text_with_nothing_where_there_is_no_money(self, firm):
        with open_book(firm()) as book:
            found = book.totals.set_index("table")
        assert found.loc["revenue"].to_dict() == {
            "file": "revenue.csv", "rows_read": "3", "rows_kept": "3", "rows_set_aside": "0", "money": "amount",
            "money_read": "980.2999", "money_kept": "980.2999", "money_set_aside": "0.0000",
        }  # fmt: skip
        assert found.loc["clients", ["money", "money_read", "money_kept", "money_set_aside"]].to_list() == [""] * 4


class TestCovered:
    def covered(self, firm, **given):
        with open_book(firm(**given)) as book:
            return book.covered_to.isoformat(), str(book.last_full_quarter)

    def lines(self, *days):
        return HEAD + "".join(f"C1,{day},1,usage\n" for day in days)

    def test_to_the_day_of_the_last_invoice(self, firm):
        revenue = self.lines("2026-09-30", "2026-07-01")
        assert self.covered(firm, revenue=revenue) == ("2026-09-30", "2026Q3")

    def test_a_quarter_that_lacks_its_last_day_is_not_covered_in_full(self, firm):
        assert self.covered(firm, revenue=self.lines("2026-09-29")) == ("2026-09-29", "2026Q2")

    def test_what_is_said_holds(self, firm):
        given = {"revenue": self.lines("2026-09-01"), "config": {"covered_to": date(2026, 9, 30)}}
        assert self.covered(firm, **given) == ("2026-09-30", "2026Q3")

    def test_the_fiscal_year_decides_the_quarter(self, firm):
        # A year that starts in February: its third quarter ends on 31 October. By hand.
        given = {"revenue": self.lines("2026-10-30"), "config": {"fiscal_year_start": 2}}
        assert self.covered(firm, **given) == ("2026-10-30", "2027Q2")

    @pytest.mark.parametrize(
        ("table", "text"),
        [
            ("surveys", "survey_id,client_id,sent_date\nS1,C1,2026-09-30\n"),
            ("surveys", "survey_id,client_id,sent_date,answered_date\nS1,C1,2026-07-01,2026-09-30\n"),
            ("projects", "project_id,client_id,name,delivered_date\nP1,C1,A,2026-09-30\n"),
            ("projects", "project_id,client_id,name,accepted_date\nP1,C1,A,2026-09-30\n"),
            ("actions", "action_id,client_id,promised_on,text,done_date\nA1,C1,2026-07-01,x,2026-09-30\n"),
        ],
    )
    def test_what_has_happened_counts(self, firm, table, text):
        assert self.covered(firm, revenue=self.lines("2026-07-01"), **{table: text})[0] == "2026-09-30"

    def test_a_milestone_that_is_done_counts(self, firm):
        given = {
            "projects": "project_id,client_id,name\nP1,C1,A\n",
            "milestones": "milestone_id,project_id,done_date\nM1,P1,2026-09-30\n",
        }
        assert self.covered(firm, revenue=self.lines("2026-07-01"), **given)[0] == "2026-09-30"

    def test_plans_do_not_count(self, firm):
        given = {
            "contracts": "contract_id,client_id,start_date,end_date\nK1,C1,2026-01-01,2030-01-01\n",
            "projects": "project_id,client_id,name,committed_date,agreed_date\nP1,C1,A,2030-01-01,2030-01-01\n",
            "actions": "action_id,client_id,promised_on,text,due_date\nA1,C1,2026-07-01,x,2030-01-01\n",
            "rates": "date,currency,rate\n2030-01-01,USD,1\n",
            "clients": "client_id,name,end_date\nC1,A,2030-01-01\n",
        }
        assert self.covered(firm, revenue=self.lines("2026-07-02"), **given)[0] == "2026-07-02"


class TestSlice:
    @pytest.fixture
    def book(self, firm):
        with open_book(firm(**FULL)) as book:
            yield book

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_every_table_has_exactly_the_columns_that_the_edition_may_see(self, book, edition):
        frames = book.slice("C1", edition).frames
        assert {n: list(f.columns) for n, f in frames.items()} == {
            name: seen for name, table in TABLES.items() if (seen := table.visible(edition))
        }

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_slices_cut_together_are_those_cut_one_by_one(self, book, edition):
        together = book.slices(["C2", "C1"], edition)
        assert [one.client_id for one in together] == ["C2", "C1"]
        for one in together:
            alone = book.slice(one.client_id, edition)
            assert (one.fingerprint, list(one.frames)) == (alone.fingerprint, list(alone.frames))
            for name, frame in alone.frames.items():
                pd.testing.assert_frame_equal(one.frames[name], frame)

    def test_a_slice_cut_together_with_others_carries_nothing_of_theirs(self, book):
        first, second = (pickle.dumps(one) for one in book.slices(["C1", "C2"], "internal"))
        named = [[name in content for name in (b"In confidence", b"K. Sato")] for content in (first, second)]
        assert named == [[True, False], [False, True]]

    def test_internal_tables_are_absent_in_the_client_edition(self, book):
        assert set(book.slice("C1", "internal").frames) - set(book.slice("C1", "client").frames) == {
            "costs", "opportunities", "renewal_forecasts", "contacts", "assignments", "people",
        }  # fmt: skip

    def test_nothing_internal_is_in_any_cell_of_the_client_edition(self, book):
        cells = " ".join(frame.to_csv() for frame in book.slice("C1", "client").frames.values())
        assert "Site" in cells
        for secret in ("D. Meyer", "Ann", "12.5"):
            assert secret not in cells
            assert secret in " ".join(f.to_csv() for f in book.slice("C1", "internal").frames.values())

    def test_a_client_reads_only_the_risks_and_ideas_that_are_shared(self, book):
        seen = {edition: book.slice("C1", edition).frames for edition in ("client", "internal")}
        assert [list(seen[e]["risks"]["risk_id"]) for e in seen] == [["R1"], ["R1", "R2", "R3"]]
        assert [list(seen[e]["ideas"]["idea_id"]) for e in seen] == [["G1"], ["G1", "G2"]]

    def test_a_client_gets_only_the_words_that_may_be_quoted(self, book):
        assert list(book.slice("C1", "client").frames["surveys"]["comment"]) == ["Fine", None, None]
        assert list(book.slice("C1", "internal").frames["surveys"]["comment"]) == [
            "Fine",
            "In confidence",
            "Not for them",
        ]

    def test_it_holds_the_rows_of_one_client_only(self, book):
        frames = book.slice("C1", "internal").frames
        for name in set(frames) - {"people", "rates", "milestones"}:
            assert set(frames[name]["client_id"]) == {"C1"}, name
        assert frames["milestones"]["milestone_id"].to_list() == ["M1", "M3"]
        assert book.slice("C2", "internal").frames["milestones"]["milestone_id"].to_list() == ["M2"]

    def test_a_client_without_rows_has_an_empty_table_of_the_right_types(self, book):
        surveys = book.slice("C2", "client").frames["surveys"]
        assert surveys.empty
        assert str(surveys["nps"].dtype) == "Int64"
        assert str(surveys["may_quote"].dtype) == "boolean"
        assert pd.api.types.is_datetime64_any_dtype(surveys["answered_date"])

    def test_types_are_those_of_the_schema(self, book):
        kinds = {"money": "float64", "number": "float64", "whole": "Int64", "flag": "boolean", "date": "datetime64[us]"}
        for name, frame in book.slice("C1", "internal").frames.items():
            for column in frame:
                assert str(frame[column].dtype) == kinds.get(TABLES[name].column(column).type, "object"), (name, column)

    def test_a_missing_text_is_none(self, book):
        assert book.slice("C1", "client").frames["clients"]["segment"].to_list() == [None]

    def test_a_table_that_the_firm_does_not_keep_is_absent(self, firm):
        with open_book(firm()) as book:
            assert set(book.slice("C1", "internal").frames) == {"clients", "revenue"}

    def test_it_knows_where_it_was_cut(self, book):
        cut = book.slice("C1", "client")
        assert (cut.client_id, cut.edition, cut.covered_to) == ("C1", "client", date(2026, 9, 30))
        assert cut.fingerprint == book.digests("client")["C1"]

    @pytest.mark.parametrize(
        ("projects", "kept"),
        [
            ("project_id,client_id,name\nP1,C1,A\n", False),
            ("project_id,client_id,name,accepted_date\nP1,C1,A,\nP2,C2,B,2026-08-01\n", True),
        ],
    )
    def test_it_knows_whether_the_firm_keeps_days_of_acceptance(self, firm, projects, kept):
        with open_book(firm(projects=projects)) as book:
            assert book.slice("C1", "client").acceptance_kept is kept

    def test_a_firm_without_projects_keeps_no_days_of_acceptance(self, firm):
        with open_book(firm()) as book:
            assert book.acceptance_kept is False

    def test_an_unknown_client_suggests_the_nearest(self, firm):
        with open_book(firm(clients="client_id,name\nC1,A\nC2,B\nAlpha-007,C\n")) as book:
            with pytest.raises(ReviewError) as caught:
                book.slice("Alpha-07", "client")
            assert str(caught.value) == "client: 'Alpha-07' is not in the book; did you mean 'Alpha-007'?"

    def test_an_unknown_edition_suggests_the_nearest(self, book):
        with pytest.raises(ReviewError) as caught:
            book.slice("C1", "clients")
        assert str(caught.value) == "edition: 'clients' is unknown; did you mean 'client'?"

    @pytest.mark.parametrize("given", ["' or '1'='1", "C1'; drop table clients; --", '"', "%", "C1\x00"])
    def test_sql_in_a_client_id_is_text(self, book, given):
        with pytest.raises(ReviewError, match="is not in the book"):
            book.slice(given, "client")
        assert book.client_ids() == ["C1", "C2"]

    def test_a_client_whose_id_is_sql_is_a_client(self, firm):
        name = "'; drop table clients; --"
        with open_book(firm(clients=f"client_id,name\n{name},A\nC1,B\nC2,C\n")) as book:
            assert book.slice(name, "client").frames["clients"]["client_id"].to_list() == [name]

    def test_a_book_that_is_open_cannot_be_changed(self, book):
        with pytest.raises(duckdb.Error, match="read-only"):
            book._db.execute("delete from clients")

    def test_a_table_that_is_not_kept_suggests_the_nearest(self, book):
        with pytest.raises(DataError, match=r"^the book has no table 'client'; did you mean 'clients'"):
            book.frame("client")


def client_ids_of(path):
    with open_book(load_config(path)) as book:
        return book.slice("C1", "client").frames["revenue"]["amount"].sum(), book.client_ids()


class TestReaders:
    def test_many_read_at_once_in_one_process(self, firm):
        config = firm()
        with ThreadPoolExecutor(8) as pool:
            open_book(config).close()
            found = list(pool.map(client_ids_of, [config.root / "acctlib.yml"] * 24))
        assert found == [(pytest.approx(1000.30), ["C1", "C2"])] * 24

    def test_many_processes_read_at_once_and_one_that_is_open_stays_as_it_was_while_a_new_book_is_built(self, firm):
        config = firm()
        yml = config.root / "acctlib.yml"
        with open_book(config) as held, ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            found = list(pool.map(client_ids_of, [yml] * 6))
            assert found == [(pytest.approx(1000.30), ["C1", "C2"])] * 6
            config.path("clients.csv").write_text("client_id,name\nC1,A\nC2,B\nC3,C\n")
            assert pool.submit(client_ids_of, yml).result()[1] == ["C1", "C2", "C3"]
            assert held.client_ids() == ["C1", "C2"]

    def test_a_process_that_holds_an_old_book_is_given_the_new_one(self, firm):
        # A notebook left open in JupyterLab while the exports are corrected and the review is opened again.
        with open_book(firm()) as held:
            with open_book(firm(revenue=HEAD + "C1,2026-07-01,2,usage\n")) as book:
                assert book.frame("revenue")["amount"].to_list() == [2.0]
                assert book.fingerprint != held.fingerprint
            assert held.frame("revenue")["amount"].sum() == pytest.approx(980.2999)

    def test_a_folder_with_a_quote_in_its_name_is_a_folder(self, firm):
        with open_book(firm(config={"book": "it's/b.duckdb"})) as book:
            assert book.client_ids() == ["C1", "C2"]

    def test_the_rows_of_a_table_come_in_one_order_however_often_they_are_read(self, firm):
        days = [f"2026-0{month}-{day:02}" for month in range(1, 10) for day in range(1, 29)]
        lines = [f"C{n % 2 + 1},{day},{n},usage\n" for n in range(600) for day in days]
        with open_book(firm(revenue=HEAD + "".join(lines))) as book:
            first = book.frame("revenue")
            assert all(book.frame("revenue").equals(first) for _ in range(3))
            assert first["service_date"].to_list() == sorted(first["service_date"][:75600]) * 2


IDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp", "Cn", "Co"), exclude_characters="\ufffd"),
    min_size=1,
    max_size=12,
) | st.from_regex(r"0{1,4}[0-9]{1,5}", fullmatch=True) | st.sampled_from(["NA", "null", "1e5", "-1", "=1+1", "TRUE", '"', "a,b"])  # fmt: skip


@settings(max_examples=20)
@given(st.lists(IDS, min_size=1, max_size=6, unique_by=partial(unicodedata.normalize, "NFC")))
def test_ids_survive_from_csv_to_slice(ids):

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        clients, revenue = io.StringIO(), io.StringIO()
        csv.writer(clients).writerows([["client_id", "name"], *([given, "A"] for given in ids)])
        lines = [[given, "2026-07-01", number, "usage", given] for number, given in enumerate(ids)]
        csv.writer(revenue).writerows([["client_id", "service_date", "amount", "kind", "invoice_id"], *lines])
        (root / "clients.csv").write_text(clients.getvalue(), encoding="utf-8", newline="")
        (root / "revenue.csv").write_text(revenue.getvalue(), encoding="utf-8", newline="")
        (root / "acctlib.yml").write_text("sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n")
        with open_book(load_config(root / "acctlib.yml")) as book:
            kept = [unicodedata.normalize("NFC", given) for given in ids]
            assert sorted(book.client_ids()) == sorted(kept)
            for number, client_id in enumerate(kept):
                found = book.slice(client_id, "client").frames["revenue"]
                assert found[["client_id", "invoice_id", "amount"]].to_numpy().tolist() == [
                    [client_id, client_id, number]
                ]
