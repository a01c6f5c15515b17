"""Work in hand against its plan."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.work_in_progress import cpi, forecast_in_hand, spi_time, work_in_hand
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
DAYS = ("start_date", "committed_date", "agreed_date", "delivered_date", "accepted_date", "due_date", "done_date")


def dated(frame):
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in DAYS if day in frame})


def frames(*projects, steps=None, **rest):
    plain = {"client_id": "C", "start_date": "2026-09-28", "committed_date": "2026-10-20", "delivered_date": None,
             "status": "active"}  # fmt: skip
    work = dated(pd.DataFrame([{"project_id": f"P{i}", **plain, **row} for i, row in enumerate(projects)]))
    tables = {"projects": work, **rest}
    if steps is not None:
        tables["milestones"] = dated(pd.DataFrame(steps))
    return tables


def fence(project="P0", money=1.0):
    """PMP fence, a side a day, seen at the end of the third."""
    sides = [("2026-09-28", 1000, 1000), ("2026-09-29", 1000, 1200), ("2026-09-30", 500, 600), ("2026-10-01", 0, None)]
    return [
        {"project_id": project, "due_date": due, "done_date": None, "planned_value": 1000.0 * money,
         "earned_value": e * money, "actual_cost": c * money if c else None}
        for due, e, c in sides
    ]  # fmt: skip


class TestIndices:
    """CPI and SPI(t) of a client's projects in progress."""

    def test_the_fence_has_its_published_indices(self):
        held = frames({}, steps=fence())
        assert (cpi(Prepared(held, TERMS)).value, cpi(Prepared(held, TERMS)).n) == (pytest.approx(0.893, abs=5e-4), 1)
        assert spi_time(Prepared(held, TERMS)).value == pytest.approx(0.8333, abs=5e-5)

    def test_value_and_cost_are_summed_before_they_are_divided(self):
        better = [{**step, "actual_cost": step["earned_value"] / 2} for step in fence("P1")]
        found = cpi(Prepared(frames({}, {}, steps=fence() + better), TERMS))
        assert (found.value, found.n) == (pytest.approx(5000 / (2800 + 1250)), 2)

    def test_projects_by_dates_alone_are_left_out_and_counted(self):
        held = frames({}, {"cost": 50.0, "budget": 100.0}, steps=fence())
        for measure in (cpi, spi_time):
            found = measure(Prepared(held, TERMS))
            assert (found.n, sum(rows.n for rows in found.left_out)) == (1, 1)

    def test_a_project_that_earned_more_than_its_budget_is_left_out_and_counted(self):
        wrong = {
            "project_id": "P1",
            "due_date": "2026-10-01",
            "planned_value": 1.0,
            "earned_value": 2.0,
            "actual_cost": 1.0,
        }
        found = cpi(Prepared(frames({}, {}, steps=[*fence(), wrong]), TERMS))
        assert found.value == pytest.approx(0.893, abs=5e-4)
        assert [(r.why, r.n) for r in found.left_out] == [
            ("projects in progress that have earned more than their budget", 1)
        ]

    def test_over_clients_of_two_currencies_it_is_of_one_money(self):
        better = [{**step, "actual_cost": step["earned_value"] / 2} for step in fence("P1")]
        clients = pd.DataFrame({"client_id": ["C", "D"], "currency": ["EUR", "USD"]})
        rates = pd.DataFrame({"date": [pd.Timestamp("2020-01-01")], "currency": ["USD"], "rate": [0.5]})
        held = frames({}, {"client_id": "D"}, steps=fence() + better, clients=clients, rates=rates)
        assert cpi(Prepared(held, TERMS)).value == pytest.approx((2500 + 1250) / (2800 + 625))  # by hand


class TestUnknown:
    """Never one out of nothing."""

    @pytest.mark.parametrize("measure", [cpi, spi_time])
    def test_without_work_milestones_or_values_it_is_unknown_and_says_why(self, measure):
        closed = frames({"delivered_date": "2026-09-29"}, steps=fence())
        assert (measure(Prepared(closed, TERMS)).value, measure(Prepared(closed, TERMS)).note) == (
            None,
            "no project is in progress",
        )
        assert measure(Prepared(frames({}), TERMS)).note == "no milestones are kept"
        assert measure(Prepared({}, TERMS)).note == "no project is in progress"
        bare = [{"project_id": "P0", "due_date": None, "done_date": None}]
        found = measure(Prepared(frames({}, steps=bare), TERMS))
        assert (found.value, found.note.startswith("no project in progress has")) == (None, True)
        assert found.left_out[0].n == 1

    def test_no_cost_yet_has_no_cpi(self):
        free = [{**step, "earned_value": 0.0, "actual_cost": None} for step in fence()]
        assert cpi(Prepared(frames({}, steps=free), TERMS)).value is None


class TestWork:
    """What is in hand."""

    def test_closed_cancelled_and_later_projects_are_not(self):
        held = frames({}, {"delivered_date": "2026-09-29"}, {"status": "cancelled"}, {"start_date": "2026-10-05"})
        assert work_in_hand(Prepared(held, TERMS))["project_id"].to_list() == ["P0"]

    def test_the_cost_by_then_of_what_was_closed_later_is_not_known(self):
        held = frames({"cost": 10.0}, {"cost": 20.0, "delivered_date": "2026-10-15"})
        assert work_in_hand(Prepared(held, TERMS))["cost"].to_list()[0] == 10
        assert work_in_hand(Prepared(held, TERMS))["cost"].isna().to_list() == [False, True]

    def test_the_client_reads_days_and_no_cost(self):
        steps = [{k: v for k, v in step.items() if k != "actual_cost"} for step in fence()]
        found = forecast_in_hand(Prepared(frames({}, steps=steps), TERMS)).iloc[0]
        assert found["expected_finish"] == pd.Timestamp("2026-10-02")
        assert pd.isna(found["expected_cost"])

    def test_no_project_has_no_forecast(self):
        assert forecast_in_hand(Prepared({}, TERMS)).empty
