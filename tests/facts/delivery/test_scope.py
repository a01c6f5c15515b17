"""Hours and fees agreed."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.delivery.scope import hours_agreed, hours_billed, scope_change
from acctlib.periods import quarter
from tests.facts.outcomes import with_outcomes

TERMS = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))


def done(**columns):
    """Closed projects with these columns."""
    frame = pd.DataFrame(columns).assign(client_id=columns.get("client_id", "C"), state="delivered")
    return {"outcomes": frame.assign(closed_on=pd.Timestamp("2026-05-01"))}


def invoices(*rows):
    frame = pd.DataFrame(list(rows), columns=["service_date", "kind", "hours"])
    return {"revenue": frame.assign(service_date=pd.to_datetime(frame["service_date"]))}


NOTHING = {"outcomes": pd.DataFrame()}


class TestScope:
    """Fees agreed in the end against those first agreed."""

    def test_changes_are_summed_before_they_are_divided(self):
        found = scope_change(with_outcomes(done(budget=[100.0, 300.0], approved_budget=[120.0, 300.0]), TERMS))
        assert (found.value, found.n) == (pytest.approx(0.05), 2)

    def test_a_project_without_either_figure_is_left_out_and_named(self):
        found = scope_change(with_outcomes(done(budget=[100.0, None], approved_budget=[90.0, 50.0]), TERMS))
        assert (found.value, found.n) == (pytest.approx(-0.10), 1)
        assert [(r.why, r.n) for r in found.left_out] == [("projects closed without fees agreed, first or last", 1)]

    @pytest.mark.parametrize(
        ("held", "why"),
        [
            (NOTHING, "no project was closed"),
            (done(budget=[1.0]), "no changes of fees are kept"),
            (done(budget=[0.0], approved_budget=[10.0]), "no closed project with fees agreed"),
        ],
    )
    def test_without_fees_it_is_unknown(self, held, why):
        assert (scope_change(with_outcomes(held, TERMS)).value, scope_change(with_outcomes(held, TERMS)).note) == (
            None,
            why,
        )

    def test_over_clients_of_two_currencies_it_is_of_one_money(self):
        held = done(client_id=["A", "B"], budget=[100.0, 100.0], approved_budget=[110.0, 100.0])
        clients = pd.DataFrame({"client_id": ["A", "B"], "currency": ["USD", "EUR"]})
        rates = pd.DataFrame({"date": [pd.Timestamp("2020-01-01")], "currency": ["USD"], "rate": [0.5]})
        found = scope_change(with_outcomes({**held, "clients": clients, "rates": rates}, TERMS))
        assert found.value == pytest.approx(5 / 150)  # by hand: 10 USD are 5 EUR, of 50 + 100 EUR


class TestHours:
    """Agreed and billed, beside each other."""

    def test_hours_agreed_are_of_the_projects_closed(self):
        found = hours_agreed(with_outcomes(done(hours_planned=[10.0, 20.5, None]), TERMS))
        assert (found.value, found.n, found.left_out[0].n) == (30.5, 2, 1)

    def test_hours_billed_are_of_project_work_in_four_quarters(self):
        rows = [("2025-09-30", "project", 1.0), ("2025-10-01", "project", 2.0), ("2026-09-30", "project", 4.0),
                ("2026-09-30", "retainer", 8.0), ("2026-09-30", "project", None)]  # fmt: skip
        found = hours_billed(with_outcomes(invoices(*rows), TERMS))
        assert (found.value, found.n, found.left_out[0].n) == (6, 2, 1)

    @pytest.mark.parametrize("held", [NOTHING, done(hours_planned=[None]), done(budget=[1.0])])
    def test_no_hours_agreed_is_unknown_and_never_nought(self, held):
        assert hours_agreed(with_outcomes(held, TERMS)).value is None

    def test_no_hours_on_invoices_is_unknown_and_never_nought(self):
        bare = invoices(("2026-09-30", "project", None))
        assert hours_billed(with_outcomes(bare, TERMS)).note == "no hours stand on the invoices"
        assert hours_billed(with_outcomes({"revenue": bare["revenue"].drop(columns="hours")}, TERMS)).value is None
