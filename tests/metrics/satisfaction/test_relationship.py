"""How broadly a client is known."""

from datetime import date

import pandas as pd
import pytest

from acctlib.metrics.satisfaction.relationship import contact_breadth

DAY = date(2026, 9, 30)


def people(*rows):
    """client_id, seniority, owner, last_contact, departed_date."""
    frame = pd.DataFrame(rows, columns=["client_id", "seniority", "owner", "last_contact", "departed_date"])
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in ("last_contact", "departed_date")})


def one(*rows, day=DAY):
    return contact_breadth(people(*(("A", *row) for row in rows)), day).loc["A"]


@pytest.mark.parametrize(
    ("owners", "thread"),
    [
        (["Ito"], "one_contact"),
        ([None], "one_contact"),
        (["Ito", "Ito"], "one_owner"),
        (["Ito", None], "unknown"),
        ([None, None], "unknown"),
        (["Ito", "Rossi"], "broad"),
        (["Ito", "Rossi", None], "broad"),
    ],
)
def test_a_single_thread_is_one_contact_or_one_owner_of_all(owners, thread):
    assert one(*((None, owner, None, None) for owner in owners))["thread"] == thread


def test_where_all_have_departed_we_know_nobody():
    found = one((None, "Ito", None, "2026-09-01"), (None, "Rossi", None, "2026-09-02"))
    assert (found["thread"], found["active"], found["departed"], found["owners"]) == ("nobody", 0, 2, 0)


def test_one_who_departs_on_the_day_is_gone_and_one_who_departs_later_is_not():
    rows = (None, "Ito", None, "2026-09-30"), (None, "Rossi", None, "2026-10-01")
    assert one(*rows)["active"] == 1
    assert one(*rows, day=date(2026, 9, 29))["thread"] == "broad"


def test_days_count_from_the_latest_talk_with_an_executive_who_is_there():
    found = one(
        ("executive", "Ito", "2026-08-31", None), ("executive", "Ito", "2026-06-30", None),
        ("executive", "Ito", "2026-09-29", "2026-09-30"), ("manager", "Ito", "2026-09-29", None),
    )  # fmt: skip
    assert (found["executives"], found["days"]) == (2, 30)


def test_a_talk_after_the_day_is_none_yet():
    assert pd.isna(one(("executive", "Ito", "2026-10-01", None))["days"])


def test_one_of_unknown_seniority_is_no_executive():
    found = one((None, "Ito", "2026-09-01", None))
    assert found["executives"] == 0
    assert pd.isna(found["days"])


def test_clients_are_told_apart_and_rows_may_come_in_any_order():
    rows = people(("A", None, "Ito", None, None), ("B", None, "Ito", None, None), ("B", None, "Rossi", None, None))
    found = contact_breadth(rows, DAY)
    assert found["thread"].to_dict() == {"A": "one_contact", "B": "broad"}
    pd.testing.assert_frame_equal(contact_breadth(rows[::-1], DAY), found)


def test_nobody_at_all_is_no_row_and_the_input_is_not_changed():
    rows = people(("A", "executive", "Ito", "2026-10-01", "2026-09-01"))
    before = rows.copy(deep=True)
    assert contact_breadth(rows.iloc[:0], DAY).empty
    contact_breadth(rows, DAY)
    pd.testing.assert_frame_equal(rows, before)
