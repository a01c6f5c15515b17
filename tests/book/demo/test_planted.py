"""Each planted case is really in the rows; looked for in the CSV, by what truth.json says of it."""

from decimal import Decimal

import pytest

from acctlib.book.demo.planted import NAMES, ORDER, Case, case_of


def days(rows, column="service_date"):
    return [row[column] for row in rows]


def one_client(book, case):
    (row,) = book("clients", book.who(case))
    return row


@pytest.mark.parametrize(("case", "currency"), [(Case.USD, "USD"), (Case.JPY, "JPY")])
def test_a_foreign_currency_client_is_invoiced_in_its_own_money(book, case, currency):
    client = one_client(book, case)
    lines = book("revenue", client["client_id"])
    assert client["currency"] == currency
    assert {row["currency"] for row in lines} == {currency}
    first = min(row["date"] for row in book("rates", currency=currency))
    assert first <= min(days(lines))


def test_yen_have_no_cents(book):
    amounts = [row["amount"] for row in book("revenue", book.who(Case.JPY))]
    assert len(amounts) > 100
    assert all(Decimal(amount) % 1 == 0 for amount in amounts)


def test_a_pause_has_only_project_fees_for_two_months(book):
    lines = book("revenue", book.who(Case.PAUSE))
    inside = [row for row in lines if "2026-04-01" <= row["service_date"] < "2026-06-01"]
    assert {row["kind"] for row in inside} <= {"project"}
    retainers = {row["service_date"][:7] for row in lines if row["kind"] == "retainer"}
    assert {"2026-03", "2026-06"} <= retainers


def test_a_credit_comes_after_leaving(book):
    client = one_client(book, Case.CREDIT)
    (credit,) = [row for row in book("revenue", client["client_id"]) if row["service_date"] >= client["end_date"]]
    assert (client["end_date"], credit["service_date"]) == ("2026-01-01", "2026-02-01")
    assert (credit["amount"], credit["kind"], credit["credit_type"]) == ("-1234.56", "retainer", "billing_error")


def test_one_client_was_never_asked(book):
    assert book("surveys", book.who(Case.NO_SURVEY)) == []


def test_one_client_was_asked_and_stayed_silent(book):
    asked = book("surveys", book.who(Case.SILENT))
    assert len([row for row in asked if row["sent_date"] >= "2025-10-01"]) > 4
    assert not [row for row in asked if row["answered_date"] >= "2025-10-01"]
    assert [row for row in asked if row["answered_date"]]  # and had answered before


def test_one_client_gave_one_answer_in_four_quarters(book):
    asked = book("surveys", book.who(Case.ONE_ANSWER))
    recent = [row for row in asked if row["sent_date"] >= "2025-10-01"]
    assert len(recent) > 4
    (answer,) = [row for row in asked if row["answered_date"] >= "2025-10-01"]
    assert (answer["kind"], answer["nps"]) == ("relationship", "8")
    assert answer["sent_date"] >= "2026-07-01"


def test_an_open_project_is_overdue(book):
    last = book("projects", book.who(Case.OVERDUE))[-1]
    assert (last["status"], last["delivered_date"], last["accepted_date"]) == ("active", "", "")
    assert "2026-07-01" <= last["committed_date"] == last["agreed_date"] == "2026-08-10"
    parts = book("milestones", project_id=last["project_id"])
    assert any(row["done_date"] for row in parts) or len(parts) == 2
    assert parts[-1]["done_date"] == ""


def test_a_client_starts_in_the_middle_of_a_quarter(book):
    client = one_client(book, Case.MID_QUARTER)
    assert client["start_date"] == "2026-02-15"
    first, second, *_ = [
        row for row in book("revenue", client["client_id"], kind="retainer") if row["service_line"] == "Brand"
    ]
    # By hand: February 2026 has 28 days, 14 of them from the 15th on.
    assert (first["service_date"], second["service_date"]) == ("2026-02-15", "2026-03-01")
    assert abs(Decimal(first["amount"]) - Decimal(second["amount"]) / 2) <= Decimal("0.01")


def test_a_client_returns_after_leaving(book):
    who = book.who(Case.RETURN)
    lines = days(book("revenue", who))
    assert not [day for day in lines if "2024-07-01" <= day < "2025-10-01"]
    assert min(lines) < "2023-01-01"
    assert len({day[:7] for day in lines if day >= "2025-10-01"}) == 12
    assert one_client(book, Case.RETURN)["end_date"] == ""
    assert book.truth["clients"][who]["stays"] == [["2022-10-01", "2024-07-01"], ["2025-10-01", "2026-10-01"]]


def test_a_merged_client_names_who_survives(book):
    client = one_client(book, Case.MERGER)
    assert (client["parent_id"], client["end_reason"], client["end_date"]) == ("C001", "merged", "2025-04-01")
    assert book("clients", client["parent_id"])


def test_one_client_has_no_projects(book):
    who = book.who(Case.NO_PROJECTS)
    assert book("projects", who) == []
    assert book("revenue", who, kind="project") == []


def test_one_client_has_given_notice(book):
    held = [row for row in book("contracts", book.who(Case.WILL_LEAVE)) if row["end_date"] > "2026-09-30"]
    assert held
    assert {(row["status"], row["notice_date"], row["end_date"]) for row in held} == {
        ("notice", "2026-09-01", "2026-11-30")
    }
    assert {row["client_id"] for row in book("contracts", status="notice")} == {book.who(Case.WILL_LEAVE)}


def test_one_client_is_over_serviced(book):
    done = [row for row in book("projects", book.who(Case.OVER_SERVICED)) if row["hours_actual"]]
    planned, worked = (sum(Decimal(row[column]) for row in done) for column in ("hours_planned", "hours_actual"))
    assert worked > planned * Decimal("1.1")


@pytest.mark.parametrize(
    ("number", "marks"), [(1, "ش"), (2, "電"), (3, "é"), (4, '"'), (5, "#"), (5, "$"), (6, "<"), (6, "&")]
)
def test_names_have_the_hard_characters(book, number, marks):
    assert book("clients")[number]["name"] == NAMES[number][0]
    assert marks in book("clients")[number]["name"]


def test_one_name_has_exactly_80_characters(book):
    assert len(one_client(book, "a name of 80 characters")["name"]) == 80


def test_ids_keep_their_zeros(book):
    assert book.who("an id with leading zeros") == "00123"
    assert book("revenue", "00123")
    assert not book("revenue", "123")


def test_locales_are_planted(book):
    assert one_client(book, "a locale of its own (de_DE)")["locale"] == "de_DE"


def test_nothing_is_planted_without_a_word_on_where(book):
    told = book.truth["planted"]
    assert {row["case"] for row in told} >= {case.value for case in Case if case}
    for row in told:
        assert set(row) == {"case", "client_id", "where", "what"}
        assert (book.folder / row["where"]).is_file()
        assert row["what"]


def test_a_small_book_has_the_first_cases(made):
    told = made(3, 4).truth["planted"]
    assert [row["case"] for row in told if row["case"] in set(Case)] == [case.value for case in ORDER[1:3]]


def test_a_large_book_has_no_more_cases(book, sixty):
    assert sixty.truth["planted"] == book.truth["planted"]


def test_a_case_that_needs_more_quarters_is_left_out():
    assert case_of(9, 3) is Case.RETURN
    assert case_of(9, 2) is Case.NONE
    assert case_of(3, 1) is Case.NONE
    assert case_of(5, 1) is Case.NO_SURVEY


@pytest.mark.parametrize("quarters", [3, 5, 8, 12])
def test_a_return_and_a_notice_are_there_in_short_books_too(made, quarters):
    read = made(14, quarters)
    first, second = read.truth["clients"][read.who(Case.RETURN)]["stays"]
    assert not [row for row in read("revenue", read.who(Case.RETURN)) if first[1] <= row["service_date"] < second[0]]
    assert first[1] < second[0]
    assert {row["notice_date"] for row in read("contracts", status="notice")} == {"2026-09-01"}
