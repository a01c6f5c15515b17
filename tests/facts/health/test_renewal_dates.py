"""The days to come of contracts that run."""

from datetime import date

import pandas as pd
import pytest

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.renewal_dates import renewal_dates
from acctlib.periods import quarter

DAY = pd.Timestamp
TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))


@pytest.fixture
def contracts():
    return pd.DataFrame(
        {
            "contract_id": ["K1", "K2", "K3", "K4", "K5", "K6"], "client_id": ["A"] * 4 + ["GONE", "A"],
            "service_line": ["Media", None, "X", "Y", "Z", "W"],
            "start_date": [DAY("2026-01-01")] * 5 + [DAY("2026-10-15")],
            "end_date": [DAY(d) for d in ("2026-12-31", "2026-09-30", "2027-01-01", "2027-01-02", "2027-03-31", "2027-01-31")],
            "notice_date": [DAY("2026-10-31"), pd.NaT, pd.NaT, pd.NaT, pd.NaT, pd.NaT],
            "renewal_of": [None, None, None, "K3", None, None], "signed_date": [pd.NaT] * 6,
            "status": ["active", "active", "renewed", "draft", "active", "active"],
        }
    )  # fmt: skip


def test_only_what_is_to_come_and_goes_on_has_a_day(contracts):
    clients = pd.DataFrame({"client_id": ["A", "GONE"], "end_date": [pd.NaT, DAY("2026-06-30")]})
    found = renewal_dates(Prepared({"contracts": contracts, "clients": clients}, TERMS))
    assert found[["contract_id", "kind", "day"]].values.tolist() == [
        ["K1", "notice", DAY("2026-10-31")],
        ["K6", "late", DAY("2026-10-31")],  # six months before its end it had not begun
        ["K1", "end", DAY("2026-12-31")],
        ["K6", "end", DAY("2027-01-31")],
    ]


def test_without_contracts_there_are_no_days_to_speak_of():
    assert renewal_dates(Prepared({}, TERMS)) is None
