"""Margin and over-servicing."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext, book_scorecard
from acctlib.facts.growth.profit import margin, over_servicing, realisation
from acctlib.periods import quarter
from tests.facts.outcomes import with_outcomes

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
DAY = pd.Timestamp("2026-05-01")


def books(fees, *costs, on="2026-05-01", **rest):
    """Fees with media passed through, and costs on a day."""
    revenue = pd.DataFrame({"service_date": [DAY, DAY], "kind": ["retainer", "pass_through"], "amount": [fees, 900.0]})
    spent = pd.DataFrame({"date": pd.to_datetime([on] * len(costs)), "amount": list(costs)}, dtype=None)
    return {"revenue": revenue.assign(client_id="C", currency="EUR"), "costs": spent, **rest}


def hours(*pairs, closed=True):
    """Projects with hours planned and worked."""
    names = [f"P{i}" for i in range(len(pairs))]
    projects = pd.DataFrame(pairs, columns=["hours_planned", "hours_actual"], dtype="float64").assign(project_id=names)
    day, state = (DAY, "delivered") if closed else (pd.NaT, "in_flight")
    return {"outcomes": projects.assign(closed=closed, state=state, closed_on=day)}


class TestMargin:
    """Fees less cost."""

    def test_what_is_passed_on_is_neither_income_nor_base(self):
        found = margin(with_outcomes(books(100.0, 40.0, 20.0), TERMS))
        assert (found.value, found.n) == (pytest.approx(0.40), 2)

    def test_fees_of_clients_without_costs_are_no_margin(self):
        # A pays 100 and cost 40, B pays 50 and cost 30, D pays 100 and has no cost: 1 - 70 / 150, not 1 - 70 / 250
        lines = pd.DataFrame({"client_id": ["A", "B", "D"], "service_date": DAY, "kind": "retainer",
                              "amount": [100.0, 50.0, 100.0], "currency": "EUR"})  # fmt: skip
        costs = pd.DataFrame({"client_id": ["A", "A", "B"], "date": DAY, "amount": [20.0, 20.0, 30.0]})
        found = book_scorecard({"revenue": lines, "costs": costs}, TERMS)["margin"]
        assert (found.value, found.n) == (pytest.approx(80 / 150), 2)
        (left,) = found.left_out
        assert (left.why, left.n) == ("clients with fees and without costs", 1)
        assert found.value + left.effect == pytest.approx(180 / 250)

    def test_a_client_with_costs_and_no_fees_lowers_it(self):
        lines = pd.DataFrame({"client_id": ["A"], "service_date": DAY, "kind": "retainer", "amount": [100.0],
                              "currency": "EUR"})  # fmt: skip
        costs = pd.DataFrame({"client_id": ["A", "B"], "date": DAY, "amount": [20.0, 30.0]})
        assert book_scorecard({"revenue": lines, "costs": costs}, TERMS)["margin"].value == pytest.approx(0.5)

    def test_cost_beyond_the_fees_is_a_loss(self):
        assert margin(with_outcomes(books(100.0, 150.0), TERMS)).value == pytest.approx(-0.5)

    @pytest.mark.parametrize("on", ["2025-09-30", "2026-10-01"])
    def test_costs_outside_the_four_quarters_do_not_count_and_none_at_all_is_no_margin_of_100_percent(self, on):
        found = margin(with_outcomes(books(100.0, 40.0, on=on), TERMS))
        assert (found.value, found.note) == (None, "no costs are recorded")

    def test_a_firm_without_costs_has_no_margin(self):
        held = books(100.0)
        del held["costs"]
        assert margin(with_outcomes(held, TERMS)).note == "no costs are recorded"

    def test_cost_without_fees_has_no_margin(self):
        found = margin(with_outcomes(books(0.0, 40.0), TERMS))
        assert (found.value, found.note) == (None, "no fees to set the cost against")

    def test_costs_are_in_the_firms_money_and_become_the_reviews(self):
        rates = pd.DataFrame({"date": [pd.Timestamp("2020-01-01")], "currency": ["USD"], "rate": [0.5]})
        dollars = ReviewContext(quarter("2026Q3"), "internal", "USD", "EUR", date(2026, 9, 30))
        held = books(100.0, 30.0, rates=rates)  # 30 EUR are 60 USD
        held["revenue"]["currency"] = "USD"
        assert margin(with_outcomes(held, dollars)).value == pytest.approx(0.40)


class TestOverServicing:
    """Hours worked beyond those agreed."""

    def test_hours_are_summed_before_they_are_divided(self):
        found = over_servicing(with_outcomes(hours((100, 114.8), (100, 100)), TERMS))
        assert (found.value, found.n) == (pytest.approx(0.074), 2)

    def test_114_8_hours_for_100_are_14_8_percent(self):
        # sevoirgroup.com
        assert over_servicing(with_outcomes(hours((100, 114.8)), TERMS)).value == pytest.approx(0.148)

    def test_projects_without_hours_are_left_out(self):
        assert over_servicing(with_outcomes(hours((100, 90), (None, 50), (50, None)), TERMS)).value == pytest.approx(
            -0.10
        )

    @pytest.mark.parametrize("held", [hours((100, 90), closed=False), hours((None, None)), hours((0, 10))])
    def test_without_a_closed_project_with_hours_it_is_unknown(self, held):
        found = over_servicing(with_outcomes(held, TERMS))
        assert (found.value, found.note) == (None, "no closed project with hours")

    def test_a_firm_that_keeps_no_hours_has_none(self):
        held = hours((100, 90))
        bare = {"outcomes": held["outcomes"].drop(columns="hours_actual")}
        assert over_servicing(with_outcomes(bare, TERMS)).note == "no closed project with hours"


class TestRealisation:
    """Fees against the worth of the work."""

    def done(self, **columns):
        frame = pd.DataFrame(columns).assign(client_id="C", state="delivered")
        return {"outcomes": frame.assign(closed_on=DAY)}

    def test_fees_agreed_in_the_end_are_divided_by_what_the_work_is_worth(self):
        found = realisation(
            with_outcomes(self.done(budget=[80.0, 50.0], approved_budget=[90.0, None], cost=[100.0, 60.0]), TERMS)
        )
        assert (found.value, found.n) == (pytest.approx(140 / 160), 2)

    def test_projects_without_either_are_left_out_and_named(self):
        found = realisation(with_outcomes(self.done(budget=[80.0, 50.0], cost=[100.0, None]), TERMS))
        assert (found.value, found.n) == (pytest.approx(0.8), 1)
        assert [(r.why, r.n) for r in found.left_out] == [
            ("projects closed without fees or the worth of their work", 1)
        ]

    def test_without_fees_or_worth_it_is_unknown(self):
        for held in (self.done(budget=[1.0]), self.done(cost=[1.0]), self.done(budget=[1.0], cost=[0.0])):
            found = realisation(with_outcomes(held, TERMS))
            assert (found.value, found.note) == (None, "no closed project with fees and the worth of its work")
        assert realisation(with_outcomes({"outcomes": pd.DataFrame()}, TERMS)).value is None
