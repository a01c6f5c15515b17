"""Decisions, results, risks, ideas, and what was done about what people said."""

from datetime import date

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.periods import quarter
from acctlib.review import Review
from acctlib.review.session import terms_of

DAY = pd.Timestamp
END = date(2026, 9, 30)


def review(edition="client", **tables):
    clients = pd.DataFrame({"client_id": ["C1"], "name": ["One"], "currency": ["EUR"], "locale": ["en_GB"]})
    held = Slice("C1", edition, {"clients": clients, "revenue": pd.DataFrame(), **tables}, END, "f" * 64)
    return Review(held, terms_of(held, Config(), quarter("2026Q3")), Config())


def cells(block):
    return [[cell.text for cell in row] for row in block.rows]


def decision(number, asked="2026-09-01", due="2026-10-15", decided=None, **rest):
    row = {"decision_id": f"D{number}", "asked_on": DAY(asked), "question": f"Which {number}?", "options": "A or B"}
    return {
        **row,
        "recommendation": "A",
        "due_date": DAY(due),
        "decided_date": DAY(decided) if decided else pd.NaT,
        **rest,
    }


class TestDecisions:
    """What is asked of the client."""

    def test_open_ones_stand_by_the_day_they_are_needed(self):
        frame = pd.DataFrame([decision(1, due="2026-11-01"), decision(2), decision(3, decided="2026-09-10")])
        assert cells(review(decisions=frame).decisions()) == [
            ["Which 2?", "A or B", "A", "15 Oct 2026"],
            ["Which 1?", "A or B", "A", "1 Nov 2026"],
        ]

    def test_one_that_is_asked_after_the_datas_end_is_not_asked_yet(self):
        frame = pd.DataFrame([decision(1, asked="2026-10-01")])
        assert review(decisions=frame).decisions().text == "No decisions required this quarter."

    def test_one_that_was_decided_after_the_quarter_was_open_in_it(self):
        frame = pd.DataFrame([decision(1, decided="2026-10-01")])
        assert len(review(decisions=frame).decisions().rows) == 1

    def test_without_a_table_that_is_said(self):
        assert review().decisions().text == "Decisions not available: none are recorded."


class TestResults:
    """What came of the work."""

    def test_a_result_stands_with_its_objective_unit_and_attribution(self):
        frame = pd.DataFrame(
            {
                "result_id": ["E1"], "date": [DAY("2026-09-30")], "statement": ["Calls answered faster"], "measure": ["desk"],
                "unit": ["seconds"], "value": [48.0], "attribution": [None], "counter": ["none known"], "objective_id": ["O1"],
            }
        )  # fmt: skip
        goals = pd.DataFrame({"objective_id": ["O1"], "statement": ["Service"]})
        assert cells(review(results=frame, objectives=goals).results()) == [
            ["Calls answered faster (Service)", "48 seconds", "desk", "not stated", "none known"]
        ]

    def test_another_quarters_result_is_not_this_ones(self):
        frame = pd.DataFrame({"result_id": ["E1"], "date": [DAY("2026-06-30")], "statement": ["x"]})
        assert review(results=frame).results().text == "No results to report this quarter."


class TestRisks:
    """The register."""

    def frame(self):
        rows = [
            ("R1", "2026-08-01", "Small", "low", "low", True, pd.NaT),
            ("R2", "2026-02-01", "Grave", "high", "high", True, pd.NaT),
            ("R3", "2026-08-01", "Over", "high", "high", True, DAY("2026-09-01")),
            ("R4", "2026-08-01", "Sponsor goes", None, "high", False, pd.NaT),
        ]
        frame = pd.DataFrame(
            rows, columns=["risk_id", "raised_on", "text", "probability", "impact", "shared", "closed_date"]
        )
        shared = frame["shared"].astype("boolean")
        return frame.assign(
            raised_on=pd.to_datetime(frame["raised_on"]), closed_date=pd.to_datetime(frame["closed_date"]), shared=shared,
            mitigation="Plan B", owner="L. Brandt", due_date=DAY("2026-10-10"),
        )  # fmt: skip

    def test_the_gravest_comes_first_and_what_is_over_is_gone(self):
        shown = cells(review(risks=self.frame().iloc[:3]).risks())
        assert [row[0] for row in shown] == ["Grave (carried forward)", "Small"]

    def test_the_house_sees_which_are_its_own_and_an_unknown_level_is_unknown(self):
        shown = cells(review("internal", risks=self.frame()).risks())
        assert ["Sponsor goes (internal)", "unknown", "high"] in [row[:3] for row in shown]


class TestIdeas:
    """What could be done."""

    def test_an_idea_names_the_objective_it_serves_or_that_there_is_none(self):
        frame = pd.DataFrame(
            {
                "idea_id": ["G1", "G2"], "raised_on": [DAY("2026-09-01")] * 2, "closed_date": [pd.NaT] * 2, "text": ["Try", "Test"],
                "objective_id": ["O1", None], "evidence": ["seen"] * 2, "effort": ["a week"] * 2, "why_now": ["season", None],
                "shared": pd.array([True, True], dtype="boolean"),
            }
        )  # fmt: skip
        goals = pd.DataFrame({"objective_id": ["O1"], "statement": ["Service"]})
        assert [row[1] for row in cells(review(ideas=frame, objectives=goals).ideas())] == [
            "Service",
            "no objective yet",
        ]


class TestYouSaid:
    """From an answer to a promise to its outcome."""

    def told(self, quote=True, edition="client"):
        surveys = pd.DataFrame(
            {
                "survey_id": ["S1"], "answered_date": [DAY("2026-08-01")], "comment": ["Too slow"],
                "may_quote": pd.array([quote], dtype="boolean"),
            }
        )  # fmt: skip
        actions = pd.DataFrame(
            {
                "action_id": ["A1", "A2"], "promised_on": [DAY("2026-08-15")] * 2, "text": ["Answer in a day", "Other"],
                "due_date": [DAY("2026-09-15")] * 2, "done_date": [DAY("2026-09-10"), pd.NaT], "dropped_reason": [None] * 2,
                "survey_id": ["S1", None],
            }
        )  # fmt: skip
        return review(edition, surveys=surveys, actions=actions).you_said()

    def test_the_words_stand_beside_what_was_done(self):
        assert cells(self.told()) == [["“Too slow”", "Answer in a day", "completed"]]

    def test_words_without_leave_are_not_quoted(self):
        assert self.told(quote=False).text == "No follow-up actions from survey feedback in the last four quarters."


@pytest.mark.parametrize("edition", ["client", "internal"])
def test_every_demo_client_shows_all_of_them(demo_book, edition):
    for client in demo_book.client_ids():
        held = demo_book.slice(client, edition)
        opened = Review(held, terms_of(held, demo_book.config, quarter("2026Q3")), demo_book.config)
        for section in ("decisions", "results", "risks", "ideas", "you_said"):
            assert getattr(opened, section)().payload()["block"] in ("table", "note")
