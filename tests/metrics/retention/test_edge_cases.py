"""Joiners that left, project clients, a rate that repeats."""

import math

import pandas as pd
import pytest

from acctlib.metrics.retention.edge_cases import activity_cohort, compounded, joiners
from acctlib.periods import Span

QUARTERS = pd.period_range("2025Q1", "2026Q1", freq="Q-DEC")
YEAR = Span(QUARTERS[0], QUARTERS[4])


def table(**rows):
    return pd.DataFrame.from_dict(rows, orient="index", columns=QUARTERS, dtype="float64")


class TestJoiners:
    """Clients that came within the window."""

    def test_who_joins_and_leaves_inside_is_lost_and_who_stays_is_not(self):
        found = joiners(table(A=[0, 5, 5, 0, 0], B=[0, 0, 5, 5, 5]), YEAR)
        assert found["lost"].to_dict() == {"A": True, "B": False}

    def test_a_starter_and_a_returning_client_did_not_join(self):
        held = table(A=[5, 0, 0, 0, 0], B=[5, 0, 5, 0, 0])
        assert joiners(held, YEAR).empty
        assert joiners(held, Span(QUARTERS[1], QUARTERS[4])).empty

    def test_a_credit_alone_is_no_joiner(self):
        assert joiners(table(A=[0, -5, 0, 0, 0]), YEAR).empty

    def test_recurlys_500_joiners_lose_12(self):
        # As Recurly prints it
        rows = {f"J{n}": [0, 1, 1, 1, 0 if n < 12 else 1] for n in range(500)}
        found = joiners(table(**rows), YEAR)
        assert (len(found), int(found["lost"].sum())) == (500, 12)

    def test_a_table_that_ends_before_the_window_has_lost_them(self):
        assert joiners(table(A=[0, 5, 5, 5, 5]).iloc[:, :3], YEAR)["lost"].to_dict() == {"A": True}


def test_a_client_with_recurring_fees_is_never_a_project_client():
    fees = pd.Series({"A": 10.0, "B": 10.0, "C": 0.0})
    assert activity_cohort(fees, pd.Series({"B": 1.0})).to_list() == ["A"]


class TestRepeated:
    """A rate of one quarter, four times."""

    def test_95_percent_a_quarter_leave_81_5(self):
        assert compounded(0.95) == pytest.approx(0.8145, abs=5e-5)  # worked by hand

    def test_an_unknown_rate_stays_unknown(self):
        assert math.isnan(compounded(math.nan))
