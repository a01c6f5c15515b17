"""How much of the book hangs on a few."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.fees.concentration import (
    effective_clients,
    fee_shares,
    herfindahl_index,
    top_share,
)

QUICKBOOKS = pd.Series({"A": 20.0, "B": 30.0, "C": 50.0})  # QuickBooks' example, HHI 3,800
BOOKS = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(-500, 5000), min_size=1)


class TestShares:
    """Who pays how much."""

    def test_the_largest_comes_first_and_they_add_up_to_1(self):
        assert fee_shares(QUICKBOOKS).to_dict() == {"C": 0.5, "B": 0.3, "A": 0.2}

    def test_a_client_with_nothing_or_a_credit_has_no_share(self):
        assert fee_shares(pd.Series({"A": 10.0, "B": 0.0, "C": -5.0})).to_dict() == {"A": 1.0}

    @pytest.mark.parametrize(("clients", "share"), [(1, 0.5), (2, 0.8), (9, 1.0)])
    def test_the_top_few_pay_their_shares_together(self, clients, share):
        assert top_share(QUICKBOOKS, clients) == pytest.approx(share)


class TestIndex:
    """Herfindahl-Hirschman, and its inverse."""

    def test_the_published_example_is_found(self):
        assert herfindahl_index(QUICKBOOKS) == pytest.approx(3800)
        assert effective_clients(QUICKBOOKS) == pytest.approx(1 / 0.38)

    @pytest.mark.parametrize("n", [1, 4, 25])
    def test_equal_clients_are_as_many_as_they_are(self, n):
        assert effective_clients(pd.Series(7.0, index=range(n))) == pytest.approx(n)

    @pytest.mark.parametrize("measure", [herfindahl_index, effective_clients, top_share])
    @pytest.mark.parametrize("fees", [{}, {"A": 0.0}, {"A": -1.0}], ids=["none", "nothing", "credit"])
    def test_where_nobody_paid_it_is_nan(self, measure, fees):
        assert math.isnan(measure(pd.Series(fees, dtype="float64")))

    @given(BOOKS, st.integers(1, 1000))
    @settings(max_examples=40)
    def test_scaling_and_row_order_do_not_matter(self, book, factor):
        fees = pd.Series(book, dtype="float64")
        for measure in (herfindahl_index, effective_clients, top_share):
            assert measure(fees[::-1] * factor) == pytest.approx(measure(fees), nan_ok=True)


class TestLeaveOneOut:
    """The client that moves the number most."""

    opening = pd.Series({"A": 100.0, "B": 100.0, "C": 200.0, "D": 0.0})
    closing = pd.Series({"A": 100.0, "B": 110.0, "C": 40.0, "D": 500.0})
