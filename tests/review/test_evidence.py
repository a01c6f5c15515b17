"""What stands behind the numbers: every fact, and rows of columns that the edition may see."""

import pytest

from acctlib import open_review
from acctlib.book.schema.tables import TABLES
from acctlib.review.client.sections import rows_behind as behind

EDITIONS = ("client", "internal")


@pytest.fixture(scope="module")
def made(demo_yml):
    """A function: a review and its evidence; made once each."""
    kept = {}

    def of(client, edition="client"):
        if (client, edition) not in kept:
            review = open_review(client, "2026Q3", edition, str(demo_yml))
            kept[client, edition] = review, review.evidence()
        return kept[client, edition]

    return of


def rows(evidence, fact):
    return next(b for b in evidence.behind if b.fact == fact)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_fact_is_in_the_table_and_has_its_definition(made, edition):
    review, evidence = made("C001", edition)
    labels = [fact.label for fact in review.facts.values()]
    assert [row[0].text for row in evidence.table.rows] == labels
    assert [number.label for number in evidence.numbers] == labels
    assert all(number.meaning and number.basis for number in evidence.numbers)


def test_it_does_not_change_what_the_method_notes_define(made):
    review, _ = made("C001")
    before = dict(review.facts.used)
    review.evidence()
    assert review.facts.used == before


@pytest.mark.parametrize("client", ["C001", "C002", "C008", "00123"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_rows_add_up_to_their_number(made, client, edition):
    review, evidence = made(client, edition)
    facts = dict(review.facts.items())
    fees = rows(evidence, "fees")
    assert sum(row[-1] for row in fees.rows) == pytest.approx(facts["fees"].value or 0)
    for name in ("growth", "nrr"):
        if name in facts and facts[name].known:
            found = rows(evidence, name)
            quarters = [label for label, _, _ in found.sums[:2]]
            before, now = (sum(row[-1] for row in found.rows if row[0] == quarter) for quarter in quarters)
            assert now / before - (name == "growth") == pytest.approx(facts[name].value)
            assert found.note == ""


def test_columns_are_those_that_a_client_may_see(made):
    visible = {
        c.name for table in ("revenue", "surveys", "projects") for c in TABLES[table].columns if c.class_ == "client"
    }
    review, _ = made("C001")
    taken = {*behind.LINES, *behind.PROJECTS} - {"on_time", "within_fees", "success", "accepted"}
    assert taken <= visible
    assert "hours_actual" not in review.frames["projects"]


def test_many_lines_are_summed_and_still_add_up(made, monkeypatch):
    monkeypatch.setattr(behind, "MOST", 5)
    review, _ = made("C001")
    few, all_ = rows(review.evidence(), "fees"), made("C001")[1]
    assert [head for head, _ in few.columns] == ["Service date", "Service", "Kind", "Amount"]
    assert sum(row[-1] for row in few.rows) == pytest.approx(sum(row[-1] for row in rows(all_, "fees").rows))


def test_lines_that_do_not_give_the_number_say_so(made, monkeypatch):
    review, _ = made("C001", "internal")
    monkeypatch.setattr(behind, "ratio", lambda *_: 0.5)
    assert "Restated for a merger" in rows(review.evidence(), "nrr").note
    assert "Restated for a merger" in rows(review.evidence(), "growth").note


def test_no_row_behind_the_score_says_when_or_in_which_role_it_was_given(made):
    found = rows(made("C004", "internal")[1], "nps")
    assert [head for head, _ in found.columns] == ["Result", "Group"]
    assert found.rows
    assert list(found.rows) == sorted(found.rows)


def test_a_client_sees_no_single_reply(made):
    assert "nps" not in [behind.fact for behind in made("C004")[1].behind]


def test_without_surveys_or_projects_there_are_no_rows_and_a_reason(demo_yml):
    review = open_review("C001", "2026Q3", "internal", str(demo_yml))
    kept = {name: frame for name, frame in review.frames.items() if name not in ("surveys", "projects", "milestones")}
    review.slice = type(review.slice)(**{**vars(review.slice), "frames": kept})
    for fact in ("nps", "delivery_success"):
        found = rows(review.evidence(), fact)
        assert (found.rows, found.sums) == ((), ())
        assert found.note
