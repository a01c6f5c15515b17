"""The health panel and the attention list, on a book of a few clients counted by hand."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.facts import ReviewContext
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.health.account_health import DRIVERS, account_health
from acctlib.facts.health.attention import MOST, attention
from acctlib.periods import quarter

DAY = pd.Timestamp
TERMS = ReviewContext(quarter("2026Q3"), "internal", "EUR", "EUR", date(2026, 9, 30))


def book(**rest):
    """A grew, B halved, C is new this year."""
    lines = [
        ("A", "2025-07-01", 100.0), ("A", "2026-07-01", 120.0), ("B", "2025-07-01", 100.0), ("B", "2026-07-01", 50.0),
        ("C", "2026-07-01", 10.0),
    ]  # fmt: skip
    revenue = pd.DataFrame(lines, columns=["client_id", "service_date", "amount"])
    revenue = revenue.assign(
        service_date=pd.to_datetime(revenue["service_date"]), kind="retainer", currency="EUR", credit_type=None
    )
    clients = pd.DataFrame({"client_id": ["A", "B", "C", "Z"], "start_date": DAY("2020-01-01")})
    ended = clients.assign(end_date=[pd.NaT, pd.NaT, pd.NaT, DAY("2026-01-01")])
    return {"clients": ended, "revenue": revenue, **rest}


def taken(frames):
    return account_health(Prepared(frames, TERMS))


def answers(*rows):
    """client, respondent, score or nothing."""
    frame = pd.DataFrame(rows, columns=["client_id", "respondent", "nps"])
    told = pd.Series(DAY("2026-08-02"), index=frame.index).where(frame["nps"].notna())
    ids = [f"S{i}" for i in range(len(frame))]
    return frame.assign(
        survey_id=ids, sent_date=DAY("2026-08-01"), answered_date=pd.to_datetime(told), kind="relationship", role="user"
    )


class TestPanel:
    """Each driver with its value and its state."""

    def test_clients_that_left_are_not_in_it(self):
        assert list(taken(book()).states.index) == ["A", "B", "C"]

    def test_fees_are_met_watched_or_missed_and_unknown_for_a_new_client(self):
        found = taken(book())
        assert found.states["fees"].to_list() == ["met", "missed", "unknown"]
        assert found.evidence["fees"].loc["B", "value"] == pytest.approx(-0.5)

    def test_what_is_not_kept_is_unknown_for_all(self):
        states = taken(book()).states
        for name in ("mean_score", "response_rate", "respondents", "success", "overdue", "promises", "notice"):
            assert set(states[name]) == {"unknown"}, name

    def test_scores_silence_and_voices(self):
        surveys = answers(
            ("A", "a", 9), ("A", "b", 8), ("A", "c", 10), ("B", "d", 6), ("B", "e", None), ("C", "f", None), ("C", "g", None)
        )  # fmt: skip
        states = taken(book(surveys=surveys)).states
        assert states["mean_score"].to_list() == ["met", "missed", "unknown"]
        assert states["response_rate"].to_list() == ["met", "met", "missed"]  # half, and none
        assert states["respondents"].to_list() == ["met", "missed", "missed"]

    def test_notice_given_is_missed_and_decides_alone(self):
        contracts = pd.DataFrame(
            {"client_id": ["A", "A", "B"], "start_date": DAY("2024-01-01"), "status": ["notice", "active", "active"]}
        )
        found = taken(book(contracts=contracts))
        assert found.states["notice"].to_list() == ["missed", "met", "unknown"]
        assert found.overall.loc["A", ["state", "because"]].to_list() == ["missed", "notice"]

    def test_promises_of_ours_count_and_the_clients_do_not(self):
        actions = pd.DataFrame(
            {
                "client_id": ["A", "A", "B"], "action_id": ["1", "2", "3"], "side": ["us", "client", "us"],
                "promised_on": DAY("2026-07-01"), "due_date": DAY("2026-08-01"),
                "done_date": [DAY("2026-07-20"), pd.NaT, pd.NaT], "dropped_reason": None,
            }
        )  # fmt: skip
        assert taken(book(actions=actions)).states["promises"].to_list() == ["met", "missed", "unknown"]

    def test_a_panel_of_one_client_is_its_row_of_the_whole(self):
        frames = book(surveys=answers(("A", "a", 9), ("B", "d", 6)))
        own = {name: frame[frame["client_id"] == "B"] for name, frame in frames.items()}
        pd.testing.assert_series_equal(taken(own).states.loc["B"], taken(frames).states.loc["B"])

    @pytest.mark.parametrize("driver", DRIVERS, ids=lambda d: d.name)
    def test_good_is_better_than_fair(self, driver):
        assert (driver.good >= driver.fair) is driver.higher or driver.good == driver.fair


class TestAttention:
    """Which accounts, and why."""

    def listed(self, frames):
        ready = frames
        return attention(Prepared(ready, TERMS), account_health(Prepared(ready, TERMS)))

    def test_an_account_with_a_missed_driver_is_on_it_with_the_reason(self):
        found = self.listed(book())
        assert found.listed.index.to_list() == ["B"]
        assert found.listed.loc["B", "why"] == "Fees vs a year ago"
        assert found.more == 0

    def test_notice_comes_first_whatever_else_is_missed(self):
        contracts = pd.DataFrame({"client_id": ["A"], "start_date": DAY("2024-01-01"), "status": ["notice"]})
        assert self.listed(book(contracts=contracts)).listed.index.to_list() == ["A", "B"]

    def test_fees_that_fall_out_of_their_own_past_are_a_reason(self):
        days = pd.date_range("2024-07-01", periods=9, freq="QS")
        steady = pd.DataFrame(
            {"client_id": "A", "service_date": days, "amount": [100.0, 101, 99, 100, 101, 100, 99, 100, 96]}
        )
        steady = steady.assign(kind="retainer", currency="EUR", credit_type=None)
        found = self.listed({"clients": book()["clients"].iloc[:1], "revenue": steady})
        assert found.listed.loc["A", "why"] == "fees below their own limits"
        assert found.looks == 1
        assert found.by_chance == pytest.approx(0.0027 / 2)

    @pytest.mark.parametrize(
        ("departed", "why"),
        [
            ([None, None], None),
            (["2026-08-01", None], "depends on one contact"),
            (["2026-08-01", "2026-09-01"], "depends on one contact"),
            (["2026-08-01", "2026-10-01"], "depends on one contact"),  # gone after the day, and so there on it
        ],
    )
    def test_an_account_of_whose_contacts_one_at_most_is_left_is_on_it(self, departed, why):
        people = pd.DataFrame({"client_id": "A", "contact_id": ["1", "2"], "owner": ["Ito", "Haines"]})
        listed = self.listed(book(contacts=people.assign(departed_date=pd.to_datetime(departed)))).listed
        assert ("A" in listed.index) is (why is not None)
        assert why is None or listed.loc["A", "why"] == why

    def test_an_account_of_which_no_contact_is_listed_is_not_said_to_hang_on_one(self):
        people = pd.DataFrame({"client_id": ["B", "B"], "contact_id": ["1", "2"], "owner": ["Ito", "Haines"]})
        assert self.listed(book(contacts=people)).listed.index.to_list() == ["B"]

    def test_a_calm_book_has_an_empty_list(self):
        frames = book()
        calm = {**frames, "revenue": frames["revenue"][frames["revenue"]["client_id"] != "B"]}
        assert self.listed({**calm, "clients": frames["clients"].iloc[[0]]}).listed.empty

    def test_no_more_than_ten_are_listed_and_the_rest_is_counted(self):
        lines = [
            (f"K{i:02d}", day, amount)
            for i in range(14)
            for day, amount in (("2025-07-01", 100.0), ("2026-07-01", 10.0))
        ]
        revenue = pd.DataFrame(lines, columns=["client_id", "service_date", "amount"])
        revenue = revenue.assign(
            service_date=pd.to_datetime(revenue["service_date"]), kind="retainer", currency="EUR", credit_type=None
        )
        clients = pd.DataFrame(
            {"client_id": sorted(set(revenue["client_id"])), "start_date": DAY("2020-01-01"), "end_date": pd.NaT}
        )
        found = self.listed({"clients": clients, "revenue": revenue})
        assert (len(found.listed), found.more) == (MOST, 4)

    def test_inputs_are_not_changed(self):
        frames, again = book(), book()
        self.listed(frames)
        for name in frames:
            pd.testing.assert_frame_equal(frames[name], again[name])


def test_another_quarter_gives_another_panel():
    frames = book()
    before = replace(TERMS, quarter=quarter("2025Q3"), covered_to=date(2025, 9, 30))
    assert set(account_health(Prepared(frames, before)).states["fees"]) == {"unknown"}
