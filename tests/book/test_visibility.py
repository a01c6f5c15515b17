"""A digest is the same exactly as long as what the client's slice holds."""

import pytest

from acctlib import open_book

REVENUE = "client_id,service_date,amount,kind,currency\nC1,2026-07-01,10,retainer,EUR\nC2,2026-08-01,20,project,EUR\n"
PROJECTS = "project_id,client_id,name,cost\nP1,C1,Site,5\nP2,C2,Shop,6\n"
MILESTONES = "milestone_id,project_id,name\nM1,P1,Draft\nM2,P2,Draft\n"
SURVEYS = "survey_id,client_id,sent_date,comment,may_quote\nS1,C1,2026-08-01,Fine,no\nS2,C1,2026-08-02,Good,yes\n"
PEOPLE = "person,role\nAnn,Designer\n"
RATES = "date,currency,rate,source\n2026-01-01,USD,0.9,ECB\n"
FIRM = {
    "revenue": REVENUE, "projects": PROJECTS, "milestones": MILESTONES, "surveys": SURVEYS, "people": PEOPLE, "rates": RATES,
}  # fmt: skip


def digests(firm, **changed):
    """(client, edition) -> digest."""
    with open_book(firm(**{**FIRM, **changed})) as book:
        return {
            (client, edition): d for edition in ("client", "internal") for client, d in book.digests(edition).items()
        }


@pytest.mark.parametrize(
    ("table", "old", "new", "changed"),
    [
        ("revenue", "C2,2026-08-01,20", "C2,2026-08-01,20.0001", ["C2 client", "C2 internal"]),
        ("revenue", "C2,2026-08-01,20", "C1,2026-08-01,20", ["C1 client", "C1 internal", "C2 client", "C2 internal"]),
        ("projects", "Site,5", "Site,7", ["C1 internal"]),
        ("milestones", "M2,P2,Draft", "M2,P2,Final", ["C2 client", "C2 internal"]),
        ("surveys", "Fine", "Poor", ["C1 internal"]),
        ("surveys", "Good", "Best", ["C1 client", "C1 internal"]),
        ("people", "Designer", "Writer", ["C1 internal", "C2 internal"]),
        ("rates", "0.9", "0.8", ["C1 client", "C1 internal", "C2 client", "C2 internal"]),
    ],
    ids=["amount", "owner", "internal column", "through its project", "kept in confidence", "may be quoted", "internal table", "shared"],
)  # fmt: skip
def test_a_change_is_seen_by_those_who_can_read_it_and_by_nobody_else(firm, table, old, new, changed):
    before = digests(firm)
    assert old in FIRM[table]
    after = digests(firm, **{table: FIRM[table].replace(old, new)})
    assert sorted(f"{c} {e}" for c, e in before if before[c, e] != after[c, e]) == changed


def test_the_order_of_rows_in_the_file_does_not_matter(firm):
    head, *rows = REVENUE.splitlines()
    assert digests(firm) == digests(firm, revenue="\n".join([head, *reversed(rows), ""]))


def test_a_row_that_stands_there_twice_counts_twice(firm):
    line = "C1,2026-07-01,10,retainer,EUR\n"
    assert digests(firm, revenue=REVENUE + line) != digests(firm)


def test_words_that_move_from_one_column_to_the_next_are_seen(firm):
    """ "ab" + "c" is not "a" + "bc", and a missing text is not a dash."""
    said = ["C1,ab,c", "C1,a,bc", "C1,-,", "C1,,-"]
    found = [
        digests(firm, clients=f"client_id,name,segment,region\nC2,B,,\n{s[:2]},A{s[2:]}\n")["C1", "client"]
        for s in said
    ]
    assert len(set(found)) == len(said)


def test_a_table_that_the_firm_begins_to_keep_is_seen_by_all(firm):
    """A review says of a missing table that it is missing: C1 has no objective before and after."""
    before, after = digests(firm), digests(firm, objectives="objective_id,client_id,statement\nO1,C2,Grow\n")
    assert all(before[report] != after[report] for report in before)


def test_a_slice_carries_the_digest_of_its_rows(firm):
    with open_book(firm(**FIRM)) as book:
        assert book.slice("C1", "internal").fingerprint == book.digests("internal")["C1"]
        assert book.digests("client")["C1"] != book.digests("internal")["C1"]
