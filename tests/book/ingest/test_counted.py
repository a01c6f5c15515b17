"""Rows and money of a file are counted before a query sees them."""

from decimal import Decimal

import pytest

from acctlib.book.ingest.checks import check_sources
from acctlib.book.ingest.counted import is_amount
from acctlib.book.ingest.sources import read
from acctlib.config import Source

HEAD = "Client,Date,Net,Tax amount,Note,Status\n"
ROWS = "C1,2026-07-01,1000.10,190.02,a,Paid\nC2,2026-07-02,-20.0001,x,b,Void\nC1,2026-07-03,0.20,1,c,Paid\n"
SELECT = "select Client client_id, Date service_date, Net amount, 'retainer' kind from invoices"


@pytest.fixture
def counted(tmp_path, config):
    def counting(sql, text=HEAD + ROWS, **source):
        (tmp_path / "invoices.csv").write_text(text, encoding="utf-8")
        raw = read("revenue", Source(sql=sql, files=("invoices.csv",), **source), config)
        assert raw.problems == ()
        (one,) = raw.counted
        return one, [note.text for note in raw.notes]

    return counting


@pytest.mark.parametrize("name", ["Net", "LineAmount", "unit_price", "Subtotal", "Betrag netto", "FEES", "Amount due"])
def test_a_column_of_amounts_is_known_by_its_name(name):
    assert is_amount(name)


@pytest.mark.parametrize(
    "name", ["Due date", "Paid on", "Invoice no", "Quantity", "Netherlands", "Total id", "Cost type"]
)
def test_dates_ids_and_others_are_no_amounts(name):
    assert not is_amount(name)


def test_rows_and_sums_are_those_of_the_file_and_not_of_the_query(counted):
    one, _ = counted(SELECT + " where Net > '1'")
    assert (one.file, one.rows, one.sums) == ("invoices.csv", 3, (("Net", Decimal("980.2999")),))  # by hand


def test_a_column_with_one_cell_that_is_no_number_has_no_sum(counted):
    one, _ = counted('select "Tax amount" as amount, Net from invoices')
    assert [column for column, _ in one.sums] == ["Net"]


def test_a_column_that_the_query_neither_names_nor_gives_has_no_sum(counted):
    assert counted("select Client from invoices")[0].sums == ()
    assert [column for column, _ in counted("from invoices")[0].sums] == ["Net"]


def test_amounts_are_read_by_the_declared_marks(counted):
    one, _ = counted(
        "select Net from invoices", "Net;x\n1.234,50;1\n-2 000,25;2\n", delimiter=";", decimal=",", thousands="."
    )
    assert one.sums == (("Net", Decimal("-765.75")),)


def test_a_state_that_the_query_does_not_look_at_is_told_with_its_money(counted):
    _, notes = counted(SELECT)
    assert notes == [
        "invoices.csv, Status: this column is not mapped, but rows are counted that say 'Void' (1 row, -20.00)",
    ]


@pytest.mark.parametrize(
    "sql", [SELECT + " where Status <> 'Void'", "from invoices", 'select "status" s, Net from invoices']
)
def test_a_state_that_the_query_names_or_gives_is_its_own_matter(counted, sql):
    assert counted(sql)[1] == []


def test_a_state_in_what_a_query_gives_and_nobody_maps_is_told(firm):
    sql = "select Client client_id, Date service_date, Net amount, 'retainer' kind, Status from revenue"
    report = check_sources(firm(revenue=HEAD + ROWS, sources={"revenue": {"files": ["revenue.csv"], "sql": sql}}))
    (problem,) = [p for p in report.problems if p.rule == "unused_status"]
    assert (problem.row, problem.column) == (3, "Status")


def test_a_file_that_the_query_never_names_is_marked(tmp_path, config):
    for name in ("invoices", "other"):
        (tmp_path / f"{name}.csv").write_text(HEAD + ROWS)
    raw = read("revenue", Source(sql=SELECT, files=("invoices.csv", "other.csv")), config)
    assert [(one.file, one.rows, one.named) for one in raw.counted] == [
        ("invoices.csv", 3, True),
        ("other.csv", 3, False),
    ]


class TestReport:
    def test_each_file_stands_beside_what_its_query_gave(self, firm):
        sql = (
            "select Client client_id, Date service_date, Net amount, 'retainer' kind from revenue where Status = 'Paid'"
        )
        report = check_sources(firm(revenue=HEAD + ROWS, sources={"revenue": {"files": ["revenue.csv"], "sql": sql}}))
        assert report.files.to_numpy().tolist() == [
            ["clients", "clients.csv", None, 2, True, None, None],
            ["revenue", "revenue.csv", None, 3, True, "Net", Decimal("980.2999")],
        ]
        totals = report.totals.set_index("table").loc["revenue"]
        assert (totals["rows_read"], totals["money_read"]) == (2, Decimal("1000.30"))

    def test_without_a_query_the_sum_is_that_of_the_mapped_column(self, firm):
        report = check_sources(firm())  # by hand: 1000.10 - 20.0001 + 0.20
        assert report.files.set_index("table").loc["revenue", ["column", "money"]].tolist() == [
            "amount",
            Decimal("980.2999"),
        ]

    def test_a_file_that_could_not_be_read_is_not_in_it(self, firm):
        assert list(check_sources(firm(revenue="")).files["table"]) == ["clients"]
