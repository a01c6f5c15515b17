"""Which client buys which service."""

import pandas as pd
import pytest

from acctlib.metrics.growth.whitespace import (
    Peers,
    fees_beside,
    fees_by_service,
    others,
    peers_of,
    service_states,
    state_counts,
)


def lines(*rows):
    return pd.DataFrame(rows, columns=["client_id", "service_line", "amount"])


def chances(*pairs):
    return pd.DataFrame(list(pairs), columns=["client_id", "service_line"], dtype="object")


def states(fees, segments, offered=(), barred=None):
    return service_states(
        fees_by_service(lines(*fees)), pd.Series(segments, dtype="object"), chances(*offered), barred or {}
    )


class TestStates:
    """What a client is to a service."""

    def test_each_state_is_told_from_the_others(self):
        fees = [("A", "Media", 10.0), ("A", "Brand", 5.0), ("B", "Media", 9.0), ("C", "Media", 3.0), ("C", None, 1.0)]
        segments = {"A": "Retail", "B": "Public", "C": "Retail", "D": "Public"}
        found = states(fees, segments, [("D", "Media"), ("B", "Film")], {"Brand": ("Public",)})
        assert found.columns.to_list() == ["Brand", "Film", "Media"]
        assert found.loc["A"].to_list() == ["owned", "gap", "owned"]
        assert found.loc["B"].to_list() == ["not_eligible", "pipeline", "owned"]
        assert found.loc["C"].to_list() == ["unknown", "unknown", "owned"]
        assert found.loc["D"].to_list() == ["not_eligible", "gap", "pipeline"]

    def test_what_is_bought_or_offered_is_so_whatever_the_list_of_the_not_eligible_says(self):
        fees, barred = [("A", "Media", 1.0), ("B", "Film", 1.0)], {"Media": ("Public",)}
        found = states(fees, {"A": "Public", "B": "Public"}, [("B", "Media")], barred)
        assert found["Media"].to_list() == ["owned", "pipeline"]

    def test_a_service_that_was_credited_in_full_is_not_owned(self):
        fees = [("A", "Media", 0.1), ("A", "Media", 0.2), ("A", "Media", -0.3), ("A", "Brand", 1.0)]
        assert states(fees, {"A": None})["Media"].to_list() == ["gap"]

    def test_fees_without_a_name_that_were_credited_hide_nothing(self):
        fees = [("A", "Media", 1.0), ("A", None, 5.0), ("A", None, -5.0), ("B", "Brand", 1.0)]
        assert states(fees, {"A": None})["Brand"].to_list() == ["gap"]

    def test_a_client_without_fees_buys_nothing(self):
        assert states([("A", "Media", 1.0)], {"B": None})["Media"].to_list() == ["gap"]

    def test_no_service_is_a_grid_without_columns(self):
        assert states([], {"A": None}).shape == (1, 0)

    def test_categories_and_text_are_alike(self):
        rows = lines(("A", "Media", 1.0), ("B", None, 2.0))
        typed = rows.astype({"client_id": "category", "service_line": "category"})
        pd.testing.assert_frame_equal(fees_by_service(typed), fees_by_service(rows), check_names=False)

    def test_row_order_and_scale_do_not_matter(self):
        fees = [("A", "Media", 10.0), ("B", "Brand", 5.0), ("B", None, 2.0)]
        found = states(fees, {"A": None, "B": None})
        pd.testing.assert_frame_equal(states([(c, s, 7 * a) for c, s, a in fees[::-1]], {"A": None, "B": None}), found)


class TestPeers:
    """How many others buy it."""

    grid = pd.DataFrame(
        {"Media": ["owned", "gap", "pipeline", "not_eligible", "unknown", "owned"]}, index=list("ABCDEF")
    )
    segments = pd.Series(["X", "X", "X", "X", "X", None], index=list("ABCDEF"), dtype="object")

    def test_counts_of_all_states_add_up_to_the_clients(self):
        found = state_counts(self.grid).loc["Media"]
        assert found[["owned", "pipeline", "gap", "not_eligible", "unknown"]].to_list() == [2, 1, 1, 1, 1]
        assert (found["n"], found["share"]) == (4, 0.5)

    def test_a_service_that_nobody_could_buy_has_no_share(self):
        assert pd.isna(state_counts(pd.DataFrame({"Film": ["not_eligible", "unknown"]}))["share"]).all()

    def test_a_client_without_a_segment_counts_among_all_only(self):
        found = peers_of(self.grid, self.segments).set_index("segment")[["n", "buyers"]]
        assert found.loc[""].to_list() == [4, 2]
        assert found.loc["X"].to_list() == [3, 1]

    @pytest.mark.parametrize("client", list("ABCDEF"))
    def test_leaving_one_out_is_counting_without_it(self, client):
        whole = Peers(
            *(int(v) for v in peers_of(self.grid, self.segments).set_index("segment").loc[""][["n", "buyers"]])
        )
        rest = peers_of(self.grid.drop(client), self.segments.drop(client)).set_index("segment").loc[""]
        assert others(whole, self.grid.at[client, "Media"]) == (rest["n"], rest["buyers"])


class TestFeesBeside:
    """What buyers pay for a service beside all else."""

    def test_who_buys_nothing_else_is_not_in_it(self):
        found = fees_beside(pd.DataFrame({"Media": [10.0, 30.0], "Brand": [0.0, 60.0]}))
        assert found.loc["Media"].to_list() == [0.5, 0.5, 0.5, 1]

    def test_a_net_credit_is_no_price(self):
        found = fees_beside(pd.DataFrame({"Media": [-10.0], "Brand": [60.0]}))
        assert found["buyers"].to_list() == [0, 0]

    def test_the_input_is_not_changed(self):
        given = pd.DataFrame({"Media": [-10.0, 3.0], "Brand": [60.0, 2.0]})
        before = given.copy(deep=True)
        fees_beside(given)
        pd.testing.assert_frame_equal(given, before)
