"""The client's view: everything shown, everything withheld, each with its reason."""

import pytest

from acctlib.review.as_client import as_client


@pytest.fixture(scope="module")
def view(demo_book):
    return as_client(demo_book, "C001", "2026Q3").set_index(["what", "name"])


def test_an_internal_table_is_withheld_whole(view):
    row = view.loc[("table", "costs")]
    assert (row["shown"], row["why"]) == ("", "the whole table is internal")


def test_internal_and_restricted_columns_are_named(view):
    assert view.loc[("table", "clients"), "withheld"].startswith("tier, end_reason, parent_id")
    assert "respondent" in view.loc[("table", "surveys"), "withheld"]
    assert "cost" not in view.loc[("table", "projects"), "shown"].split(": ")[1].split(", ")


def test_words_without_leave_are_counted(view, demo_book):
    surveys = demo_book.slice("C001", "internal").frames["surveys"]
    silent = int((surveys["comment"].notna() & ~surveys["may_quote"].eq(True).fillna(False)).sum())
    assert f"{silent} of comment" in view.loc[("table", "surveys"), "withheld"]
    assert "not marked may_quote" in view.loc[("table", "surveys"), "why"]


def test_internal_numbers_are_withheld_by_definition(view):
    assert view.loc[("number", "margin"), "why"] == "internal by definition"


def test_delivery_success_is_one_number_for_the_client_and_the_firm(view):
    assert view.loc[("number", "delivery_success"), "why"] == ""
    assert view.loc[("number", "on_budget"), "why"] == "internal by definition"


def test_a_target_is_shown_where_it_is_agreed_and_withheld_where_it_is_not(view):
    assert view.loc[("target", "delivery_success"), ["shown", "withheld"]].to_list() == ["0.8", ""]
    assert view.loc[("target", "nrr"), ["shown", "withheld"]].to_list() == ["", "1.05"]


def test_a_suppressed_number_has_its_reason(demo_book):
    views = (as_client(demo_book, c).set_index(["what", "name"]) for c in demo_book.client_ids())
    assert any("fewer than" in view.loc[("number", "nps"), "why"] for view in views)
