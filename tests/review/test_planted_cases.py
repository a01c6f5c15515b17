"""Each hard case that the demonstration book plants is where a supervisor would look for it."""

import json
import re

import pytest

from acctlib import open_portfolio, open_review
from acctlib.book.demo.planted import IDS, ORDER, Case
from acctlib.display.blocks.block import inner_blocks


def who(case):
    number = ORDER.index(case)
    return IDS.get(number, f"C{number + 1:03d}")


def tables(block):
    """Every table of a block: its heads, and its rows as shown."""
    for piece in inner_blocks(block.payload()):
        if piece["block"] == "table":
            yield (
                [column["name"] for column in piece["columns"]],
                [[cell["text"] for cell in row] for row in piece["rows"]],
            )


def rows_under(block, head):
    """The rows of the table that begins with a head."""
    return next(rows for heads, rows in tables(block) if heads[0] == head)


def words(block):
    """All that a block says."""
    return json.dumps(block.payload(), ensure_ascii=False)


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio("", "2026Q3", str(demo_yml))


@pytest.fixture
def account(demo_yml):
    return lambda case, edition="internal", quarter="2026Q3": open_review(who(case), quarter, edition, str(demo_yml))


def named(book, case):
    return book.names[who(case)]


def test_who_will_leave_is_on_the_attention_list_the_quarter_before(book):
    listed = {row[0]: row for row in rows_under(book.attention(), "Client")}
    assert len(listed) <= 10
    assert "Notice given" in listed[named(book, Case.WILL_LEAVE)][1]
    assert listed[named(book, Case.WILL_LEAVE)][2] == "at risk"


def test_the_one_that_hangs_on_one_contact_is_on_the_attention_list_for_it(book):
    listed = {row[0]: row for row in rows_under(book.attention(), "Client")}
    assert "depends on one contact" in listed[named(book, Case.ONE_ANSWER)][1]


def test_who_will_leave_is_in_the_retention_outlook_of_its_account(account):
    assert "notice" in words(account(Case.WILL_LEAVE).renewals()).lower()
    assert "disagree" in words(account(Case.WILL_LEAVE).renewals()).lower()


def test_the_over_serviced_one_shows_in_its_account_and_never_in_its_client_s_review(account):
    inside = account(Case.OVER_SERVICED)
    fact = inside.facts["over_servicing"]
    assert fact.value > 0.1
    assert inside.formatter.percent(fact.value) in words(inside.profit())
    assert "over_servicing" not in account(Case.OVER_SERVICED, "client").facts


def test_the_silent_one_is_on_the_silent_list_and_unknown_is_not_good(book, account):
    assert named(book, Case.SILENT) in [row[0] for row in rows_under(book.satisfaction(), "Non-responding client")]
    assert "None of the" in words(account(Case.SILENT, "client").satisfaction())
    drivers = {row[0]: row for row in rows_under(account(Case.SILENT).health(), "Health driver")}
    assert any("unknown" in cell for cell in drivers["Recommendation, mean score"])


def test_who_was_never_asked_is_named_apart_from_the_silent(book):
    told = words(book.satisfaction())
    assert "1 paying client has never been surveyed" in told
    assert named(book, Case.NO_SURVEY) in told
    assert named(book, Case.NO_SURVEY) not in [
        row[0] for row in rows_under(book.satisfaction(), "Non-responding client")
    ]


def test_one_answer_is_not_shown_to_the_client_and_hangs_on_a_single_thread(book, account):
    assert "fewer than 5 answers (1 of" in words(account(Case.ONE_ANSWER, "client").satisfaction())
    threads = {row[0]: row[1] for row in rows_under(book.team(), "Single-threaded accounts")}
    assert threads[named(book, Case.ONE_ANSWER)] == "single-threaded (one contact)"


def test_the_overdue_project_is_listed_with_its_days_and_counted_as_late(book, account):
    late = {row[0]: row for row in rows_under(book.delivery(), "Client")}
    assert late[named(book, Case.OVERDUE)][-1] == "51"
    # Its review is in German.
    assert "überfällig" in words(account(Case.OVERDUE, "client").delivery())


def test_a_foreign_currency_is_the_account_s_own_and_the_firm_s_in_the_book(book, account):
    for case, code in ((Case.USD, "USD"), (Case.JPY, "JPY")):
        assert account(case, "client").context.currency == code
    assert book.context.currency == "EUR"
    assert "." not in account(Case.JPY, "client").formatter.money(1234)


def test_a_pause_is_no_loss(account):
    assert account(Case.PAUSE).facts["nrr"].value > 0


def test_a_credit_after_leaving_is_no_second_churn_and_in_no_cohort(book, demo_yml):
    gone = open_review(who(Case.CREDIT), "2026Q1", "internal", str(demo_yml))
    assert gone.facts["fees"].value < 0
    assert "no recurring fees" in str(gone.facts["nrr_quarter"].note) or gone.facts["nrr_quarter"].value <= 0
    assert named(book, Case.CREDIT) in [
        row[1] for row in rows_under(book.retention(), "Movement") if row[0] == "Churned"
    ]


def test_a_start_inside_a_quarter_is_held_against_nothing(account):
    client = account(Case.MID_QUARTER, "internal")
    begun = client.head["start_date"]
    assert begun > begun.to_period("Q-DEC").start_time
    assert "There is no year to compare with: no fees in Q3 2025" in words(client.growth())


def test_who_returned_is_a_return_and_not_new(book):
    moves = [(row[0], row[1]) for row in rows_under(book.retention(), "Movement")]
    assert ("Reactivated", named(book, Case.RETURN)) in moves
    assert ("New", named(book, Case.RETURN)) not in moves


def test_a_merged_client_has_not_left_and_is_no_client_of_its_own(demo_yml):
    before, then = (open_portfolio("", quarter, str(demo_yml)) for quarter in ("2025Q1", "2025Q2"))
    name = named(before, Case.MERGER)
    assert name not in [row[1] for row in rows_under(then.retention(), "Movement")]
    assert name not in set(then.names)
    assert len(then.names) == len(before.names) - 1
    said = f"{name} was merged into {then.names['C001']} on 1 Apr 2025: the two count as one client in every quarter."
    assert said in str(then.summary().payload())
    assert "was merged into" not in str(before.summary().payload())


def test_a_client_that_was_merged_in_the_quarter_does_not_compare_and_says_why(demo_yml):
    review = open_review(who(Case.MERGER), "2025Q2", "internal", str(demo_yml))
    why = "this account was merged into another one in Q2 2025"
    assert {review.facts[name].note for name in ("nrr", "growth", "nrr_quarter")} == {why}
    assert why in words(review.growth())


def test_without_projects_a_line_says_so(account):
    review = account(Case.NO_PROJECTS, "client")
    assert (
        review.facts[
            "delivery_success_client" if "delivery_success_client" in review.facts else "delivery_success"
        ].value
        is None
    )
    assert words(review.delivery()).count("No ") + words(review.delivery()).count("no ") > 0


def test_fees_are_invoiced_as_agreed_to_the_cent_and_the_client_reads_its_notice_dates(account):
    for case in (Case.WILL_LEAVE, Case.OVERDUE, Case.JPY):
        review = account(case, "client")
        rows = next(rows for heads, rows in tables(review.commercial()) if len(heads) == 4)
        agreed, invoiced, difference = zip(*(row[1:] for row in rows), strict=True)
        assert agreed == invoiced
        assert all(set(re.sub(r"\D", "", text)) == {"0"} for text in difference)
    heads = next(
        heads for heads, _ in tables(account(Case.WILL_LEAVE, "client").commercial()) if heads[0] == "Contract"
    )
    assert "Notice deadline" in heads
