"""The portfolio as files: pages, calendar, list."""

import csv
import stat

import nbformat
import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

from acctlib import load_config, open_book
from acctlib.cli import main
from acctlib.display.blocks import inner_blocks
from acctlib.publish.calendar_file import escaped, folded, renewal_calendar
from acctlib.publish.outputs import pages_of


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
        "attention-2026Q3.csv", "renewals-2026Q3.ics",
    }  # fmt: skip
    assert not (made.parent / "client").exists()


def test_numbers_of_the_workbook_are_numbers_and_none_is_a_formula(made):
    book = openpyxl.load_workbook(made / "portfolio-2026Q3.xlsx")
    rows = {row[0]: row for row in book["Who needs you, and why"].iter_rows(min_row=5, values_only=True)}
    fees = {
        row["name"]: float(row["fees"])
        for row in csv.DictReader((made / "attention-2026Q3.csv").read_text(encoding="utf-8").splitlines())
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
    assert "Internal: never leaves the house" in (made / "portfolio-2026Q3.html").read_text(encoding="utf-8")


def test_the_list_has_its_accounts_and_no_formula(made):
    rows = list(csv.DictReader((made / "attention-2026Q3.csv").read_text(encoding="utf-8").splitlines()))
    assert "C013" in [row["client_id"] for row in rows]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@"]


def test_an_unknown_supervisor_ends_with_the_way_out(demo_yml, tmp_path):
    said = CliRunner().invoke(
        main, ["portfolio", "--supervisor", "Nobody", "--config", str(demo_yml), "--out", str(tmp_path)]
    )
    assert said.exit_code == 2
    assert "supervisor: 'Nobody' has no client" in said.output


class TestCalendar:
    """RFC 5545."""

    def contracts(self):
        day = pd.Timestamp
        return pd.DataFrame(
            {
                "contract_id": ["K1", "K2", "K3", "K4"], "client_id": ["A"] * 4, "service_line": ["Media, print", None, "X", "Y"],
                "end_date": [day("2026-12-31"), day("2026-09-30"), day("2027-01-01"), day("2027-01-02")],
                "notice_date": [day("2026-10-31"), pd.NaT, pd.NaT, pd.NaT], "renewal_of": [None, None, None, "K3"],
                "status": ["active", "active", "active", "draft"],
            }
        )  # fmt: skip

    def made(self):
        return renewal_calendar(
            self.contracts(), pd.Series({"A": "One; Two"}), pd.Timestamp("2026-09-30").date(), "Firm"
        )

    def test_only_what_is_to_come_and_is_not_renewed_has_an_event(self):
        lines = self.made().split("\r\n")
        assert [line for line in lines if line.startswith("DTSTART")] == [
            "DTSTART;VALUE=DATE:20261031", "DTSTART;VALUE=DATE:20261231",
        ]  # fmt: skip

    def test_text_is_escaped_and_lines_end_as_they_must(self):
        text = self.made()
        assert "SUMMARY:Contract ends: One\\; Two\\, Media\\, print\r\n" in text
        assert text.replace("\r\n", "").count("\n") == 0
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert text.endswith("END:VCALENDAR\r\n")

    def test_the_same_contracts_give_the_same_bytes(self):
        assert self.made() == self.made()

    @pytest.mark.parametrize("text", ["x" * 300, "東" * 100, "é" * 74, ""])
    def test_folded_lines_are_short_and_unfold_to_the_same(self, text):
        parts = list(folded(text))
        assert all(len(part.encode()) <= 75 for part in parts)
        assert "".join([parts[0], *(part[1:] for part in parts[1:])]) == text

    def test_a_line_break_in_a_name_cannot_begin_a_property(self):
        assert "\r" not in escaped("a\r\nATTENDEE:x\rb\nc")
        assert "\n" not in escaped("a\r\nATTENDEE:x\rb\nc")
