"""Numbers for the index: in one order, written for a reader, and never a guess."""

import pytest

from acctlib.display import Formatter
from acctlib.errors import PublishError
from acctlib.publish.paths.headlines import headlines

READER = Formatter("en_GB", "EUR")


def fact(name, value, status="met", unit="fraction"):
    return {"name": name, "label": name.upper(), "unit": unit, "value": value, "status": status}


def test_they_come_in_the_order_of_the_index_and_others_stay_out():
    facts = [fact("delivery_success", 0.9), fact("margin", 0.2), fact("nrr", 1.04)]
    assert [h.name for h in headlines(facts, READER)] == ["nrr", "delivery_success"]


def test_a_number_keeps_its_value_to_sort_by():
    (headline,) = headlines([fact("nrr", 1.0412)], READER)
    assert headline.text.startswith("104")
    assert headline.value == 1.0412


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_what_is_missing_is_written_as_such_and_sorts_as_nothing(missing):
    (headline,) = headlines([fact("nrr", missing, "unknown")], READER)
    assert headline.value is None
    assert headline.text == READER.value(None, "fraction")
    assert headline.state == "unknown"


def test_a_status_that_is_not_known_has_no_colour():
    assert headlines([fact("nrr", 1, "splendid")], READER)[0].state == "neutral"


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ({"name": "nrr", "label": "NRR", "unit": "fraction", "value": 1}, "has a fact without status"),
        (fact("nrr", "1"), "the document block's fact 'nrr' has the value '1'; give a number"),
    ],
)
def test_a_fact_that_cannot_be_shown_is_an_error(bad, said):
    with pytest.raises(PublishError, match=said):
        headlines([bad], READER)
