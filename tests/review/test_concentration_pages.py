"""Concentration in the portfolio: fees beside margin, and which thresholds were used."""

import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Policy
from acctlib.review import open_portfolio
from acctlib.review.portfolio.concentration import concentration
from acctlib.review.session import portfolio_of


@pytest.fixture(scope="module")
def firm(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def again(firm, policy, without=()):
    frames = {name: firm.frames[name] for name in ("clients", "revenue", "rates", "costs") if name not in without}
    config = firm.config.model_copy(update={"policy": policy})
    return portfolio_of(Slice("", "internal", frames, firm.context.covered_to, ""), config, firm.quarter)


def test_fees_and_margin_stand_side_by_side_and_below_the_default_thresholds(firm):
    table, note = concentration(firm)
    assert [(row[0].text, row[-1].text, row[-1].state) for row in table.rows] == [
        ("Fees", "below", "good"), ("Margin", "below", "good"),
    ]  # fmt: skip
    assert note.text.startswith(
        "‘Above’ means that the largest client has 25% or more of the total, or that the HHI is 2,500"
    )


def test_a_stricter_threshold_is_passed_and_is_the_one_that_is_printed(firm):
    table, note = concentration(again(firm, Policy(concentration_top_share=0.1)))
    assert {(row[-1].text, row[-1].state) for row in table.rows} == {("above", "watch")}
    assert "10% or more" in note.text


def test_without_costs_the_margin_is_unknown(firm):
    table, note = concentration(again(firm, Policy(), without=("costs",)))
    assert [row[0].text for row in table.rows] == ["Fees"]
    assert "Concentration of the margin not available" in note.text


def test_the_margin_of_the_book_is_printed_with_the_clients_it_rests_on(firm):
    fact = firm.facts["margin"]
    note = concentration(firm)[-1].text
    assert f"Margin of {fact.n} clients with costs: {fact.value:.1%} of their fees." in note
    assert "Delivery margin (margin.2)" in [item.term for item in firm.method().blocks[0].items]
