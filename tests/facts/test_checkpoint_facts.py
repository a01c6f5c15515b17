"""Checkpoints and the back-test over the demonstration book, and over one made by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.back_test import back_test
from acctlib.facts.health.checkpoints import checkpoints
from acctlib.facts.health.health_history import HealthHistory
from acctlib.periods import quarter
from acctlib.review import open_portfolio

DAY = pd.Timestamp


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


@pytest.fixture(scope="module")
def points(book):
    return checkpoints(Prepared(book.frames, book.context), book.history)


class TestCheckpoints:
    """What stands beside what."""

    def test_the_planted_disagreement_is_found_at_both_checkpoints(self, points):
        own = points[points["client_id"] == "C013"]
        assert set(own["months"]) == {6, 3}
        assert set(zip(own["state"], own["call"], own["verdict"], strict=True)) == {("missed", "renew", "disagree")}

    def test_the_planted_agreement_is_found_at_both_checkpoints(self, points):
        own = points[(points["client_id"] == "C012") & (points["verdict"] != "later")]
        assert set(own["months"]) == {6, 3}
        assert set(zip(own["state"], own["call"], own["verdict"], strict=True)) == {("missed", "at_risk", "agree")}

    def test_disagreements_come_first_and_what_is_to_come_last(self, points):
        order = ["disagree", "call_needed", "no_call", "unknown", "agree", "later"]
        places = [order.index(verdict) for verdict in points["verdict"]]
        assert places == sorted(places)
        assert {"disagree", "call_needed", "no_call", "agree", "later"} <= set(points["verdict"])

    def test_the_panel_is_of_the_last_quarter_that_was_over(self, points):
        first = points[(points["client_id"] == "C013") & (points["months"] == 6)].iloc[0]
        assert (first["day"], first["seen"]) == (DAY("2026-05-30"), quarter("2026Q1"))

    def test_nothing_stands_at_a_checkpoint_that_has_not_come(self, points):
        ahead = points[points["verdict"] == "later"]
        assert (ahead["day"] > DAY("2026-09-30")).all()
        assert set(ahead["state"]) == {"unknown"}
        assert ahead[["call", "caller", "reason", "called_on"]].isna().all(axis=None)

    def test_later_rows_and_later_calls_change_no_checkpoint_that_has_passed(self, book, points):
        calls, revenue = book.frames["renewal_forecasts"], book.frames["revenue"]
        more = calls.assign(called_on=DAY("2026-10-02"), call="lost")
        gone = revenue[~((revenue["client_id"] == "C012") & (revenue["service_date"] >= DAY("2026-07-01")))]
        frames = {**book.frames, "renewal_forecasts": pd.concat([calls, more]), "revenue": gone}
        again = checkpoints(Prepared(frames, book.context), HealthHistory(Prepared(frames, book.context)))
        passed = (points["verdict"] != "later") & (points["seen"] < quarter("2026Q3"))
        kept = (again["verdict"] != "later") & (again["seen"] < quarter("2026Q3"))
        columns = ["contract_id", "months", "state", "call", "verdict"]
        pd.testing.assert_frame_equal(again.loc[kept, columns], points.loc[passed, columns])

    def test_without_calls_every_checkpoint_has_none(self, book):
        frames = {name: frame for name, frame in book.frames.items() if name != "renewal_forecasts"}
        assert set(checkpoints(Prepared(frames, book.context), book.history)["verdict"]) == {"no_call", "later"}

    def test_a_client_that_has_left_needs_no_call(self, book):
        clients = book.frames["clients"]
        left = clients.assign(end_date=clients["end_date"].mask(clients["client_id"] == "C013", DAY("2026-09-30")))
        found = checkpoints(Prepared({**book.frames, "clients": left}, book.context), book.history)
        assert "C013" not in set(found["client_id"])
        assert "C012" in set(found["client_id"])

    def test_where_no_contract_ends_there_are_no_checkpoints(self, book):
        far = book.frames["contracts"].assign(end_date=DAY("2030-01-01"), notice_date=DAY("2029-10-01"))
        assert checkpoints(Prepared({**book.frames, "contracts": far}, book.context), book.history).empty

    def test_without_contracts_nothing_is_known(self, book):
        assert checkpoints(Prepared({"clients": book.frames["clients"]}, book.context), book.history) is None


TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))


def ledger(**quarters):
    """A book of clients with a fee in each quarter that is named; fees that fall below a tenth make the panel say act."""
    rows = [
        (client, DAY(quarter(when).start_time), fee) for client, fees in quarters.items() for when, fee in fees.items()
    ]
    revenue = pd.DataFrame(rows, columns=["client_id", "service_date", "amount"])
    clients = pd.DataFrame({"client_id": sorted(quarters), "start_date": DAY("2020-01-01"), "end_date": pd.NaT})
    clients["end_date"] = pd.to_datetime(clients["end_date"])
    return {"clients": clients, "revenue": revenue.assign(kind="retainer", currency="EUR", credit_type=None)}


def fees(first, last, fee=100.0, **other):
    every = pd.period_range(first, last, freq="Q-DEC")
    return {str(when): other.get(str(when), fee) for when in every}


class TestBackTest:
    """By hand: A falls in 2026Q1 and Q2 and leaves in Q3, B leaves out of the blue, C falls and stays, D is calm."""

    frames = ledger(
        A=fees("2024Q1", "2026Q2", **{"2026Q1": 50.0, "2026Q2": 50.0}), B=fees("2024Q1", "2026Q2"),
        C=fees("2024Q1", "2026Q3", **{"2026Q1": 50.0, "2026Q2": 50.0, "2026Q3": 50.0}), D=fees("2024Q1", "2026Q3"),
    )  # fmt: skip

    def found(self):
        return back_test(HealthHistory(Prepared(self.frames, TERMS)))

    def test_warnings_and_losses_are_counted_by_how_long_before(self):
        found = self.found()
        # Eight quarters, 2024Q4 to 2026Q3, of four clients: 32 cases. A quarter before, act is said of A and C at the ends of
        # 2026Q1 and Q2 (before Q2 and Q3): four cases, of which A in Q3 is a loss. Before 2025Q1 there is no fee of a
        # year ago, so with one driver of eight unknown too: all eight are, and the state is.
        one, two = found.by_lag[1], found.by_lag[2]
        assert (one.hits, one.false_alarms, one.misses) == (1, 3, 1)
        assert one.n + one.unknown == 32
        assert (two.hits, two.false_alarms, two.misses) == (1, 1, 1)

    def test_before_a_year_of_data_there_is_no_state(self):
        # States of 2024Q3 and 2024Q4, for four clients each; two quarters before it is 2024Q2 too.
        assert [self.found().by_lag[lag].unknown for lag in (1, 2)] == [8, 12]

    def test_quarters_without_two_before_them_in_the_data_are_left_out(self):
        short = ledger(A=fees("2025Q3", "2026Q3"))
        found = back_test(HealthHistory(Prepared(short, TERMS)))
        assert [str(when) for when in found.quarters] == ["2026Q1", "2026Q2", "2026Q3"]
        assert back_test(HealthHistory(Prepared(ledger(A=fees("2026Q2", "2026Q3")), TERMS))).quarters == ()

    def test_a_client_that_was_merged_has_not_left(self):
        clients = self.frames["clients"].assign(
            parent_id=["D", None, None, None],
            end_date=[DAY("2026-07-01"), pd.NaT, pd.NaT, pd.NaT],
        )
        found = back_test(HealthHistory(Prepared({**self.frames, "clients": clients}, TERMS)))
        assert (found.by_lag[1].hits, found.by_lag[1].misses) == (0, 1)

    def test_a_quarter_that_is_not_over_is_not_judged(self):
        early = replace(TERMS, covered_to=date(2026, 8, 1))
        assert str(back_test(HealthHistory(Prepared(self.frames, early))).quarters[-1]) == "2026Q2"
