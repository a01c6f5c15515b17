"""Answers by role."""

import pandas as pd

from acctlib.metrics.intervals import adjusted_wald_nps
from acctlib.metrics.voices_by_role import NO_ROLE, voices_by_role

PEOPLE = pd.DataFrame({"role": ["user", "user", "user", "sponsor", "finance", None]})
SCORES = pd.Series({0: 10, 1: 8, 2: 3, 3: 9, 5: 7}, dtype="Int64")  # finance is silent


def test_each_role_has_its_score_and_its_interval():
    user = voices_by_role(PEOPLE, SCORES).loc["user"]
    assert (user["asked"], user["n"], user["mean"], user["value"]) == (3, 3, 7.0, 0.0)
    assert (user["low"], user["high"]) == adjusted_wald_nps((1, 1, 1))


def test_a_silent_role_stays_in_the_list_without_a_score():
    finance = voices_by_role(PEOPLE, SCORES).loc["finance"]
    assert (finance["asked"], finance["n"]) == (1, 0)
    assert finance[["mean", "value", "low", "high"]].isna().all()


def test_people_without_a_role_are_a_role_of_their_own_and_all_add_up():
    told = voices_by_role(PEOPLE, SCORES)
    assert told.loc[NO_ROLE, "n"] == 1
    assert (told["asked"].sum(), told["n"].sum()) == (6, 5)
    assert told.index[0] == "user"


def test_nobody_asked_is_an_empty_table():
    assert voices_by_role(PEOPLE.iloc[:0], SCORES.iloc[:0]).empty
