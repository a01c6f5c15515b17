"""Decisions, results, risks and ideas of the demonstration book; the promises that follow from answers."""

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def tables(demo_folder):
    names = ("decisions", "results", "risks", "ideas", "actions", "surveys", "objectives")
    return {name: pd.read_csv(demo_folder / f"{name}.csv", dtype="str", keep_default_na=False) for name in names}


def test_one_decision_of_each_client_is_open_and_was_asked_last(tables):
    decisions = tables["decisions"]
    open_ = decisions[decisions["decided_date"] == ""]
    assert set(open_["client_id"]) == set(decisions["client_id"])
    assert open_["client_id"].is_unique
    last = decisions.sort_values("asked_on").drop_duplicates("client_id", keep="last")
    assert set(last["decision_id"]) == set(open_["decision_id"])


def test_some_risks_and_ideas_stay_in_the_house(tables):
    for name in ("risks", "ideas"):
        assert set(tables[name]["shared"]) == {"yes", "no"}


def test_results_and_ideas_serve_objectives_that_exist(tables):
    known = {"", *tables["objectives"]["objective_id"]}
    assert set(tables["results"]["objective_id"]) | set(tables["ideas"]["objective_id"]) <= known


def test_a_promise_that_follows_from_an_answer_was_made_after_it(tables):
    follows = tables["actions"].merge(tables["surveys"], on="survey_id", suffixes=("", "_asked"))
    assert len(follows) > 10
    assert (follows["promised_on"] >= follows["answered_date"]).all()
    assert (follows["client_id"] == follows["client_id_asked"]).all()
    assert set(follows["side"]) == {"us"}
