from collections import Counter


def by_client(rows):
    return Counter(row["client_id"] for row in rows)


def test_who_stays_has_two_or_three_objectives_and_who_left_none(book):
    staying = {row["client_id"] for row in book("clients") if not row["end_date"]}
    counts = by_client(book("objectives"))
    assert set(counts) == staying
    assert set(counts.values()) == {2, 3}


def test_an_objective_in_money_is_in_the_clients_money(book):
    currency = {row["client_id"]: row["currency"] for row in book("clients")}
    money = [row for row in book("objectives") if row["statement"] == "Cost per qualified lead"]
    assert len({currency[row["client_id"]] for row in money}) > 1
    assert all(row["unit"] == currency[row["client_id"]] for row in money)
    assert {row["unit"] for row in book("objectives")} >= {"%", "EUR", "readers", "per 1,000"}


def test_objectives_have_somewhere_to_go(book):
    assert all(float(row["target"]) != float(row["baseline"]) for row in book("objectives"))


def test_three_to_five_things_are_promised_each_quarter(book):
    counts = Counter((row["client_id"], row["promised_on"]) for row in book("actions"))
    assert set(counts.values()) == {3, 4, 5}


def test_promises_are_kept_broken_given_up_and_forgotten(book):
    past = [row for row in book("actions") if row["due_date"] <= "2026-09-30"]
    outcomes = Counter(
        "dropped" if row["dropped_reason"]
        else "open" if not row["done_date"]
        else "late" if row["done_date"] > row["due_date"]
        else "in time"
        for row in past
    )  # fmt: skip
    assert outcomes.keys() == {"in time", "late", "dropped", "open"}
    assert outcomes["in time"] > outcomes["late"] > outcomes["dropped"]
    assert not [row for row in past if row["dropped_reason"] and row["done_date"]]


def test_the_plan_is_promised_in_the_last_quarter_for_the_next(book):
    staying = {row["client_id"] for row in book("clients") if not row["end_date"]}
    plan = [row for row in book("actions") if row["promised_on"] >= "2026-07-01"]
    assert set(by_client(plan)) == staying
    for row in plan:
        assert "2026-10-01" <= row["due_date"] <= "2026-12-31"
        assert row["dropped_reason"] == ""


def test_both_sides_promise_and_somebody_owns_it(book):
    managers = {row["manager"] for row in book("clients")}
    assert {row["side"] for row in book("actions")} == {"us", "client"}
    assert all(row["owner"] for row in book("actions"))
    assert all((row["owner"] in managers) == (row["side"] == "us") for row in book("actions"))


def test_a_promise_serves_an_objective_of_its_client_that_was_agreed_by_then(book):
    goals = {row["objective_id"]: row for row in book("objectives")}
    serving = [row for row in book("actions") if row["objective_id"]]
    assert len(serving) > 100
    for row in serving:
        goal = goals[row["objective_id"]]
        assert goal["client_id"] == row["client_id"]
        assert goal["start_date"] <= row["promised_on"]


def test_an_opportunity_is_decided_or_open(book):
    for row in book("opportunities"):
        assert (row["closed_date"] != "") == (row["won"] != "") == (row["stage"] in ("won", "lost"))
        assert row["won"] in ("", "yes" if row["stage"] == "won" else "no")
    assert {row["stage"] for row in book("opportunities")} > {"won", "lost"}
