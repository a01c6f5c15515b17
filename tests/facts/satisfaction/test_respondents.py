"""Which scores stand beside each other: none whose difference is what a few people answered."""

import pandas as pd
import pytest

from acctlib.facts.base.measures import Estimate
from acctlib.facts.satisfaction.respondents import FEW, replies_of, side_by_side, tells_a_few


def score(people, **changed):
    """An estimate from one reply a person, each a promoter's unless given."""
    return Estimate(0.0, len(people), low=-1.0, high=1.0, replies=tuple((p, changed.get(p, 100.0)) for p in people))


@pytest.mark.parametrize(
    ("now", "then", "few"),
    [
        ("abcdef", "abcde", True),  # f came
        ("abcde", "abcdefghi", True),  # four left
        ("abcde", "abcdefghij", False),  # five left
        ("abcdef", "ghijkl", False),
        ("abcde", "fbcde", True),  # one for one: two people
        ("abcde", "abcde", False),
    ],
)
def test_one_to_four_people_who_came_or_left_are_told_and_five_are_not(now, then, few):
    assert tells_a_few(score(now), score(then), 5) is few
    assert tells_a_few(score(then), score(now), 5) is few


@pytest.mark.parametrize(("changed", "few"), [({"a": 0.0}, True), ({"a": 0.0, "b": 0.0}, False)])
def test_one_reply_alone_that_changed_is_told_and_two_are_not(changed, few):
    assert tells_a_few(score("abcdef", **changed), score("abcdef"), 5) is few


def test_estimates_without_people_tell_nothing_of_them():
    assert not tells_a_few(Estimate(1.0), score("abcde"), 5)


def test_the_first_score_stays_and_those_that_would_tell_give_way():
    now, year_ago, prior = score("abcdef"), score("ghijkl"), score("abcde")
    told = side_by_side((now, year_ago, prior), 5)
    assert told[:2] == [now, year_ago]
    assert (told[2].value, told[2].low, told[2].high, told[2].note) == (None, None, None, FEW)


def test_two_earlier_scores_are_held_against_each_other_too():
    now, year_ago, prior = score("uvwxyz"), score("abcdef"), score("abcde")
    assert [one.value for one in side_by_side((now, year_ago, prior), 5)] == [0.0, 0.0, None]


def test_a_score_that_is_not_shown_tells_nothing():
    hidden = Estimate(replies=score("abcde").replies)
    assert side_by_side((score("uvwxyz"), hidden, score("abcdef")), 5)[2].value == 0.0


@pytest.mark.parametrize(("column", "same"), [("contact", True), ("respondent", True), ("other", False)])
def test_a_person_is_known_by_the_key_and_else_each_reply_is_its_own(column, same):
    sent = pd.DataFrame({"survey_id": ["S1", "S2"], column: ["Anna", "Anna"]})
    (one, _), (other, _) = replies_of(sent, pd.Series([100.0, 0.0]))
    assert (one == other) is same
