"""Whom the demonstration knows, and what its clients spend."""

from acctlib.book.demo.names import MANAGERS, SPECIALISTS, SUPERVISORS


def test_the_single_thread_has_one_contact_who_is_there(book):
    rows = book("contacts", book.who("a single thread"))
    assert len(rows) > 1
    assert len([row for row in rows if not row["departed_date"]]) == 1
    assert all(row["departed_date"] >= "2026-07-01" for row in rows if row["departed_date"])


def test_every_contact_is_kept_by_somebody_of_ours(book):
    assert {row["owner"] for row in book("contacts")} <= {*MANAGERS, *SUPERVISORS, *SPECIALISTS}


def test_nobody_was_spoken_to_after_leaving(book):
    gone = [row for row in book("contacts") if row["departed_date"]]
    assert gone
    assert all(row["last_contact"] <= row["departed_date"] for row in gone)


def test_those_who_answer_surveys_are_contacts_of_the_same_name(book):
    asked = {row["respondent"]: row["role"] for row in book("surveys")}
    both = [row for row in book("contacts") if row["contact_id"] in asked]
    assert len(both) > 20
    assert all(row["role"] == asked[row["contact_id"]] for row in both)


def test_a_wallet_is_a_range_with_source_and_date_or_nothing_at_all(book):
    found = [tuple(row[f"wallet_{part}"] for part in ("low", "high", "source", "date")) for row in book("clients")]
    assert all(all(wallet) or not any(wallet) for wallet in found)
    known = [wallet for wallet in found if all(wallet)]
    assert 0 < len(known) < len(found)
    assert all(float(low) < float(high) for low, high, *_ in known)
