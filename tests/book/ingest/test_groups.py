"""A group of companies: named by two clients or more, and never read by one of them."""

from acctlib.book.ingest.checks import check_sources
from acctlib.book.schema.tables import TABLES

CLIENTS = "client_id,name,group\nC1,Alpha,Ostara\nC2,Beta,Ostra\nC3,Gamma,Nordlicht\nC4,Delta,Nordlicht\nC5,Epsilon,\n"


def test_a_group_that_one_client_names_is_a_warning_at_its_row(firm):
    found = [p for p in check_sources(firm(clients=CLIENTS)).problems if p.rule == "lonely_group"]
    assert [(p.row, p.column, p.value, p.level) for p in found] == [
        (2, "group", "Ostara", "warn"),
        (3, "group", "Ostra", "warn"),
    ]


def test_a_client_never_reads_whose_it_is():
    assert "group" in TABLES["clients"].visible("internal")
    assert "group" not in TABLES["clients"].visible("client")
