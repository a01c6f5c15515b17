"""What a review says of satisfaction: to the client, and in the house."""

from datetime import date

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display.blocks.block import block_text
from acctlib.errors import ReviewError
from acctlib.review import Review
from acctlib.review.client.sections.nonresponse import silent_contacts
from acctlib.review.client.sections.satisfaction import scores
from acctlib.review.session import covered_quarter, terms_of

END = date(2026, 9, 30)
FEES = pd.DataFrame(
    {"client_id": ["C1"], "service_date": pd.to_datetime(["2026-08-01"]), "amount": [1000.0], "kind": ["retainer"],
     "service_line": ["Media"], "currency": ["EUR"], "credit_type": [None]}
)  # fmt: skip
ROLES = {"Anna": "sponsor", "Ben": "user", "Cem": "user", "Dora": "finance", "Emil": None, "Fay": "user"}


def wave(sent="2026-08-01", kind="relationship", instrument=None, **scores):
    """One invitation for each name: nps from 0 to 10, None is silent."""
    rows = [
        {"respondent": who, "role": ROLES[who], "nps": nps, "csat": None if nps is None else nps // 2, "ces": None,
         "answered_date": None if nps is None else pd.Timestamp(sent) + pd.Timedelta(5, "D")}
        for who, nps in scores.items()
    ]  # fmt: skip
    frame = pd.DataFrame(rows).assign(client_id="C1", sent_date=pd.Timestamp(sent), kind=kind, instrument=instrument)
    numbers = {name: pd.to_numeric(frame[name]).astype("float64") for name in ("nps", "csat", "ces")}
    return frame.assign(
        **numbers, answered_date=pd.to_datetime(frame["answered_date"]), comment=None,
        may_quote=pd.array([None] * len(frame), dtype="boolean"),
    )  # fmt: skip


def review(*waves, edition="internal", locale="en_GB"):
    tables = {"revenue": FEES}
    tables["clients"] = pd.DataFrame({"client_id": ["C1"], "name": ["A"], "currency": ["EUR"], "locale": [locale]})
    if waves:
        held = pd.concat([part.dropna(axis=1, how="all") for part in waves], ignore_index=True)
        held = held.reindex(columns=waves[0].columns)
        tables["surveys"] = held.assign(
            survey_id=[f"S{n}" for n in range(len(held))], may_quote=held["may_quote"].astype("boolean"),
            answered_date=pd.to_datetime(held["answered_date"]),
        )  # fmt: skip
        if edition == "client":
            key = tables["surveys"].groupby("respondent")["survey_id"].transform("min")
            tables["surveys"] = tables["surveys"].assign(contact=key).drop(columns="respondent")
    held = Slice("C1", edition, tables, END, "")
    return Review(held, terms_of(held, Config(), covered_quarter("2026Q3", END, 1)), Config())


def said(block):
    return block_text(block.payload())


FIVE = {"Anna": 9, "Ben": 9, "Cem": 3, "Dora": 10, "Emil": 8}


class TestClient:
    """What the client reads."""

    def test_each_contact_counts_once_and_how_many_answered_is_said_first(self):
        told = said(review(wave("2026-02-01", **FIVE), wave(**FIVE, Fay=None), edition="client").satisfaction())
        assert told.startswith(
            "5 of 6 contacts surveyed over the last four quarters responded. Each respondent counts once"
        )
        assert "Satisfaction (NPS) | +40 | 5 of 6" in told

    def test_the_change_comes_with_its_interval(self):
        held = review(wave("2025-08-01", **FIVE), wave(**{**FIVE, "Cem": 9, "Emil": 9}), edition="client")
        line = next(row for row in said(held.satisfaction()).split("\n") if row.startswith("Satisfaction (NPS)"))
        assert line.split(" | ")[-1].startswith("+60 (")  # from (3 - 1) / 5 to 5 / 5

    def test_a_change_that_is_one_persons_is_not_told(self):
        held = review(wave("2025-08-01", **FIVE), wave(**{**FIVE, "Cem": 9}), edition="client")
        told = said(held.satisfaction())
        assert next(row for row in told.split("\n") if row.startswith("Satisfaction (NPS)")).endswith("not comparable")
        assert "the replies of a few people make the difference" in told
        assert (held.facts["nps"].value, held.facts["nps"].year_ago) == (80, None)
        inside = review(wave("2025-08-01", **FIVE), wave(**{**FIVE, "Cem": 9}))
        assert inside.facts["nps"].year_ago == 40

    @pytest.mark.parametrize(("edition", "shown"), [("client", [-100.0]), ("internal", [40.0, -100.0])])
    def test_no_two_points_of_the_trend_differ_by_a_few_people(self, edition, shown):
        # the five of spring are still heard in summer with the sixth: both scores would give hers
        held = review(
            wave("2025-05-01", **FIVE), wave("2026-08-01", **dict.fromkeys([*FIVE, "Fay"], 3)), edition=edition
        )
        points = scores(held)["value"].dropna()
        assert sorted(points.unique()) == sorted(shown)

    @pytest.mark.parametrize(("people", "named"), [(4, False), (5, True)])
    def test_a_quote_has_a_role_where_enough_people_answered(self, people, named):
        given = wave(**dict(list(FIVE.items())[:people])).assign(
            comment=["Said aloud", *[None] * (people - 1)], may_quote=pd.array([True] * people, dtype="boolean")
        )
        told = said(review(given, edition="client").satisfaction())
        assert "Said aloud" in told
        assert ("sponsor" in told) is named

    def test_four_people_with_twelve_answers_are_not_shown(self):
        four = {name: FIVE[name] for name in ("Anna", "Ben", "Cem", "Dora")}
        days = ("2026-02-01", "2026-05-01", "2026-08-01")
        told = said(review(*(wave(day, **four) for day in days), edition="client").satisfaction())
        assert "Satisfaction (NPS) | withheld | 4 of 4" in told
        assert "fewer than 5 answers (4 of 4)" in told

    def test_all_silent_is_called_silent_and_never_a_number(self):
        told = said(review(wave(Anna=None, Ben=None), edition="client").satisfaction())
        assert told.startswith("None of the 2 contacts surveyed")
        assert "Satisfaction (NPS) | no response | 0 of 2" in told

    def test_other_questions_than_a_year_ago_are_not_compared(self):
        held = review(wave("2025-08-01", instrument="a", **FIVE), wave(instrument="b", **FIVE), edition="client")
        told = said(held.satisfaction())
        assert "not comparable: question changed in Q3 2026" in told
        assert next(row for row in told.split("\n") if row.startswith("Satisfaction (NPS)")).endswith("not comparable")

    def test_a_question_that_nobody_was_asked_has_no_line(self):
        assert "Ease of work" not in said(review(wave(**FIVE), edition="client").satisfaction())

    @pytest.mark.parametrize("edition", ["client", "internal"])
    def test_only_words_with_leave_are_quoted(self, edition):
        given = wave(**FIVE).assign(
            comment=["Said aloud", "In confidence", "No word on it", None, None],
            may_quote=pd.array([True, False, None, True, None], dtype="boolean"),
        )
        told = said(review(given, edition=edition).satisfaction())
        assert "Said aloud" in told
        assert "In confidence" not in told
        assert "No word on it" not in told

    def test_words_of_an_earlier_wave_are_still_quoted(self):
        early = wave("2026-02-01", **FIVE).assign(
            comment="Said in spring", may_quote=pd.array([True] * 5, dtype="boolean")
        )
        assert "Said in spring" in said(review(early, wave(**FIVE), edition="client").satisfaction())

    def test_names_and_roles_stay_in_the_house(self):
        told = said(review(wave(**FIVE, Fay=None), edition="client").satisfaction())
        assert not [word for word in (*ROLES, "sponsor", "finance") if word in told]

    def test_the_silent_and_the_roles_are_no_section_of_a_client(self):
        with pytest.raises(ReviewError, match="this section is internal"):
            review(wave(**FIVE), edition="client").nonrespondents()

    def test_surveys_about_projects_have_a_line_of_their_own(self):
        held = review(wave(**FIVE), wave(kind="transactional", **dict.fromkeys(FIVE, 10)), edition="client")
        told = said(held.satisfaction())
        assert "Satisfaction (NPS) | +40 | 5 of 5" in told
        assert "not included above): +100 (n = 5 of 5" in told

    def test_it_can_be_read_in_german(self):
        told = said(review(wave(**FIVE, Fay=None), edition="client", locale="de_DE").satisfaction())
        assert told.startswith("5 von 6 in vier Quartalen gefragten Ansprechpartnern haben geantwortet.")


class TestHouse:
    """What the house reads."""

    def test_the_bounds_that_silence_leaves_are_shown(self):
        told = said(review(wave(Anna=9, Ben=9, Cem=None, Dora=None)).nonrespondents())
        assert told.startswith("2 of 4 contacts did not respond; NPS including them would be between 0 and +100.")

    def test_the_silent_are_listed_with_how_often_and_when_they_were_asked(self):
        told = said(review(wave("2026-02-01", Anna=9, Cem=None), wave(Anna=None, Cem=None)).nonrespondents())
        assert "Cem | user | 2 | 1 Aug 2026" in told
        assert "Anna | sponsor | 2" not in told  # she answered in the spring

    def test_roles_of_a_few_stand_together(self):
        told = said(review(wave(Anna=9, Ben=9, Cem=3, Dora=None, Emil=8)).nonrespondents())
        assert "All roles | 5 | 4 | 7.2 | +25 (" in told  # (2 - 1) / 4
        assert "user | 2" not in told

    def test_a_role_of_five_stands_by_itself_and_a_silent_one_says_so(self):
        told = said(review(wave(**FIVE, Fay=None).assign(role=["lead"] * 5 + ["finance"])).nonrespondents())
        assert "lead | 5 | 5 | 7.8 | +40 (" in told
        assert "Other roles | 1 | 0 | no response" in told

    def test_when_all_answered_there_is_no_list(self):
        assert "All 2 invited contacts responded." in said(review(wave(Anna=9, Ben=9)).nonrespondents())

    def test_nobody_asked_says_nothing_about_silence(self):
        told = said(review(wave("2020-02-01", Anna=9)).nonrespondents())
        assert told == "Nobody was asked in the last four quarters: silence here says nothing."

    def test_without_names_each_silent_invitation_stands_for_itself(self):
        sent = wave(Anna=9, Ben=None, Cem=None).drop(columns="respondent")
        assert silent_contacts(sent)["asked"].to_list() == [1, 1]
