"""From people to clients to the book."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.satisfaction.roll_up import (
    client_scores,
    effective_answers,
    silent_waves,
    voices,
    weighted_nps,
    weighted_nps_interval,
)
from acctlib.metrics.satisfaction.satisfaction import net_promoter_score

ANSWERS = pd.DataFrame(
    {
        "client_id": ["A", "A", "A", "B", "B", "C"],
        "role": ["sponsor", "user", "user", None, None, "user"],
        "nps": [4.0, 9.0, 10.0, 8.0, None, None],
        "answered_date": pd.to_datetime(["2026-07-01"] * 5 + [None]),
    }
)
PAIRS = st.lists(st.tuples(st.integers(0, 10), st.integers(1, 1000)), min_size=1, max_size=30)


class TestClientScores:
    """One score per client."""

    def test_people_of_one_role_are_averaged_first(self):
        assert client_scores(ANSWERS).loc["A"].to_list() == [6.75, 3]  # (4 + 9.5) / 2, by hand

    def test_people_without_a_role_are_a_role_of_their_own(self):
        assert client_scores(ANSWERS).loc["B"].to_list() == [8, 1]

    def test_silent_clients_are_absent(self):
        assert list(client_scores(ANSWERS).index) == ["A", "B"]

    def test_without_roles_all_people_count_alike(self):
        assert client_scores(ANSWERS.drop(columns="role")).loc["A", "score"] == pytest.approx(23 / 3)

    def test_another_score_can_be_asked_for(self):
        assert client_scores(ANSWERS.assign(csat=ANSWERS["nps"] / 2), "csat").loc["B", "score"] == 4

    def test_inputs_are_not_changed(self):
        before = ANSWERS.copy(deep=True)
        client_scores(ANSWERS)
        pd.testing.assert_frame_equal(ANSWERS, before)


class TestCoverage:
    """How much of the fees was heard."""


class TestWeights:
    """Kish's n, and what it is for."""

    def test_five_unequal_answers_are_worth_2_82(self):
        assert effective_answers(pd.Series([500, 300, 100, 50, 50])) == pytest.approx(2.82, abs=0.005)  # worked by hand

    def test_equal_weights_are_worth_their_number(self):
        assert effective_answers(pd.Series([7.0] * 5)) == pytest.approx(5)

    @pytest.mark.parametrize("weights", [[], [0.0, 0.0]])
    def test_where_nothing_has_weight_there_is_neither_n_nor_score(self, weights):
        values = pd.Series(weights, dtype="float64")
        assert math.isnan(effective_answers(values))
        assert math.isnan(weighted_nps(values, values))
        assert all(math.isnan(x) for x in weighted_nps_interval(values, values))

    def test_a_heavy_detractor_outweighs_light_promoters(self):
        assert weighted_nps(pd.Series([10, 9, 3]), pd.Series([10.0, 10.0, 80.0])) == pytest.approx(-60)

    def test_an_answer_without_a_score_or_a_weight_does_not_count(self):
        scores, weights = pd.Series([10, None, 3]), pd.Series([10.0, 80.0, None])
        assert weighted_nps(scores, weights) == 100
        assert weighted_nps_interval(scores, weights) == pytest.approx(adjusted_wald_nps((1, 0, 0)))

    @given(PAIRS, st.integers(2, 1000))
    @settings(max_examples=40)
    def test_equal_weights_give_the_plain_score_and_the_unit_of_weight_does_not_matter(self, pairs, factor):
        scores, weights = (pd.Series(column, dtype="float64") for column in zip(*pairs, strict=True))
        assert weighted_nps(scores, weights * 0 + factor) == pytest.approx(net_promoter_score(scores))
        assert weighted_nps(scores, weights * factor) == pytest.approx(weighted_nps(scores, weights))
        assert weighted_nps_interval(scores, weights * factor) == pytest.approx(weighted_nps_interval(scores, weights))

    def test_unequal_weights_widen_the_interval(self):
        scores = pd.Series([10, 8, 3, 9, 7])
        wide = weighted_nps_interval(scores, pd.Series([96.0, 1, 1, 1, 1]))
        even = weighted_nps_interval(scores, pd.Series([1.0] * 5))
        assert wide[1] - wide[0] > even[1] - even[0]
        assert even == pytest.approx(adjusted_wald_nps((2, 2, 1)))


class TestVoices:
    """Asked, and answered."""

    def test_invitations_and_answers_are_counted_by_client(self):
        assert voices(ANSWERS).to_dict("index") == {
            "A": {"asked": 3, "answers": 3},
            "B": {"asked": 2, "answers": 2},
            "C": {"asked": 1, "answers": 0},
        }

    def test_of_no_invitation_there_is_no_client(self):
        assert voices(ANSWERS.iloc[:0]).empty


class TestSilentWaves:
    """Silence that lasts."""

    def waves(self, *rows, **more):
        told = pd.DataFrame(rows, columns=["client_id", "sent_date", "answered_date"])
        days = {name: pd.to_datetime(told[name]) for name in ("sent_date", "answered_date")}
        return silent_waves(told.assign(**days), "Q-DEC", **more).to_dict("index")

    def test_one_answer_of_any_contact_breaks_the_silence(self):
        rows = [("A", "2026-02-01", None), ("A", "2026-05-01", None), ("A", "2026-05-02", "2026-05-09")]
        assert self.waves(*rows) == {"A": {"waves": 2, "silent": False}}

    def test_only_the_last_waves_count_and_quarters_without_one_do_not(self):
        rows = [("A", "2025-02-01", "2025-02-02"), ("A", "2025-08-01", None), ("A", "2026-08-01", None)]
        assert self.waves(*rows) == {"A": {"waves": 3, "silent": True}}
        assert self.waves(*rows, waves=3) == {"A": {"waves": 3, "silent": False}}

    def test_asked_once_is_not_silent_yet(self):
        assert self.waves(("A", "2026-02-01", None)) == {"A": {"waves": 1, "silent": False}}

    def test_nobody_asked_is_nobody_silent(self):
        assert self.waves() == {}

    @given(st.lists(st.tuples(st.sampled_from("ABC"), st.integers(0, 5), st.booleans()), max_size=30))
    @settings(max_examples=40)
    def test_it_is_what_a_plain_loop_finds(self, rows):
        quarters = [pd.Period("2025Q1", "Q-DEC") + step for _, step, _ in rows]
        told = [(c, q.start_time, q.start_time if yes else None) for (c, _, yes), q in zip(rows, quarters, strict=True)]
        for client, found in self.waves(*told).items():
            asked = sorted({step for c, step, _ in rows if c == client})
            heard = {step for c, step, yes in rows if c == client and yes}
            quiet = len(asked) >= 2 and not heard & set(asked[-2:])
            assert found == {"waves": len(asked), "silent": quiet}
