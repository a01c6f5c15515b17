"""Every measure says which tables it reads, and has no value over days that they do not cover."""

from datetime import date

import pandas as pd
import pytest

from acctlib.book.ingest.coverage import EVENTS
from acctlib.coverage import Coverage, Days
from acctlib.facts import ReviewContext, scorecard
from acctlib.facts.base.measures import Estimate, Measure, reading, sum_differs
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.scorecard import BOOK_MEASURES, MEASURES, facts_of
from acctlib.periods import quarter
from tests.properties.books import TERMS, random_book

WHEN = quarter("2026Q1")
EVERY = {measure.name: measure for measure in (*MEASURES, *BOOK_MEASURES)}


def context(first, last=date(2026, 3, 31), tables=("revenue",), **more):
    return ReviewContext(
        WHEN, "internal", "EUR", "EUR", last, coverage=Coverage({n: Days(first, last) for n in tables}), **more
    )


class Watched(dict):
    """Frames that remember which of a book's own tables were asked for."""

    def __init__(self, frames):
        super().__init__(frames)
        self.asked = set()

    def __getitem__(self, name):
        self.asked.add(name)
        return super().__getitem__(name)

    def get(self, name, default=None):
        self.asked.add(name)
        return super().get(name, default)


@pytest.fixture(scope="module")
def asked():
    """Metric -> tables with events that its function asks for."""
    bare = {
        name: frame
        for name, frame in random_book(1).items()
        if name in EVENTS or name in ("clients", "contracts", "rates")
    }
    found = {}
    for measure in EVERY.values():
        watched = Watched(bare)
        measure.compute(Prepared(watched, TERMS))
        found[measure.name] = watched.asked & set(EVENTS)
    return found


# Fees say here who is a client and weigh nothing; a project says whose the milestone is, and counts on no day.
NOT_NEEDED = {
    "clients_fell": {"revenue"},
    "nps_by_client": {"revenue"},
    **{key: {"projects"} for key in ("milestones_met", "milestone_slip", "milestone_slip_p90")},
}


@pytest.mark.parametrize("name", sorted(EVERY))
def test_a_measure_names_every_table_whose_events_it_reads(asked, name):
    needed = asked[name] - NOT_NEEDED.get(name, set())
    assert needed <= set(EVERY[name].reads), f"{name} reads {sorted(needed)} and names {EVERY[name].reads}"


def lines(*rows):
    frame = pd.DataFrame(rows, columns=["service_date", "amount"])
    kinds = {"client_id": "C1", "kind": "retainer"}
    return frame.assign(service_date=pd.to_datetime(frame["service_date"]).astype("datetime64[us]"), **kinds)


LEVEL = lines(*((f"{year}-{month:02d}-01", 1000.0) for year in (2025, 2026) for month in range(1, 13)))
HEAD = pd.DataFrame({"client_id": ["C1"], "name": ["Alpha"], "start_date": [pd.Timestamp("2020-01-01")]})


def facts(first, last=date(2026, 3, 31)):
    return scorecard(
        {"clients": HEAD, "revenue": LEVEL[LEVEL["service_date"] >= pd.Timestamp(first)]}, context(first, last)
    )


def test_level_fees_from_the_first_day_of_a_quarter_a_year_ago_are_level():
    found = facts(date(2025, 1, 1))
    assert (found["growth"].value, found["nrr"].value) == (0.0, 1.0)
    assert found["fees"].year_ago == 3000.0


def test_level_fees_from_a_day_later_are_not_compared():
    # One month of three is missing a year ago: three thousand against two would be a growth of a half.
    found = facts(date(2025, 1, 2))
    for name in ("growth", "nrr", "grr", "currency_effect"):
        assert (found[name].value, found[name].note) == (None, "data begin on 2 Jan 2025")
    fees = found["fees"]
    assert (fees.value, fees.prior, fees.year_ago, fees.moved) == (3000.0, 3000.0, None, None)
    assert fees.note == "not compared: data begin on 2 Jan 2025"


def test_a_quarter_whose_beginning_is_missing_has_the_fees_of_the_rest_and_says_so():
    fees = facts(date(2026, 1, 15))["fees"]
    assert (fees.value, fees.note, fees.prior) == (2000.0, "data begin on 15 Jan 2026", None)


def test_a_quarter_before_the_data_has_no_fees_to_tell():
    before = context(date(2026, 4, 1), date(2026, 6, 30)).at(WHEN)
    fees = scorecard({"clients": HEAD, "revenue": LEVEL}, before)["fees"]
    assert (fees.value, fees.note) == (None, "data begin on 1 Apr 2026")


def test_a_table_that_ends_before_the_others_gives_nothing_after_its_end():
    costs = pd.DataFrame({"client_id": ["C1"], "date": [pd.Timestamp("2025-12-01")], "amount": [500.0]})
    held = Coverage(
        {
            "revenue": Days(date(2025, 1, 1), date(2026, 3, 31)),
            "costs": Days(date(2025, 1, 1), date(2025, 12, 31)),
        }
    )
    with_costs = ReviewContext(WHEN, "internal", "EUR", "EUR", date(2026, 3, 31), coverage=held)
    margin = scorecard({"clients": HEAD, "revenue": LEVEL, "costs": costs}, with_costs)["margin"]
    assert (margin.value, margin.note) == (None, "data end on 31 Dec 2025")


def test_a_table_that_is_not_kept_is_told_before_the_days_of_the_others():
    assert "costs" in facts(date(2026, 1, 1))["margin"].note


@pytest.mark.parametrize(
    ("when", "first", "value"),
    [("over", date(2025, 10, 1), None), ("part", date(2026, 3, 31), 7.0), ("end", date(2026, 3, 31), 7.0)],
)
def test_which_days_must_be_covered_is_the_measures_to_say(when, first, value):
    measure = Measure("fees", lambda *_: Estimate(7.0), sum_differs, "year", reads=("revenue",), when=when)
    assert measure.evaluate(Prepared({"revenue": LEVEL}, context(first))).value == value
    assert measure.evaluate(Prepared({"revenue": LEVEL}, context(date(2025, 4, 1)))).value == 7.0


def test_a_part_is_compared_with_nothing():
    measure = Measure(
        "fees", lambda prepared: Estimate(float(prepared.quarter.quarter)), sum_differs, "year", when="part"
    )
    (fact,) = facts_of(
        reading(("revenue",), measure), Prepared({"clients": HEAD, "revenue": LEVEL}, context(date(2025, 3, 1))), {}
    ).values()
    # Its own four quarters are covered; those to the quarter before begin on 1 January 2025, two months too early.
    assert (fact.value, fact.prior, fact.year_ago) == (1.0, None, None)


def test_a_measure_that_names_its_tables_keeps_them():
    named = Measure("fees", lambda *_: Estimate(), sum_differs, reads=("costs",))
    assert reading(("revenue",), named)[0].reads == ("costs",)
