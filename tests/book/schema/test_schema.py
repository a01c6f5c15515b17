"""The schema is an allow-list: what nobody has called fit for the client stays in the house."""

import dataclasses

import pytest

from acctlib.book.schema.tables import KEYS, TABLES, Column, Table


def columns():
    return [
        pytest.param(table, column, id=f"{table.name}.{column.name}")
        for table in TABLES.values()
        for column in table.columns
    ]


def test_the_tables_are_those_of_the_design():
    # By hand, from DESIGN.md; and what a review holds beside it: decisions, results, risks, ideas.
    assert set(TABLES) == {
        "clients", "contracts", "revenue", "costs", "surveys", "projects", "milestones", "objectives", "actions",
        "decisions", "results", "risks", "ideas", "opportunities", "renewal_forecasts", "contacts", "assignments", "people", "rates",
    }  # fmt: skip


def test_only_clients_and_revenue_are_required():
    assert [name for name, table in TABLES.items() if table.required] == ["clients", "revenue"]


@pytest.mark.parametrize(("table", "column"), columns())
def test_every_column_has_a_meaning_and_fits_its_type(table, column):
    assert column.meaning
    assert bool(column.choices) == (column.type == "choice")
    assert column.type != "money" or column.unit == "money"
    assert column.name.endswith("_id") <= (column.type == "id")
    if column.low is not None or column.high is not None:
        assert column.type in ("money", "number", "whole")


@pytest.mark.parametrize("table", TABLES.values(), ids=list(TABLES))
class TestTable:
    def test_no_column_comes_twice(self, table):
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)

    def test_its_key_is_its_first_column_and_needed_in_every_row(self, table):
        assert table.key == KEYS.get(table.name)
        assert table.key is None or table.columns[0].required

    def test_dates_that_are_in_order_are_dates_of_it(self, table):
        for pair in table.ordered:
            assert [table.column(name).type for name in pair] == ["date", "date"]

    def test_the_internal_edition_sees_every_column(self, table):
        assert table.visible("internal") == [column.name for column in table.columns]

    def test_the_client_edition_sees_no_column_that_is_not_called_fit_for_it(self, table):
        seen = table.visible("client")
        keys = {c.pseudonym for c in table.columns if c.pseudonym}
        assert all(table.column(name).class_ == "client" for name in seen if name not in keys)
        assert table.class_ == "client" or not seen

    def test_it_cannot_be_changed(self, table):
        with pytest.raises(dataclasses.FrozenInstanceError):
            table.class_ = "client"


def test_costs_opportunities_calls_contacts_assignments_and_people_are_withheld_from_clients():
    withheld = [n for n, t in TABLES.items() if not t.visible("client")]
    assert withheld == ["costs", "opportunities", "renewal_forecasts", "contacts", "assignments", "people"]


def test_what_is_said_in_confidence_is_withheld_from_clients():
    # By hand: what a client must not read about itself or its people.
    for table, withheld in {
        "clients": {
            "tier",
            "end_reason",
            "parent_id",
            "group",
            "wallet_low",
            "wallet_high",
            "wallet_source",
            "wallet_date",
        },
        "surveys": {"respondent"},
        "projects": {"cost", "hours_actual"},
        "milestones": {"actual_cost"},
    }.items():
        assert set(TABLES[table].visible("internal")) - set(TABLES[table].visible("client")) == withheld


def test_a_column_that_is_added_stays_in_the_house():
    table = Table("new", "one", (Column("margin", "money", "Ours"),))
    assert table.visible("client") == []
    assert table.visible("internal") == ["margin"]


def test_the_control_total_is_the_first_amount():
    assert {n: t.money for n, t in TABLES.items() if t.money} == {
        "contracts": "annual_value", "revenue": "amount", "costs": "amount", "projects": "budget",
        "milestones": "planned_value", "opportunities": "amount",
    }  # fmt: skip


def test_the_tables_cannot_be_changed():
    with pytest.raises(TypeError):
        TABLES["clients"] = TABLES["revenue"]
