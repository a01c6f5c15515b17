"""Concentration of fees and of margin against the firm's thresholds."""

from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.concentration import fee_concentration, margin_concentration
from acctlib.metrics.fees.concentration import client_margins
from acctlib.periods import quarter


def context(covered="2026-09-30", **policy):
    return ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date.fromisoformat(covered), Policy(**policy))


def frames(fees, costs=None, day="2026-07-01"):
    def rows(amounts, **rest):
        return pd.DataFrame({"client_id": list(amounts), "amount": list(amounts.values()), **rest})

    held = {"revenue": rows(fees, service_date=pd.Timestamp(day), kind="retainer", currency="EUR", credit_type=None)}
    return held if costs is None else {**held, "costs": rows(costs, date=pd.Timestamp(day))}


def fee(given, when):
    return fee_concentration(Prepared(given, when))


def margin(given, when):
    return margin_concentration(Prepared(given, when))


@pytest.mark.parametrize(("limit", "passed"), [(0.5, ("top_share",)), (0.51, ())])
def test_the_threshold_of_the_policy_decides_whether_it_is_passed(limit, passed):
    found = fee(
        frames({"A": 20.0, "B": 30.0, "C": 50.0}), context(concentration_top_share=limit, concentration_hhi=3801)
    )
    assert (found.passed, found.largest, found.clients) == (passed, "C", 3)


def test_the_index_has_a_threshold_of_its_own():
    # QuickBooks' example, HHI 3,800
    given = frames({"A": 20.0, "B": 30.0, "C": 50.0})
    assert fee(given, context(concentration_top_share=1, concentration_hhi=3_799)).passed == ("hhi",)
    assert fee(given, context(concentration_top_share=1, concentration_hhi=3_801)).passed == ()


def test_margin_may_hang_on_one_client_where_fees_do_not():
    given = frames(dict.fromkeys("ABCDE", 100.0), {"A": 20.0, "B": 90.0, "C": 95.0, "D": 95.0, "E": 130.0})
    fees, left = fee(given, context()), margin(given, context())
    assert (fees.top, fees.passed) == (0.2, ())
    # by hand: 80 of 80 + 10 + 5 + 5; E lost 30 and has no share
    assert (left.top, left.largest, left.clients, left.against) == (pytest.approx(0.8), "A", 4, 1)
    assert left.passed == ("top_share", "hhi")


def test_a_client_with_a_net_credit_is_counted_and_has_no_share():
    found = fee(frames({"A": 100.0, "B": 100.0, "C": -10.0}), context())
    assert (found.top, found.clients, found.against) == (0.5, 2, 1)


def test_the_fees_of_every_client_are_known():
    assert fee(frames({"A": 100.0, "B": 50.0}), context()).unknown == 0


def test_a_client_without_costs_is_unknown_and_not_all_margin():
    found = margin(frames({"A": 100.0, "B": 100.0}, {"A": 60.0}), context())
    assert (found.clients, found.largest, found.unknown) == (1, "A", 1)


def test_without_costs_or_fees_it_is_unknown():
    assert margin(frames({"A": 1.0}), context()) is None
    assert margin(frames({"A": 1.0}, {"A": 2.0}), context()) is None
    assert fee(frames({"A": -1.0}), context()) is None


def test_in_a_quarter_that_is_not_over_costs_are_of_the_same_days_as_fees():
    given = frames({"A": 100.0, "B": 100.0}, {"A": 60.0, "B": 50.0})
    more = given["costs"].assign(date=pd.Timestamp("2026-06-29"), amount=1000.0)
    both = {**given, "costs": pd.concat([given["costs"], more], ignore_index=True)}
    assert margin(both, context("2026-07-31")).top == pytest.approx(50 / 90)


def test_a_client_that_cost_and_paid_nothing_lost_all_of_it():
    assert client_margins(pd.Series({"A": 5.0}), pd.Series({"C": 10.0})).to_dict() == {"C": -10.0}
