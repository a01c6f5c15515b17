"""Facts about satisfaction."""

from datetime import date

import pandas as pd
import pytest

from acctlib.config import Policy
from acctlib.facts import Terms
from acctlib.facts.measures import Estimate
from acctlib.facts.satisfaction import asked, csat, nps, nps_differs, response_rate
from acctlib.periods import quarter

INTERNAL = Terms(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
CLIENT = Terms(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))


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
        assert len(asked(held, INTERNAL)) == 2

    def test_transactional_surveys_are_left_out(self):
        assert len(asked(frames(surveys(9), surveys(1, 2, kind="transactional")), INTERNAL)) == 1

    @pytest.mark.parametrize(("day", "silent"), [("2026-09-30", 0), ("2026-10-01", 1)])
    def test_an_answer_after_the_datas_end_is_not_known_yet(self, day, silent):
        found = asked(frames(surveys(9, answered=day)), INTERNAL)
        assert found["answered_date"].isna().sum() == silent

    def test_a_late_answer_is_silent_in_the_rate_and_the_score(self):
        held = frames(surveys(9, 10), surveys(0, answered="2026-10-01"))
        assert (nps(held, INTERNAL).value, nps(held, INTERNAL).n) == (100, 2)
        assert response_rate(held, INTERNAL).value == pytest.approx(2 / 3)


class TestScores:
    """NPS and CSAT with their intervals."""

    def test_the_score_comes_with_n_asked_interval_and_counts(self):
        found = nps(frames(surveys(*[9] * 9, 3, 3, None)), INTERNAL)
        assert (found.n, found.asked, found.counts) == (11, 12, (9, 0, 2))
        assert found.value == pytest.approx(63.6, abs=0.05)
        assert (found.low, found.high) == pytest.approx((8.0, 92.0), abs=0.05)  # research/domain.md 2.2

    def test_six_is_a_detractor_and_seven_and_eight_are_passive(self):
        assert nps(frames(surveys(6, 7, 8, 9)), INTERNAL).counts == (1, 2, 1)

    def test_csat_is_the_top_two_of_five(self):
        found = csat(frames(surveys(10, 8, 6, 2, None)), INTERNAL)  # 5, 4, 3 and 1 of five
        assert (found.value, found.n, found.asked) == (0.5, 4, 5)

    def test_an_answer_without_a_score_has_none(self):
        held = surveys(9, 9).assign(nps=[9.0, None])
        assert nps({"surveys": held}, INTERNAL).n == 1


class TestReasons:
    """Why there is no score."""

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_no_table_and_no_invitation_are_no_survey(self, measure):
        for held in ({}, frames(surveys(9, sent="2020-01-01"))):
            found = measure(held, INTERNAL)
            assert (found.value, found.asked, found.note) == (None, 0, "no survey was sent")

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_silence_is_no_score(self, measure):
        found = measure(frames(surveys(None, None, None)), INTERNAL)
        assert (found.value, found.n, found.note) == (None, 0, "none of 3 asked answered")

    def test_a_question_that_is_not_asked_is_unknown(self):
        bare = {"surveys": surveys(9, 9).drop(columns="csat")}
        assert csat(bare, INTERNAL).note == "none of 2 asked answered"

    def test_nobody_asked_has_no_response_rate(self):
        assert response_rate({}, INTERNAL).note == "no survey was sent"


class TestFewAnswers:
    """Under five answers a client edition shows none."""

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_four_answers_are_not_shown_to_the_client(self, measure):
        found = measure(frames(surveys(9, 9, 9, 9, None, None)), CLIENT)
        assert (found.value, found.low, found.high, found.counts) == (None, None, None, ())
        assert found.note == "not shown: fewer than 5 answers (4 of 6)"

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_five_answers_are_shown_to_the_client(self, measure):
        assert measure(frames(surveys(9, 9, 9, 9, 9)), CLIENT).value is not None

    @pytest.mark.parametrize("measure", [nps, csat])
    def test_the_house_sees_a_single_answer(self, measure):
        assert measure(frames(surveys(9)), INTERNAL).value is not None

    def test_the_firm_decides_how_few_are_too_few(self):
        strict = Terms(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30), Policy(fewest_respondents=7))
        assert nps(frames(surveys(*[9] * 6)), strict).note == "not shown: fewer than 7 answers (6 of 6)"


class TestDiffers:
    """A change of score beyond chance."""

    def test_a_large_change_of_many_differs_and_a_small_one_of_few_does_not(self):
        # half widths by the adjusted formula: about 39 points of ten answers, 13 to 16 of a hundred
        many, fewer = Estimate(60.0, counts=(70, 20, 10)), Estimate(-10.0, counts=(30, 30, 40))
        assert nps_differs(many, fewer) is True
        assert nps_differs(Estimate(60.0, counts=(7, 2, 1)), Estimate(30.0, counts=(5, 3, 2))) is False

    def test_without_counts_it_cannot_be_told(self):
        assert nps_differs(Estimate(60.0, counts=(7, 2, 1)), Estimate()) is None
