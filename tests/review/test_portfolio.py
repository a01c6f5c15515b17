"""The portfolio: planted cases where they should be, honest absence, one supervisor's part of the book."""

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.config import Config
from acctlib.display.blocks.block import inner_blocks
from acctlib.errors import ReviewError
from acctlib.periods import quarter
from acctlib.review import open_portfolio
from acctlib.review.session import bind_slice, portfolio_of

SECTIONS = (
    "cover", "summary", "attention", "retention", "satisfaction", "growth", "delivery", "team", "actions", "forecast_accuracy", "method",
    "checkpoints", "back_test",
)  # fmt: skip


@pytest.fixture(scope="module")
def book(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_says_something(book, section):
    assert len(text_of(getattr(book, section)())) > 20


def test_the_client_that_will_leave_is_on_the_list_the_quarter_before(demo_yml):
    before = open_portfolio(quarter="2026Q2", config=str(demo_yml))
    assert before.names["C013"] in text_of(before.attention())
    contracts = before.frames["contracts"]
    calm = {**before.frames, "contracts": contracts.assign(status=contracts["status"].replace("notice", "active"))}
    unwarned = portfolio_of(
        Slice("", "internal", calm, before.context.covered_to, ""), before.config, quarter("2026Q2")
    )
    assert "C013" in unwarned.attention_list.listed.index  # not because notice is in the data already


def test_a_client_that_was_asked_and_never_answered_is_on_the_silent_list(book):
    surveys = book.frames["surveys"]
    quiet = surveys.assign(answered_date=surveys["answered_date"].mask(surveys["client_id"] == "C004"))
    frames = {**book.frames, "surveys": quiet}
    silent = portfolio_of(Slice("", "internal", frames, book.context.covered_to, ""), book.config, book.quarter)
    told = text_of(silent.satisfaction())
    assert "Non-responding client" in told
    assert book.names["C004"] in told[told.index("Non-responding client") :].split("\nLower than")[0]
    assert (
        book.names["C004"]
        not in text_of(book.satisfaction()).split("Non-responding client")[1].split("\nLower than")[0]
    )
    heard = {**book.frames, "surveys": surveys[surveys["client_id"] != "C015"]}
    all_told = portfolio_of(Slice("", "internal", heard, book.context.covered_to, ""), book.config, book.quarter)
    assert "All surveyed clients responded." in text_of(all_told.satisfaction())


def test_movements_add_up_to_the_cent(book):
    (chart, *_) = [block for block in inner_blocks(book.retention().payload()) if block["block"] == "chart"]
    first, *moved, last = [row[1] for row in chart["data"]["rows"]]
    assert round(first + sum(moved), 2) == round(last, 2)
    assert len(moved) > 2


def test_a_supervisors_part_holds_that_supervisors_clients_only(book, demo_yml):
    names = book.frames["clients"]["supervisor"].unique()
    parts = [open_portfolio(name, "2026Q3", str(demo_yml)) for name in names]
    for name, part in zip(names, parts, strict=True):
        assert set(part.frames["clients"]["supervisor"]) == {name}
        assert set(part.frames["revenue"]["client_id"]) <= set(part.names.index)
        assert set(part.frames["milestones"]["project_id"]) <= set(part.frames["projects"]["project_id"])
    assert sum(len(part.names) for part in parts) == len(book.names)
    fees = sum(part.facts["fees"].value for part in parts)
    assert round(fees, 2) == round(book.facts["fees"].value, 2)


def test_an_unknown_supervisor_is_an_error_that_names_the_nearest(demo_yml):
    with pytest.raises(ReviewError, match=r"supervisor: 'R\. Okafr' has no client; did you mean 'R\. Okafor'\?"):
        open_portfolio("R. Okafr", config=str(demo_yml))


def test_the_team_is_in_order_of_names_and_not_of_results(book):
    rows = [line.split(" | ")[0] for line in text_of(book.team()).split("\n")]
    managers = [name for name in rows if name in set(book.frames["clients"]["manager"])]
    first = managers[: len(set(managers))]
    assert first == sorted(first)


def persons(book):
    """The rows of the table of people, and all that the section says."""
    block = book.team().payload()
    tables = [piece for piece in inner_blocks(block) if piece["block"] == "table"]
    (table,) = [piece for piece in tables if piece["columns"][0]["name"] == "Person, by name"]
    return table["rows"], text_of(book.team())


def test_each_person_s_work_in_hand_stands_against_their_hours_by_name(book):
    rows, said = persons(book)
    assert [row[0]["text"] for row in rows] == sorted(book.frames["people"]["person"])
    assert {row[4]["state"] for row in rows} == {"watch", None}
    assert all((row[4]["value"] > 1) == ("over capacity" in row[4]["text"]) for row in rows)
    assert "contracted hours are unassigned." in said
    in_hand = book.prepared.outcomes.query("state in ('in_flight', 'overdue')")["project_id"]
    projects = book.frames["projects"].set_index("project_id")
    hours = projects["hours_planned"].reindex(in_hand).sum()  # nothing is worked yet that the demonstration keeps
    assert f"18 | 8,096 | {hours:,.0f} | {hours / 8096:.0%}" in said


def test_a_supervisor_s_people_are_those_who_report_there_and_work_for_others_is_said_to_be_left_out(demo_yml):
    mine = open_portfolio("R. Okafor", "2026Q3", str(demo_yml))
    people = mine.frames["people"]
    assert {"R. Okafor", "L. Brandt"} <= set(people["person"])
    assert "M. Lindqvist" not in set(people["person"])
    assert "Work for clients of other supervisors is not in it." in persons(mine)[1]


def test_an_invoice_line_without_a_service_is_told_as_such_and_costs_no_page(book):
    revenue = book.frames["revenue"]
    nameless = revenue.assign(service_line=revenue["service_line"].mask(revenue["service_date"] >= "2026-09-01"))
    held = Slice("", "internal", {**book.frames, "revenue": nameless}, book.context.covered_to, "")
    told = text_of(portfolio_of(held, book.config, book.quarter).growth())
    assert any(line.startswith("Not assigned | ") for line in told.splitlines())


def test_without_assignments_the_load_of_a_person_is_unknown(book):
    frames = {name: frame for name, frame in book.frames.items() if name != "assignments"}
    held = Slice("", "internal", frames, book.context.covered_to, "")
    told = text_of(portfolio_of(held, book.config, book.quarter).team())
    assert "Utilisation per person not available: no assignments are recorded." in told


def test_revenue_and_clients_alone_leave_whole_sections_honestly_absent():
    revenue = pd.DataFrame(
        {
            "client_id": ["A", "A"], "service_date": pd.to_datetime(["2025-08-01", "2026-08-01"]), "amount": [100.0, 110.0],
            "kind": ["retainer"] * 2, "currency": ["EUR"] * 2, "credit_type": [None] * 2, "service_line": [None] * 2,
        }
    )  # fmt: skip
    clients = pd.DataFrame(
        {"client_id": ["A"], "name": ["One"], "supervisor": [None], "start_date": [pd.NaT], "end_date": [pd.NaT]}
    ).astype({"start_date": "datetime64[us]", "end_date": "datetime64[us]"})
    held = Slice("", "internal", {"clients": clients, "revenue": revenue}, pd.Timestamp("2026-09-30").date(), "")
    bare = portfolio_of(held, Config(), quarter("2026Q3"))
    for section in SECTIONS:
        assert text_of(getattr(bare, section)())
    assert "Satisfaction score not available: no survey was sent." in text_of(bare.satisfaction())
    assert "Renewals not available: no contracts are recorded." in text_of(bare.retention())
    assert "Actions not available" in text_of(bare.actions())
    assert "Checkpoints not available: no contracts are recorded." in text_of(bare.checkpoints())
    assert "Nothing was forecast" in text_of(bare.forecast_accuracy())


def test_a_process_that_holds_a_clients_review_opens_no_portfolio(demo_book):
    bind_slice(demo_book.slice("C001", "client"), Config())
    try:
        with pytest.raises(ReviewError, match="this process holds one client's review and no portfolio"):
            open_portfolio()
    finally:
        bind_slice(None)
