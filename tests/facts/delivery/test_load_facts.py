"""The load of the next quarter, by hand: two people, three projects."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.delivery.load import load, team_of
from acctlib.periods import bounds, quarter

TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))
WEEKS = (bounds(TERMS.quarter + 1)[1] - bounds(TERMS.quarter + 1)[0]).days / 7
PEOPLE = pd.DataFrame({
    "person": ["Ito", "Rossi", "Okafor"], "reports_to": ["Okafor", "Ito", None], "weekly_hours": [30.0, 20.0, None],
})  # fmt: skip
PROJECTS = pd.DataFrame({
    "project_id": ["open", "overdue", "done"], "client_id": "A", "name": "x",
    "start_date": pd.Timestamp("2026-07-01"),
    "committed_date": pd.to_datetime(["2026-12-01", "2026-09-01", "2026-08-01"]),
    "delivered_date": pd.to_datetime([None, None, "2026-08-01"]), "hours_planned": [100.0, 40.0, 500.0],
    "hours_actual": [25.0, 60.0, 480.0], "status": ["active", "active", "delivered"],
})  # fmt: skip
PLAN = pd.DataFrame({
    "client_id": "A", "project_id": ["open", "open", "done", "overdue"], "person": ["Ito", "Rossi", "Ito", "Rossi"],
    "hours": [60.0, 20.0, 500.0, 40.0],
})  # fmt: skip


def taken(**frames):
    tables = {"projects": PROJECTS, "people": PEOPLE, **frames}
    return load(Prepared(tables, TERMS))


def test_work_in_hand_is_open_and_overdue_work_and_what_is_left_of_it():
    found = taken()
    assert found.planned == pytest.approx(75.0)  # 100 less 25; the overdue one is over its hours, the other done
    assert found.available == pytest.approx(50 * WEEKS)
    assert found.n == 3
    assert found.people is None


def test_each_person_has_their_part_of_what_is_left_and_the_rest_is_nobodys():
    found = taken(assignments=PLAN)
    assert found.people["hours"].round(6).to_dict() == {"Ito": 45.0, "Okafor": 0.0, "Rossi": 15.0}
    assert found.people.loc["Ito", "load"] == pytest.approx(45 / (30 * WEEKS))
    assert pd.isna(found.people.loc["Okafor", "load"])
    assert found.unassigned == pytest.approx(15.0)  # 20 of 100 hours are assigned to nobody, three quarters are left


def test_hours_of_a_project_that_is_assigned_to_nobody_are_all_nobodys():
    found = taken(assignments=PLAN[PLAN["project_id"] != "open"])
    assert found.unassigned == pytest.approx(75.0)  # all that is left of 100


def test_without_weekly_hours_there_is_no_load_and_without_hours_of_projects_none_that_is_known():
    assert taken(people=PEOPLE.drop(columns="weekly_hours")) is None
    assert taken(people=PEOPLE.assign(weekly_hours=None)) is None
    assert taken(projects=PROJECTS.drop(columns="hours_planned")).planned is None


def test_nothing_in_hand_is_nothing_to_do():
    assert taken(projects=PROJECTS[PROJECTS["project_id"] == "done"]).planned == 0.0


@pytest.mark.parametrize(
    ("head", "team"),
    [
        ("Okafor", {"Okafor", "Ito", "Rossi"}),
        ("Ito", {"Ito", "Rossi"}),
        ("Rossi", {"Rossi"}),
        ("Nobody", set(PEOPLE["person"])),
    ],
)
def test_a_team_is_who_reports_over_any_number_of_steps(head, team):
    assert set(team_of(PEOPLE, head)["person"]) == team


def test_people_who_report_in_a_circle_are_a_team():
    circle = PEOPLE.assign(reports_to=["Rossi", "Ito", None])
    assert set(team_of(circle, "Ito")["person"]) == {"Ito", "Rossi"}


def test_a_team_of_which_nobody_says_who_reports_to_whom_is_everybody():
    assert len(team_of(PEOPLE.drop(columns="reports_to"), "Ito")) == 3
