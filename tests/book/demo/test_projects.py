from collections import Counter
from decimal import Decimal

import pytest


@pytest.fixture(scope="module")
def parts(book):
    by_project = {}
    for row in book("milestones"):
        by_project.setdefault(row["project_id"], []).append(row)
    return by_project


def test_there_are_one_to_four_projects_a_client_and_quarter(book):
    counts = Counter(
        (row["client_id"], row["start_date"][:4], (int(row["start_date"][5:7]) - 1) // 3) for row in book("projects")
    )
    # The overdue project is moved, into a quarter that may have four already.
    counts = {key: n for key, n in counts.items() if key[0] != book.who("an overdue open project")}
    assert set(counts.values()) == {1, 2, 3, 4}


def test_status_says_what_the_dates_say(book):
    for row in book("projects"):
        assert (row["status"] == "delivered") == (row["delivered_date"] != "")
        assert (row["status"] == "cancelled") == (row["cancel_reason"] != "")
        assert bool(row["cost"]) == bool(row["hours_actual"]) == (row["status"] == "delivered")
        assert not row["accepted_date"] or row["delivered_date"]
    assert Counter(row["status"] for row in book("projects")).keys() == {"delivered", "active", "cancelled"}


def test_only_what_came_late_or_is_overdue_has_a_reason_and_some_of_it_has_none(book):
    for row in book("projects"):
        late = row["delivered_date"] > row["committed_date"] if row["delivered_date"] else row["status"] != "cancelled"
        assert late or not row["late_reason"]
    late = [r for r in book("projects", status="delivered") if r["delivered_date"] > r["committed_date"]]
    assert 0 < sum(not row["late_reason"] for row in late) < len(late) / 3
    (open_,) = [row for row in book("projects", status="active") if row["late_reason"]]
    assert open_["client_id"] == book.who("an overdue open project")


def test_work_under_way_is_assigned_to_three_people_of_the_firm_and_some_of_it_not_in_full(book):
    people = {row["person"] for row in book("people")}
    planned = {row["project_id"]: Decimal(row["hours_planned"]) for row in book("projects", status="active")}
    given = {}
    for row in book("assignments"):
        assert row["person"] in people
        given.setdefault(row["project_id"], []).append(Decimal(row["hours"]))
    assert set(given) == set(planned)
    assert {len(hours) for hours in given.values()} == {3}
    shares = [sum(hours) / planned[project] for project, hours in given.items()]
    assert all(share < Decimal("1.01") for share in shares)
    assert 0 < sum(share < Decimal("0.9") for share in shares) < len(shares) / 2


def test_some_work_is_under_way_at_the_end_and_none_at_a_client_that_left(book):
    left = {row["client_id"] for row in book("clients") if row["end_date"]}
    under_way = {row["client_id"] for row in book("projects", status="active")}
    assert len(under_way) > 5
    assert not under_way & left


def test_some_work_is_delivered_and_not_accepted(book):
    refused = [row for row in book("projects", status="delivered") if not row["accepted_date"]]
    assert 0 < len(refused) < len(book("projects")) / 10


def test_an_approved_budget_is_the_first_one_or_more(book):
    changed = sum(Decimal(r["approved_budget"]) > Decimal(r["budget"]) for r in book("projects"))
    assert all(Decimal(r["approved_budget"]) >= Decimal(r["budget"]) for r in book("projects"))
    assert 0.1 < changed / len(book("projects")) < 0.35


def test_values_of_milestones_add_up_to_the_budget_and_weights_to_one(book, parts):
    assert set(parts) == {row["project_id"] for row in book("projects")}
    for project in book("projects"):
        rows = parts[project["project_id"]]
        assert 2 <= len(rows) <= 4
        assert sum(Decimal(row["planned_value"]) for row in rows) == Decimal(project["budget"])
        assert sum(Decimal(row["weight"]) for row in rows) == 1


def test_what_is_done_is_earned_and_what_is_not_is_not(book):
    for row in book("milestones"):
        assert row["earned_value"] == (row["planned_value"] if row["done_date"] else "0")
        assert bool(row["actual_cost"]) == bool(row["done_date"])


def test_a_delivered_project_has_all_its_milestones_and_one_under_way_the_first_ones(book, parts):
    reached = {"delivered": 0, "active": 0, "cancelled": 0}
    for project in book("projects"):
        done = [bool(row["done_date"]) for row in parts[project["project_id"]]]
        assert done == sorted(done, reverse=True)
        assert all(done) or project["status"] != "delivered"
        assert not all(done) or project["status"] != "cancelled"
        reached[project["status"]] += any(done) and not all(done)
    assert reached["active"] > 0
    assert reached["cancelled"] > 0
