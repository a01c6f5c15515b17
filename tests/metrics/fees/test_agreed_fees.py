"""Fees that contracts promise. Expected values are worked by hand."""

import pandas as pd
import pytest

from acctlib.metrics.fees.agreed_fees import agreed_fees

DAY = pd.Timestamp
QUARTER = DAY("2026-07-01"), DAY("2026-10-01")


def contracts(*rows):
    frame = pd.DataFrame(rows, columns=["annual_value", "start_date", "end_date"])
    return frame.assign(**{day: pd.to_datetime(frame[day]) for day in ("start_date", "end_date")})


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        ("2020-01-01", None, 3),
        (None, None, 3),
        ("2026-07-01", "2026-09-30", 3),
        ("2026-08-01", None, 2),
        ("2020-01-01", "2026-07-31", 1),
        ("2026-09-16", None, 15 / 30),
        ("2020-01-01", "2026-08-10", 1 + 10 / 31),
        ("2026-07-11", "2026-07-20", 10 / 31),
        ("2026-10-01", None, 0),
        ("2020-01-01", "2026-06-30", 0),
        ("2020-01-01", "2026-07-01", 1 / 31),
    ],
)
def test_each_whole_month_is_a_twelfth_and_a_part_goes_by_its_days(begins, ends, months):
    assert agreed_fees(contracts((1200.0, begins, ends)), *QUARTER).to_list() == [pytest.approx(100 * months)]


def test_a_quarter_that_is_not_over_has_its_days_so_far():
    found = agreed_fees(contracts((1200.0, "2020-01-01", None)), DAY("2026-07-01"), DAY("2026-08-16"))
    assert found.to_list() == [pytest.approx(100 * (1 + 15 / 31))]


def test_a_contract_without_a_value_is_missing_and_not_nought():
    assert agreed_fees(contracts((None, "2020-01-01", None)), *QUARTER).isna().all()


def test_two_terms_after_each_other_are_one_whole_quarter():
    terms = contracts((1200.0, "2025-08-20", "2026-08-19"), (1200.0, "2026-08-20", "2027-08-19"))
    assert agreed_fees(terms, *QUARTER).sum() == pytest.approx(300.0)


def test_nothing_is_changed_and_no_contract_is_no_fee():
    terms = contracts((1200.0, None, None))
    before = terms.copy()
    agreed_fees(terms, *QUARTER)
    pd.testing.assert_frame_equal(terms, before)
    assert agreed_fees(terms.iloc[:0], *QUARTER).empty
