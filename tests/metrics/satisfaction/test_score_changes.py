"""Who fell, and by more than chance."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.intervals import nps_difference
from acctlib.metrics.satisfaction.satisfaction import nps_counts
from acctlib.metrics.satisfaction.score_changes import FELL, SAME, TOO_FEW, score_changes

SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=12)


def answers(**scores):
    rows = [(client, score) for client, held in scores.items() for score in held]
    told = pd.DataFrame(rows, columns=["client_id", "nps"]).astype({"nps": "float64"})
    return told.assign(answered_date=pd.Series(pd.Timestamp("2026-08-01"), index=told.index).where(told["nps"].notna()))


class TestState:
    """Fell, perhaps, or not."""

    def test_many_promoters_who_turned_detractors_fell(self):
        assert score_changes(answers(A=[3] * 8), answers(A=[9] * 8))["state"].to_list() == [FELL]

    @pytest.mark.parametrize(("now", "state"), [(7, TOO_FEW), (8, SAME), (0, TOO_FEW), (10, SAME)])
    def test_one_contact_never_proves_a_fall_and_two_points_are_worth_a_word(self, now, state):
        found = score_changes(answers(A=[now]), answers(A=[9]))
        assert found["state"].to_list() == [state]
        assert found["high"].item() > 0

    def test_a_rise_is_no_fall(self):
        assert score_changes(answers(A=[9] * 8), answers(A=[3] * 8))["state"].to_list() == [SAME]

    def test_clients_that_answered_once_only_are_not_compared(self):
        found = score_changes(answers(A=[9], B=[3]), answers(A=[9], C=[9]))
        assert list(found.index) == ["A"]
        assert score_changes(answers(A=[9]), answers(A=[None])).empty

    def test_both_sides_come_with_their_n(self):
        found = score_changes(answers(A=[9, None, 7]), answers(A=[8]))
        assert found[["before", "now", "change", "n_before", "n_now"]].iloc[0].to_list() == [8, 8, 0, 1, 2]


@given(st.dictionaries(st.sampled_from("ABCDE"), st.tuples(SCORES, SCORES), min_size=1))
@settings(max_examples=60)
def test_each_clients_interval_is_that_of_two_scores(held):
    now, before = ({client: both[side] for client, both in held.items()} for side in (0, 1))
    found = score_changes(answers(**now), answers(**before))
    for client in held:
        pair = (nps_counts(pd.Series(side[client])) for side in (now, before))
        assert tuple(found.loc[client, ["low", "high"]]) == pytest.approx(nps_difference(*pair))
        assert (found.loc[client, "state"] == FELL) == (found.loc[client, "high"] < 0)


def test_inputs_are_not_changed():
    now = answers(A=[9, 3])
    score_changes(now, now)
    pd.testing.assert_frame_equal(now, answers(A=[9, 3]))
