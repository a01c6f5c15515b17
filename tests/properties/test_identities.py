"""Parts add up to the whole, to the cent, whatever the book: movements, bridges, price and volume, groups."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.facts.base.money import in_review_money
from acctlib.metrics.base.currency import average_rates, converted
from acctlib.metrics.delivery.delivery import closed_within, outcomes
from acctlib.metrics.delivery.delivery_groups import success_counts
from acctlib.metrics.fees.concentration import fee_shares
from acctlib.metrics.fees.fees import PASSED_ON, by_client, fee_income, recurring_fees
from acctlib.metrics.growth.price_volume_mix import EFFECTS, price_volume_mix
from acctlib.metrics.retention.retention import (
    MOVEMENTS,
    gross_revenue_retention,
    movement_bridge,
    net_revenue_retention,
    reported_bridge,
    revenue_movements,
)
from acctlib.metrics.satisfaction.satisfaction import nps_counts
from acctlib.periods import previous, trailing, trailing_four, within, year_ago
from tests.properties.books import LAST, QUARTER, TERMS, random_book

BOOKS = st.integers(0, 40).map(cache(lambda seed: random_book(seed, clients=1 + seed % 9)))
MANY = settings(max_examples=15)


def lines_of(book):
    """All invoice lines in one currency."""
    return in_review_money(book, TERMS)


def ends(lines):
    return by_client(lines, year_ago(QUARTER)), by_client(lines, QUARTER)


def cents(amount):
    return round(float(amount), 2)


@given(BOOKS)
@MANY
def test_movements_lead_from_the_opening_to_the_closing_fees(book):
    fees = recurring_fees(lines_of(book))
    opening, closing = ends(fees)
    before = pd.Index(fees.loc[fees["service_date"] < QUARTER.start_time, "client_id"].unique())
    bridge = movement_bridge(revenue_movements(opening, closing, before))
    assert cents(bridge["opening"] + bridge[list(MOVEMENTS)].sum() - bridge["closing"]) == 0
    assert cents(bridge["closing"] - closing.sum()) == 0
    assert cents(bridge["opening"] - opening.sum()) == 0


@given(BOOKS)
@MANY
def test_the_reported_bridge_adds_up_with_currency_on_its_own_line(book):
    filled = book["revenue"].assign(currency=book["revenue"]["currency"].fillna("EUR"))
    one_rate = average_rates(book["rates"], year_ago(QUARTER), "EUR")
    reported = converted(filled, book["rates"], to="EUR", firm_currency="EUR")
    recent = within(filled, trailing(QUARTER, 5), on="service_date")
    level = converted(recent, one_rate, to="EUR", firm_currency="EUR")
    moves = revenue_movements(*ends(level), pd.Index(filled["client_id"].unique()))
    opening, closing = (side.sum() for side in ends(reported))
    bridge = reported_bridge(moves, opening, closing)
    assert cents(bridge.drop("closing").sum() - closing) == 0


@given(BOOKS)
@MANY
def test_gross_retention_is_never_above_net_unless_by_credits(book):
    opening, closing = ends(recurring_fees(lines_of(book)))
    paid = closing.clip(lower=0)
    if opening.clip(lower=0).sum() > 0:
        assert gross_revenue_retention(opening, paid) <= net_revenue_retention(opening, paid) + 1e-12


@given(BOOKS)
@MANY
def test_price_volume_and_mix_leave_nothing_over(book):
    lines = fee_income(lines_of(book)).dropna(subset=["service_line"])
    sides = [
        within(lines, period, on="service_date")
        .groupby("service_line")
        .agg(fees=("amount", "sum"), hours=("hours", "sum"))
        for period in (year_ago(QUARTER), QUARTER)
    ]
    split = price_volume_mix(*sides)
    left = split["before"] + split[list(EFFECTS)].sum(axis=1) - split["now"]
    assert left.abs().max() < 0.005 or split.empty


@given(BOOKS)
@MANY
def test_fees_and_what_is_passed_on_are_all_that_was_invoiced(book):
    lines = lines_of(book)
    passed = lines[lines["kind"].isin(PASSED_ON)]
    assert cents(fee_income(lines)["amount"].sum() + passed["amount"].sum() - lines["amount"].sum()) == 0


@given(BOOKS)
@MANY
def test_quarters_clients_and_the_whole_have_one_sum(book):
    fees, year = fee_income(lines_of(book)), trailing_four(QUARTER)
    whole = within(fees, year, on="service_date")["amount"].sum()
    assert cents(by_client(fees, year).sum() - whole) == 0
    assert cents(sum(by_client(fees, quarter).sum() for quarter in year.quarters) - whole) == 0


@given(BOOKS)
@MANY
def test_shares_of_the_fees_add_up_to_one(book):
    shares = fee_shares(by_client(fee_income(lines_of(book)), QUARTER))
    assert shares.empty or shares.sum() == pytest.approx(1)
    assert ((shares > 0) & (shares <= 1)).all()


@given(BOOKS)
@MANY
def test_successes_of_the_clients_are_those_of_the_book(book):
    done = closed_within(outcomes(book["projects"], LAST), trailing_four(QUARTER))
    groups = success_counts(done, done["client_id"])
    assert groups["n"].sum() == done["success"].notna().sum()
    assert groups["successes"].sum() == done["success"].eq(True).sum()


@given(BOOKS)
@MANY
def test_every_answer_is_a_promoter_a_passive_or_a_detractor(book):
    scores = book["surveys"]["nps"]
    assert sum(nps_counts(scores)) == scores.notna().sum()


@given(BOOKS)
@MANY
def test_a_row_lies_in_one_quarter(book):
    lines, year = book["revenue"], trailing(QUARTER, 8)
    counted = sum(len(within(lines, quarter, on="service_date")) for quarter in year.quarters)
    assert counted == len(within(lines, year, on="service_date"))
    assert previous(QUARTER) in year.quarters
