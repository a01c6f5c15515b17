"""How long clients stay, held against published curves and against statsmodels."""

import math
import warnings
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from acctlib.metrics.retention.tenure import (
    DAYS_A_YEAR,
    median_interval,
    median_tenure,
    restricted_mean,
    restricted_mean_interval,
    stays,
    survival,
)

# Weeks of remission under 6-MP, + is still in remission: Gehan 1965, worked by hand
GEHAN = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
BEWICK = "1 1 4 5 6+ 9 9+ 22"  # Bewick 2004, Critical Care 8:389, table 2
SEEN = st.lists(st.tuples(st.integers(0, 8), st.integers(1, 9), st.booleans()), min_size=1, max_size=30)


def seen(text):
    """Stays as the textbooks print them: an age, and a plus where it was not the end."""
    ages = text.split()
    return pd.DataFrame({"entry": 0, "exit": [int(a.rstrip("+")) for a in ages], "left": ["+" not in a for a in ages]})


def late(rows):
    """Stays that begin to be seen at an age: (entry, length, left)."""
    frame = pd.DataFrame(rows, columns=["entry", "exit", "left"])
    return frame.assign(exit=frame["entry"] + frame["exit"])


class TestCurve:
    """Kaplan-Meier."""

    def test_the_published_curve_of_gehan_is_found(self):
        curve = survival(seen(GEHAN))
        published = {6: 0.8571, 7: 0.8067, 10: 0.7529, 13: 0.6902, 16: 0.6275, 22: 0.5378, 23: 0.4482}
        assert curve.loc[curve["ended"] > 0, "survival"].round(4).to_dict() == published
        assert round(curve.loc[6, "se"], 4) == 0.0764

    def test_the_published_curve_of_bewick_is_found(self):
        assert survival(seen(BEWICK))["survival"].round(3).to_dict() == {1: 0.75, 4: 0.625, 5: 0.5, 9: 0.333, 22: 0.0}

    def test_who_is_last_seen_at_the_age_at_which_another_leaves_was_still_at_risk(self):
        assert survival(seen("9 9+"))["at_risk"].to_dict() == {9: 2}

    def test_a_late_entry_is_at_risk_after_its_entry_alone(self):
        curve = survival(late([(0, 2, True), (2, 3, True), (1, 4, False)]))
        assert curve["at_risk"].to_dict() == {2: 2, 5: 2}  # the second entered at 2, by hand

    def test_ignoring_late_entry_would_give_longer_stays(self):
        rows = [(0, 2, True), (0, 3, True), (6, 2, True), (6, 3, False), (6, 3, False)]
        assert survival(late(rows).assign(entry=0)).loc[3, "survival"] > survival(late(rows)).loc[3, "survival"]

    def test_the_log_log_interval_is_the_one_of_the_textbook(self):
        # by hand: S(6) = 18/21, sum d/(n(n-d)) = 3/(21 x 18); exp(-exp(ln(-ln S) +- 1.96 sqrt(V) / |ln S|))
        s, v = 18 / 21, 3 / (21 * 18)
        reach = 1.959964 * math.sqrt(v) / abs(math.log(s))
        ends = [math.exp(-math.exp(math.log(-math.log(s)) + sign * reach)) for sign in (1, -1)]
        assert survival(seen(GEHAN)).loc[6, ["low", "high"]].to_list() == pytest.approx(ends, abs=1e-6)

    @given(SEEN)
    @settings(max_examples=60)
    def test_statsmodels_finds_the_same_with_late_entries(self, rows):
        frame = late(rows)
        if not frame["left"].any():
            return
        theirs = SurvfuncRight(frame["exit"], frame["left"].astype(int), entry=frame["entry"])
        ours = survival(frame).loc[theirs.surv_times]
        first_zero = np.flatnonzero(theirs.surv_prob <= 0)
        sound = slice(None, first_zero[0] if len(first_zero) else None)
        assert ours["at_risk"].to_list() == list(theirs.n_risk)
        assert ours["survival"].to_list() == pytest.approx(list(theirs.surv_prob))
        assert ours["se"].to_list()[sound] == pytest.approx(list(theirs.surv_prob_se)[sound])

    @given(SEEN, st.integers(2, 50))
    @settings(max_examples=40)
    def test_units_and_row_order_do_not_matter_and_inputs_stay(self, rows, factor):
        frame = late(rows)
        before = frame.copy(deep=True)
        scaled = survival(frame[::-1].assign(entry=frame["entry"] * factor, exit=frame["exit"] * factor))
        np.testing.assert_allclose(scaled["survival"], survival(frame)["survival"])
        pd.testing.assert_frame_equal(frame, before)

    def test_where_nobody_left_it_stays_at_1_without_an_interval(self):
        curve = survival(seen("3+ 5+"))
        assert curve["survival"].to_dict() == {5: 1.0}
        assert curve[["low", "high"]].isna().all(axis=None)

    def test_where_all_left_it_is_0_without_an_interval(self):
        last = survival(seen(BEWICK)).iloc[-1]
        assert last["survival"] == 0
        assert last[["se", "low", "high"]].isna().all()

    def test_the_first_of_few_late_entries_may_bring_it_to_0_for_good(self):
        assert survival(late([(0, 1, True), (2, 3, True), (2, 9, False)]))["survival"].to_list() == [0, 0, 0]

    def test_no_client_has_no_curve(self):
        assert survival(seen("1").iloc[:0]).empty


class TestMedian:
    """The age that half of them reach."""

    def test_the_median_of_gehan_is_23_weeks(self):
        assert median_tenure(survival(seen(GEHAN))) == 23  # published

    def test_a_median_that_nobody_reached_is_nan(self):
        assert math.isnan(median_tenure(survival(seen("1 5+ 6+ 7+"))))


class TestMedianInterval:
    """Where the ends of the curve's interval reach one half."""

    def test_the_interval_of_gehan_is_13_weeks_to_longer_than_observed(self):
        low, high = median_interval(survival(seen(GEHAN)))
        assert low == 13  # lifelines 0.30.3, median_survival_times of its confidence interval, finds the same
        assert math.isnan(high)

    @given(SEEN)
    @settings(max_examples=40)
    def test_lifelines_finds_the_same_curve_interval_and_median(self, rows):
        lifelines = pytest.importorskip("lifelines", reason="lifelines wants pandas 2: CI has both")
        frame = late(rows)
        if not frame["left"].any() or (survival(frame)["survival"] <= 0).any():
            return  # lifelines restarts a curve that late entries brought to 0
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                fitter = lifelines.KaplanMeierFitter()
                theirs = fitter.fit(frame["exit"], frame["left"], entry=frame["entry"])
            except lifelines.exceptions.StatError:
                return  # it gives no curve where early on nobody is at risk
        curve = survival(frame)
        ends = theirs.confidence_interval_.set_axis(["low", "high"], axis=1).loc[curve.index]
        assert curve["survival"].to_list() == pytest.approx(
            theirs.survival_function_.loc[curve.index, "KM_estimate"].to_list()
        )
        known = curve["low"].notna()
        for end in ("low", "high"):
            assert curve.loc[known, end].to_list() == pytest.approx(ends.loc[known, end].to_list())
        if ((curve["survival"] - 0.5).abs() < 1e-9).any():
            return  # a curve that passes a half exactly: theirs misses it by the last digit
        median = median_tenure(curve)
        assert (median if not math.isnan(median) else math.inf) == theirs.median_survival_time_


class TestRestrictedMean:
    """The area under the curve."""

    @pytest.mark.parametrize(("horizon", "area"), [(1, 1.0), (4, 3.25), (22, 1 + 2.25 + 0.625 + 2 + 13 / 3)])
    def test_it_is_the_area_by_hand(self, horizon, area):
        assert restricted_mean(survival(seen(BEWICK)), horizon) == pytest.approx(area)

    def test_beyond_the_longest_stay_it_would_be_a_guess(self):
        curve = survival(seen(GEHAN))
        assert math.isnan(restricted_mean(curve, 35.1))
        assert all(math.isnan(x) for x in restricted_mean_interval(curve, 35.1))
        assert not math.isnan(restricted_mean(curve, 35))

    def test_nobody_seen_has_none(self):
        assert math.isnan(restricted_mean(survival(seen("1").iloc[:0]), 1))

    @given(st.lists(st.integers(1, 20), min_size=2, max_size=30))
    @settings(max_examples=40)
    def test_without_open_stays_it_is_the_plain_mean_with_its_plain_error(self, ages):
        # textbook identity: with nobody censored, the area up to the longest stay is the mean of the stays
        curve = survival(pd.DataFrame({"entry": 0, "exit": ages, "left": True}))
        low, high = restricted_mean_interval(curve, max(ages))
        error = 1.959964 * np.std(ages) / math.sqrt(len(ages))
        assert restricted_mean(curve, max(ages)) == pytest.approx(np.mean(ages))
        assert high == pytest.approx(min(np.mean(ages) + error, max(ages)), abs=1e-5)
        assert low == pytest.approx(max(np.mean(ages) - error, 0), abs=1e-5)

    def test_where_nobody_left_there_is_no_spread(self):
        assert restricted_mean_interval(survival(seen("3+ 5+")), 4) == (4, 4)


class TestStays:
    """From clients to ages."""

    since, as_of = date(2020, 1, 1), date(2025, 12, 31)

    def one(self, start, end=None, **rest):
        row = {"client_id": ["A"], "start_date": pd.to_datetime([start]), "end_date": pd.to_datetime([end]), **rest}
        return stays(pd.DataFrame(row), self.since, self.as_of)

    def test_a_client_won_before_the_data_enters_at_its_age_then(self):
        found = self.one("2010-01-01", "2021-01-01").loc["A"]
        assert found["entry"] * DAYS_A_YEAR == pytest.approx((date(2020, 1, 1) - date(2010, 1, 1)).days)
        assert found["exit"] * DAYS_A_YEAR == pytest.approx((date(2021, 1, 1) - date(2010, 1, 1)).days)

    def test_a_client_that_lasts_is_seen_to_the_end_of_the_data(self):
        found = self.one("2025-12-31").loc["A"]
        assert (found["entry"], found["exit"] * DAYS_A_YEAR, found["left"]) == (0, pytest.approx(1), False)

    @pytest.mark.parametrize(("end", "left"), [("2025-12-31", True), ("2026-01-01", False)])
    def test_an_end_after_the_data_has_not_happened(self, end, left):
        assert self.one("2024-01-01", end).loc["A", "left"] == left

    @pytest.mark.parametrize("parent", ["B", None])
    def test_a_merged_client_did_not_leave(self, parent):
        found = self.one("2024-01-01", "2025-01-01", parent_id=[parent]).loc["A"]
        assert found["left"] == (parent is None)
        assert found["exit"] * DAYS_A_YEAR == pytest.approx(366)  # 2024 is a leap year

    @pytest.mark.parametrize(
        ("start", "end"),
        [(None, None), ("2015-01-01", "2019-06-30"), ("2015-01-01", "2020-01-01"), ("2026-03-01", None)],
        ids=["no first day", "left before", "left on the first day", "not yet"],
    )
    def test_a_client_never_seen_is_not_in_it(self, start, end):
        assert self.one(start, end).empty
