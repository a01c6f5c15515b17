"""The portfolio as files: pages, calendar, list."""

import csv
import stat

import icalendar
import nbformat
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.cli import main
from acctlib.display.blocks.block import inner_blocks
from acctlib.facts.health.renewal_dates import renewal_dates
from acctlib.publish.pages.outputs import pages_of
from acctlib.publish.run.portfolio import PortfolioPaths
from acctlib.review.portfolio.files import DAYS
from acctlib.review.session import portfolio_of, whole


@pytest.fixture(scope="module")
def made(demo_yml, tmp_path_factory):
    out = tmp_path_factory.mktemp("portfolio")
    said = CliRunner().invoke(
        main, ["portfolio", "--firm", "--quarter", "2026Q3", "--config", str(demo_yml), "--out", str(out)]
    )
    assert said.exit_code == 0, said.output
    return out / "2026Q3" / "internal"


def test_all_of_it_lies_in_the_internal_folder(made):
    assert {path.name for path in made.iterdir()} == {
        "portfolio-2026Q3.pdf", "portfolio-2026Q3.html", "portfolio-2026Q3.xlsx", "portfolio-2026Q3.ipynb",
        "portfolio-2026Q3.attention.csv", "portfolio-2026Q3.renewals.ics",
    }  # fmt: skip
    assert not (made.parent / "client").exists()


def test_numbers_of_the_workbook_are_numbers_and_none_is_a_formula(made):
    book = openpyxl.load_workbook(made / "portfolio-2026Q3.xlsx")
    rows = {row[0]: row for row in book["Accounts needing attention"].iter_rows(min_row=5, values_only=True)}
    fees = {
        row["name"]: float(row["fees"])
        for row in csv.DictReader((made / "portfolio-2026Q3.attention.csv").read_text(encoding="utf-8").splitlines())
    }
    assert {name.lstrip("'"): round(row[3], 2) for name, row in rows.items()} == {
        name.lstrip("'"): round(amount, 2) for name, amount in fees.items()
    }
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_every_table_and_chart_of_the_page_has_a_sheet(made):
    pages = pages_of(nbformat.read(made / "portfolio-2026Q3.ipynb", as_version=4))
    blocks = [block for piece in pages.pieces for block in inner_blocks(piece.payload)]
    tables = sum(block["block"] == "table" and bool(block["rows"]) for block in blocks)
    charts = sum(block["block"] == "chart" for block in blocks)
    assert min(tables, charts) > 5
    book = openpyxl.load_workbook(made / "portfolio-2026Q3.xlsx", read_only=True)
    assert len(book.sheetnames) == tables + charts + 3  # contents, all numbers, definitions


def test_a_supervisors_workbook_alone_holds_no_other_supervisors_client(demo_yml, tmp_path):
    said = CliRunner().invoke(
        main, ["portfolio", "--supervisor", "R. Okafor", "--quarter", "2026Q3", "--to", "xlsx", "--config", str(demo_yml), "--out", str(tmp_path)]
    )  # fmt: skip
    assert said.exit_code == 0, said.output
    made = [path for path in (tmp_path / "2026Q3" / "internal").iterdir() if path.suffix in (".pdf", ".html", ".xlsx")]
    assert [path.suffix for path in made] == [".xlsx"]
    assert stat.S_IMODE(made[0].parent.stat().st_mode) == 0o700
    with open_book(load_config(demo_yml)) as book:
        clients = book.clients()
    cells = {
        str(cell)
        for sheet in openpyxl.load_workbook(made[0])
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
    theirs = clients["supervisor"] == "R. Okafor"
    assert cells & set(clients.loc[theirs, "name"])
    assert not cells & set(clients.loc[~theirs, "name"])


def test_the_page_says_that_it_is_internal(made):
    assert "Internal – do not distribute" in (made / "portfolio-2026Q3.html").read_text(encoding="utf-8")


def test_the_list_has_its_accounts_and_no_formula(made):
    rows = list(csv.DictReader((made / "portfolio-2026Q3.attention.csv").read_text(encoding="utf-8").splitlines()))
    assert "C013" in [row["client_id"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@"]


def test_the_calendar_has_the_days_to_come(made, demo_yml):
    written = (made / "portfolio-2026Q3.renewals.ics").read_bytes()
    events = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert len({str(event["UID"]) for event in events}) == len(events) > 50
    with open_book(load_config(demo_yml)) as book:
        days = renewal_dates(portfolio_of(whole(book), book.config, pd.Period("2026Q3", "Q-DEC")).prepared)
        names = book.clients().set_index("client_id")["name"]
    assert [event["DTSTART"].dt for event in events] == days["day"].dt.date.to_list()
    for event, client, line in zip(events, days["client_id"], days["service_line"], strict=True):
        assert str(event["SUMMARY"]).endswith(f": {names[client]}, {line}")
    assert {str(event["SUMMARY"]).partition(":")[0] for event in events} == set(DAYS.values())


def test_what_an_earlier_run_brought_along_goes_with_it(tmp_path):
    report_paths = PortfolioPaths(tmp_path, "2026Q3")
    folder = tmp_path / "2026Q3" / "internal"
    folder.mkdir(parents=True)
    for name in (
        "portfolio-2026Q3.attention.csv",
        "portfolio-2026Q3.renewals.ics",
        "my.csv",
        "portfolio-ANN-2026Q3.attention.csv",
    ):
        (folder / name).touch()
    report_paths.sweep("", "internal", keep=[folder / "portfolio-2026Q3.renewals.ics"])
    assert {path.name for path in folder.iterdir()} == {
        "portfolio-2026Q3.renewals.ics", "my.csv", "portfolio-ANN-2026Q3.attention.csv",
    }  # fmt: skip


def test_an_unknown_supervisor_ends_with_the_way_out(demo_yml, tmp_path):
    said = CliRunner().invoke(
        main, ["portfolio", "--supervisor", "Nobody", "--config", str(demo_yml), "--out", str(tmp_path)]
    )
    assert said.exit_code == 2
    assert "supervisor: 'Nobody' has no client" in said.output
