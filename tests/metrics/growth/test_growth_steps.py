"""The bridge of growth: every change under its own cause, and all of them together the whole change."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acctlib.metrics.growth.growth_steps import CREDITS, STEPS, growth_steps

cents = st.integers(-50_000_00, 50_000_00).map(lambda n: n / 100)
line = st.tuples(st.sampled_from(["Media", "Brand", "Web"]), cents, st.sampled_from([None, None, *CREDITS]))
periods = st.lists(line, max_size=8)


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["service_line", "amount", "credit_type"])
    return frame.astype({"amount": "float64", "service_line": "object", "credit_type": "object"})


def steps(*args, **more):
    found = growth_steps(*args, **more).set_index("step")["amount"]
    return found[found != 0].to_dict()


def test_what_one_line_lost_is_not_set_against_what_another_won():
    found = steps(lines(("Media", 100, None), ("Web", 50, None)), lines(("Media", 80, None), ("Web", 75, None)))
    assert found == {"before": 150, "expansion": 25, "contraction": -20, "now": 155}


def test_new_and_ended_work_stand_apart():
    found = steps(lines(("Media", 100, None)), lines(("Brand", 40, None)))
    assert found == {"before": 100, "new": 40, "ended": -100, "now": 40}


def test_the_first_full_quarter_of_work_begun_a_year_ago_is_no_expansion():
    # Worked by hand: 45 of 90 days; the next full quarter's +45 is ramp.
    found = steps(lines(("Media", 45, None)), lines(("Media", 100, None)), ramp_up=pd.Series({"Media": 45.0}))
    assert found == {"before": 45, "ramp": 45, "expansion": 10, "now": 100}


def test_work_that_began_and_ended_in_the_quarter_is_neither_new_nor_ended():
    found = steps(
        lines(("Media", 10, None)), lines(("Media", 10, None), ("Event", 30, None)), one_off=pd.Index(["Event"])
    )
    assert found == {"before": 10, "passing": 30, "now": 40}


@pytest.mark.parametrize("kind", CREDITS)
def test_a_credit_counts_under_its_type_and_shrinks_no_line(kind):
    assert steps(lines(("Media", 100, None)), lines(("Media", 100, None), ("Media", -7, kind))) == {
        "before": 100, kind: -7, "now": 93,
    }  # fmt: skip


def test_a_credit_of_a_year_ago_that_is_gone_is_no_expansion():
    found = steps(lines(("Media", 100, None), ("Media", -7, "goodwill")), lines(("Media", 100, None)))
    assert found == {"before": 93, "goodwill": 7, "now": 100}


def test_exchange_rates_are_a_step_of_their_own():
    # Worked by hand: 100 EUR at 1.10 and 110 EUR at 1.00: reported 0 %, at one rate +10 %.
    found = steps(
        lines(("Media", 110, None)), lines(("Media", 110, None)), now_at_prior_rates=lines(("Media", 121, None))
    )
    assert found == {"before": 110, "expansion": 11, "currency": -11, "now": 110}


def test_nothing_on_both_sides_is_nothing():
    assert growth_steps(lines(), lines())["amount"].to_list() == [0.0] * (len(STEPS) + 2)


@given(periods, periods)
def test_the_steps_add_up_to_the_cent_in_whatever_order_the_lines_come(before, now):
    told = growth_steps(lines(*before), lines(*now)).set_index("step")["amount"]
    assert round(told["before"] + told[list(STEPS)].sum() - told["now"], 2) == 0
    turned = growth_steps(lines(*before[::-1]), lines(*now[::-1])).set_index("step")["amount"]
    pd.testing.assert_series_equal(told, turned, atol=1e-3)


@given(periods, periods, st.integers(50, 200))
def test_with_exchange_rates_they_add_up_too(before, now, percent):
    same = lines(*now).assign(amount=lambda f: f["amount"] * percent / 100)
    told = growth_steps(lines(*before), lines(*now), now_at_prior_rates=same).set_index("step")["amount"]
    assert round(told["before"] + told[list(STEPS)].sum() - told["now"], 2) == 0


def test_the_lines_given_are_not_changed():
    before, now = lines(("Media", 1, None)), lines(("Media", 2, "price"))
    copies = before.copy(), now.copy()
    growth_steps(before, now, now_at_prior_rates=now)
    pd.testing.assert_frame_equal(before, copies[0])
    pd.testing.assert_frame_equal(now, copies[1])
