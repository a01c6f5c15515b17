"""Phrases: English text that remembers what it was made from."""

import copy
import json
import pickle

from acctlib.phrases import Phrase, counted, listed, phrase


def test_a_phrase_is_its_english_text():
    assert phrase("none of {asked} asked answered", asked=7) == "none of 7 asked answered"


def test_it_survives_pickling_and_copying_with_message_and_values():
    said = phrase("{n} of {all}", n=2, all=phrase("{x} things", x=3))
    for again in (pickle.loads(pickle.dumps(said)), copy.deepcopy(said)):
        assert (again, again.message, again.values) == (said, said.message, said.values)
        assert isinstance(again.values["all"], Phrase)


def test_json_stores_the_english_text():
    assert json.loads(json.dumps({"note": phrase("no fees in {quarter}", quarter="Q3 2025")})) == {
        "note": "no fees in Q3 2025"
    }


def test_braces_in_a_value_are_text():
    assert phrase("{name} left", name="{asked}") == "{asked} left"


def test_a_message_without_values_keeps_its_braces():
    assert phrase("{as it is}") == "{as it is}"


def test_one_takes_the_singular_and_none_the_plural():
    assert [counted(n, "{n} day", "{n} days") for n in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_parts_are_listed_in_order():
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"]) == "a, b, c"
