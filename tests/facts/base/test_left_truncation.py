"""Who was a client before the data begin."""

from datetime import date

import pandas as pd
import pytest

from acctlib.coverage import Coverage, Days
from acctlib.facts import ReviewContext
from acctlib.facts.base.left_truncation import from_before, unsure
from acctlib.facts.base.prepared import Prepared
from acctlib.periods import quarter

SINCE_APRIL = Coverage({"revenue": Days(date(2025, 4, 1), date(2026, 9, 30))})
STARTS = {"A": "2025-03-31", "B": "2025-04-01", "C": None}


def prepared(frames, coverage=SINCE_APRIL):
    when = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30), coverage=coverage)
    return Prepared(frames, when)


def clients(**starts):
    began = pd.to_datetime(list((starts or STARTS).values()))
    return {"clients": pd.DataFrame({"client_id": list(starts or STARTS), "start_date": began})}


def test_only_a_first_day_before_that_of_the_invoices_is_from_before():
    assert from_before(prepared(clients())) == ["A"]


def test_nobody_is_from_before_where_the_first_day_is_not_known():
    assert from_before(prepared(clients(), Coverage())) == []
    assert from_before(prepared({})) == []
    assert from_before(prepared({"clients": pd.DataFrame({"client_id": ["A"]})})) == []


@pytest.mark.parametrize(
    ("came", "said"), [(["B"], False), (["A"], True), (["C"], True), (["B", "C"], True), ([], False)]
)
def test_a_client_is_unsure_unless_it_is_known_to_have_begun_within_the_data(came, said):
    found = unsure(prepared(clients()), pd.Index(came))
    assert found.startswith("data begin on 1 Apr 2025: ") is said
    assert bool(found) is said


def test_nothing_is_unsure_where_the_first_day_of_the_data_is_not_known():
    assert unsure(prepared(clients(), Coverage()), pd.Index(["C"])) == ""
