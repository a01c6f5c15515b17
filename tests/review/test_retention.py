"""What the house reads of renewals, and of the book around a client."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display.blocks.block import block_text
from acctlib.errors import ReviewError
from acctlib.facts import benchmarks
from acctlib.review import Review
from acctlib.review.session import covered_quarter, terms_of

END = date(2026, 9, 30)
PLAIN = {"client_id": "C1", "service_line": "Media", "start_date": "2024-01-01", "end_date": "2027-03-31",
         "notice_date": "2026-12-31", "status": "active", "annual_value": 400.0, "renewal_of": None,
         "signed_date": None, "currency": "EUR"}  # fmt: skip


def lines(ends):
    rows = [
        (c, day, amount)
        for c, both in ends.items()
        for day, amount in zip(("2025-08-01", "2026-08-01"), both, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]), kind="retainer", service_line="Media",
                        currency="EUR", credit_type=None)  # fmt: skip


def review(*contracts, edition="internal", ends=None):
    tables = {"revenue": lines({"C1": (1000.0, 1000.0)})}
    if contracts:
        frame = pd.DataFrame([{**PLAIN, "contract_id": f"K{n}", **row} for n, row in enumerate(contracts)])
        days = ("start_date", "end_date", "notice_date", "signed_date")
        tables["contracts"] = frame.assign(**{day: pd.to_datetime(frame[day]) for day in days})
    head = pd.DataFrame({"client_id": ["C1"], "name": ["A"], "currency": ["EUR"], "locale": ["en_GB"]})
    held = Slice("C1", edition, {"clients": head, **tables}, END, "f" * 64)
    context = terms_of(held, Config(), covered_quarter("", END, 1))
    figures = benchmarks({"revenue": lines(ends)}, context).of("C1", "internal") if ends else {}
    return Review(replace(held, benchmarks=figures), context, Config())


def said(block):
    return block_text(block.payload())


class TestRenewals:
    """The calendar."""

    def test_a_contract_stands_with_its_end_and_its_last_day_for_notice(self):
        assert "Media | 31 Mar 2027 | 31 Dec 2026 | active" in said(review({}).renewals())

    def test_no_contract_is_said_and_so_is_none_that_ends(self):
        assert said(review().renewals()) == "Contracts not available: none are recorded."
        assert "No contract ends within the next four quarters." in said(review({"end_date": "2029-01-01"}).renewals())

    def test_work_without_a_contract_is_told_with_its_months(self):
        text = said(review({"end_date": "2026-04-30"}).renewals())
        assert "Working out of contract since 1 May 2026 (5 whole months)." in text

    def test_notice_is_told_with_the_fees_that_will_go(self):
        text = said(review({"status": "notice", "end_date": "2026-12-31"}, {}).renewals())
        assert "notice given" in text
        assert "Notice given on €500 of quarterly recurring fees, ending 31 Dec 2026." in text

    def test_a_client_edition_has_no_such_section(self):
        for section in ("renewals", "book"):
            with pytest.raises(ReviewError, match="internal"):
                getattr(review({}, edition="client"), section)()


class TestBook:
    """The book around a client."""

    ledger = tuple(
        {"A": (100.0, 100.0), "B": (100.0, 130.0), "C": (100.0, 60.0), "D": (100.0, 0.0), "E": (0.0, 50.0)}.items()
    )

    def test_the_oracle_ledger_stands_with_n_and_interval(self):
        rows = said(review(ends=dict(self.ledger)).book()).splitlines()
        assert any(row.startswith("Client retention rate | 75.0% | 4 | 30% to 95%") for row in rows)  # Wilson, 3 of 4
        assert any(row.startswith("Net revenue retention | 72.5% | 4 |") for row in rows)
        assert any(row.startswith("NRR excluding the most influential client | 96.7% | 3 |") for row in rows)

    def test_the_same_book_stands_under_the_definitions_of_others_one_formula_in_one_row(self):
        rows = said(review(ends=dict(self.ledger)).book()).splitlines()
        net = [row for row in rows if row.startswith("ChartMogul: net MRR churn")]
        assert "27.5%" in net[0]  # by hand: (100 + 40 - 30) / 400, nobody returned
        shared = [row for row in rows if "Recurly: subscriber churn" in row]
        assert "fightchurn: account churn" in shared[0]
        assert "25.0%" in shared[0]

    def test_no_name_of_another_client_is_in_it(self):
        text = said(review(ends=dict(self.ledger)).book())
        assert "without A" not in text
        assert "without D" not in text

    def test_without_opening_fees_it_is_unknown_and_no_table_is_shown(self):
        assert said(review(ends={"E": (0.0, 50.0)}).book()).startswith("Portfolio retention not available")
