"""Checkpoints of contracts, counted by hand."""

from datetime import date

import pandas as pd
import pytest

from acctlib.metrics.health.checkpoints import checkpoint_days, contracts_ending, latest_calls, verdicts

DAY = pd.Timestamp
END = date(2026, 9, 30)


def contract(contract_id, end, **rest):
    kept = {
        "contract_id": contract_id, "client_id": "A", "start_date": DAY("2025-12-31"), "end_date": DAY(end),
        "notice_date": pd.NaT, "status": "active", "renewal_of": None, "signed_date": pd.NaT, **rest,
    }  # fmt: skip
    return kept


def near(*rows):
    frame = pd.DataFrame(rows)
    return contracts_ending(frame, DAY("2026-10-01"), DAY("2027-04-01"), END)["contract_id"].to_list()


class TestContractsEnding:
    """Which contracts need a call."""

    def test_the_first_day_is_in_it_and_the_day_after_the_last_is_not(self):
        rows = [contract("K1", "2026-09-30"), contract("K2", "2026-10-01"), contract("K3", "2027-03-31"),
                contract("K4", "2027-04-01")]  # fmt: skip
        assert near(*rows) == ["K2", "K3"]

    def test_a_day_for_notice_is_enough(self):
        assert near(contract("K1", "2027-09-30", notice_date=DAY("2026-12-31"))) == ["K1"]

    @pytest.mark.parametrize("status", ["draft", "ended", "renewed"])
    def test_what_is_decided_or_was_never_agreed_is_not_in_it(self, status):
        assert near(contract("K1", "2026-12-31", status=status)) == []

    def test_a_signed_continuation_decides_and_a_draft_or_a_later_signature_does_not(self):
        first, far = contract("K1", "2026-12-31"), {"end": "2029-12-31", "renewal_of": "K1"}
        assert near(first, contract("K2", **far, signed_date=DAY("2026-09-30"))) == []
        assert near(first, contract("K2", **far, signed_date=DAY("2026-10-01"))) == ["K1"]
        assert near(first, contract("K2", **far, status="draft")) == ["K1"]

    def test_a_contract_marked_renewed_by_a_later_signature_was_still_open(self):
        far = {"end": "2029-12-31", "renewal_of": "K1"}
        first = contract("K1", "2026-12-31", status="renewed")
        assert near(first, contract("K2", **far, signed_date=DAY("2026-10-01"))) == ["K1"]
        assert near(first, contract("K2", **far, signed_date=DAY("2026-09-30"))) == []

    def test_contracts_with_ids_and_days_alone_are_enough(self):
        bare = pd.DataFrame([contract("K1", "2026-12-31")])[["contract_id", "client_id", "end_date"]]
        assert len(contracts_ending(bare, DAY("2026-10-01"), DAY("2027-04-01"), END)) == 1


class TestCheckpointDays:
    """Six and three months before."""

    def test_a_short_month_has_its_last_day(self):
        points = checkpoint_days(pd.DataFrame([contract("K", "2027-05-31", start_date=DAY("2026-01-01"))]))
        # By hand: November has no 31st, and February 2027 none beyond the 28th.
        assert points[["months", "day"]].to_numpy().tolist() == [[6, DAY("2026-11-30")], [3, DAY("2027-02-28")]]

    def test_a_contract_shorter_than_half_a_year_has_the_later_one_alone(self):
        points = checkpoint_days(pd.DataFrame([contract("K", "2026-12-31", start_date=DAY("2026-07-01"))]))
        assert points["months"].to_list() == [3]


POINTS = pd.DataFrame(
    {
        "client_id": "A", "contract_id": ["K1", "K2"], "day": DAY("2026-06-30"), "start_date": DAY("2026-01-01"),
    }
)  # fmt: skip


def said(*rows):
    calls = pd.DataFrame(rows, columns=["client_id", "contract_id", "called_on", "call"])
    return latest_calls(POINTS, calls.assign(called_on=pd.to_datetime(calls["called_on"])))["call"].to_list()


class TestLatestCalls:
    """What was said by then."""

    def test_the_latest_by_the_day_counts_and_what_came_after_it_does_not(self):
        rows = [
            ("A", "K1", "2026-06-30", "at_risk"),
            ("A", "K1", "2026-05-01", "renew"),
            ("A", "K1", "2026-07-01", "lost"),
        ]
        assert said(*rows)[0] == "at_risk"

    def test_a_call_without_a_contract_holds_for_all_of_the_client(self):
        assert said(("A", None, "2026-05-01", "renew")) == ["renew", "renew"]

    def test_on_one_day_the_call_on_the_contract_counts_whatever_its_place(self):
        rows = [("A", "K1", "2026-05-01", "lost"), ("A", None, "2026-05-01", "renew")]
        assert said(*rows) == said(*rows[::-1]) == ["lost", "renew"]

    def test_another_clients_and_another_contracts_calls_are_nothing(self):
        found = said(("B", None, "2026-05-01", "renew"), ("A", "K9", "2026-05-01", "renew"))
        assert pd.isna(found).all()

    def test_what_was_said_before_the_contract_began_was_of_the_one_before(self):
        assert pd.isna(said(("A", None, "2025-12-31", "renew"))).all()

    def test_without_any_calls_there_are_none(self):
        assert latest_calls(POINTS, None)["call"].isna().all()

    def test_nothing_given_is_changed(self):
        again = POINTS.copy()
        said(("A", None, "2026-05-01", "renew"))
        pd.testing.assert_frame_equal(POINTS, again)


# By hand: state of the panel, call, what follows at six months, and at three.
BESIDE = [
    ("met", "renew", "agree", "agree"), ("met", "monitor", "agree", "call_needed"), ("met", "at_risk", "disagree", "disagree"),
    ("met", "lost", "disagree", "disagree"), ("watch", "renew", "agree", "agree"), ("watch", "at_risk", "agree", "agree"),
    ("watch", "monitor", "agree", "call_needed"), ("watch", "lost", "disagree", "disagree"),
    ("missed", "renew", "disagree", "disagree"), ("missed", "at_risk", "agree", "agree"), ("missed", "lost", "agree", "agree"),
    ("missed", "monitor", "disagree", "call_needed"), ("unknown", "renew", "unknown", "unknown"),
    ("missed", None, "no_call", "no_call"), ("unknown", "monitor", "unknown", "call_needed"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "call", "early", "late"), BESIDE)
def test_panel_and_call_stand_beside_each_other(state, call, early, late):
    points = pd.DataFrame({"months": [6, 3], "day": DAY("2026-09-30"), "state": state, "call": [call, call]})
    assert verdicts(points, END).to_list() == [early, late]


def test_a_checkpoint_that_has_not_come_is_judged_by_nobody():
    points = pd.DataFrame({"months": [3], "day": DAY("2026-10-01"), "state": ["missed"], "call": ["renew"]})
    assert verdicts(points, END).to_list() == ["later"]
