"""Answers by role, none of them a few people's."""

import pandas as pd
import pytest

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.satisfaction.scores_by_role import NO_ROLE, OTHERS, voices_by_role


def told(fewest=5, **answers):
    """Scores by role, None for a contact who was asked and is silent."""
    pairs = [(role.strip("_") or None, score) for role, scores in answers.items() for score in scores]
    people = pd.DataFrame({"role": [role for role, _ in pairs]})
    return voices_by_role(people, pd.Series([score for _, score in pairs], dtype="Float64").dropna(), fewest)


def test_a_role_of_five_has_its_score_and_its_interval():
    user = told(user=[10, 9, 8, 3, 7, None], buyer=[9] * 5).loc["user"]
    assert (user["asked"], user["n"], user["mean"], user["value"]) == (6, 5, 7.4, 20.0)  # (2 - 1) / 5
    assert (user["low"], user["high"]) == adjusted_wald_nps((2, 2, 1))


def test_small_roles_are_one_line_that_comes_last():
    found = told(user=[9] * 5, sponsor=[9, 9, None], finance=[3, 3, 3])
    assert list(found.index) == ["user", OTHERS]
    assert found.loc[OTHERS, ["asked", "n", "value"]].to_list() == [6, 5, -20]  # (2 - 3) / 5


@pytest.mark.parametrize("sponsors", [1, 4])
def test_a_few_people_are_not_left_over_for_subtraction(sponsors):
    found = told(user=[9] * 8, buyer=[3] * 6, sponsor=[9] * sponsors)
    assert found["n"].to_dict() == {"user": 8, OTHERS: 6 + sponsors}


def test_where_nothing_else_is_left_all_stand_together():
    found = told(user=[9] * 6, sponsor=[3])
    assert found["n"].to_dict() == {OTHERS: 7}
    assert told(sponsor=[9])["n"].to_dict() == {OTHERS: 1}


def test_silent_roles_hide_nobody():
    found = told(user=[9] * 5, finance=[None])
    assert found["n"].to_dict() == {"user": 5, OTHERS: 0}
    assert found.loc[OTHERS, ["mean", "value", "low", "high"]].isna().all()


def test_people_without_a_role_are_a_role_of_their_own_and_all_add_up():
    found = told(user=[9] * 6, _=[7] * 5, sponsor=[3] * 5)
    assert found.loc[NO_ROLE, "n"] == 5
    assert (found["asked"].sum(), found["n"].sum()) == (16, 16)
    assert found.index[0] == "user"


def test_nobody_asked_is_an_empty_table():
    assert voices_by_role(pd.DataFrame({"role": []}), pd.Series(dtype="Float64")).empty
