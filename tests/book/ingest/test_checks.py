"""Every problem in one pass, and totals by which nothing is lost without a word."""

import random
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib import load_config
from acctlib.book.ingest.checks import MOST, check_sources
from acctlib.errors import ConfigError

HEAD = "client_id,service_date,amount,kind,currency\n"


def told(report):
    return [(p.table, p.rule, p.row) for p in report.problems]


def totals(report, table):
    return report.totals.set_index("table").loc[table]


class TestConfigured:
    def test_no_sources_name_the_way_out(self, tmp_path):
        (tmp_path / "acctlib.yml").write_text("firm: X\n")
        with pytest.raises(ConfigError, match=r"^sources: none are configured; .* run `acctlib demo`$"):
            check_sources(load_config(tmp_path / "acctlib.yml"))

    def test_an_unknown_table_suggests_the_nearest(self, firm):
        with pytest.raises(ConfigError) as caught:
            check_sources(firm(survey="a\n1\n"))
        assert str(caught.value) == "sources.survey: unknown table, did you mean 'surveys'?"

    def test_clients_and_revenue_are_required(self, tmp_path):
        (tmp_path / "acctlib.yml").write_text("sources: {costs: {file: a.csv}}\n")
        with pytest.raises(ConfigError, match=r"^sources: clients and revenue are required$"):
            check_sources(load_config(tmp_path / "acctlib.yml"))

    def test_an_unknown_rule_suggests_the_nearest(self, firm):
        with pytest.raises(ConfigError, match="did you mean 'duplicate_key'"):
            check_sources(firm(config={"rules": {"duplicate_keys": "warn"}}))


class TestProblems:
    def test_a_sound_firm_has_none(self, firm):
        report = check_sources(firm())
        assert report.problems == ()
        assert report.blocking == []
        assert report.to_frame().empty

    def test_all_are_told_in_one_pass(self, firm):
        report = check_sources(
            firm(
                clients="client_id,name\nC1,A\nC1,\n",
                revenue=HEAD + "C1,2026-13-01,1x,gift,EUR\nC9,2026-07-01,1,retainer,eur\n",
                surveys="survey_id;client_id\nS1;C1\n",
            )
        )
        assert sorted(told(report)) == [
            ("clients", "duplicate_key", 2),
            ("clients", "duplicate_key", 3),
            ("clients", "missing_value", 3),
            ("revenue", "not_a_date", 2),
            ("revenue", "not_a_number", 2),
            ("revenue", "unknown_choice", 2),
            ("revenue", "unknown_client", 3),
            ("revenue", "unknown_currency", 3),
            ("surveys", "wrong_delimiter", 1),
        ]
        assert len(report.blocking) == len(report.problems)

    def test_they_come_by_table_and_row_as_a_person_goes_through_the_files(self, firm):
        report = check_sources(
            firm(
                revenue=HEAD + "C9,2026-07-01,1,usage,\nC1,2026-07-01,x,gift,\nC1,soon,2,usage,\n",
                clients="client_id,name\nC1,\n",
            )
        )
        assert told(report) == [
            ("clients", "missing_value", 2),
            ("revenue", "unknown_client", 2),
            ("revenue", "not_a_number", 3),
            ("revenue", "unknown_choice", 3),
            ("revenue", "not_a_date", 4),
        ]

    def test_as_a_table_each_has_its_place_and_its_way_out(self, firm):
        found = check_sources(firm(revenue=HEAD + "C1,2026-07-01,1x,retainer,\n")).to_frame()
        assert found.to_dict("records") == [
            {
                "level": "block", "table": "revenue", "file": "revenue.csv", "sheet": None, "row": 2, "column": "amount",
                "value": "1x", "rule": "not_a_number", "what": "is not a valid amount (decimal mark '.')",
                "todo": "Correct the number, or set `decimal:` and `thousands:` of the source.",
            }
        ]  # fmt: skip

    def test_columns_that_nothing_is_mapped_to_are_listed(self, firm):
        assert check_sources(firm(clients="client_id,name,Fax\nC1,A,x\nC2,B,y\n")).unused == {"clients": ("Fax",)}

    def test_an_id_is_compared_as_text(self, firm):
        report = check_sources(firm(clients="client_id,name\n00123,A\n", revenue=HEAD + "123,2026-07-01,1,retainer,\n"))
        assert told(report) == [("revenue", "unknown_client", 2)]

    def test_scores_are_held_to_their_scales_ends_included(self, firm):
        head = "survey_id,client_id,sent_date,nps,csat,ces\n"
        rows = "S1,C1,2026-07-01,0,1,1\nS2,C1,2026-07-01,10,5,7\nS3,C1,2026-07-01,-1,0,8\nS4,C1,2026-07-01,,,\n"
        report = check_sources(firm(surveys=head + rows))
        assert [p.text for p in report.problems] == [
            "surveys.csv, row 4, ces: '8' is not 1 to 7",
            "surveys.csv, row 4, csat: '0' is not 1 to 5",
            "surveys.csv, row 4, nps: '-1' is not 0 to 10",
        ]

    def test_without_an_upper_end_only_the_lower_one_is_told(self, firm):
        report = check_sources(
            firm(contracts="contract_id,client_id,start_date,annual_value\nK1,C1,2026-01-01,-5\nK2,C1,2026-01-01,0\n")
        )
        assert [p.text for p in report.problems] == ["contracts.csv, row 2, annual_value: '-5' is not 0 or more"]

    def test_the_same_day_is_no_end_before_the_start(self, firm):
        report = check_sources(firm(clients="client_id,name,start_date,end_date\nC1,A,2026-07-01,2026-07-01\nC2,B,,\n"))
        assert report.problems == ()


class TestRates:
    RATES = "date,currency,rate\n2026-07-01,USD,0.9\n2026-08-01,USD,0.8\n"

    def found(self, firm, lines, **more):
        clients = "client_id,name,currency\nC1,A,EUR\nC2,B,USD\n"
        return check_sources(firm(clients=clients, revenue=HEAD + lines, **more)).problems

    def test_the_firms_own_currency_needs_none(self, firm):
        assert self.found(firm, "C1,2026-07-01,1,retainer,EUR\nC1,2026-07-01,1,retainer,\n") == ()

    def test_a_rate_holds_from_its_own_day_on(self, firm):
        assert self.found(firm, "C1,2026-07-01,1,retainer,USD\nC1,2027-01-01,1,retainer,USD\n", rates=self.RATES) == ()

    def test_the_day_before_the_first_rate_has_none(self, firm):
        (problem,) = self.found(firm, "C1,2026-06-30,1,retainer,USD\n", rates=self.RATES)
        assert problem.text == "revenue.csv, row 2, currency: 'USD' has no rate on 2026-06-30 or before"

    def test_a_line_without_a_currency_is_in_its_clients(self, firm):
        (problem,) = self.found(firm, "C2,2026-06-30,1,retainer,\n", rates=self.RATES)
        assert problem.rule == "missing_rate"
        assert "'USD' has no rate on 2026-06-30" in problem.text

    def test_a_line_is_turned_into_its_clients_money_too(self, firm):
        assert self.found(firm, "C2,2026-07-01,1,retainer,EUR\n", rates=self.RATES) == ()
        (problem,) = self.found(firm, "C2,2026-06-30,1,retainer,EUR\n", rates=self.RATES)
        assert problem.text == "revenue.csv, row 2, currency: 'USD' has no rate on 2026-06-30 or before"

    def test_each_currency_is_told_once_with_the_number_of_its_rows(self, firm):
        problems = self.found(
            firm,
            "C1,2026-06-30,1,retainer,USD\nC1,2026-06-29,1,retainer,USD\nC1,2026-06-27,1,retainer,USD\nC1,2026-06-28,1,retainer,GBP\n",
        )
        assert [(p.row, p.value, p.what) for p in problems] == [
            (2, "USD", "has no rate on 2026-06-30 or before (and 2 more rows)"),
            (5, "GBP", "has no rate on 2026-06-28 or before"),
        ]

    def test_every_row_without_a_rate_can_be_set_aside(self, firm):
        lines = "C1,2026-06-30,1,retainer,USD\nC1,2026-06-29,2,retainer,USD\nC1,2026-07-01,4,retainer,EUR\n"
        config = firm(
            clients="client_id,name\nC1,A\n", revenue=HEAD + lines, config={"rules": {"missing_rate": "set_aside"}}
        )
        report = check_sources(config)
        assert totals(report, "revenue")["rows_set_aside"] == 2
        assert totals(report, "revenue")["money_kept"] == 4


class TestBounded:
    def test_more_than_a_thousand_of_a_kind_are_counted_and_not_listed(self, firm):
        lines = "".join(f"C{number},2026-07-01,1x,retainer,\n" for number in range(MOST + 7))
        report = check_sources(firm(clients="client_id,name\nC1,A\n", revenue=HEAD + lines))
        by_rule = pd.Series([p.rule for p in report.problems]).value_counts()
        assert by_rule.to_dict() == {"not_a_number": MOST, "unknown_client": MOST}
        # 1007 amounts are none; all clients but C1 are unknown.
        assert report.untold == {("revenue", "not_a_number"): 7, ("revenue", "unknown_client"): 6}

    def test_what_is_not_listed_is_set_aside_all_the_same(self, firm):
        lines = "".join(f"X,2026-07-01,{number},retainer,\n" for number in range(1, MOST + 8))
        report = check_sources(
            firm(revenue=HEAD + lines + "C1,2026-07-01,3,usage,\n", config={"rules": {"unknown_client": "set_aside"}})
        )
        found = totals(report, "revenue")
        assert (found["rows_read"], found["rows_kept"], found["rows_set_aside"]) == (MOST + 8, 1, MOST + 7)
        # 1 + 2 + ... + 1007 = 1007 x 1008 / 2, by hand.
        assert found["money_set_aside"] == Decimal(507_528)

    def test_up_to_a_thousand_are_all_listed(self, firm):
        lines = "".join("C1,2026-07-01,1x,retainer,\n" for _ in range(MOST))
        report = check_sources(firm(revenue=HEAD + lines))
        assert len(report.problems) == MOST
        assert report.untold == {}


class TestTotals:
    def test_rows_and_money_are_counted_exactly(self, firm):
        report = check_sources(firm())
        found = totals(report, "revenue")
        assert (found["rows_read"], found["rows_kept"], found["rows_set_aside"]) == (3, 3, 0)
        # 1000.10 - 20.0001 + 0.20, by hand; a sum of floats would end on ...000001.
        assert found["money_read"] == found["money_kept"] == Decimal("980.2999")
        assert found["money_set_aside"] == 0
        assert (found["file"], found["money"]) == ("revenue.csv", "amount")

    def test_a_table_without_money_says_none(self, firm):
        found = totals(check_sources(firm()), "clients")
        assert found["money"] is None
        assert pd.isna(found["money_read"])
        assert found["rows_read"] == 2

    def test_a_table_that_comes_without_its_amounts_has_no_money_and_not_zero(self, firm):
        found = totals(check_sources(firm(projects="project_id,client_id,name\nP1,C1,Site\n")), "projects")
        assert found[["money_read", "money_kept", "money_set_aside"]].isna().all()

    def test_a_row_that_is_set_aside_is_taken_out_and_counted(self, firm):
        config = firm(
            projects="project_id,client_id,name\nP1,C1,Site\n",
            milestones="milestone_id,project_id,planned_value\nM1,P1,10.10\n\nM2,P9,20.20\nM3,P1,\n",
        )
        report = check_sources(config)
        found = totals(report, "milestones")
        assert (found["rows_read"], found["rows_kept"], found["rows_set_aside"]) == (3, 2, 1)
        assert found[["money_read", "money_kept", "money_set_aside"]].to_list() == [
            Decimal("30.30"), Decimal("10.10"), Decimal("20.20"),
        ]  # fmt: skip
        assert report.tables["milestones"]["milestone_id"].to_list() == ["M1", "M3"]
        assert report.blocking == []

    def test_a_row_with_two_problems_is_set_aside_once(self, firm):
        rules = {"unknown_client": "set_aside", "unknown_choice": "set_aside"}
        report = check_sources(
            firm(revenue=HEAD + "C9,2026-07-01,5,gift,\nC1,2026-07-01,7,usage,\n", config={"rules": rules})
        )
        found = totals(report, "revenue")
        assert (found["rows_kept"], found["rows_set_aside"], found["money_set_aside"]) == (1, 1, 5)

    def test_an_amount_that_is_none_counts_as_a_row_and_as_no_money(self, firm):
        report = check_sources(
            firm(
                revenue=HEAD + "C1,2026-07-01,1x,usage,\nC1,2026-07-01,7,usage,\n",
                config={"rules": {"not_a_number": "warn"}},
            )
        )
        found = totals(report, "revenue")
        assert (found["rows_kept"], found["money_read"], found["money_kept"]) == (2, 7, 7)

    def test_the_lines_of_a_client_that_is_set_aside_do_not_lose_their_client_without_a_word(self, firm):
        report = check_sources(
            firm(
                clients="client_id,name,tier\nC1,A,x\nC2,,y\n",
                revenue=HEAD + "C1,2026-07-01,1,usage,\nC2,2026-07-01,2,usage,\n",
                config={"rules": {"missing_value": "set_aside"}},
            )
        )
        assert told(report) == [("clients", "missing_value", 3), ("revenue", "unknown_client", 3)]

    def test_the_milestones_of_a_project_that_is_set_aside_are_told_too(self, firm):
        report = check_sources(
            firm(
                projects="project_id,client_id,name\nP1,C9,Site\nP2,C1,App\n",
                milestones="milestone_id,project_id\nM1,P1\nM2,P2\n",
                config={"rules": {"unknown_client": "set_aside"}},
            )
        )
        assert told(report) == [("projects", "unknown_client", 2), ("milestones", "unknown_project", 2)]
        assert report.tables["milestones"]["milestone_id"].to_list() == ["M2"]

    @settings(max_examples=50)
    @given(
        rows=st.lists(
            st.tuples(
                st.sampled_from(["C1", "C9", ""]),
                st.decimals(-(10**9), 10**9, places=4, allow_nan=False),
                st.sampled_from(["usage", "gift"]),
            ),
            min_size=1,
            max_size=12,
        )
    )
    def test_read_is_kept_and_set_aside(self, tmp_path_factory, rows):
        folder = tmp_path_factory.mktemp("firm")
        (folder / "clients.csv").write_text("client_id,name\nC1,A\n")
        (folder / "revenue.csv").write_text(HEAD + "".join(f"{c},2026-07-01,{a},{k},\n" for c, a, k in rows))
        (folder / "acctlib.yml").write_text(
            "sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n"
            "rules: {unknown_client: set_aside, unknown_choice: set_aside, missing_value: set_aside}\n"
        )
        found = totals(check_sources(load_config(folder / "acctlib.yml")), "revenue")
        kept = [amount for client, amount, kind in rows if client == "C1" and kind == "usage"]
        assert found["rows_read"] == len(rows) == found["rows_kept"] + found["rows_set_aside"]
        assert found["money_read"] == sum(amount for _, amount, _ in rows)
        assert found["money_kept"] == sum(kept)
        assert found["money_read"] == found["money_kept"] + found["money_set_aside"]
        assert found["rows_kept"] == len(kept)

    def test_the_order_of_rows_does_not_matter(self, firm):
        lines = [f"C{1 + n % 2},2026-07-01,{n}.0001,usage,\n" for n in range(20)]
        before = check_sources(firm(revenue=HEAD + "".join(lines))).totals
        random.Random(1).shuffle(lines)
        pd.testing.assert_frame_equal(check_sources(firm(revenue=HEAD + "".join(lines))).totals, before)


class TestCurrency:
    def test_it_is_the_lines_then_the_clients_then_the_firms(self, firm):
        config = firm(
            clients="client_id,name,currency\nC1,A,USD\nC2,B,\n",
            revenue=HEAD + "C1,2026-07-01,1,usage,GBP\nC1,2026-07-01,1,usage,\nC2,2026-07-01,1,usage,\n",
            rates="date,currency,rate\n2026-01-01,USD,1\n2026-01-01,GBP,1\n",
            contracts="contract_id,client_id,start_date\nK1,C1,2026-01-01\nK2,C2,2026-01-01\n",
            config={"currency": "CHF"},
        )
        report = check_sources(config)
        assert report.problems == ()
        assert report.tables["revenue"]["currency"].to_list() == ["GBP", "USD", "CHF"]
        assert report.tables["contracts"]["currency"].to_list() == ["USD", "CHF"]
        assert report.tables["clients"]["currency"].to_list() == ["USD", "CHF"]
