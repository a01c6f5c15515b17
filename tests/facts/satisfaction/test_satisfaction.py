"""Facts about satisfaction."""

from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import ReviewContext
from acctlib.facts.base.measures import Estimate
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.satisfaction.satisfaction import (
    SATISFACTION,
    asked,
    ces,
    csat,
    csat_change,
    nps,
    nps_change,
    nps_differs,
    response_rate,
    silent,
)
from acctlib.facts.scorecard import facts_of
from acctlib.metrics.base.intervals import adjusted_wald_nps, newcombe_difference, nps_difference, wilson
from acctlib.metrics.registry import definition
from acctlib.periods import quarter

INTERNAL = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
CLIENT = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))
TAKE = {measure.name: measure.compute for measure in SATISFACTION}
WORST, BEST, AFTER = TAKE["nps_worst"], TAKE["nps_best"], TAKE["nps_after_work"]
REVENUE = pd.DataFrame(
    {"client_id": ["A"], "service_date": pd.to_datetime(["2026-08-01"]), "amount": [1.0], "kind": ["retainer"],
     "currency": ["EUR"], "service_line": ["Brand"]}
)  # fmt: skip


def surveys(*scores, sent="2026-08-01", answered="2026-08-05", kind="relationship"):
    """One invitation per score; None is silent. CSAT is half the score."""
    frame = pd.DataFrame({"nps": pd.array(scores, dtype="Float64").astype("float64")})
    days = pd.Series(pd.Timestamp(answered), index=frame.index).where(frame["nps"].notna())
    return frame.assign(csat=frame["nps"] / 2, sent_date=pd.Timestamp(sent), answered_date=days, kind=kind)


def frames(*waves):
    return {"surveys": pd.concat(waves, ignore_index=True)}


class TestAsked:
    """Whose silence counts."""

    def test_the_last_four_quarters_count_and_the_one_before_does_not(self):
        held = frames(surveys(9, sent="2025-10-01"), surveys(9, sent="2025-09-30"), surveys(9, sent="2026-09-30"))
        assert len(asked(Prepared(held, INTERNAL))) == 2

    def test_transactional_surveys_are_left_out(self):
        assert len(asked(Prepared(frames(surveys(9), surveys(1, 2, kind="transactional")), INTERNAL))) == 1

    @pytest.mark.parametrize(("day", "silent"), [("2026-09-30", 0), ("2026-10-01", 1)])
    def test_an_answer_after_the_datas_end_is_not_known_yet(self, day, silent):
        found = asked(Prepared(frames(surveys(9, answered=day)), INTERNAL))
        assert found["answered_date"].isna().sum() == silent

    def test_a_late_answer_is_silent_in_the_rate_and_the_score(self):
        held = frames(surveys(9, 10), surveys(0, answered="2026-10-01"))
        assert (nps(Prepared(held, INTERNAL)).value, nps(Prepared(held, INTERNAL)).n) == (100, 2)
        assert response_rate(Prepared(held, INTERNAL)).value == pytest.approx(2 / 3)


class TestScores:
    """NPS and CSAT with their intervals."""

    def test_the_score_comes_with_n_asked_interval_and_counts(self):
        found = nps(Prepared(frames(surveys(*[9] * 9, 3, 3, None)), INTERNAL))
        assert (found.n, found.asked, found.counts) == (11, 12, (9, 0, 2))
        assert found.value == pytest.approx(63.6, abs=0.05)
        assert (found.low, found.high) == pytest.approx((8.0, 92.0), abs=0.05)  # worked by hand

    def test_six_is_a_detractor_and_seven_and_eight_are_passive(self):
        assert nps(Prepared(frames(surveys(6, 7, 8, 9)), INTERNAL)).counts == (1, 2, 1)

    def test_csat_is_the_top_two_of_five(self):
        found = csat(Prepared(frames(surveys(10, 8, 6, 2, None)), INTERNAL))  # 5, 4, 3 and 1 of five
        assert (found.value, found.n, found.asked) == (0.5, 4, 5)

    def test_an_answer_without_a_score_has_none(self):
        held = surveys(9, 9).assign(nps=[9.0, None])
        assert nps(Prepared({"surveys": held}, INTERNAL)).n == 1


class TestReasons:
    """Why there is no score."""

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_no_table_and_no_invitation_are_no_survey(self, measure):
        for held in ({}, frames(surveys(9, sent="2020-01-01"))):
            found = measure(Prepared(held, INTERNAL))
            assert (found.value, found.asked, found.note) == (None, 0, "no survey was sent")

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_silence_is_no_score(self, measure):
        found = measure(Prepared(frames(surveys(None, None, None)), INTERNAL))
        assert (found.value, found.n, found.note) == (None, 0, "silent, none of 3 asked answered")

    def test_a_question_that_is_not_asked_is_unknown(self):
        bare = {"surveys": surveys(9, 9).drop(columns="csat")}
        assert csat(Prepared(bare, INTERNAL)).note == "nobody who answered was asked this"

    def test_nobody_asked_has_no_response_rate(self):
        assert response_rate(Prepared({}, INTERNAL)).note == "no survey was sent"


class TestFewAnswers:
    """Under five answers a client edition shows none."""

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_four_answers_are_not_shown_to_the_client(self, measure):
        found = measure(Prepared(frames(surveys(9, 9, 9, 9, None, None)), CLIENT))
        assert (found.value, found.low, found.high, found.counts) == (None, None, None, ())
        assert found.note == "fewer than 5 answers (4 of 6), too few to show"

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_five_answers_are_shown_to_the_client(self, measure):
        assert measure(Prepared(frames(surveys(9, 9, 9, 9, 9)), CLIENT)).value is not None

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_the_house_sees_a_single_answer(self, measure):
        assert measure(Prepared(frames(surveys(9)), INTERNAL)).value is not None

    def test_the_firm_decides_how_few_are_too_few(self):
        strict = ReviewContext(
            quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30), Policy(fewest_respondents=7)
        )
        assert nps(Prepared(frames(surveys(*[9] * 6)), strict)).note == "fewer than 7 answers (6 of 6), too few to show"


class TestDiffers:
    """A change of score beyond chance."""

    def test_a_large_change_of_many_differs_and_a_small_one_of_few_does_not(self):
        # half widths by the adjusted formula: about 39 points of ten answers, 13 to 16 of a hundred
        many, fewer = Estimate(60.0, counts=(70, 20, 10)), Estimate(-10.0, counts=(30, 30, 40))
        assert nps_differs(many, fewer) is True
        assert nps_differs(Estimate(60.0, counts=(7, 2, 1)), Estimate(30.0, counts=(5, 3, 2))) is False

    def test_without_counts_it_cannot_be_told(self):
        assert nps_differs(Estimate(60.0, counts=(7, 2, 1)), Estimate()) is None


def people(*rows, sent="2026-08-01", kind="relationship", instrument=None):
    """Name and score of each who was asked; None is silent."""
    wave = surveys(
        *(score for _, score in rows), sent=sent, answered=pd.Timestamp(sent) + pd.Timedelta(4, "D"), kind=kind
    )
    return wave.assign(respondent=[name for name, _ in rows], ces=wave["nps"], instrument=instrument)


class TestContacts:
    """The same people in every wave count once."""

    def test_four_waves_of_one_person_are_one_answer_the_latest(self):
        days = ("2025-11-01", "2026-02-01", "2026-05-01", "2026-08-01")
        held = frames(*(people(("Anna", score), sent=day) for score, day in zip((0, 3, 7, 9), days, strict=True)))
        found = nps(Prepared(held, INTERNAL))
        assert (found.value, found.n, found.asked, found.counts) == (100, 1, 1, (1, 0, 0))

    def test_what_the_earlier_answers_would_change_is_told(self):
        held = frames(people(("Anna", 0), ("Ben", 9), sent="2026-02-01"), people(("Anna", 9), ("Ben", 9)))
        (left,) = nps(Prepared(held, INTERNAL)).left_out
        # by hand: pooled, three promoters and a detractor of four are 50; the latest of each are 100
        assert (left.n, left.effect) == (2, -50)

    def test_a_client_is_not_told_what_a_few_earlier_answers_would_change(self):
        five = [(name, 9) for name in "ABCDE"]
        few = frames(people(("A", 0), sent="2026-02-01"), people(*five))
        many = frames(people(*five, sent="2026-02-01"), people(*five))
        assert [(left.n, left.effect) for left in nps(Prepared(few, CLIENT)).left_out] == [(1, None)]
        assert [(left.n, left.effect) for left in nps(Prepared(many, CLIENT)).left_out] == [(5, 0)]

    def test_two_people_with_ten_answers_are_two_people_to_a_client(self):
        days = pd.date_range("2025-11-01", periods=5, freq="60D")
        held = frames(*(people(("Anna", 9), ("Ben", 9), sent=day) for day in days))
        assert nps(Prepared(held, CLIENT)).note == "fewer than 5 answers (2 of 2), too few to show"

    def test_the_response_rate_is_of_people(self):
        held = frames(people(("Anna", 9), ("Ben", None), sent="2026-02-01"), people(("Anna", None), ("Ben", None)))
        found = response_rate(Prepared(held, INTERNAL))
        assert (found.value, found.n) == (0.5, 2)
        assert [(left.n, left.effect) for left in found.left_out] == [(2, -0.25)]  # one of four invitations

    def test_an_answer_that_skips_the_question_lets_the_one_before_count(self):
        last = people(("Anna", 9)).assign(nps=None)
        held = frames(people(("Anna", 3), sent="2026-02-01"), last.assign(nps=last["nps"].astype("float64")))
        assert (nps(Prepared(held, INTERNAL)).value, csat(Prepared(held, INTERNAL)).value) == (-100, 1)

    def test_without_names_each_answer_counts(self):
        assert nps(Prepared(frames(surveys(9, sent="2026-02-01"), surveys(9)), INTERNAL)).n == 2

    def test_splitting_a_wave_in_two_tables_changes_nothing(self):
        whole = people(("Anna", 9), ("Ben", 3), ("Cem", None))
        assert nps(Prepared(frames(whole), INTERNAL)) == nps(Prepared(frames(whole.iloc[:1], whole.iloc[1:]), INTERNAL))


class TestEffort:
    """CES 2.0, and versions of questions."""

    def test_ease_is_the_top_three_of_seven(self):
        found = ces(Prepared(frames(people(("Anna", 5), ("Ben", 4), ("Cem", 7), ("Dora", None))), INTERNAL))
        assert (found.value, found.n, found.asked) == (pytest.approx(2 / 3), 3, 4)

    def test_answers_to_earlier_questions_are_never_pooled(self):
        held = frames(
            people(("Anna", 1), ("Ben", 1), sent="2025-11-01", instrument="ces-1"),
            people(("Anna", 6), ("Ben", None), instrument="ces-2"),
        )
        found = ces(Prepared(held, INTERNAL))
        assert (found.value, found.n, found.asked, found.series) == (1, 1, 2, "ces-2")
        assert [(left.why, left.n, left.effect) for left in found.left_out] == [
            ("answers to an earlier version of the questions", 2, None)
        ]

    def test_a_score_is_not_held_against_one_of_other_questions(self):
        held = frames(
            people(("Anna", 9), ("Ben", 9), sent="2025-08-01", instrument="a"),
            people(("Anna", 3), ("Ben", 9), sent="2026-02-01", instrument="b"),
        )
        fact = facts_of(SATISFACTION, Prepared({"revenue": REVENUE, **held}, INTERNAL), {})["nps"]
        assert (fact.value, fact.year_ago, fact.moved) == (0, None, None)
        assert fact.note == "not comparable: question changed in Q1 2026"
        change = nps_change(Prepared(held, INTERNAL))
        assert (change.value, change.note) == (None, fact.note)

    def test_a_year_after_the_break_it_is_compared_again(self):
        held = frames(
            people(("Anna", 9), sent="2025-05-01", instrument="a"),
            people(("Anna", 9), sent="2025-08-01", instrument="b"),
            people(("Anna", 3), sent="2026-08-01", instrument="b"),
        )
        fact = facts_of(SATISFACTION, Prepared({"revenue": REVENUE, **held}, INTERNAL), {})["nps"]
        assert (fact.value, fact.year_ago, fact.note) == (-100, 100, "")


class TestCensus:
    """A contact list that is the whole population."""

    def test_who_answered_of_all_there_are_narrows_the_interval(self):
        held = frames(people(*((name, 9) for name in "ABCDEFGHI"), ("J", 3), ("K", 3), ("L", None), ("M", None)))
        policy = ReviewContext(INTERNAL.quarter, "internal", "EUR", "EUR", INTERNAL.covered_to, Policy(census=True))
        found, plain = nps(Prepared(held, policy)), nps(Prepared(held, INTERNAL))
        assert (found.low, found.high) == adjusted_wald_nps((9, 0, 2), 13)
        assert (plain.low, plain.high) == adjusted_wald_nps((9, 0, 2))
        assert found.high - found.low < plain.high - plain.low
        share = csat(Prepared(held, policy))
        assert (share.low, share.high) == wilson(9, 11, population=13)

    def test_when_all_of_them_answered_there_is_no_chance_in_it(self):
        policy = ReviewContext(INTERNAL.quarter, "internal", "EUR", "EUR", INTERNAL.covered_to, Policy(census=True))
        found = nps(Prepared(frames(people(("Anna", 9), ("Ben", 3))), policy))
        assert (found.low, found.value, found.high) == pytest.approx((0, 0, 0))


class TestSilence:
    """The silent are a state of their own."""

    HELD = frames(people(("Anna", 9), ("Ben", 9), ("Cem", None), ("Dora", None)))

    def test_bounds_reach_from_all_detractors_to_all_promoters(self):
        # by hand: two promoters of four, the others -1 or +1 each
        assert (WORST(Prepared(self.HELD, INTERNAL)).value, BEST(Prepared(self.HELD, INTERNAL)).value) == (0, 100)
        assert (silent(Prepared(self.HELD, INTERNAL)).value, silent(Prepared(self.HELD, INTERNAL)).n) == (2, 4)

    def test_all_silent_is_called_so_and_has_no_bounds(self):
        held = frames(people(("Anna", None), ("Ben", None)))
        assert silent(Prepared(held, INTERNAL)).value == 2
        for take in (nps, csat, ces, WORST, BEST, nps_change):
            assert (take(Prepared(held, INTERNAL)).value, take(Prepared(held, INTERNAL)).note) == (
                None,
                "silent, none of 2 asked answered",
            )

    def test_nobody_asked_is_not_nobody_silent(self):
        for take in (silent, WORST, BEST):
            assert (take(Prepared({}, INTERNAL)).value, take(Prepared({}, INTERNAL)).note) == (
                None,
                "no survey was sent",
            )

    def test_bounds_and_silence_stay_in_the_house(self):
        for name in ("nps_worst", "nps_best", "silent"):
            assert definition(name, "client").class_ == "internal"


class TestChange:
    """A change comes with its interval."""

    NOW = people(*((f"N{n}", 9) for n in range(7)), *((f"P{n}", 8) for n in range(2)), ("D", 1))
    THEN = people(
        *((f"N{n}", 9) for n in range(3)),
        *((f"P{n}", 8) for n in range(4)),
        *((f"D{n}", 1) for n in range(3)),
        sent="2025-08-01",
    )

    def test_of_scores_by_both_adjusted_variances(self):
        found = nps_change(Prepared(frames(self.NOW, self.THEN), INTERNAL))
        assert found.value == pytest.approx(60)
        assert (found.low, found.high) == nps_difference((7, 2, 1), (3, 4, 3))
        assert nps_differs(
            nps(Prepared(frames(self.NOW), INTERNAL)), nps(Prepared(frames(self.THEN), INTERNAL.at(quarter("2025Q3"))))
        ) == (found.low > 0)

    def test_of_shares_by_newcombe_in_points(self):
        found = csat_change(Prepared(frames(self.NOW, self.THEN), INTERNAL))
        assert found.value == pytest.approx(20)  # nine of ten less seven of ten
        low, high = newcombe_difference(9, 10, 7, 10)
        assert (found.low, found.high) == pytest.approx((100 * low, 100 * high))

    def test_without_a_score_of_a_year_ago_there_is_no_change(self):
        assert nps_change(Prepared(frames(self.NOW), INTERNAL)).note == "a year ago: no survey was sent"

    def test_what_a_client_may_not_see_of_a_year_ago_is_no_change_either(self):
        few = people(*((name, 9) for name in "ABCD"), sent="2025-08-01")
        found = nps_change(Prepared(frames(self.NOW, few), CLIENT))
        assert (found.value, found.note) == (None, "a year ago: fewer than 5 answers (4 of 4), too few to show")


class TestAfterWork:
    """Surveys about single projects."""

    def test_they_have_a_score_of_their_own(self):
        held = frames(people(("Anna", 3)), people(("Anna", 9), ("Ben", 9), kind="transactional"))
        assert (
            nps(Prepared(held, INTERNAL)).value,
            AFTER(Prepared(held, INTERNAL)).value,
            AFTER(Prepared(held, INTERNAL)).n,
        ) == (
            -100,
            100,
            2,
        )

    def test_a_client_edition_shows_none_of_few(self):
        held = frames(people(("Anna", 9), ("Ben", 9), kind="transactional"))
        assert AFTER(Prepared(held, CLIENT)).value is None
