"""Calls of supervisors on contracts: who said what, when, and the two that are planted."""

from datetime import date

from acctlib.book.demo.planted import Case


def test_a_call_is_made_up_to_a_fortnight_before_six_or_three_months_to_the_end(book):
    ends = {row["contract_id"]: date.fromisoformat(row["end_date"]) for row in book("contracts")}
    days = [(ends[row["contract_id"]] - date.fromisoformat(row["called_on"])).days for row in book("renewal_forecasts")]
    assert len(days) > 100
    # By hand: to the last day six months are 180 to 183 days, three are 88 to 91; three days to a fortnight more.
    assert all(91 <= day <= 107 or 183 <= day <= 199 for day in days)


def test_monitor_is_said_half_a_year_before_and_never_later(book):
    ends = {row["contract_id"]: date.fromisoformat(row["end_date"]) for row in book("contracts")}
    waiting = [row for row in book("renewal_forecasts") if row["call"] == "monitor"]
    assert len(waiting) > 5
    assert all((ends[row["contract_id"]] - date.fromisoformat(row["called_on"])).days > 120 for row in waiting)


def test_every_word_is_said_and_every_call_has_a_caller_and_a_reason(book):
    assert {row["call"] for row in book("renewal_forecasts")} == {"renew", "at_risk", "lost", "monitor"}
    supervisors = {row["client_id"]: row["supervisor"] for row in book("clients")}
    assert all(row["caller"] == supervisors[row["client_id"]] and row["reason"] for row in book("renewal_forecasts"))


def test_some_contracts_have_no_call(book):
    near = {row["contract_id"] for row in book("contracts") if "2023-06-01" < row["end_date"] < "2026-10-01"}
    assert near - {row["contract_id"] for row in book("renewal_forecasts")}


def test_renew_is_said_of_the_client_that_will_leave(book):
    who = book.who(Case.WILL_LEAVE)
    assert who == book.who("a call against the numbers")
    last = [row for row in book("renewal_forecasts", who) if row["called_on"] > "2026-05-01"]
    assert len(last) == 2 * len(book("contracts", who, status="notice"))
    assert {row["call"] for row in last} == {"renew"}


def test_at_risk_is_said_of_the_client_without_projects(book):
    rows = book("renewal_forecasts", book.who("a call that the numbers share"))
    assert rows[0]["client_id"] == book.who(Case.NO_PROJECTS)
    assert {row["call"] for row in rows} == {"at_risk"}
