"""What the pages say of delivery."""

from datetime import date

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display.blocks.block import block_text
from acctlib.review import Review, open_review
from acctlib.review.session import covered_quarter, terms_of

END = date(2026, 9, 30)
DAYS = ("start_date", "committed_date", "agreed_date", "delivered_date", "accepted_date", "due_date", "done_date")
INTERNAL_WORDS = ("Earned value", "Expected cost", "CPI", "may overrun", "Budget")
GOOD = {"start_date": "2026-07-01", "committed_date": "2026-08-03", "agreed_date": None, "delivered_date": "2026-08-03",
        "accepted_date": "2026-08-03", "budget": 1000.0, "approved_budget": 1000.0, "cost": 1000.0, "status": "delivered",
        "cancel_reason": None, "hours_planned": 10.0, "hours_actual": 12.0}  # fmt: skip
LATE = {**GOOD, "delivered_date": "2026-08-12", "accepted_date": "2026-08-17"}
OPEN = {**GOOD, "committed_date": "2026-10-30", "delivered_date": None, "accepted_date": None, "status": "active"}
HIDDEN = ("cost", "hours_actual", "actual_cost")


def dated(rows):
    frame = pd.DataFrame(rows)
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS if day in frame})


def review(edition, *projects, steps=()):
    """One client's review over these projects, with the columns that the edition may see."""
    rows = [{"project_id": f"P{i}", "client_id": "C1", "name": f"Work {i}", **row} for i, row in enumerate(projects)]
    tables = {"projects": dated(rows)}
    if steps:
        tables["milestones"] = dated([{"milestone_id": f"M{i}", **step} for i, step in enumerate(steps)])
    if edition == "client":
        tables = {name: frame.drop(columns=[c for c in HIDDEN if c in frame]) for name, frame in tables.items()}
    revenue = pd.DataFrame(
        {"client_id": ["C1"], "service_date": [pd.Timestamp("2026-08-01")], "amount": [1000.0], "kind": ["project"],
         "service_line": ["Media"], "currency": ["EUR"], "hours": [8.0]}
    )  # fmt: skip
    head = pd.DataFrame({"client_id": ["C1"], "name": ["A"], "currency": ["EUR"], "locale": ["en_GB"]})
    held = Slice("C1", edition, {"clients": head, "revenue": revenue, **tables}, END, "f" * 64)
    config = Config()
    return Review(held, terms_of(held, config, covered_quarter("", END, 1)), config)


def lines(block):
    return block_text(block.payload()).splitlines()


def said(*args, **steps):
    return lines(review(*args, **steps).delivery())


class TestProjects:
    """The quarter's projects."""

    def test_an_agreed_day_stands_beside_the_first_and_does_not_excuse(self):
        text = said("client", {**LATE, "agreed_date": "2026-08-14"})
        assert "Project | Original due date | Latest agreed | Delivered / forecast | Accepted | Status" in text
        assert "Work 0 | 3 Aug 2026 | 14 Aug 2026 | 12 Aug 2026 | 17 Aug 2026 | 9 days late" in text

    def test_delivered_on_its_day_and_accepted_later_is_on_time_with_both_days(self):
        text = said("client", {**GOOD, "accepted_date": "2026-08-07"})
        assert "Work 0 | 3 Aug 2026 | 3 Aug 2026 | 7 Aug 2026 | on time" in text

    def test_what_was_delivered_and_not_accepted_says_so_where_acceptance_is_kept(self):
        text = said("client", GOOD, {**GOOD, "accepted_date": None})
        assert "Work 1 | 3 Aug 2026 | 3 Aug 2026 | not accepted | on time" in text

    def test_accepted_without_a_day_of_delivery_has_an_unknown_day_of_delivery(self):
        text = said("client", {**GOOD, "delivered_date": None})
        assert "Work 0 | 3 Aug 2026 | unknown | 3 Aug 2026 | on time" in text

    def test_a_firm_that_keeps_no_acceptance_has_no_column_for_it(self):
        assert "Project | Original due date | Delivered / forecast | Status" in said(
            "client", {**GOOD, "accepted_date": None}
        )

    def test_without_another_day_there_is_no_column_for_it(self):
        assert "Project | Original due date | Delivered / forecast | Accepted | Status" in said("client", GOOD)

    def test_open_work_is_expected_and_lateness_to_come_is_said(self):
        half = [{"project_id": "P0", "due_date": due, "done_date": done, "weight": 0.5}
                for due, done in (("2026-08-15", "2026-08-15"), ("2026-09-20", None))]  # fmt: skip
        held = review("client", {**OPEN, "committed_date": "2026-10-05"}, steps=half)
        text = lines(held.delivery())
        # By hand: half of 82 days earned by day 46; 92 days have passed, so 82 x 92 / 46 = 164 days.
        assert "Work 0 | 5 Oct 2026 | forecast 11 Dec 2026 | in progress, forecast 67 days late" in text
        assert "taken from the latest agreed due date" in str(held.delivery().payload())

    def test_a_slip_stands_with_its_reason_and_one_that_nobody_wrote_down_says_so(self):
        text = said(
            "client",
            {**LATE, "late_reason": "Access came late"},
            {**LATE, "late_reason": None},
            {**GOOD, "late_reason": "n/a"},
        )
        assert "Project | Original due date | Delivered / forecast | Accepted | Status | Reason for delay" in text
        assert "Work 0 | 3 Aug 2026 | 12 Aug 2026 | 17 Aug 2026 | 9 days late | Access came late" in text
        assert "Work 1 | 3 Aug 2026 | 12 Aug 2026 | 17 Aug 2026 | 9 days late | reason to be confirmed" in text
        assert "Work 2 | 3 Aug 2026 | 3 Aug 2026 | 3 Aug 2026 | on time | " in text

    def test_without_a_slip_or_where_no_reasons_are_kept_there_is_no_column_for_them(self):
        head = "Project | Original due date | Delivered / forecast | Accepted | Status"
        assert head in said("client", {**GOOD, "late_reason": "n/a"})
        assert head in said("client", LATE)

    def test_a_cancelled_project_says_who_cancelled_it(self):
        gone = {**OPEN, "committed_date": "2026-08-10", "status": "cancelled", "cancel_reason": "client"}
        text = said("client", GOOD, gone)
        assert "Work 1 | 10 Aug 2026 |  |  | cancelled by the client" in text
        assert not any(line.startswith("[Timeline") for line in text)  # one bar is no timeline, and its end is not kept
        assert "Excluded from these rates: projects cancelled by the client: 1." in text


class TestYear:
    """Numbers of four quarters."""

    def test_rates_stand_by_the_first_and_by_the_last_promise_with_n_and_interval(self):
        text = said("client", GOOD, {**LATE, "agreed_date": "2026-08-14"})
        assert "Delivery success | 50.0% | 100.0% | 2 | 9% to 91%" in text
        assert "Hours agreed | 20 hours |  | 2 | " in text
        assert "Hours billed for project work | 8 hours |  | 1 | " in text

    def test_milestones_stand_with_their_slips_on_both_sides(self):
        steps = [{"project_id": "P0", "due_date": "2026-08-03", "done_date": done}
                 for done in ("2026-07-31", "2026-08-03", "2026-08-11")]  # fmt: skip
        text = said("client", GOOD, steps=steps)
        assert "Milestones met | 66.7% |  | 3 | 21% to 94%" in text
        assert "Mean slip of milestones, working days | +1.7 days |  | 3 | " in text  # by hand: (-1 + 0 + 6) / 3
        assert "3 milestones | 0 | 1 | 1 | 0 | 1 | 0" in text

    def test_what_is_unknown_says_why_and_is_never_nought(self):
        text = said("client", GOOD)
        assert any(line.endswith("90th percentile of slip, working days: no milestones are kept.") for line in text)

    def test_work_that_is_all_open_has_no_rate_and_says_so(self):
        text = said("client", OPEN)
        assert any(line.startswith("Delivery success, ") and line.endswith(": no project was closed.") for line in text)
        assert not any("%" in line and line.startswith("Delivery success |") for line in text)


class TestEditions:
    """The client reads days; the house reads cost."""

    steps = ({"project_id": "P1", "due_date": "2026-08-15", "done_date": "2026-08-15", "planned_value": 500.0,
              "earned_value": 500.0, "actual_cost": 600.0},
             {"project_id": "P1", "due_date": "2026-10-30", "done_date": None, "planned_value": 500.0,
              "earned_value": 0.0, "actual_cost": None})  # fmt: skip

    def test_the_house_reads_the_forecast_with_its_tier_and_earned_value(self):
        text = said("internal", GOOD, OPEN, steps=self.steps)
        assert "Work 1 | earned value | 30 Oct 2026 | 30 Oct 2026 | €1k | €1.2k" in text
        assert any(line.startswith("Work 1 | €500 | €500 | €600 | 0.83 | 1 | €1.2k | €1.1k | €1.2k |") for line in text)

    def test_the_rate_at_three_tolerances(self):
        text = said("internal", GOOD, {**GOOD, "cost": 1040.0}, {**GOOD, "cost": 1090.0}, {**GOOD, "cost": 1200.0})
        assert [line for line in text if line.endswith("% | 4")] == [
            "0% | 25.0% | 4", "5% | 50.0% | 4", "10% | 75.0% | 4"
        ]  # fmt: skip

    @pytest.mark.parametrize("word", INTERNAL_WORDS)
    def test_the_client_reads_neither_cost_nor_earned_value(self, word):
        assert word in "\n".join(said("internal", GOOD, OPEN, steps=self.steps))
        assert word not in "\n".join(said("client", GOOD, OPEN, steps=self.steps))

    def test_dates_are_the_same_in_both(self):
        rows = [[line for line in said(e, GOOD, OPEN, steps=self.steps) if "forecast 30 Oct" in line]
                for e in ("client", "internal")]  # fmt: skip
        assert rows[0] == rows[1] != []

    def test_a_budget_that_is_spent_is_out_of_reach(self):
        dear = ({**self.steps[0], "actual_cost": 1000.0}, self.steps[1])
        assert any(line.endswith("out of reach") for line in said("internal", GOOD, OPEN, steps=dear))

    def test_more_earned_than_the_budget_is_said_and_stops_nothing(self):
        wrong = ({**self.steps[0], "earned_value": 5000.0}, self.steps[1])
        text = said("internal", GOOD, OPEN, steps=wrong)
        assert any(line.startswith("Work 1: more is earned than the budget") for line in text)

    def test_no_open_project_has_nothing_to_forecast(self):
        assert "No open projects to forecast." in said("internal", GOOD)


class TestNothing:
    """A section without data says so in one line."""

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_no_project_and_no_list_are_told_apart(self, edition):
        none = review(edition, GOOD)
        empty = {**none.slice.frames, "projects": none.slice.frames["projects"].iloc[:0]}
        bare = {name: frame for name, frame in empty.items() if name != "projects"}
        for frames, start in ((empty, "No projects on this account"), (bare, "Project delivery not available")):
            held = Slice("C1", edition, frames, END, "f" * 64)
            text = lines(Review(held, none.context, none.config).delivery())
            assert len(text) == 1
            assert text[0].startswith(start)


class TestProfit:
    """Internal."""

    def test_it_tells_margin_realisation_hours_and_work_in_hand(self, demo_yml):
        text = lines(open_review("C014", "", "internal", str(demo_yml)).profit())
        labels = [line.split(" | ")[0] for line in text[1:]]
        assert labels[:5] == ["Delivery margin", "Realisation", "Over-servicing", "Cost performance (CPI)",
                              "Schedule performance, SPI(t)"]  # fmt: skip
