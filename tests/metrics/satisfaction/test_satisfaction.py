"""Scores of those who answered, and what the silent could mean."""

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.base.intervals import adjusted_wald_nps
from acctlib.metrics.satisfaction.satisfaction import (
    all_invited,
    answered,
    csat,
    customer_effort,
    net_promoter_score,
    nps_bounds,
    nps_counts,
    nps_interval,
    response_rate,
    wave,
)
from acctlib.periods import quarter

SENT = pd.DataFrame(
    {
        "survey_id": ["1", "2", "3", "4", "5"],
        "sent_date": pd.to_datetime(["2026-07-01", "2026-09-30", "2026-10-01", "2026-08-01", "2026-08-02"]),
        "answered_date": pd.to_datetime(["2026-07-05", None, "2026-10-02", "2026-08-03", None]),
        "kind": ["relationship", "relationship", "relationship", "transactional", None],
    }
)
SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=40)


def scores(counts):
    """Scores from how often each was given."""
    return pd.Series([score for score, n in counts.items() for _ in range(n)], dtype="float64")


class TestWave:
    """Who was asked."""

    def test_relationship_and_transactional_surveys_are_never_mixed(self):
        assert wave(SENT, quarter("2026Q3"))["survey_id"].to_list() == ["1", "2", "5"]
        assert wave(SENT, quarter("2026Q3"), "transactional")["survey_id"].to_list() == ["4", "5"]

    def test_the_silent_are_included(self):
        assert wave(SENT, quarter("2026Q3"))["answered_date"].isna().sum() == 2

    def test_a_firm_with_one_kind_keeps_all(self):
        assert len(wave(SENT.drop(columns="kind"), quarter("2026Q3"))) == 4

    def test_answered_is_one_row_per_answer(self):
        assert answered(SENT)["survey_id"].to_list() == ["1", "3", "4"]

    def test_the_response_rate_counts_the_silent(self):
        assert response_rate(wave(SENT, quarter("2026Q3"))) == pytest.approx(1 / 3)

    def test_nobody_asked_has_no_response_rate(self):
        assert math.isnan(response_rate(SENT.iloc[:0]))


class TestNps:
    """Net Promoter Score."""

    def test_55_percent_promoters_and_20_detractors_of_80_are_35(self):
        # advertisingweek360
        assert net_promoter_score(scores({10: 22, 9: 22, 8: 20, 6: 16})) == pytest.approx(35)

    def test_half_a_third_and_a_sixth_are_33(self):
        # whuber, CrossValidated 18609
        assert net_promoter_score(scores({9: 3, 8: 2, 0: 1})) == pytest.approx(100 / 3)

    def test_each_score_has_its_group(self):
        assert nps_counts(pd.Series(range(11))) == (2, 2, 7)

    def test_missing_scores_do_not_count(self):
        assert nps_counts(pd.Series([10, None, math.nan])) == (1, 0, 0)
        assert nps_counts(pd.Series([10, pd.NA, 3], dtype="Int64")) == (1, 0, 1)

    @pytest.mark.parametrize("nobody", [pd.Series(dtype="float64"), pd.Series([None, None], dtype="object")])
    def test_nobody_has_no_score(self, nobody):
        assert math.isnan(net_promoter_score(nobody))

    def test_the_interval_is_of_its_counts(self):
        assert nps_interval(scores({10: 9, 3: 2})) == adjusted_wald_nps((9, 0, 2))
        assert nps_interval(scores({10: 9, 3: 2}), 14) == adjusted_wald_nps((9, 0, 2), 14)


class TestShares:
    """CSAT and CES."""

    def test_csat_of_delighted_is_69_16_percent(self):
        # help.delighted.com article 240: 42, 32, 10, 9, 14 answers of 5 to 1
        assert round(csat(scores({5: 42, 4: 32, 3: 10, 2: 9, 1: 14})), 4) == 0.6916

    def test_ces_of_cys_is_46_percent(self):
        # support.cys.group 3000095529: answers of 1 to 7, mean 4.08, 5 or more 46 %
        given = scores({1: 80, 2: 210, 3: 140, 4: 110, 5: 160, 6: 180, 7: 120})
        assert customer_effort(given) == pytest.approx(0.46)
        assert given.mean() == pytest.approx(4.08)

    @pytest.mark.parametrize("share", [csat, customer_effort])
    def test_missing_scores_do_not_count_and_nobody_has_no_share(self, share):
        assert share(pd.Series([5, None])) == 1
        assert math.isnan(share(pd.Series([None], dtype="float64")))


class TestBounds:
    """What the silent could still mean."""

    def test_two_silent_of_four_span_a_hundred_points(self):
        assert nps_bounds(pd.Series([10, 9]), silent=2) == (0, 100)

    def test_without_silent_the_bounds_are_the_score(self):
        assert nps_bounds(pd.Series([10, 9, 3]), silent=0) == pytest.approx((100 / 3, 100 / 3))

    def test_all_silent_could_mean_anything(self):
        assert nps_bounds(pd.Series(dtype="float64"), silent=3) == (-100, 100)

    def test_nobody_asked_has_no_bounds(self):
        assert all(math.isnan(x) for x in nps_bounds(pd.Series(dtype="float64"), silent=0))

    @given(SCORES, st.lists(st.integers(0, 10), max_size=20))
    @settings(max_examples=50)
    def test_whatever_the_silent_would_have_said_lies_inside(self, said, unsaid):
        low, high = nps_bounds(pd.Series(said), silent=len(unsaid))
        assert low - 1e-9 <= net_promoter_score(pd.Series(said + unsaid)) <= high + 1e-9


class TestCsatAround:
    """What surrounds the share of the satisfied."""


class TestWithoutInvitations:
    """Answers of which no invitation is on record."""

    def rows(self):
        sent = pd.to_datetime(["2026-01-31", None, None])
        told = pd.to_datetime(["2026-04-02", "2026-03-31", "2026-04-01"])
        return pd.DataFrame({"sent_date": sent, "answered_date": told})

    def test_an_answer_counts_by_its_own_day_and_an_invitation_by_its(self):
        found = wave(self.rows(), pd.Period("2026Q1", freq="Q-DEC"))
        assert found.index.to_list() == [0, 1]
        assert found["invited"].to_list() == [True, False]
        assert not all_invited(found)

    def test_where_all_are_invited_nothing_is_added(self):
        found = wave(self.rows().iloc[:1], pd.Period("2026Q1", freq="Q-DEC"))
        assert "invited" not in found
        assert all_invited(found)
