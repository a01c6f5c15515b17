"""Facts as sentences, word by word."""

import pandas as pd
import pytest

from acctlib.facts import Fact
from acctlib.facts.delivery.actions import Actions
from acctlib.facts.statements import (
    actions_sentence,
    delivery_sentence,
    goals_sentence,
    growth_sentence,
    overdue_sentence,
    satisfaction_sentence,
)

FEES = {"fees": "€120k", "growth.abs": "20.0%"}
LEGS = "on time, within agreed fees and accepted"


def fact(name, unit="points", **rest):
    return {name: Fact(name, f"{name}.1", name, unit, **rest)}


class TestGrowth:
    """Fees against a year ago."""

    def said(self, fees, growth, note="", cause="", before=None, days=None):
        facts = fact("fees", "money", value=fees, year_ago=before) | fact("growth", "growth", value=growth, note=note)
        return growth_sentence(facts, FEES, cause, days)

    @pytest.mark.parametrize(("growth", "verb"), [(0.2, "grew"), (-0.2, "fell"), (0.0005, "grew"), (-0.0005, "fell")])
    def test_fees_grew_or_fell(self, growth, verb):
        assert self.said(120_000.0, growth).text == f"Fees {verb} 20.0% on a year ago, to €120k."

    def test_the_cause_comes_last(self):
        text = self.said(120_000.0, 0.2, cause="most of it from Media").text
        assert text == "Fees grew 20.0% on a year ago, to €120k, most of it from Media."

    @pytest.mark.parametrize("growth", [0.0, 0.0004, -0.0004])
    def test_a_change_that_prints_as_nothing_is_level(self, growth):
        assert self.said(120_000.0, growth).text == "Fees were level with a year ago, at €120k."

    def test_unknown_growth_gives_its_reason(self):
        text = self.said(120_000.0, None, note="no fees in Q3 2025 to compare with").text
        assert text == "Fees this quarter were €120k; no fees in Q3 2025 to compare with."

    def test_a_part_of_a_quarter_says_how_many_days_are_compared(self):
        text = self.said(120_000.0, 0.2, days=46).text
        assert text == "Fees grew 20.0% on a year ago, to €120k. Compared are the first 46 days of each."

    def test_fees_below_zero_a_year_ago_are_not_called_none(self):
        text = self.said(0.0, None, note="fees in Q3 2025 were below zero, after credits", before=-755.9).text
        assert text == "Fees this quarter were €120k; fees in Q3 2025 were below zero, after credits."

    def test_no_fees_now_nor_then_are_said(self):
        facts = fact("fees", "money", value=0.0, year_ago=0.0) | fact("growth", "growth", note="no fees in Q3 2025")
        text = growth_sentence(facts, FEES).text
        assert text == "No fees were invoiced this quarter, nor in the same quarter a year ago."

    def test_no_fees_now_say_nothing_of_a_year_that_the_data_do_not_cover(self):
        text = self.said(0.0, None, note="data begin on 1 Feb 2025").text
        assert text == "Fees this quarter were €120k; data begin on 1 Feb 2025."

    def test_fees_that_the_data_do_not_cover_are_not_known(self):
        facts = fact("fees", "money", note="data begin on 1 Feb 2026") | fact("growth", "growth")
        assert growth_sentence(facts, FEES).text == "The fees of this quarter are not known: data begin on 1 Feb 2026."

    def test_it_rests_on_growth_and_fees(self):
        assert set(self.said(120_000.0, 0.2).facts) == {"fees", "growth"}


class TestGoals:
    """How many are on track."""

    @pytest.mark.parametrize(
        ("states", "text"),
        [
            (["reached", "on track", "missed", "unknown"], "2 of 4 goals are on track."),
            (["on track", "behind pace"], "1 of 2 goals is on track."),
            (["missed", "unknown"], "0 of 2 goals are on track."),
            (["reached"], "The one goal of this quarter is on track."),
            (["behind pace"], "The one goal of this quarter is not on track."),
        ],
    )
    def test_reached_and_on_track_count_and_the_verb_agrees(self, states, text):
        assert goals_sentence(pd.Series(states)).text == text

    def test_without_a_goal_there_is_no_sentence(self):
        assert goals_sentence(pd.Series(dtype="object")) is None


class TestSatisfaction:
    """The score, n, and whether it moved."""

    def said(self, **rest):
        return satisfaction_sentence(fact("nps", **rest), {"nps": "+44", "nps.change": "24"}).text

    head = "The Net Promoter Score is +44 (n = 9 of 12 asked)"

    @pytest.mark.parametrize(("before", "way"), [(20.0, "up"), (68.0, "down")])
    def test_a_change_beyond_chance_is_up_or_down(self, before, way):
        text = self.said(value=44.0, n=9, asked=12, year_ago=before, moved=True)
        assert text == f"{self.head}, {way} 24 on a year ago."

    @pytest.mark.parametrize("moved", [False, None])
    def test_a_change_within_chance_is_no_detectable_change(self, moved):
        text = self.said(value=44.0, n=9, asked=12, year_ago=20.0, moved=moved)
        assert text == f"{self.head}, with no detectable change on a year ago."

    def test_without_a_score_of_a_year_ago_no_change_is_claimed(self):
        assert self.said(value=44.0, n=9, asked=12) == f"{self.head}; there is no score of a year ago."

    def test_a_score_of_other_questions_than_a_year_ago_says_so(self):
        why = "not comparable: question changed in Q1 2026"
        assert self.said(value=44.0, n=9, asked=12, note=why) == f"{self.head}, {why}."

    def test_an_unknown_score_is_said_to_be_unknown_and_why(self):
        assert self.said(note="none of 12 asked answered") == "Satisfaction is unknown: none of 12 asked answered."

    def test_a_score_of_zero_is_a_score(self):
        assert self.said(value=0.0, n=9, asked=12).startswith("The Net Promoter Score is")


class TestDelivery:
    """Projects closed, and those overdue now."""

    def said(self, failed=None, **rest):
        return delivery_sentence(fact("delivery_success", "fraction", **rest), LEGS, failed or {}).text

    def test_where_all_succeed_they_are_counted(self):
        assert self.said(value=1.0, n=8) == f"8 of 8 projects closed in the last four quarters were {LEGS}."

    @pytest.mark.parametrize(
        ("value", "n", "failed", "head", "tail"),
        [
            (0.75, 8, {"on_time": 2}, "6 of 8", "2 late"),
            (0.0, 8, {"on_time": 5, "accepted": 8}, "0 of 8", "5 late, 8 not accepted"),
            (2 / 3, 3, {"within_fees": 1}, "2 of 3", "1 over the agreed fees"),
        ],
    )
    def test_successes_are_counted_out_of_the_closed_and_the_failed_legs_are_named(self, value, n, failed, head, tail):
        said = f"{head} projects closed in the last four quarters were {LEGS} ({tail})."
        assert self.said(failed, value=value, n=n) == said

    def test_one_success_takes_the_singular(self):
        said = f"1 of 2 projects closed in the last four quarters was {LEGS} (1 late)."
        assert self.said({"on_time": 1}, value=0.5, n=2) == said

    def test_a_single_success_is_named_as_the_one(self):
        assert self.said(value=1.0, n=1) == f"The one project closed in the last four quarters was {LEGS}."

    def test_a_single_failure_is_named_by_its_legs(self):
        said = "The one project closed in the last four quarters was late, not accepted."
        assert self.said({"on_time": 1, "accepted": 1}, value=0.0, n=1) == said

    def test_unknown_success_is_said_to_be_unknown(self):
        text = self.said(note="no project was closed")
        assert text == "Delivery success is unknown: no project was closed in the last four quarters."

    @pytest.mark.parametrize(("n", "text"), [(1, "1 project is overdue now."), (3, "3 projects are overdue now.")])
    def test_overdue_projects_have_a_sentence_of_their_own(self, n, text):
        assert overdue_sentence(n).text == text

    def test_where_none_is_overdue_nothing_is_said(self):
        assert overdue_sentence(0) is None


def outcomes(*names):
    return pd.Series(names, dtype="object")


class TestActions:
    """What became of those that were due."""

    @pytest.mark.parametrize(
        ("ours", "text"),
        [
            (["done"], "Of 1 action of ours due in Q3 2026: 1 completed on time."),
            (["done"] * 3 + ["overdue"], "Of 4 actions of ours due in Q3 2026: 3 completed on time, 1 overdue."),
            (
                ["late", "done", "dropped", "late", "overdue"],
                "Of 5 actions of ours due in Q3 2026: 1 completed on time, 2 completed late, 1 cancelled, 1 overdue.",
            ),
        ],
    )
    def test_each_outcome_is_counted(self, ours, text):
        due = Actions(outcomes(*ours), outcomes(), outcomes())
        assert actions_sentence(due, "Q3 2026", "client").text == text

    def test_the_clients_and_what_was_carried_over_stand_apart(self):
        due = Actions(outcomes("done"), outcomes("done", "overdue"), outcomes("overdue", "late"))
        assert actions_sentence(due, "Q3 2026", "client").text == (
            "Of 1 action of ours due in Q3 2026: 1 completed on time. "
            "Of 2 actions of yours due in Q3 2026: 1 completed on time, 1 overdue. "
            "Carried over from before, ours: 1 completed late, 1 still open."
        )
        assert "of the client due" in actions_sentence(due, "Q3 2026", "internal").text

    def test_where_nothing_was_due_nothing_is_said(self):
        assert actions_sentence(Actions(outcomes(), outcomes(), outcomes()), "Q3 2026", "client") is None


def test_the_same_facts_give_the_same_sentence():
    facts = fact("nps", value=44.0, n=9, asked=12)
    assert satisfaction_sentence(facts, {"nps": "+44"}) == satisfaction_sentence(facts, {"nps": "+44"})
