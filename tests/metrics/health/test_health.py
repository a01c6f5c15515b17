"""The worst driver counts, and the unknown is never good."""

import pandas as pd
import pytest

from acctlib.metrics.health.health import attention_ranks, overall_state


def panel(**clients):
    return pd.DataFrame.from_dict(clients, orient="index", columns=["nps", "delivery", "margin"])


class TestOverall:
    """One state an account."""

    @pytest.mark.parametrize(
        ("states", "overall", "because"),
        [
            (["met", "met", "met"], "met", ""),
            (["met", "watch", "met"], "watch", "delivery"),
            (["missed", "watch", "missed"], "missed", "nps, margin"),
            (["met", "met", "unknown"], "met", ""),  # a third is not more than a third
            (["met", "unknown", "unknown"], "watch", "2 of 3 unknown"),
            (["missed", "unknown", "unknown"], "missed", "nps"),
            (["unknown"] * 3, "unknown", "3 of 3 unknown"),
        ],
    )
    def test_it_is_that_of_the_worst_driver(self, states, overall, because):
        found = overall_state(panel(A=states)).loc["A"]
        assert (found["state"], found["because"]) == (overall, because)

    def test_a_veto_is_named_first(self):
        found = overall_state(panel(A=["missed", "met", "missed"]), vetoes=("margin",))
        assert found.loc["A", "because"] == "margin, nps"

    def test_three_good_drivers_do_not_make_up_for_a_missed_one(self):
        # An average of 90, 90, 90 and 0 would be amber.
        drivers = pd.DataFrame([["met", "met", "met", "missed"]], columns=list("abcd"))
        assert overall_state(drivers)["state"].to_list() == ["missed"]


class TestRanks:
    """A sort key with its range."""

    def test_an_account_that_is_worst_in_everything_is_first_under_any_weights(self):
        found = attention_ranks(panel(A=["missed"] * 3, B=["met", "missed", "met"], C=["met", "met", "missed"]))
        assert found.loc["A", ["rank", "rank_low", "rank_high"]].to_list() == [1, 1, 1]

    def test_the_unknown_counts_as_watched_between_the_good_and_the_missed(self):
        found = attention_ranks(panel(A=["met"] * 3, B=["unknown"] * 3, C=["watch"] * 3, D=["missed"] * 3))
        assert found["index"].to_list() == [1, 0.5, 0.5, 0]

    def test_accounts_that_differ_by_opinion_have_a_range(self):
        found = attention_ranks(panel(A=["missed", "met", "met"], B=["met", "missed", "met"]))
        assert found.loc["A", ["rank_low", "rank_high"]].to_list() == [1, 2]

    def test_the_same_book_has_the_same_ranks(self):
        drivers = panel(A=["missed", "met", "watch"], B=["met", "missed", "unknown"])
        pd.testing.assert_frame_equal(attention_ranks(drivers), attention_ranks(drivers))

    def test_an_empty_book_has_none(self):
        assert attention_ranks(panel()).empty
        assert overall_state(panel()).empty
