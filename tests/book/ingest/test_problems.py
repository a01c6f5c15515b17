"""Every rule can be broken, and says where, what and the way out."""

import dataclasses

import pytest

from acctlib.book.ingest.checks import check_sources
from acctlib.book.ingest.problems import RULES, Problem, blocking, levels
from acctlib.errors import ConfigError
from tests.book.readings import workbook

HEAD = "client_id,service_date,amount,kind,currency,hours,credit_type\n"
LINE = "C1,2026-07-01,1.00,retainer,EUR,,\n"


def revenue(line):
    """A sound line in row 2, a blank row 3, and the line in question in row 4."""
    return {"revenue": f"{HEAD}{LINE}\n{line}\n"}


def clients(line):
    return {"clients": f"client_id,name,currency,start_date,end_date\nC1,Alpha,EUR,,\n{line}\n"}


def surveys(line):
    return {"surveys": f"survey_id,client_id,sent_date,nps,may_quote\n{line}\n"}


def assignments(line):
    heads = "client_id,project_id,person,hours"
    return {"projects": "project_id,client_id,name\nP1,C1,Site\n", "assignments": f"{heads}\n{line}\n"}


def milestones(line):
    return {"projects": "project_id,client_id,name\nP1,C1,Site\n", "milestones": f"milestone_id,project_id\n{line}\n"}


def delivered(*days):
    lines = (f"P{n},C1,Site,{day}\n" for n, day in enumerate(days))
    return {"projects": f"project_id,client_id,name,delivered_date\n{''.join(lines)}"}


FIVE = "".join(f"C1,2026-0{month}-01,1,retainer,EUR,,\n" for month in range(4, 9))
# Rule -> what is given, and how it is told: row, column, text. By hand; clients are C1 and C2.
BROKEN = [
    ("missing_file", {"sources": {"costs": {"file": "costs.csv"}}}, None, None, "costs.csv: there is no file at {folder}/costs.csv"),
    ("unreadable", revenue("C1,2026-07-01,1,retainer,EUR,,,x"), 4, None, "revenue.csv, row 4: 8 fields for 7 headers: is a quote missing?"),
    ("empty_file", {"revenue": ""}, None, None, "revenue.csv: it is empty"),
    ("wrong_encoding", {"clients": "client_id,name\nC1,Café\n".encode("cp1252")}, 2, None, "clients.csv, row 2: byte 0xe9 is not utf-8-sig"),
    ("wrong_delimiter", {"revenue": HEAD.replace(",", ";")}, 1, None, "revenue.csv, row 1: the header row has a single column for ',', but holds ';'"),
    ("second_head", revenue(HEAD.strip()), 4, None, "revenue.csv, row 4: the column headers are repeated here"),
    ("title_rows", {"revenue": f"Invoices\n{HEAD}{LINE}"}, 2, None, "revenue.csv, row 2: was taken as the header row; above it: 'Invoices'"),
    ("repeated_rows", {"revenue": HEAD + FIVE * 2}, 7, None, "revenue.csv, row 7: from here on 5 rows repeat those from row 2 on, word for word"),
    ("short_row", revenue("C1,2026-07-01,1,retainer"), 4, None, "revenue.csv, row 4: it has fewer cells than the header row; missing cells count as empty"),
    ("unnamed_sheet", {"sources": {"costs": {"file": "two.xlsx"}}}, None, None, "two.xlsx, One: it was read because it comes first; 'Two' are visible too"),
    ("no_value", {"sources": {"costs": {"file": "error.xlsx"}}}, 2, "client_id", "error.xlsx, A, row 2, client_id: '#N/A' is an Excel error, not a value"),
    ("hidden", {"sources": {"costs": {"file": "hidden.xlsx"}}}, None, "amount", "hidden.xlsx, A, amount: this column is hidden but was read"),
    ("failed_query", {"sources": {"costs": {"sql": "create table t (x int)"}}}, None, None, "query over files: the query does not produce a table: write a single select (it is create)"),
    ("missing_column", {"clients": "client_id\nC1\n"}, 1, "name", "clients.csv, row 1, name: there is no column 'name' for name; there are: client_id"),
    ("unused_status", {"revenue": "client_id,service_date,amount,kind,Status\nC1,2026-07-01,1,retainer,paid\nC1,2026-07-01,2,retainer,void\n"}, 3, "Status", "revenue.csv, row 3, Status: this column is not mapped, but rows are counted that say 'void' (1 row, 2.00)"),
    ("missing_value", revenue("C1,2026-07-01, ,retainer,EUR,,"), 4, "amount", "revenue.csv, row 4, amount: value is missing"),
    ("duplicate_key", clients("C1,Again,,,"), 3, "client_id", "clients.csv, row 3, client_id: 'C1' appears in more than one row"),
    ("not_a_date", revenue("C1,31/02/2026,1,retainer,EUR,,"), 4, "service_date", "revenue.csv, row 4, service_date: '31/02/2026' is not a valid date (iso)"),
    ("time_zone", revenue("C1,2026-07-01T23:00Z,1,retainer,EUR,,"), 4, "service_date", "revenue.csv, row 4, service_date: '2026-07-01T23:00Z' has a time zone; the date is taken as written and may differ locally"),
    ("not_a_number", revenue("C1,2026-07-01,1x,retainer,EUR,,"), 4, "amount", "revenue.csv, row 4, amount: '1x' is not a valid amount (decimal mark '.')"),
    ("not_a_flag", surveys("S1,C1,2026-07-01,9,perhaps"), 2, "may_quote", "surveys.csv, row 2, may_quote: 'perhaps' is neither yes nor no"),
    ("unknown_choice", revenue("C1,2026-07-01,1,gift,EUR,,"), 4, "kind", "revenue.csv, row 4, kind: 'gift' is not one of retainer, project, usage, pass_through, reimbursable"),
    ("out_of_range", surveys("S1,C1,2026-07-01,11,"), 2, "nps", "surveys.csv, row 2, nps: '11' is not 0 to 10"),
    ("end_before_start", clients("C2,Beta,,2026-07-02,2026-07-01"), 3, "end_date", "clients.csv, row 3, end_date: '2026-07-01' is before start_date"),
    ("unknown_client", revenue("C9,2026-07-01,1,retainer,EUR,,"), 4, "client_id", "revenue.csv, row 4, client_id: 'C9' is not a known client"),
    ("unknown_project", milestones("M1,P9"), 2, "project_id", "milestones.csv, row 2, project_id: 'P9' is not a known project"),
    ("unknown_project", assignments("C1,P9,Ito,5"), 2, "project_id", "assignments.csv, row 2, project_id: 'P9' is not a known project"),
    ("lonely_group", {"clients": "client_id,name,group\nC1,Alpha,\nC2,Beta,Ostra\n"}, 3, "group", "clients.csv, row 3, group: 'Ostra' no other client is in the group 'Ostra'"),
    ("beyond_rows", {"sources": {"revenue": {"covered_to": "2027-01-31"}}}, None, None, "revenue.csv: `covered_to: 2027-01-31` is 123 days after its rows end, on 2026-09-30"),
    ("after_data_end", {**delivered("2026-10-01", "2027-03-01"), "sources": {"projects": {"covered_to": "2026-09-30"}}}, 2, "delivered_date", "projects.csv, row 2, delivered_date: '2026-10-01' is after covered_to (2026-09-30) (and 1 more row)"),
    ("missing_rate", revenue("C1,2026-07-01,1,retainer,USD,,"), 4, "currency", "revenue.csv, row 4, currency: 'USD' has no rate on 2026-07-01 or before"),
    ("unknown_calendar", {"clients": "client_id,name,calendar\nC1,Alpha,DE-BY\nC2,Beta,DE-QQ\n"}, 3, "calendar", "clients.csv, row 3, calendar: 'DE-QQ' is not a known public-holiday calendar"),
    ("unknown_currency", clients("C2,Beta,Euro,,"), 3, "currency", "clients.csv, row 3, currency: 'Euro' is not a valid currency code"),
    ("rounded", revenue("C1,2026-07-01,1.00001,retainer,EUR,,"), 4, "amount", "revenue.csv, row 4, amount: '1.00001' has more than four decimals"),
    ("misread", clients("C2,MÃ¼ller,,,"), 3, "name", "clients.csv, row 3, name: 'MÃ¼ller' appears to have been read in the wrong encoding; it may be 'Müller'"),
    ("odd_character", clients("C2,Be\x07ta,,,"), 3, "name", "clients.csv, row 3, name: 'Be\\x07ta' contains a character that cannot be displayed"),
]  # fmt: skip


def test_every_rule_has_a_case_here():
    assert list(dict.fromkeys(rule for rule, *_ in BROKEN)) == list(RULES)


@pytest.mark.parametrize(("rule", "given", "row", "column", "text"), BROKEN, ids=[rule for rule, *_ in BROKEN])
class TestRule:
    @pytest.fixture(autouse=True)
    def workbooks(self, tmp_path):
        """Workbooks beside the files, for who needs one."""
        (tmp_path / "error.xlsx").write_bytes(workbook(A=[["client_id", "amount"], ["#N/A", 1]]))
        (tmp_path / "hidden.xlsx").write_bytes(workbook(A=[["client_id", "amount"], ["C1", 1]], hidden="B"))
        (tmp_path / "two.xlsx").write_bytes(workbook(One=[["client_id"], ["C1"]], Two=[["client_id"], ["C2"]]))

    def found(self, firm, rule, given, **config):
        problems = [p for p in check_sources(firm(**given, config=config)).problems if p.rule == rule]
        return problems[-1]

    def test_it_says_where_and_what_and_the_way_out(self, firm, tmp_path, rule, given, row, column, text):
        problem = self.found(firm, rule, given)
        assert (problem.row, problem.column) == (row, column)
        assert problem.text == text.format(folder=tmp_path)
        assert problem.level == RULES[rule].level
        assert problem.todo == RULES[rule].todo != ""

    def test_the_firm_can_choose_its_level(self, firm, rule, given, row, column, text):
        if RULES[rule].unread:
            return  # see below: it can only block
        other = "warn" if RULES[rule].level == "block" else "block"
        assert self.found(firm, rule, given, rules={rule: other}).level == other


def test_a_time_zone_in_many_rows_is_told_once_unless_they_are_set_aside(firm):
    zoned = "C1,2026-07-01T23:00Z,1,retainer,EUR,,\n"
    for level, rows in (("warn", [2]), ("block", [2]), ("set_aside", [2, 3, 4])):
        report = check_sources(firm(revenue=HEAD + 3 * zoned, config={"rules": {"time_zone": level}}))
        assert [p.row for p in report.problems] == rows
        assert (report.problems[0].what.endswith("(and 2 more rows)")) == (level != "set_aside")


def test_nothing_else_is_told_of_a_value_that_is_wrong_already(firm):
    # A date that is none leaves the cell without a value, but the cell is not missing.
    report = check_sources(firm(**revenue("C1,yesterday,1,retainer,EUR,,")))
    assert [(p.rule, p.row) for p in report.problems] == [("not_a_date", 4)]


class TestLevels:
    def test_they_are_those_of_the_rules_unless_the_firm_says_otherwise(self):
        assert levels({}) == {name: rule.level for name, rule in RULES.items()}
        assert levels({"missing_rate": "warn"}) == {**levels({}), "missing_rate": "warn"}

    def test_an_unknown_rule_suggests_the_nearest(self):
        with pytest.raises(ConfigError) as caught:
            levels({"mising_rate": "warn"})
        assert str(caught.value) == "rules.mising_rate: unknown rule, did you mean 'missing_rate'?"

    @pytest.mark.parametrize("name", [name for name, rule in RULES.items() if rule.unread])
    def test_a_book_is_never_built_without_a_source_that_could_not_be_read(self, name):
        with pytest.raises(ConfigError, match=f"rules.{name}: the source cannot be read at all"):
            levels({name: "warn"})
        assert levels({name: "block"})[name] == "block"

    @pytest.mark.parametrize("name", [name for name, rule in RULES.items() if not rule.of_row])
    def test_no_row_is_set_aside_for_what_is_about_none(self, name):
        with pytest.raises(ConfigError) as caught:
            levels({name: "set_aside"})
        assert (
            str(caught.value)
            == f"rules.{name}: it is not about a single row, so no row can be set aside; use block or warn"
        )

    def test_the_rules_cannot_be_changed(self):
        with pytest.raises(TypeError):
            RULES["rounded"] = RULES["not_a_date"]


class TestText:
    def test_a_place_is_told_from_large_to_small(self):
        problem = Problem(
            "revenue", "a.xlsx", "not_a_date", "block", "2026", 17, "Datum", "x", "is not a valid date (iso)"
        )
        assert problem.text == "a.xlsx, 2026, row 17, Datum: 'x' is not a valid date (iso)"

    def test_a_long_value_is_shortened_to_80_characters(self):
        problem = Problem("t", "f", "not_a_date", "block", value="x" * 81, what="is no date")
        assert problem.text == f"f: '{'x' * 79}…' is no date"
        assert dataclasses.replace(problem, value="x" * 80).text == f"f: '{'x' * 80}' is no date"

    def test_an_empty_value_is_a_value(self):
        assert Problem("t", "f", "not_a_date", "block", value="", what="is no date").text == "f: '' is no date"


def test_only_blocking_problems_block():
    told = [Problem("t", "f", "rounded", level) for level in ("warn", "block", "set_aside")]
    assert blocking(told) == [told[1]]
