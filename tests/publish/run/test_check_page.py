"""The check's page and table: every problem with its place and the way out, totals always, text as text."""

import re

import pytest

from acctlib import load_config
from acctlib.book import check_book
from acctlib.publish.run.check_page import counted, money, problem_table, write_check_page

REVENUE = "client_id,service_date,amount,kind,Colour\nC1,2026-07-01,1000.10,retainer,red\n"


@pytest.fixture
def checked(tmp_path):
    """Report and page of a small firm with these invoice lines."""

    def made(*lines, name="Alpha", firm="Our firm", rules=""):
        (tmp_path / "clients.csv").write_text(f'client_id,name\nC1,"{name}"\n', encoding="utf-8")
        (tmp_path / "revenue.csv").write_text(REVENUE + "".join(f"{line}\n" for line in lines), encoding="utf-8")
        (tmp_path / "acctlib.yml").write_text(
            f"firm: '{firm}'\nrules: {{{rules}}}\nsources: {{clients: {{file: clients.csv}}, revenue: {{file: revenue.csv}}}}\n"
        )
        config = load_config(tmp_path / "acctlib.yml")
        report = check_book(config)
        write_check_page(report, tmp_path / "out" / "check.html", config)
        return report, (tmp_path / "out" / "check.html").read_text(encoding="utf-8")

    return made


def rows(html):
    """Cells of the body rows, as text."""
    bodies = "".join(re.findall(r"<tbody>(.*?)</tbody>", html, re.DOTALL))
    return [
        [" ".join(re.sub(r"<[^>]+>", "", cell).split()) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", bodies, re.DOTALL)
    ]


def test_where_all_is_well_the_coverage_and_the_totals_are_shown_and_nothing_else(checked):
    report, html = checked()
    assert "● No issues found." in html
    assert "<h2>Problems</h2>" not in html
    assert rows(html) == [
        ["revenue", "1 Jul 2026", "1 Jul 2026", "none", "none", "█ from 2026Q3"],
        ["clients", "clients.csv", "", "1", "", ""],
        ["revenue", "revenue.csv", "", "1", "amount", "1,000.10"],
        ["clients", "clients.csv", "1", "1", "0", "", "", "", ""],
        ["revenue", "revenue.csv", "1", "1", "0", "amount", "1,000.10", "1,000.10", "0.00"],
    ]
    assert counted(report) == "No issues found."


def test_a_problem_has_its_place_and_the_way_out(checked):
    _, html = checked("C9,2026-07-01,12x,retainer,")
    assert "◆ 2 blocking: fix these before the book can be built." in html
    assert [row[:5] for row in rows(html)[:2]] == [
        ["◆ blocks", "revenue.csv", "3", "amount", "12x"],
        ["◆ blocks", "revenue.csv", "3", "client_id", "C9"],
    ]
    assert rows(html)[1][5:] == [
        "is not a known client (unknown_client)",
        "Add the client to the clients table, or correct the id.",
    ]


def test_rows_that_are_set_aside_are_counted_with_their_money(checked):
    report, html = checked("C9,2026-07-01,250.05,retainer,", rules="unknown_client: set_aside")
    assert "▲ 1 set aside; the book can be built." in html
    assert rows(html)[0][0] == "▲ set aside"
    # by hand: 1000.10 + 250.05
    assert rows(html)[-1][2:] == ["2", "1", "1", "amount", "1,250.15", "1,000.10", "250.05"]
    assert "1,250.15" in problem_table(report)


def test_columns_that_nothing_is_mapped_to_are_named(checked):
    report, html = checked()
    assert "revenue: unmapped columns: Colour." in html
    assert "revenue: unmapped columns: Colour" in problem_table(report)


def test_text_of_the_data_is_text(checked):
    hostile = "<script>alert(1)</script>{{ 7*7 }}"
    report, html = checked(f"{hostile},2026-07-01,1,retainer,[bold]", firm="R&D <b>")
    assert "<script>" not in html
    assert "{{ 7*7 }}" in html
    assert "R&amp;D &lt;b&gt;" in html
    assert hostile in "".join(problem_table(report, width=200).split("\n"))


def test_the_page_needs_no_network(checked):
    _, html = checked("C9,2026-07-01,1,retainer,")
    assert not re.search(r"https?:|//|<link|<script|<img|@import|url\(", html.replace("<!doctype html>", ""))
    assert "default-src 'none'" in html


def test_a_long_list_is_cut_on_a_terminal_and_whole_on_the_page(checked):
    report, html = checked(*["C1,2026-07-01,x,retainer,"] * 45)
    assert "… and 5 more: acctlib check --html check.html lists them." in problem_table(report)
    assert len(rows(html)) == 45 + 2 + 2  # problems, files, tables


def test_what_is_too_much_even_for_the_page_is_counted(checked):
    report, html = checked(*["C1,2026-07-01,x,retainer,"] * 1003)
    assert counted(report) == "1000 blocking, and 3 more"
    assert "… and 3 more of not_a_number in revenue." in html
    assert len(report.to_frame()) == 1000


@pytest.mark.parametrize("nothing", [None, float("nan"), ""])
def test_a_table_without_money_has_no_total(nothing):
    assert money(nothing) == ""


def test_what_each_file_held_stands_before_what_its_query_gave(tmp_path):
    (tmp_path / "clients.csv").write_text("client_id,name\nC1,Alpha\n")
    (tmp_path / "2026.csv").write_text("client,day,Net,Fee\nC1,2026-07-01,1000.10,1\nC1,2026-07-01,0.20,1\n")
    (tmp_path / "acctlib.yml").write_text(
        "sources:\n  clients: {file: clients.csv}\n  revenue:\n    files: [2026.csv, clients.csv]\n"
        "    sql: select client client_id, day service_date, Net as amount, Fee as hours, 'usage' as kind from \"2026\" limit 1\n"
    )
    config = load_config(tmp_path / "acctlib.yml")
    report = check_book(config)
    write_check_page(report, tmp_path / "check.html", config)
    assert rows((tmp_path / "check.html").read_text(encoding="utf-8"))[1:5] == [
        ["clients", "clients.csv", "", "1", "", ""],
        ["revenue", "2026.csv", "", "2", "Net", "1,000.30"],
        ["", "", "", "", "Fee", "2.00"],
        ["revenue", "clients.csv", "", "1", "not named by the query", ""],
    ]
    lines = [" ".join(line.split()) for line in problem_table(report).splitlines()]
    at = lines.index("Read from files, before any query")
    assert lines[at + 3 : at + 5] == ["revenue 2026.csv 2 Net 1,000.30", "Fee 2.00"]
