"""Facts remember which of them were looked up."""

import pytest

from acctlib.facts import Fact, TrackedFacts


@pytest.fixture
def facts():
    return TrackedFacts({name: Fact(name, f"{name}.1", name, "money") for name in ("fees", "growth", "nps")})


def test_what_is_looked_up_is_used_in_that_order(facts):
    assert [facts[name].name for name in ("nps", "fees", "nps")] == ["nps", "fees", "nps"]
    assert list(facts.used) == ["nps", "fees"]


def test_going_over_all_uses_none(facts):
    assert len(facts) == len(list(facts)) == len(facts.items()) == len(list(facts.values())) == 3
    assert "fees" in facts
    assert not facts.used


def test_an_unknown_name_is_an_error_and_is_not_used(facts):
    with pytest.raises(KeyError):
        facts["fee"]
    assert not facts.used


def test_use_only_counts_the_facts_named_and_no_others(facts):
    facts["growth"]
    facts.use_only(["nps", "margin", "fees"])
    assert list(facts.used) == ["nps", "fees"]
