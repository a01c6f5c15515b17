"""Scores by group of people."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.base.suppression import TOTAL
from acctlib.metrics.satisfaction.satisfaction import net_promoter_score
from acctlib.metrics.satisfaction.score_table import score_table

SCORES = {"buyer": [10] * 6, "user": [9, 9, 9, 7, 3, 3, 3, 3], "sponsor": [8] * 5}


def people(scores=SCORES, first=0):
    rows = [(role, score) for role, held in scores.items() for score in held]
    told = pd.DataFrame(rows, columns=["role", "nps"])
    ids = [f"S{first + place:03d}" for place in range(len(told))]
    return told.assign(survey_id=ids, client_id="A", respondent=[f"P{place}" for place in range(len(told))])


class TestScores:
    """What is shown."""

    def test_each_group_has_its_score_n_and_interval(self):
        found = score_table(people(), people(), "role")
        assert list(found.index) == ["buyer", "sponsor", "user", TOTAL]
        assert found["value"].to_list() == pytest.approx([100, 0, -12.5, 100 * (9 - 4) / 19])  # by hand
        assert found["n"].to_list() == [6, 5, 8, 19]
        assert tuple(found.loc["user", ["low", "high"]]) == pytest.approx(adjusted_wald_nps((3, 1, 4)))

    def test_a_hidden_group_shows_neither_score_nor_n(self):
        held = people({**SCORES, "buyer": [10] * 2})
        found = score_table(held, held, "role")
        assert found["hidden"].to_list() == [True, True, False, False]  # the sponsors cover the two buyers
        assert found.loc[["buyer", "sponsor"], ["n", "value", "low", "high"]].isna().all(axis=None)

    def test_people_without_a_role_are_a_group_of_their_own(self):
        held = people().assign(role=lambda f: f["role"].where(f["role"] != "buyer"))
        assert score_table(held, held, "role").loc["", "n"] == 6

    def test_a_group_that_three_people_joined_is_hidden_where_the_table_before_is_known(self):
        now, before = people({**SCORES, "user": [9] * 8}), people({**SCORES, "user": [9] * 8})
        now = now.assign(survey_id=now["survey_id"].where(now.index > 2, "new-" + now["survey_id"]))  # three buyers
        found = score_table(now, before, "role")
        assert found["hidden"].to_list() == [True, False, False, True]  # and the total, which differs by those three

    def test_three_people_who_answered_again_are_three_and_not_six(self):
        again = people().assign(survey_id=lambda f: f["survey_id"].where(f.index > 2, "new-" + f["survey_id"]))
        named = score_table(again, people(), "role")["hidden"]
        nameless = score_table(again.drop(columns="respondent"), people().drop(columns="respondent"), "role")["hidden"]
        assert (named["buyer"], nameless["buyer"]) == (True, False)

    def test_a_group_that_is_gone_is_listed_only_where_it_hides_somebody(self):
        few, many = {**SCORES, "other": [3] * 2}, {**SCORES, "other": [3] * 9}
        assert "other" not in score_table(people(), people(many), "role").index
        assert score_table(people(), people(few), "role").loc["other", "hidden"]

    def test_of_nobody_there_is_a_total_of_nobody(self):
        found = score_table(people({}), people({}), "role")
        assert (found["n"].to_list(), found["value"].isna().to_list()) == ([0], [True])

    def test_the_firm_decides_how_few_are_too_few(self):
        assert score_table(people(), people(), "role", 8)["hidden"].to_list() == [True, True, False, False]

    def test_inputs_are_not_changed(self):
        now = people()
        score_table(now, now, "role")
        pd.testing.assert_frame_equal(now, people())

    @given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 10)), max_size=40))
    @settings(max_examples=60)
    def test_what_is_shown_is_the_plain_score_of_enough_people(self, answers):
        held = people({}) if not answers else pd.DataFrame(answers, columns=["role", "nps"])
        held = held.assign(survey_id=range(len(held)), client_id="A", respondent=None)
        found = score_table(held, held, "role")
        for group, row in found[~found["hidden"] & found["n"].gt(0).fillna(False)].iterrows():
            own = held if group == TOTAL else held[held["role"] == group]
            assert row["value"] == pytest.approx(net_promoter_score(own["nps"]))
            assert row["n"] == len(own) >= 5
