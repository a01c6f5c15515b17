"""The account before the meeting: health, rehearsal, strategy, proof points."""

import pandas as pd
import pytest

from acctlib.errors import ReviewError
from acctlib.facts.health.account_health import DRIVERS
from acctlib.review import open_review


@pytest.fixture(scope="module")
def account(demo_yml):
    return lambda client, edition="internal": open_review(client, "2026Q3", edition, str(demo_yml))


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("section", ["health", "rehearsal", "strategy", "pitch"])
def test_none_of_it_is_for_the_client(account, section):
    with pytest.raises(ReviewError, match="this section is internal"):
        getattr(account("C001", "client"), section)()


def test_the_panel_has_every_driver_with_n_and_day(account):
    lines = text_of(account("C001").health()).split("\n")
    assert [line.split(" | ")[0] for line in lines[1:-1]] == [driver.label for driver in DRIVERS]
    assert all(len(line.split(" | ")) == 5 for line in lines[:-1])


def test_notice_given_makes_the_worst_of_it(account):
    told = text_of(account("C013").health())
    assert "Notice given | 4 | 4 | 30 Sept 2026 | missed" in told
    assert "Overall health: missed" in told


def test_a_client_without_a_survey_is_unknown_where_it_counts_and_never_met(account):
    told = text_of(account("C006").health())
    for driver in ("Recommendation, mean score", "Asked and answered", "Respondents"):
        assert f"{driver} | unknown | unknown | unknown | unknown" in told


def test_the_client_will_ask_at_most_five_questions_about_what_the_client_sees(account):
    for client in ("C001", "C004", "C013", "C014", "C006"):
        lines = text_of(account(client).rehearsal()).split("\n")[1:]
        assert 1 <= len(lines) <= 5
        assert not [line for line in lines if "margin" in line.lower() or "realisation" in line.lower()]


def test_the_oldest_broken_promise_is_asked_first(account):
    review = account("C001")
    late = review.frames["actions"]
    late = late[
        late["done_date"].isna() & late["dropped_reason"].isna() & (late["due_date"] < pd.Timestamp("2026-10-01"))
    ]
    oldest = late[late["side"] == "us"].sort_values("due_date")["text"].iloc[0]
    assert text_of(review.rehearsal()).split("\n")[1].startswith(f"What is the status of “{oldest}”?")


def test_objectives_without_work_and_work_without_an_objective_are_listed(account):
    told = text_of(account("C001").strategy())
    assert "Goals with no planned actions: Complaints per thousand orders." in told
    assert "Actions not linked to a goal: " in told


def test_a_proof_point_has_its_grade_and_the_clients_leave(account):
    told = text_of(account("C001").pitch())
    assert "A – measured, attributed, balanced | granted" in told
    assert "A – measured, attributed, balanced | refused" in told
