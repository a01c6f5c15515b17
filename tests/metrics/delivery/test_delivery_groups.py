"""Delivery by group and by reason."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acctlib.metrics.delivery.delivery_groups import cancelled_by_reason, cancelled_within, success_counts
from acctlib.periods import quarter

ANSWERS = st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from([True, False, None])), max_size=30)


def done(rows):
    frame = pd.DataFrame(rows, columns=["client_id", "success"])
    return frame.assign(success=frame["success"].astype("boolean"))


class TestCounts:
    """Per client, per manager."""

    def test_successes_and_n_are_of_what_is_known(self):
        rows = done([("A", True), ("A", False), ("A", None), ("B", True)])
        assert success_counts(rows, rows["client_id"]).to_dict("index") == {
            "A": {"n": 2, "successes": 1, "share": 0.5},
            "B": {"n": 1, "successes": 1, "share": 1.0},
        }

    def test_any_leg_can_be_counted_by_any_group(self):
        rows = done([("A", True), ("B", True)]).assign(on_time=[False, True])
        managers = rows["client_id"].map({"A": "Ada", "B": "Ada"})
        assert success_counts(rows, managers, "on_time").to_dict("index") == {
            "Ada": {"n": 2, "successes": 1, "share": 0.5}
        }

    def test_a_row_without_a_group_is_in_none(self):
        rows = done([("A", True), (None, True)])
        assert success_counts(rows, rows["client_id"])["n"].to_dict() == {"A": 1}

    def test_nothing_known_is_no_row_and_no_rate(self):
        assert success_counts(done([("A", None)]), pd.Series(["A"])).empty

    @given(ANSWERS)
    @settings(max_examples=40)
    def test_groups_add_up_to_the_whole_and_a_plain_loop_counts_the_same(self, rows):
        frame = done(rows)
        found = success_counts(frame, frame["client_id"])
        plain = {
            c: (sum(x is not None for k, x in rows if k == c), sum(x is True for k, x in rows if k == c)) for c in "ABC"
        }
        assert {c: tuple(row) for c, row in found[["n", "successes"]].iterrows()} == {
            c: both for c, both in plain.items() if both[0]
        }
        assert found["n"].sum() == frame["success"].count()


class TestCancelled:
    """By whom."""

    def gone(self, *days, **columns):
        frame = pd.DataFrame({"committed_date": pd.to_datetime(list(days)), "state": "cancelled", **columns})
        return cancelled_within(frame, quarter("2026Q2"))

    def test_it_is_told_in_the_period_that_the_work_was_promised_for(self):
        assert len(self.gone("2026-03-31", "2026-04-01", "2026-06-30", "2026-07-01")) == 2

    def test_without_a_promised_day_it_is_told_when_it_was_begun(self):
        begun = {"start_date": pd.to_datetime(["2026-04-02", "2026-04-02"])}
        assert len(self.gone(None, "2025-01-01", **begun)) == 1
        assert self.gone(None, None).empty

    def test_a_delivered_project_is_not_cancelled(self):
        frame = pd.DataFrame({"committed_date": pd.to_datetime(["2026-05-01"]), "state": ["late"]})
        assert cancelled_within(frame, quarter("2026Q2")).empty

    @pytest.mark.parametrize("dtype", ["object", "string"])
    def test_reasons_are_counted_and_a_missing_one_is_unknown(self, dtype):
        said = pd.DataFrame({"cancel_reason": pd.Series(["us", None, "client", "us", "weather"], dtype=dtype)})
        assert cancelled_by_reason(said).to_dict() == {"client": 1, "us": 2, "unknown": 2}

    def test_a_firm_that_keeps_no_reason_has_unknown_ones(self):
        assert cancelled_by_reason(pd.DataFrame(index=range(3))).to_dict() == {"unknown": 3}
        assert cancelled_by_reason(pd.DataFrame({"cancel_reason": [np.nan]})).to_dict() == {"unknown": 1}

    def test_none_cancelled_is_no_reason(self):
        assert cancelled_by_reason(pd.DataFrame({"cancel_reason": []})).empty
