"""What became of promises."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.actions import actions_due, open_promises, promise_outcomes, promises_kept, since_last_time
from acctlib.periods import quarter

END = date(2026, 9, 30)
Q3 = quarter("2026Q3")


def promises(**said):
    """One row per promise: name -> (promised, due, done, dropped because)."""
    rows = [(name, *said[name]) for name in said]
    frame = pd.DataFrame(rows, columns=["action_id", "promised_on", "due_date", "done_date", "dropped_reason"])
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("promised_on", "due_date", "done_date")})


def outcome(due=None, done=None, dropped=None, end=END):
    return promise_outcomes(promises(a=("2026-01-01", due, done, dropped)), end).iloc[0]


class TestOutcomes:
    """Each promise at the end of the data."""

    @pytest.mark.parametrize(
        ("due", "done", "told"),
        [
            ("2026-08-01", "2026-07-31", "done"),
            ("2026-08-01", "2026-08-01", "done"),
            ("2026-08-01", "2026-08-02", "late"),
            ("2026-08-01", None, "overdue"),
            ("2026-10-01", None, "open"),
        ],
    )
    def test_the_promised_day_itself_is_kept(self, due, done, told):
        assert outcome(due, done) == told

    @pytest.mark.parametrize(("done", "told"), [(None, "open"), ("2026-09-30", "done")])
    def test_a_promise_without_a_date_is_never_late(self, done, told):
        assert outcome(None, done) == told

    @pytest.mark.parametrize(("due", "told"), [("2026-12-01", "open"), ("2026-08-01", "overdue")])
    def test_what_was_done_after_the_datas_end_is_not_done_yet(self, due, told):
        assert outcome(due, "2026-10-01") == told

    def test_what_was_done_on_the_datas_last_day_is_done(self):
        assert outcome("2026-09-30", "2026-09-30") == "done"

    def test_a_promise_given_up_is_dropped_and_not_overdue(self):
        assert outcome("2026-08-01", None, "no longer wanted") == "dropped"

    def test_a_promise_given_up_and_then_done_is_done(self):
        assert outcome("2026-08-01", "2026-07-01", "no longer wanted") == "done"


class TestSinceLastTime:
    """What a review tells of the promises before it."""

    def told(self, covered_to=END, **said):
        return since_last_time(promises(**said), Q3, covered_to).set_index("action_id")["outcome"].to_dict()

    def test_what_fell_due_in_the_quarter_is_told(self):
        assert self.told(a=("2026-05-01", "2026-07-01", "2026-06-15", None)) == {"a": "done"}

    def test_what_was_closed_in_the_quarter_is_told(self):
        assert self.told(a=("2026-05-01", "2026-05-20", "2026-07-15", None)) == {"a": "late"}

    @pytest.mark.parametrize(("day", "told"), [("2026-06-30", {}), ("2026-07-01", {"a": "done"}), ("2026-10-01", {})])
    def test_the_first_day_of_the_quarter_is_in_it_and_the_day_after_the_last_is_not(self, day, told):
        said = ("2026-05-01", "2026-12-31", day, None)
        assert self.told(covered_to=date(2026, 10, 31), a=said) == told

    def test_what_is_overdue_from_before_is_told(self):
        assert self.told(a=("2026-01-01", "2026-02-01", None, None)) == {"a": "overdue"}

    @pytest.mark.parametrize(
        "said",
        [
            ("2026-10-01", "2026-10-05", None, None),  # promised after the quarter
            ("2026-05-01", "2026-05-20", "2026-05-20", None),  # over and done before it
            ("2026-05-01", "2026-05-20", None, "dropped before it"),
            ("2026-08-01", "2026-11-01", None, None),  # still to come
            ("2026-08-01", "2026-10-01", None, None),  # due the day after the quarter
            ("2026-10-01", None, "2026-09-30", None),  # promised the day after it
        ],
    )
    def test_what_is_neither_due_closed_nor_overdue_is_not_told(self, said):
        assert self.told(a=said) == {}

    def test_what_was_done_after_the_datas_end_is_not_closed_in_the_quarter(self):
        said = ("2026-05-01", "2026-11-01", "2026-09-20", None)
        assert self.told(a=said) == {"a": "done"}
        assert self.told(covered_to=date(2026, 9, 10), a=said) == {}

    def test_the_earliest_due_comes_first_and_the_undated_last(self):
        told = self.told(
            c=("2026-05-01", None, "2026-08-01", None),
            b=("2026-05-01", "2026-08-02", None, None),
            a=("2026-05-01", "2026-08-02", None, None),
            d=("2026-05-01", "2026-07-02", None, None),
        )
        assert list(told) == ["d", "a", "b", "c"]


class TestDueInTheQuarter:
    """Ours apart from the client's, and from what was carried over."""

    made = promises(
        kept=("2026-06-01", "2026-07-10", "2026-07-10", None), slow=("2026-06-01", "2026-08-01", "2026-08-20", None),
        early=("2026-06-01", "2026-11-01", "2026-08-20", None), theirs=("2026-06-01", "2026-08-01", None, None),
        old=("2026-01-01", "2026-02-01", None, None), caught_up=("2026-01-01", "2026-05-01", "2026-07-05", None),
        coming=("2026-09-01", "2026-12-01", None, None),
    ).assign(side=[None, "us", "us", "client", "us", "us", "us"])  # fmt: skip

    def test_each_is_counted_once_and_on_its_own_side(self):
        found = actions_due(self.made, Q3, END)
        assert found.ours.to_list() == ["done", "late"]  # what fell due later and is done is of its own quarter
        assert found.theirs.to_list() == ["overdue"]
        assert sorted(found.carried) == ["late", "overdue"]

    def test_four_quarters_of_sentences_are_what_the_metric_counts(self):
        each = [actions_due(self.made, Q3 - back, END).ours for back in range(4)]
        context = ReviewContext(Q3, "internal", "EUR", "EUR", END)
        kept = promises_kept(Prepared({"actions": self.made}, context))
        assert (kept.n, kept.counts[0]) == (sum(map(len, each)), sum(int((o == "done").sum()) for o in each)) == (4, 1)

    def test_without_a_side_all_are_ours(self):
        found = actions_due(self.made.drop(columns="side"), Q3, END)
        assert (len(found.ours), len(found.theirs)) == (3, 0)


class TestOpenPromises:
    """What is still to be done."""

    def test_open_and_overdue_are_left_and_the_rest_is_not(self):
        made = promises(
            late=("2026-01-01", "2026-02-01", None, None),
            coming=("2026-09-01", "2026-12-01", None, None),
            undated=("2026-09-01", None, None, None),
            kept=("2026-01-01", "2026-02-01", "2026-02-01", None),
            given_up=("2026-01-01", "2026-02-01", None, "not wanted"),
            later=("2026-10-01", "2026-12-01", None, None),
        )
        before = made.copy(deep=True)
        left = open_promises(made, Q3, END)
        assert left["action_id"].to_list() == ["late", "coming", "undated"]
        pd.testing.assert_frame_equal(made, before)


class TestKept:
    """Share of our promises that were kept on time."""

    def kept(self, frame, end=END):
        return promises_kept(Prepared({"actions": frame}, ReviewContext(Q3, "internal", "EUR", "EUR", end)))

    def test_late_dropped_and_overdue_ones_are_not_kept_and_open_ones_are_not_counted(self):
        frame = promises(
            kept=("2026-05-01", "2026-06-01", "2026-06-01", None),
            late=("2026-05-01", "2026-06-01", "2026-06-02", None),
            dropped=("2026-05-01", "2026-06-01", None, "no budget"),
            overdue=("2026-05-01", "2026-06-01", None, None),
            done_early=("2026-05-01", "2026-09-30", "2026-09-01", None),
        )
        assert (self.kept(frame).value, self.kept(frame).n) == (0.4, 5)
        still_open = promises(later=("2026-05-01", "2026-09-30", None, None))
        assert self.kept(still_open, date(2026, 9, 15)).value is None

    def test_a_promise_of_the_client_is_not_ours(self):
        frame = promises(a=("2026-05-01", "2026-06-01", "2026-06-01", None), b=("2026-05-01", "2026-06-01", None, None))
        assert self.kept(frame.assign(side=["us", "client"])).n == 1
        assert self.kept(frame.assign(side=["us", None])).n == 2

    def test_without_any_it_is_unknown_and_says_so(self):
        assert (
            promises_kept(Prepared({}, ReviewContext(Q3, "internal", "EUR", "EUR", END))).note
            == "no list of actions is kept"
        )
        assert self.kept(promises(a=("2026-05-01", None, None, None))).note == "no promise of ours was due"
