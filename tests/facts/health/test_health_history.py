"""The panel of earlier quarters: nothing that came later is known in it."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.coverage import Coverage, Days
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import account_health
from acctlib.facts.health.health_history import HealthHistory, last_whole, status_on
from acctlib.periods import quarter
from acctlib.review import open_portfolio

DAY = pd.Timestamp
HAPPENED = {
    "revenue": "service_date", "surveys": "sent_date", "actions": "promised_on", "projects": "start_date",
    "contracts": "start_date", "clients": "start_date",
}  # fmt: skip
LATER = {
    "surveys": ["answered_date"], "actions": ["done_date"], "projects": ["delivered_date", "accepted_date"],
    "milestones": ["done_date"], "clients": ["end_date"],
}  # fmt: skip


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def cut(frames, day):
    """The tables with no row, no answer and no end of later days: what an export of that day would have held."""
    known = dict(frames)
    for name, column in HAPPENED.items():
        known[name] = known[name][~(known[name][column] > day)]
    for name, columns in LATER.items():
        known[name] = known[name].assign(**{c: known[name][c].mask(known[name][c] > day) for c in columns})
    status = known["contracts"]["status"].where(known["contracts"]["end_date"] <= day, "active")
    return {**known, "contracts": known["contracts"].assign(status=status)}


@pytest.mark.parametrize("name", ["2025Q1", "2025Q4", "2026Q2"])
def test_a_panel_of_the_past_is_that_of_an_export_of_its_last_day(book, name):
    when = quarter(name)
    then = replace(book.context, quarter=when, covered_to=(when + 1).start_time.date() - pd.Timedelta(1, "D"))
    alone = account_health(Prepared(cut(book.frames, DAY(then.covered_to)), then)).overall["state"]
    pd.testing.assert_series_equal(book.history.states(when), alone)


def test_the_panel_of_now_is_the_one_on_the_pages(book):
    pd.testing.assert_series_equal(book.history.states(book.quarter), book.health.overall["state"])


def test_before_the_data_begins_and_after_it_ends_nobody_has_a_state(book):
    assert book.history.states(quarter("2022Q3")).empty
    assert book.history.states(quarter("2026Q4")).empty


@pytest.mark.parametrize(("begun", "first"), [("2025-04-01", "2025Q2"), ("2025-04-02", "2025Q3"), (None, "2024Q1")])
def test_the_first_panel_is_of_a_quarter_that_the_data_cover_from_its_first_day_on(book, begun, first):
    days = {"revenue": Days(date.fromisoformat(begun), date(2026, 9, 30))} if begun else {}
    lines = book.frames["revenue"]
    held = {**book.frames, "revenue": lines[lines["service_date"] >= DAY("2024-01-01")]}
    assert HealthHistory(Prepared(held, replace(book.context, coverage=Coverage(days)))).first == quarter(first)


def test_a_quarter_that_is_not_over_is_left_out(book):
    early = replace(book.context, covered_to=date(2026, 8, 20))
    whole = last_whole(early)
    assert (whole.quarter, whole.covered_to) == (quarter("2026Q2"), date(2026, 6, 30))
    found = HealthHistory(Prepared(book.frames, early))
    assert found.states(quarter("2026Q3")).empty
    pd.testing.assert_series_equal(found.states(quarter("2026Q2")), book.history.states(quarter("2026Q2")))


def contracts(*rows):
    frame = pd.DataFrame(rows, columns=["status", "end_date", "notice_date"])
    return frame.assign(end_date=pd.to_datetime(frame["end_date"]), notice_date=pd.to_datetime(frame["notice_date"]))


class TestStatusOn:
    """The state of a contract on 30 June 2026, by hand."""

    def on(self, *row):
        return status_on(contracts(row), date(2026, 6, 30)).item()

    def test_notice_is_known_from_the_last_day_on_which_it_could_be_given(self):
        assert self.on("notice", "2026-12-31", "2026-06-30") == "notice"
        assert self.on("notice", "2026-12-31", "2026-07-01") == "active"

    def test_notice_without_a_day_was_not_known(self):
        assert self.on("notice", "2026-12-31", None) == "active"

    def test_a_contract_that_ended_later_still_ran_and_its_outcome_is_no_warning(self):
        assert self.on("ended", "2026-09-30", "2026-03-31") == "active"
        assert self.on("renewed", "2026-09-30", "2026-03-31") == "active"

    def test_what_was_over_by_then_is_over(self):
        assert self.on("ended", "2026-06-29", None) == "ended"
        assert self.on("ended", "2026-06-30", None) == "active"  # its last day was still a day of it

    def test_an_unknown_state_stays_unknown(self):
        assert self.on(None, "2026-12-31", None) is None
