"""Rows that an export calls void or a draft do not count without a word; others are left in peace."""

from decimal import Decimal

import pandas as pd
import pytest

from acctlib.book.ingest.states import State, not_counting, says_a_state, states_of, told


def out(column, *words, money=1):
    return [state.word for state in not_counting(column, [State(word, 1, Decimal(money)) for word in words])]


@pytest.mark.parametrize(
    "name",
    ["Status", "Invoice status", "DocumentType", "state", "deal_stage", "Type", "Voided", "is_void", "Belegtyp Status"],
)
def test_a_column_that_tells_a_state_is_known_by_its_name(name):
    assert says_a_state(name)


@pytest.mark.parametrize("name", ["Prototype", "Statement", "Net", "", "Estate", "Client", "avoided"])
def test_a_word_within_a_word_is_no_state(name):
    assert not says_a_state(name)


@pytest.mark.parametrize(
    "word",
    ["Void", "VOIDED", "draft", "Cancelled", "canceled", "Deleted", "Reversed", "Rejected", "uncollectible", "Written off",
     "write-off", "Estimate", "Quote", "Pro forma", "proforma", "Storniert", "Entwurf", "Annul\u00e9e", "Brouillon",
     "Closed Lost", "Draft invoice", "Not approved", "non-billable", "Credit note", "Gutschrift", "Refund"],
)  # fmt: skip
def test_such_rows_should_hardly_count(word):
    assert out("Status", word) == [word]


@pytest.mark.parametrize(
    "word",
    [
        "Paid",
        "Sent",
        "Awaiting payment",
        "open",
        "Closed Won",
        "NY",
        "Not cancelled",
        "non-void",
        "Credit card",
        "Invoice",
    ],
)
def test_rows_in_any_other_state_count(word):
    assert out("Status", word) == []


def test_a_credit_that_takes_away_is_right_and_one_that_adds_is_told():
    assert out("Type", "Credit note", "Refund", money=-5) == []
    assert out("Type", "Credit note", "Refund", money=5) == ["Credit note", "Refund"]


def test_a_state_without_money_changes_nothing():
    assert out("Status", "Void", money=0) == []


def test_of_a_flag_the_rows_that_say_yes_are_meant():
    assert out("Voided", "TRUE", "false", "1", "0", "ja") == ["TRUE", "1", "ja"]
    assert out("Cancelled at", "2026-07-01", "-") == ["2026-07-01"]
    assert not any(map(says_a_state, ("Cancelled amount", "Draft no", "Deleted count")))
    assert out("Status", "TRUE") == []


def test_states_come_with_rows_money_and_their_first_row():
    # by hand: Void stands in rows 3 and 6, and row 7 has no amount
    words = pd.Series(["Paid", " Void", "Paid", "", "Void", "Void"], index=range(2, 8))
    money = pd.Series(
        [Decimal(1), Decimal("2.50"), Decimal(4), Decimal(8), Decimal(1000), None], index=words.index, dtype="object"
    )
    paid, void = states_of(words, money)
    assert (paid, void) == (State("Paid", 2, Decimal(5), 2), State("Void", 2, Decimal("1002.50"), 3))
    assert told([void]) == "this column is not mapped, but rows are counted that say 'Void' (2 rows, 1,002.50)"
    many = [State(f"Quote {n}", 1, Decimal(n)) for n in range(1, 8)]  # by hand: 6 + 7
    assert told(many).endswith("'Quote 5' (1 row, 5.00) and 2 more words (2 rows, 13.00)")
