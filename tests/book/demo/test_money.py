from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

import pytest

from acctlib.book.demo.calendar import calendar
from acctlib.book.demo.money import parts, retainers
from acctlib.book.demo.plan import Stay, client


def total(rows, column="amount"):
    return sum((Decimal(row[column]) for row in rows), Decimal(0))


class TestContracts:
    def test_a_whole_term_invoices_what_was_agreed(self, book):
        """12 monthly invoices of a term are its annual value; two clients' months are cut on purpose."""
        odd = {book.who("a pause"), book.who("a mid-quarter start")}
        seen = 0
        for contract in book("contracts"):
            inside = contract["start_date"] >= "2022-10-01" and contract["end_date"] < "2026-10-01"
            if contract["status"] == "renewed" and inside and contract["client_id"] not in odd:
                lines = book("revenue", contract["client_id"], kind="retainer", service_line=contract["service_line"])
                term = [r for r in lines if contract["start_date"] <= r["service_date"] <= contract["end_date"]]
                assert total(r for r in term if not r["credit_type"]) == Decimal(contract["annual_value"])
                seen += 1
        assert seen > 50

    def test_a_renewal_begins_the_day_after_the_last_of_its_contract(self, book):
        held = {row["contract_id"]: row for row in book("contracts")}
        renewals = [row for row in held.values() if row["renewal_of"]]
        assert len(renewals) > 100
        for row in renewals:
            before = held[row["renewal_of"]]
            assert date.fromisoformat(before["end_date"]) + timedelta(1) == date.fromisoformat(row["start_date"])
            assert before["status"] == "renewed"
            assert (before["client_id"], before["service_line"]) == (row["client_id"], row["service_line"])

    def test_contracts_in_force_are_those_of_clients_who_stay(self, book):
        staying = {row["client_id"] for row in book("clients") if not row["end_date"]}
        in_force = {row["client_id"] for row in book("contracts") if row["status"] in ("active", "notice")}
        assert in_force == staying

    def test_renewals_are_spread_over_the_year(self, book):
        months = {row["end_date"][5:7] for row in book("contracts", status="active")}
        assert len(months) >= 9

    def test_some_renewals_are_signed_late_and_most_before(self, book):
        renewals = [row for row in book("contracts") if row["renewal_of"] and row["signed_date"]]
        late = sum(row["signed_date"] > row["start_date"] for row in renewals)
        assert 0 < late < len(renewals) / 3


class TestInvoices:
    def test_every_kind_is_there_and_only_credits_are_negative(self, book):
        lines = book("revenue")
        assert {row["kind"] for row in lines} == {"retainer", "project", "usage", "pass_through", "reimbursable"}
        assert all((Decimal(row["amount"]) < 0) == (row["credit_type"] != "") for row in lines)
        assert {row["credit_type"] for row in lines} == {"", "price", "goodwill", "billing_error"}

    def test_the_firm_earns_most_in_autumn_and_least_in_summer(self, sixty):
        sums = defaultdict(Decimal)
        for row in sixty("revenue"):
            if row["kind"] in ("usage", "pass_through"):
                sums[row["kind"], (int(row["service_date"][5:7]) - 1) // 3 + 1] += Decimal(row["amount"])
        for kind in ("usage", "pass_through"):
            quarters = {q: sums[kind, q] for q in (1, 2, 3, 4)}
            assert max(quarters, key=quarters.get) == 4
            assert min(quarters, key=quarters.get) == 3

    def test_media_is_a_multiple_of_fees_for_some_clients(self, sixty):
        shares = []
        for row in sixty("clients"):
            lines = sixty("revenue", row["client_id"])
            media = total(r for r in lines if r["kind"] == "pass_through")
            fees = total(r for r in lines if r["kind"] not in ("pass_through", "reimbursable"))
            shares += [media / fees] if media else []
        assert 5 < len(shares) < 40
        assert 2 < median(shares) < 4

    def test_a_project_is_billed_in_full_when_it_is_delivered(self, book):
        for client_id in ("C001", "C003"):
            work = book("projects", client_id)
            due = sum(
                (Decimal(p["fees_at_completion"]) if p["delivered_date"] else Decimal(p["approved_budget"]) / 2)
                for p in work
            )
            # A project under way has half of its fees billed, to the coin: at most half a coin each is rounded.
            billed = total(book("revenue", client_id, kind="project"))
            assert abs(billed - due) <= Decimal("0.5") * sum(not p["delivered_date"] for p in work)

    def test_an_invoice_is_of_one_client_and_month(self, book):
        for row in book("revenue", "00123"):
            assert row["invoice_id"] == f"I-00123-{row['service_date'][:4]}{row['service_date'][5:7]}"


class TestCosts:
    def margin(self, read, client_id):
        rate = {"EUR": "1", "USD": "0.92", "JPY": "0.0061", "GBP": "1.16", "CHF": "1.04"}
        lines = [r for r in read("revenue", client_id) if r["kind"] not in ("pass_through", "reimbursable")]
        fees = sum(Decimal(r["amount"]) * Decimal(rate[r["currency"]]) for r in lines)
        return 1 - total(read("costs", client_id)) / fees

    def test_margins_lie_between_a_third_and_more_than_half(self, sixty):
        usual = [row["client_id"] for row in sixty("clients") if row["client_id"] != "C014"]
        margins = [self.margin(sixty, who) for who in usual]
        assert all(Decimal("0.25") < m < Decimal("0.6") for m in margins)
        assert 0.35 < median(margins) < 0.55

    def test_the_over_serviced_client_earns_next_to_nothing(self, sixty):
        assert self.margin(sixty, "C014") < Decimal("0.15")

    def test_who_worked_is_one_of_the_people(self, book):
        assert {row["person"] for row in book("costs")} <= {row["person"] for row in book("people")}


@pytest.mark.parametrize(("amount", "count"), [(100.0, 3), (0.01, 2), (1234.57, 4), (-10.0, 3)])
def test_parts_add_up_to_the_cent(amount, count):
    euro = client(0, calendar("2026Q3", 4), seed=1)
    shares = parts(amount, count, euro)
    assert len(shares) == count
    assert sum(Decimal(repr(share)) for share in shares) == Decimal(repr(amount))
    assert max(shares) - min(shares) <= 0.0100001


def test_a_month_that_is_not_whole_is_billed_by_the_day():
    """By hand: 14 of 28 days of February and 9 of 31 days of March, of 3100 a month."""
    euro = client(0, calendar("2026Q3", 4), seed=1)
    contract = {"monthly": 3100.0, "billed": Stay(date(2026, 2, 15), date(2026, 3, 10)), "service_line": "Brand"}
    lines = [(row["service_date"], row["amount"]) for row in retainers(euro, [contract])]
    assert lines == [(date(2026, 2, 15), 1550.0), (date(2026, 3, 1), 900.0)]
