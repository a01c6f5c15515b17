"""Agreed and invoiced, by service line."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.agreed import agreed_and_invoiced
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))
CONTRACTS = pd.DataFrame({
    "contract_id": ["K1", "K2", "K3"], "service_line": ["Media", "Brand", "Media"], "currency": None,
    "annual_value": [1200.0, 2400.0, 9999.0], "status": ["active", "active", "draft"],
    "start_date": pd.to_datetime(["2026-01-01"] * 3), "end_date": pd.to_datetime([None] * 3),
})  # fmt: skip


def revenue(*lines):
    frame = pd.DataFrame(lines, columns=["service_date", "amount", "kind", "service_line"])
    return frame.assign(
        service_date=pd.to_datetime(frame["service_date"]), client_id="A", currency="EUR", credit_type=None
    )


REVENUE = revenue(
    ("2026-07-01", 300.0, "retainer", "Media"), ("2026-08-01", 550.0, "retainer", "Brand"),
    ("2026-08-01", 70.0, "project", "Brand"), ("2026-06-30", 1000.0, "retainer", "Media"),
)  # fmt: skip


def taken(contracts=CONTRACTS, lines=REVENUE, context=TERMS, **frames):
    found = agreed_and_invoiced(Prepared({"contracts": contracts, "revenue": lines, **frames}, context))
    return None if found is None else found.round(2).to_dict("index")


def test_recurring_lines_of_the_quarter_stand_beside_what_contracts_say_drafts_left_out():
    assert taken() == {"Brand": {"agreed": 600.0, "invoiced": 550.0}, "Media": {"agreed": 300.0, "invoiced": 300.0}}


def test_what_is_invoiced_without_a_contract_and_agreed_without_an_invoice_is_there():
    lines = revenue(("2026-07-01", 40.0, "retainer", "Digital"))
    assert taken(lines=lines) == {
        "Brand": {"agreed": 600.0, "invoiced": 0.0}, "Media": {"agreed": 300.0, "invoiced": 0.0},
        "Digital": {"agreed": 0.0, "invoiced": 40.0},
    }  # fmt: skip


def test_a_line_without_a_service_is_told_as_such_and_without_any_services_all_is_one():
    nameless = revenue(("2026-07-01", 300.0, "retainer", None), ("2026-07-01", 5.0, "retainer", "Media"))
    assert taken(lines=nameless)["Not assigned"] == {"agreed": 0.0, "invoiced": 300.0}
    assert taken(lines=REVENUE.assign(service_line=None)) == {"All services": {"agreed": 900.0, "invoiced": 850.0}}
    assert list(taken(contracts=CONTRACTS.drop(columns="service_line"))) == ["All services"]


@pytest.mark.parametrize(
    "contracts",
    [
        CONTRACTS.drop(columns="annual_value"),
        CONTRACTS.iloc[2:],
        CONTRACTS.assign(end_date=pd.Timestamp("2026-06-30")),
        CONTRACTS.assign(annual_value=None),
    ],
    ids=["no values kept", "drafts alone", "all over", "values unknown"],
)
def test_without_a_contract_with_a_value_there_is_nothing_to_compare(contracts):
    assert taken(contracts=contracts) is None


def test_without_contracts_there_is_nothing_to_compare():
    assert agreed_and_invoiced(Prepared({"revenue": REVENUE}, TERMS)) is None


def test_in_a_quarter_that_is_not_over_both_are_of_its_days_so_far():
    found = taken(context=replace(TERMS, covered_to=date(2026, 7, 31)))
    assert found == {"Brand": {"agreed": 200.0, "invoiced": 0.0}, "Media": {"agreed": 100.0, "invoiced": 300.0}}


def test_a_contract_of_another_currency_is_taken_at_the_rate_of_the_last_day():
    rates = pd.DataFrame({"date": pd.to_datetime(["2026-01-01", "2026-09-30"]), "currency": "USD", "rate": [0.5, 0.8]})
    foreign = CONTRACTS.assign(currency=["USD", None, None])
    assert taken(contracts=foreign, rates=rates)["Media"]["agreed"] == 240.0
