"""The first full quarter of work that began in the middle of one is no growth."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.metrics.growth.ramp import ramp
from acctlib.periods import quarter

Q1 = quarter("2025Q1")
CENTS = st.integers(-10_000_000, 10_000_000).map(lambda cents: cents / 100)


def one(before, now, start):
    found = ramp(pd.Series({"W": before}), pd.Series({"W": now}), pd.Series({"W": pd.Timestamp(start)}), Q1)
    return found.loc["W"].to_dict()


def test_half_a_quarter_at_30k_a_month_ramps_by_45k():
    # By hand: 15 February to 31 March is 45 of 90 days; 45k of 90k are paid, the next 45k are no growth.
    assert one(45_000, 90_000, "2025-02-15") == {"change": 45_000, "ramp": 45_000, "growth": 0}


def test_what_comes_on_top_of_the_full_quarter_is_growth():
    assert one(45_000, 100_000, "2025-02-15") == {"change": 55_000, "ramp": 45_000, "growth": 10_000}


def test_a_start_that_reaches_less_than_its_full_quarter_is_ramp_alone():
    assert one(45_000, 60_000, "2025-02-15") == {"change": 15_000, "ramp": 15_000, "growth": 0}


@pytest.mark.parametrize("start", ["2025-01-01", "2024-06-01", "2025-04-01", None])
def test_work_that_ran_all_quarter_or_whose_start_is_unknown_has_no_ramp(start):
    assert one(45_000, 90_000, start) == {"change": 45_000, "ramp": 0, "growth": 45_000}


@pytest.mark.parametrize(("before", "now"), [(45_000, 30_000), (0, 30_000), (-10, 30_000)])
def test_what_shrank_and_what_is_new_has_no_ramp(before, now):
    assert one(before, now, "2025-02-15") == {"change": now - before, "ramp": 0, "growth": now - before}


@given(CENTS, CENTS, st.dates(pd.Timestamp("2024-12-01").date(), pd.Timestamp("2025-05-01").date()))
def test_ramp_and_growth_add_up_to_the_change_and_a_ramp_is_never_more_than_it(before, now, start):
    found = one(before, now, start)
    assert found["ramp"] + found["growth"] == pytest.approx(found["change"], abs=1e-6)
    assert found["change"] == pytest.approx(now - before, abs=1e-6)
    assert 0 <= found["ramp"] <= max(found["change"], 0) + 1e-9


def test_inputs_are_not_changed():
    before, now = pd.Series({"W": 1.0}), pd.Series({"W": 2.0})
    ramp(before, now, pd.Series({"W": pd.Timestamp("2025-02-15")}), Q1)
    assert (before["W"], now["W"]) == (1.0, 2.0)
