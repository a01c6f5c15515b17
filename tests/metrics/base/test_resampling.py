"""How far a ratio over clients could be from the truth."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.resampling import MOST_DRAWN, most_influential_client, retention_interval, without_each

BOOK = st.lists(st.tuples(st.integers(1, 10_000), st.integers(-500, 15_000)), min_size=2, max_size=25)


def sides(rows):
    frame = pd.DataFrame(rows, columns=["opening", "kept"], dtype="float64")
    return frame["opening"], frame["kept"]


def book(n, rng, churn=0.05, spread=0.1):
    opening = pd.Series(np.exp(rng.normal(9, 0.7, n)))
    return opening, opening * np.exp(rng.normal(0, spread, n)) * (rng.random(n) > churn)


class TestInterval:
    """Clients drawn again."""

    @given(BOOK)
    @settings(max_examples=40)
    def test_the_value_lies_inside(self, rows):
        opening, kept = sides(rows)
        low, high = retention_interval(opening, kept)
        assert low <= kept.sum() / opening.sum() <= high

    def test_the_client_of_the_least_fees_may_be_drawn_as_well(self):
        # Ten of 1; one closes with a credit of 5: drawn three times, with probability 0.08, it leaves less than nothing.
        low, _ = retention_interval(pd.Series(1.0, range(10)), pd.Series([-5.0, *[1.0] * 9]))
        assert low < 0

    @given(BOOK, st.integers(2, 1000))
    @settings(max_examples=40)
    def test_order_names_and_the_unit_of_money_do_not_matter(self, rows, factor):
        opening, kept = sides(rows)
        other = (side[::-1].set_axis(range(100, 100 + len(side))) * factor for side in (opening, kept))
        assert retention_interval(*other) == pytest.approx(retention_interval(opening, kept))

    def test_it_is_the_same_in_every_run(self):
        opening, kept = sides([(100, 100), (100, 130), (100, 60), (100, 0)])
        assert retention_interval(opening, kept) == retention_interval(opening, kept)

    def test_a_book_that_lost_nobody_may_lose_one_yet(self):
        flat = pd.Series([100.0] * 8)
        low, high = retention_interval(flat, flat)
        assert low < 0.75  # by hand: one lost of nine leaves 0.89, and draws may take it more than once
        assert high == 1

    @pytest.mark.parametrize("n", [0, 1])
    def test_below_two_clients_there_is_none(self, n):
        assert all(math.isnan(end) for end in retention_interval(*sides([(1, 1)] * n)))

    def test_a_large_book_has_the_normal_interval_and_the_draws_agree_with_it(self):
        rng = np.random.default_rng(5)
        opening, kept = book(MOST_DRAWN - 2, rng)
        drawn = retention_interval(opening, kept)
        more = [pd.concat([side, side.iloc[:2]], ignore_index=True) for side in (opening, kept)]
        assert retention_interval(*more) == pytest.approx(drawn, abs=0.004)

    @pytest.mark.parametrize("n", [5, 10, 20, 40])
    def test_it_covers_the_truth_in_at_least_94_of_100_books(self, n):
        # truth of the simulation, by hand: (1 - 0.05) exp(0.1^2 / 2); the plain bootstrap covers 74 to 84 here
        rng, truth = np.random.default_rng(n), 0.95 * math.exp(0.1**2 / 2)
        ends = [retention_interval(*book(n, rng)) for _ in range(300)]
        assert np.mean([low <= truth <= high for low, high in ends]) >= 0.94


class TestLeaveOneOut:
    """The client that moves it most."""

    ledger = pd.DataFrame({"opening": 100.0, "kept": [100.0, 130.0, 60.0, 0.0]}, index=list("ABCD"))

    def test_without_each_of_the_oracle_ledger(self):
        # Worked by hand: 190, 160, 230 and 290 of 300
        found = without_each(self.ledger["opening"], self.ledger["kept"])
        assert found.to_dict() == pytest.approx({"A": 190 / 300, "B": 160 / 300, "C": 230 / 300, "D": 290 / 300})

    def test_the_client_that_left_moves_it_most(self):
        client, value = most_influential_client(self.ledger["opening"], self.ledger["kept"])
        assert (client, value) == ("D", pytest.approx(290 / 300))

    def test_of_two_that_move_it_alike_the_larger_is_named(self):
        client, _ = most_influential_client(pd.Series({"A": 300.0, "B": 100.0}), pd.Series({"A": 300.0, "B": 100.0}))
        assert client == "A"

    def test_one_client_leaves_nothing(self):
        client, value = most_influential_client(pd.Series({"A": 1.0}), pd.Series({"A": 1.0}))
        assert client is None
        assert math.isnan(value)
        assert without_each(pd.Series({"A": 1.0}), pd.Series({"A": 1.0})).isna().all()

    @given(BOOK)
    @settings(max_examples=30)
    def test_each_is_what_dropping_it_gives(self, rows):
        opening, kept = sides(rows)
        found = without_each(opening, kept)
        for client in opening.index:
            assert found[client] == pytest.approx(kept.drop(client).sum() / opening.drop(client).sum())
