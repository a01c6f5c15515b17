"""One definition for each metric."""

from dataclasses import FrozenInstanceError, replace

import pytest

from acctlib.errors import ConfigError
from acctlib.metrics import registry
from acctlib.metrics.registry import DEFINITIONS, definition

UNITS = {"fraction", "growth", "money", "points", "count", "days", "hours", "years", "score"}


@pytest.mark.parametrize("known", DEFINITIONS.values(), ids=lambda d: d.id)
class TestEveryDefinition:
    """What a reader must be told."""

    def test_it_says_label_formula_denominator_period_and_source(self, known):
        assert all((known.label, known.formula, known.denominator, known.period, known.source))
        assert known.formula.endswith(".")

    def test_its_words_are_of_the_known_few(self, known):
        assert known.unit in UNITS
        assert known.direction in {"higher", "lower", "none"}
        assert known.class_ in {"client", "internal"}

    def test_it_is_found_by_name_and_by_id(self, known):
        assert definition(known.name) is known
        assert definition(f"{known.name}.{known.version}") is known


def test_names_are_keys_and_ids_differ():
    assert list(DEFINITIONS) == [known.name for known in DEFINITIONS.values()]
    assert len({known.id for known in DEFINITIONS.values()}) == len(DEFINITIONS)


def test_a_definition_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        definition("nrr").version = 2
    with pytest.raises(TypeError):
        DEFINITIONS["nrr"] = definition("grr")


class TestEditions:
    """A client edition may have a definition of its own."""

    def test_the_client_reads_its_own_definition_where_there_is_one(self, monkeypatch):
        own = replace(DEFINITIONS["nps"], name="nps_client")
        monkeypatch.setattr(registry, "DEFINITIONS", {**DEFINITIONS, own.name: own})
        assert definition("nps", "client") is own
        assert definition("nps", "internal") is DEFINITIONS["nps"]

    @pytest.mark.parametrize(
        "name", ["delivery_success", "delivery_success_agreed", "within_fees", "on_time", "accepted"]
    )
    def test_of_delivery_both_editions_read_one_definition(self, name):
        assert definition(name, "client") is definition(name, "internal")
        assert definition(name, "client").class_ == "client"

    def test_without_one_of_its_own_the_client_reads_the_common_one(self):
        assert definition("nps", "client") is definition("nps", "internal")

    @pytest.mark.parametrize(
        "name",
        [
            "nrr",
            "grr",
            "logo_retention",
            "growth",
            "existing_growth",
            "movements",
            "margin",
            "on_budget",
            "over_servicing",
        ],
    )
    def test_what_never_leaves_the_house_is_internal(self, name):
        assert definition(name, "client").class_ == "internal"

    def test_a_client_reads_these_and_no_other(self):
        # By hand: what it pays, what it got, what its people said. A definition that is added needs a decision here.
        assert {name for name, known in DEFINITIONS.items() if known.class_ == "client"} == {
            "fees", "fees_client", "recurring_fees",
            "nps", "nps_change", "csat", "csat_change", "ces", "nps_after_work", "response_rate",
            "delivery_success", "delivery_success_agreed", "on_time", "on_time_agreed", "within_fees", "accepted", "overdue",
            "cancelled_share", "milestones_met", "milestone_slip", "milestone_slip_p90",
            "scope_change", "hours_agreed", "hours_billed", "promises_kept",
        }  # fmt: skip

    @pytest.mark.parametrize("name", ["over_servicing", "top_share"])
    def test_over_servicing_and_concentration_are_better_lower(self, name):
        assert definition(name).direction == "lower"


class TestUnknown:
    """A name or a version that does not exist."""

    def test_a_mistyped_name_gets_the_nearest(self):
        with pytest.raises(ConfigError) as error:
            definition("nnr")
        assert str(error.value) == "metric: 'nnr' is not defined; did you mean 'nrr'?"

    def test_a_strange_name_gets_all(self):
        with pytest.raises(
            ConfigError, match=r"^metric: 'zzz' is not defined; known values: accepted, active_contacts, "
        ):
            definition("zzz")

    @pytest.mark.parametrize("edition", ["client", "internal"])
    @pytest.mark.parametrize("name", ["delivery_success.9", "nrr.9", "nrr."])
    def test_a_version_that_does_not_exist_is_unknown_in_every_edition(self, name, edition):
        with pytest.raises(ConfigError, match=f"^metric: '{name}' is not defined; did you mean"):
            definition(name, edition)
