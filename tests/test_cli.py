"""The command line says what came of it, in words and in its exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from acctlib.cli import main


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def ran(*arguments):
        return CliRunner().invoke(main, [str(a) for a in arguments])

    return ran


def test_every_command_has_help(run):
    for name in main.commands:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert main.commands[name].help


def test_a_demonstration_is_made_and_checks_clean(run):
    assert run("demo", "book", "--clients", 3, "--quarters", 6).exit_code == 0
    result = run("check", "--config", "book/acctlib.yml", "--html", "check.html")
    assert result.exit_code == 0, result.output
    assert "No issues found." in result.output
    assert "Control totals" in Path("check.html").read_text()


def test_problems_are_listed_with_their_place_and_the_exit_status_is_1(run):
    Path("clients.csv").write_text("client_id,name\nC1,<b>A</b>\n")
    Path("revenue.csv").write_text(
        "client_id,service_date,amount,kind\nC1,2026-07-01,12x,retainer\nC9,2026-07-01,1,retainer\n"
    )
    Path("acctlib.yml").write_text("sources: {clients: {file: clients.csv}, revenue: {file: revenue.csv}}\n")
    result = run("check", "--html", "check.html")
    assert result.exit_code == 1
    said = " ".join(result.output.split())
    assert "revenue.csv, row 2, amount: '12x' is not a valid" in said
    assert "revenue.csv, row 3, client_id: 'C9' is not a" in said
    page = Path("check.html").read_text()
    assert "2 blocking: fix these before the book can be built." in page
    assert run("review").exit_code == 1
    assert not Path(".acctlib/book.duckdb").exists()


def test_without_a_configuration_the_way_out_is_named(run):
    result = run("check")
    assert result.exit_code == 2
    assert "no acctlib.yml in" in result.output


def test_an_unknown_key_is_status_2(run):
    Path("acctlib.yml").write_text("fimr: X\n")
    result = run("check")
    assert result.exit_code == 2
    assert "acctlib.yml: fimr: unknown key, did you mean 'firm'?" in result.output


def test_metrics_are_printed_as_csv_and_json(run, demo_yml):
    result = run("metrics", "C001", "--config", demo_yml, "--format", "json")
    facts = {row["name"]: row for row in json.loads(result.stdout)}
    assert facts["nrr"]["definition"] == "nrr.1"
    assert "margin" in facts
    client = run("metrics", "C001", "--config", demo_yml, "--edition", "client")
    assert client.stdout.startswith("client_id,quarter,name,")
    assert "margin" not in client.stdout


def test_a_definition_is_printed_with_its_source(run):
    result = run("define", "nrr")
    assert result.exit_code == 0
    assert "Net revenue retention (nrr.1, fraction)" in result.output
    assert run("define", "nr").exit_code == 2
    assert "### Net revenue retention (`nrr.1`)" in run("define", "--markdown").output


def test_a_review_is_rendered_and_said(run, demo_yml):
    result = run("review", "C001", "--config", demo_yml, "--edition", "client", "--to", "pdf", "--out", "out")
    assert result.exit_code == 0, result.output
    assert "1 of 1 reports done" in result.output
    assert Path("out/2026Q3/client/C001/C001-2026Q3-review.pdf").is_file()
