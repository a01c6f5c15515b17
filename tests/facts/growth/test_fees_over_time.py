"""Fees quarter by quarter, by service line, worked by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts.base.context import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.fees_over_time import OTHERS, fees_over_time
from acctlib.periods import quarter

TERMS = ReviewContext(quarter("2026Q3"), "client", "EUR", "EUR", date(2026, 9, 30))


def taken(*lines, context=TERMS, **how):
    frame = pd.DataFrame(lines, columns=["service_date", "amount", "service_line"])
    frame = frame.assign(
        service_date=pd.to_datetime(frame["service_date"]), kind="retainer", client_id="A", currency="EUR"
    )
    found = fees_over_time(Prepared({"revenue": frame.assign(credit_type=None)}, context), **how)
    return None if found is None else {str(name): row.to_list() for name, row in found.iterrows()}


def test_each_quarter_has_its_fees_and_one_without_a_line_has_none():
    assert taken(
        ("2026-01-10", 100, "Media"), ("2026-02-10", 50, "Media"), ("2026-07-01", 30, "Media"), ("2026-04-01", 7, "Brand"),
    ) == {"Media": [150, 0, 30], "Brand": [0, 7, 0]}  # fmt: skip


def test_eight_quarters_are_looked_back_on_and_none_before_the_first_with_fees():
    table = taken(("2024-09-30", 1000, "Media"), ("2024-10-01", 8, "Media"), ("2026-07-01", 1, "Media"))
    assert table == {"Media": [8, 0, 0, 0, 0, 0, 0, 1]}


@pytest.mark.parametrize("first", ["2026-04-01", "2026-07-01"])
def test_two_quarters_are_no_history(first):
    assert taken((first, 10, "Media"), ("2026-08-01", 10, "Media")) is None


def test_smaller_lines_stand_together_and_each_quarter_still_adds_up():
    lines = [
        (day, size, f"Line {size}")
        for size in (50, 40, 30, 20, 10)
        for day in ("2026-01-01", "2026-04-01", "2026-07-01")
    ]
    table = taken(*lines)
    assert list(table) == ["Line 50", "Line 40", "Line 30", OTHERS]
    assert table[OTHERS] == [30, 30, 30]
    assert [sum(column) for column in zip(*table.values(), strict=True)] == [150, 150, 150]
    assert len(taken(*lines, most=5)) == 5


def test_an_invoice_without_a_line_is_told_as_such():
    assert set(taken(("2026-01-01", 1, None), ("2026-04-01", 1, "Media"), ("2026-07-01", 1, "Media"))) == {
        "Not assigned",
        "Media",
    }


def test_a_merger_among_the_quarters_is_no_history_of_one_account():
    lines = [("2026-01-01", 1, "Media"), ("2026-04-01", 1, "Media"), ("2026-07-01", 1, "Media")]
    assert taken(*lines, context=replace(TERMS, merged_on=(date(2025, 5, 1),))) is None
    assert taken(*lines, context=replace(TERMS, merged_on=(date(2024, 12, 31),))) is None  # in the first of the eight
    assert taken(*lines, context=replace(TERMS, merged_on=(date(2020, 5, 1),))) is not None


def test_in_a_quarter_that_is_not_over_each_has_as_many_days():
    lines = [
        ("2026-01-20", 5, "Media"),
        ("2026-02-20", 100, "Media"),
        ("2026-04-05", 6, "Media"),
        ("2026-07-30", 7, "Media"),
    ]
    assert taken(*lines, context=replace(TERMS, covered_to=date(2026, 7, 31))) == {"Media": [5, 6, 7]}


def test_without_any_fees_there_is_nothing():
    assert taken() is None
