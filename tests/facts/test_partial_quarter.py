"""A quarter that is not over is compared with the same days of the earlier one, and judged against nothing yet."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext, scorecard
from acctlib.facts.base.money import same_days
from acctlib.facts.scorecard import book_scorecard
from acctlib.periods import quarter

WHOLE = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30), targets={"growth": 0.05})
PART = replace(WHOLE, covered_to=date(2026, 8, 20))  # 51 of 92 days


def lines(days, amount, client="C"):
    given = pd.DataFrame({"service_date": pd.to_datetime(days), "amount": float(amount)})
    return given.assign(client_id=client, kind="retainer", currency="EUR")


@pytest.fixture
def frames():
    """100 a month in 2025, 110 a month in 2026; of August a second line on the 21st."""
    months = [f"{year}-{month:02d}-01" for year in (2025, 2026) for month in range(1, 13)]
    amounts = [100.0] * 12 + [110.0] * 12
    rows = lines(months, 0).assign(amount=amounts)
    return {"revenue": pd.concat([rows, lines(["2025-08-21", "2026-08-21"], 50)], ignore_index=True)}


def test_a_whole_quarter_keeps_all_its_lines(frames):
    assert WHOLE.elapsed is None
    assert same_days(frames["revenue"], WHOLE) is frames["revenue"]


def test_every_quarter_is_cut_to_as_many_days(frames):
    kept = same_days(frames["revenue"], PART)
    assert PART.elapsed == 51
    assert {day.month for day in kept["service_date"]} == {1, 2, 4, 5, 7, 8, 10, 11}
    assert 21 not in set(kept["service_date"].dt.day)  # the 52nd day


@pytest.mark.parametrize("card", [scorecard, book_scorecard])
def test_fees_and_growth_are_of_the_same_days(frames, card):
    found = card(frames, PART)
    assert (found["fees"].value, found["fees"].year_ago, found["fees"].prior) == (220, 200, 220)  # by hand: two months
    assert found["nrr"].value == pytest.approx(1.1)
    assert found["fees"].period == "Q3 2026, first 51 days"


def test_growth_is_neither_scaled_nor_held_against_a_target(frames):
    part, whole = (scorecard(frames, context)["growth"] for context in (PART, WHOLE))
    assert (part.value, part.status) == (pytest.approx(0.1), "none")  # by hand: 220 / 200 - 1
    assert (whole.value, whole.status) == (pytest.approx(380 / 350 - 1), "met")


def test_the_bridge_adds_up_over_the_same_days(frames):
    found = book_scorecard(frames, PART)
    steps = {name: fact.value for name, fact in found.items() if name.startswith("movement_")}
    assert (steps.pop("movement_opening"), steps.pop("movement_closing")) == (200, 220)
    assert sum(steps.values()) == pytest.approx(20)


def test_the_quarters_before_are_seen_at_the_same_day():
    assert PART.at(quarter("2025Q3")).covered_to == date(2025, 8, 20)
    assert PART.at(quarter("2026Q1")).covered_to == date(2026, 2, 20)
    assert WHOLE.at(quarter("2025Q3")).covered_to == date(2025, 9, 30)
    assert PART.at(quarter("2026Q3")) == PART


def test_the_cost_of_a_margin_is_of_the_same_days_as_its_fees(frames):
    months = pd.to_datetime([f"2026-{month:02d}-01" for month in range(1, 10)])
    costs = pd.DataFrame({"client_id": "C", "date": months, "amount": 55.0, "kind": "labour"})
    late = pd.DataFrame({"client_id": "C", "date": pd.to_datetime(["2026-08-25"]), "amount": 999.0, "kind": "labour"})
    both = {**frames, "costs": pd.concat([costs, late], ignore_index=True)}
    # Two months of each quarter: fees of 2025Q4 are 200 and of three quarters of 2026 220 each; costs 110 each.
    assert scorecard(both, PART)["margin"].value == pytest.approx(1 - 330 / 860)
