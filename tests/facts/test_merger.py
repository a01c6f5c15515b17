"""A client that another was merged into: before and after do not compare, and the page says why."""

from datetime import date

import pandas as pd
import pytest

from acctlib import open_review
from acctlib.facts import ReviewContext, scorecard

MERGED = date(2026, 5, 4)
QUARTER = pd.Period("2026Q3", freq="Q-DEC")


def lines(*amounts):
    """A retainer invoice in the middle of each of the last five quarters, the earliest first."""
    days = pd.to_datetime(["2025-08-15", "2025-11-15", "2026-02-15", "2026-05-15", "2026-08-15"])
    return pd.DataFrame(
        {"client_id": "C1", "service_date": days, "amount": amounts, "kind": "retainer", "currency": "EUR"}
    )


@pytest.fixture
def facts():
    def made(*merged, quarter=QUARTER):
        frames = {
            "clients": pd.DataFrame({"client_id": ["C1"], "name": ["One"]}),
            "revenue": lines(100.0, 100.0, 100.0, 160.0, 180.0),
        }
        context = ReviewContext(quarter, "internal", "EUR", "EUR", date(2026, 9, 30), merged_on=merged)
        return scorecard(frames, context.at(quarter))

    return made


def test_without_a_merger_the_fees_grew(facts):
    assert facts()["growth"].value == pytest.approx(0.8)
    assert facts()["nrr"].value == pytest.approx(1.8)


def test_what_spans_the_merger_is_unknown_with_its_reason(facts):
    found = facts(MERGED)
    for name in ("growth", "nrr", "constant_currency_growth"):
        assert found[name].value is None
        assert found[name].note == "another business was merged into this account in Q2 2026"
        assert found[name].status in ("none", "unknown")
    assert found["fees"].value == 180.0
    assert found["fees"].year_ago is None
    assert found["fees"].moved is None


def test_what_lies_after_it_compares(facts):
    assert facts(date(2026, 7, 1))["nrr"].value is None
    whole = facts(date(2025, 7, 1))  # on the first day of the quarter a year ago
    assert whole["growth"].value == pytest.approx(0.8)
    assert whole["fees"].year_ago == 100.0


def test_the_quarter_of_the_merger_itself_holds_both_in_part(facts):
    assert facts(MERGED)["fees"].prior is None
    assert facts(MERGED)["nrr_quarter"].value is None


def test_before_it_nothing_is_said_of_it(facts):
    found = facts(MERGED, quarter=QUARTER - 2)
    assert found["nrr_quarter"].value == pytest.approx(1.0)
    assert found["fees"].prior == 100.0


def test_the_demonstration_book_has_one_and_tells_its_day_alone(demo_yml):
    in_it, after = (open_review("C001", quarter, "internal", str(demo_yml)) for quarter in ("2025Q4", "2026Q2"))
    assert in_it.context.merged_on == after.context.merged_on == (date(2025, 4, 1),)
    assert in_it.facts["nrr"].value is None
    assert "another business was merged into this account in Q2 2025" in str(in_it.facts["nrr"].note)
    assert after.facts["nrr"].value is not None
    assert "C009" not in str({name: frame.to_dict() for name, frame in in_it.frames.items()})
