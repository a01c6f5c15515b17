"""What must hold of every book: facts follow from what happened, not from how it was written down."""

import copy
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from acctlib.book.schema.tables import TABLES
from acctlib.facts import book_scorecard
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.growth.growth import GROWTH
from acctlib.facts.scorecard import BOOK_MEASURES, facts_of
from tests.properties.books import TERMS, WHOLE_YEARS, changed_columns, columns_of, random_book

SEEDS = (2, 4, 5)
NUMBERS = ("value", "low", "high", "prior", "year_ago")


def numbers_of(facts):
    """name -> its numbers and judgements, without the counts of rows and the words."""
    return {
        name: {**{part: getattr(fact, part) for part in NUMBERS}, "moved": fact.moved, "status": fact.status}
        for name, fact in facts.items()
    }


def whole(facts):
    """name -> everything that a fact says."""
    return {name: fact.data() for name, fact in facts.items()}


def assert_same(one, other, rel=1e-9, dust=0.0):
    """Equal, but for the dust that another order of summing leaves; missing only where missing."""
    assert set(one) == set(other)
    for key, value in one.items():
        if isinstance(value, dict):
            assert_same(value, other[key], rel, dust)
        elif isinstance(value, (list, tuple)):
            assert_same(dict(enumerate(value)), dict(enumerate(other[key])), rel, dust)
        elif isinstance(value, float):
            assert other[key] == pytest.approx(value, rel=rel, abs=max(rel, dust)), key
        else:
            assert other[key] == value, key


@pytest.fixture(scope="module", params=SEEDS)
def book(request):
    return random_book(request.param)


@pytest.fixture(scope="module")
def facts(book):
    return book_scorecard(book, TERMS)


def test_random_books_are_no_empty_proof(facts):
    known = [name for name, fact in facts.items() if fact.known]
    assert {"fees", "nrr", "grr", "nps", "csat", "delivery_success", "on_time", "margin"} <= set(known)
    assert len(known) > 0.7 * len(facts)


def test_the_order_of_rows_does_not_matter(book, facts):
    shuffled = {name: frame.sample(frac=1, random_state=7).reset_index(drop=True) for name, frame in book.items()}
    assert not shuffled["revenue"].equals(book["revenue"])
    assert_same(whole(facts), whole(book_scorecard(shuffled, TERMS)))


def test_names_of_clients_do_not_matter(book, facts):
    ids = book["clients"]["client_id"]
    other = dict(zip(ids, [f"Z{n}" for n in range(len(ids))][::-1], strict=True))
    columns = [(table, column) for table, column in columns_of("id") if column in ("client_id", "parent_id")]
    relabelled = changed_columns(book, columns, lambda values: values.map(other).astype("object"))
    assert_same(whole(facts), whole(book_scorecard(relabelled, TERMS)))


def test_scaling_all_money_scales_money_and_leaves_every_ratio(book, facts):
    scaled = changed_columns(book, columns_of("money"), lambda values: values * 100)
    expected = {
        name: {part: x * 100 if money_number(facts[name], part, x) else x for part, x in numbers.items()}
        for name, numbers in numbers_of(facts).items()
    }
    # Converted amounts are kept to four decimals, which weigh less when all money is a hundred times as much.
    assert_same(expected, numbers_of(book_scorecard(scaled, TERMS)), rel=1e-6)


def money_number(fact, part, number):
    return fact.unit == "money" and part in NUMBERS and number is not None


def test_clients_and_kinds_as_categories_are_the_same_texts(book, facts):
    # The scorecard of a whole book takes them as categories, for speed; those of a client as they are.
    assert_same(whole(facts_of(BOOK_MEASURES, Prepared(book, TERMS), {})), whole(facts))
    lines = book["revenue"].drop(columns=["credit_type"]).assign(kind="retainer")
    plain = {**book, "revenue": lines}
    assert_same(whole(facts_of(BOOK_MEASURES, Prepared(plain, TERMS), {})), whole(book_scorecard(plain, TERMS)))


def test_an_invoice_line_in_two_parts_is_the_same_money(book, facts):
    lines = book["revenue"]
    part = (lines["amount"] * 0.3).round(2)
    first = lines.assign(amount=part, hours=lines["hours"] * 0.3)
    second = lines.assign(amount=(lines["amount"] - part).round(2), hours=lines["hours"] * 0.7)
    split = {**book, "revenue": pd.concat([first, second], ignore_index=True)}
    # Each line of another currency is kept to four decimals by itself: half of the last one for each line at most.
    found = book_scorecard(split, TERMS)
    money, other = [{name for name in facts if (facts[name].unit == "money") is is_money} for is_money in (True, False)]
    for names, dust in ((money, len(lines) * 0.00005), (other, 0.0)):
        one, two = ({name: numbers_of(of)[name] for name in names} for of in (facts, found))
        assert_same(one, two, rel=1e-7, dust=dust)


def test_28_years_later_everything_is_the_same_but_the_period(book, facts):
    later = changed_columns(book, columns_of("date"), lambda values: values + WHOLE_YEARS)
    context = replace(
        TERMS, quarter=TERMS.quarter + 4 * 28, covered_to=(pd.Timestamp(TERMS.covered_to) + WHOLE_YEARS).date()
    )
    found = book_scorecard(later, context)
    assert_same(numbers_of(facts), numbers_of(found))
    assert {fact.period for fact in found.values()} == {
        fact.period.replace("2026", "2054").replace("2025", "2053") for fact in facts.values()
    }


def test_inputs_are_never_changed(book):
    before = copy.deepcopy(book)
    book_scorecard(book, TERMS)
    for name, frame in book.items():
        pd.testing.assert_frame_equal(frame, before[name])


def test_fees_of_the_clients_add_up_to_the_book_to_the_cent(book, facts):
    clients = book["clients"]["client_id"]
    parts = [facts_of(GROWTH, Prepared(cut(book, client), TERMS), {})["fees"] for client in clients]
    for when in ("value", "prior", "year_ago"):
        told = [getattr(fact, when) for fact in parts]
        assert round(sum(x for x in told if x is not None), 2) == round(getattr(facts["fees"], when), 2)


def cut(book, client):
    """One client's rows, as a slice has them."""
    projects = book["projects"].loc[book["projects"]["client_id"] == client, "project_id"]
    made = {}
    for name, frame in book.items():
        if "client_id" in frame:
            frame = frame[frame["client_id"] == client]
        elif name == "milestones":
            frame = frame[frame["project_id"].isin(projects)]
        made[name] = frame.reset_index(drop=True)
    return made


def test_the_comparison_sees_a_difference_of_a_cent(book, facts):
    lines = book["revenue"]
    inside = lines["service_date"].between("2026-04-01", "2026-06-30") & lines["kind"].eq("retainer")
    place = lines.index[inside][0]
    more = {**book, "revenue": lines.assign(amount=lines["amount"].where(lines.index != place, lines["amount"] + 0.01))}
    with pytest.raises(AssertionError):
        assert_same(numbers_of(facts), numbers_of(book_scorecard(more, TERMS)))


def test_every_table_of_the_schema_is_in_a_random_book():
    assert set(random_book(1)) == set(TABLES) - {"people"}
    assert np.mean([len(frame) > 0 for frame in random_book(1).values()]) == 1
