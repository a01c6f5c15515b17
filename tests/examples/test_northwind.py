"""Northwind: real input that nobody here made, by configuration alone."""

import csv
import json
import re
from decimal import Decimal

import pandas as pd
import pytest

from acctlib import load_config, open_book
from acctlib.book import check_book
from acctlib.publish.run.run import RunRequest, review_run
from acctlib.review import open_review
from acctlib.review.session import portfolio_of, whole

NEVER_ORDERED = ("FISSA", "PARIS", "VALON", "Val2")


@pytest.fixture(scope="module")
def configs(request, northwind, tmp_path_factory):
    """Both configurations, their books built apart."""
    folder = request.config.rootpath / "examples" / "northwind"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NORTHWIND", str(northwind))
        read = [load_config(folder / name) for name in ("acctlib.yml", "acctlib-sqlite.yml")]
    place = tmp_path_factory.mktemp("northwind")
    return [config.model_copy(update={"book": place / f"{n}.duckdb"}) for n, config in enumerate(read)]


@pytest.fixture(scope="module")
def books(configs):
    with open_book(configs[0]) as first, open_book(configs[1]) as second:
        yield first, second


def input_total(northwind):
    """Net revenue of the CSV file, summed exactly and by other means than the kit's."""
    with (northwind / "order_details.csv").open(newline="", encoding="utf-8") as file:
        return sum(
            Decimal(r["UnitPrice"]) * int(r["Quantity"]) * (1 - Decimal(r["Discount"])) for r in csv.DictReader(file)
        )


def test_the_input_has_no_problem_and_nothing_is_lost(configs, northwind):
    for config in configs:
        report = check_book(config)
        assert not report.problems
        revenue = report.totals.set_index("table").loc["revenue"]
        assert revenue["money_read"] == revenue["money_kept"] == input_total(northwind)
        assert revenue["rows_read"] == revenue["rows_kept"] == 2155


def test_files_and_database_give_equal_books(books):
    for table in ("clients", "revenue", "projects"):
        pd.testing.assert_frame_equal(books[0].frame(table), books[1].frame(table))


def test_every_customer_is_a_client_and_those_who_never_ordered_stay(books):
    ordered = set(books[0].frame("revenue")["client_id"])
    assert len(books[0].client_ids()) == 93
    assert tuple(sorted(set(books[0].client_ids()) - ordered)) == NEVER_ORDERED


def test_the_readme_says_what_is_there(request, books, northwind):
    said = (request.config.rootpath / "examples" / "northwind" / "README.md").read_text(encoding="utf-8")
    assert f"{len(books[0].client_ids())}, of whom {len(NEVER_ORDERED)} never ordered" in said
    assert f"{len(books[0].frame('revenue')):,} lines" in said
    assert f"{len(books[0].frame('projects'))}; required date" in said
    assert f"**{input_total(northwind):,.2f} USD**" in said
    assert f"covers in full is therefore {books[0].last_full_quarter}" in said


def test_the_last_full_quarter_is_found(books):
    assert str(books[0].covered_to) == "1998-05-06"
    assert str(books[0].last_full_quarter) == "1998Q1"


def test_revenue_over_all_clients_equals_the_input_to_the_cent(books, northwind):
    total = sum(books[0].slice(c, "client").frames["revenue"]["amount"].sum() for c in books[0].client_ids())
    assert round(total, 2) == float(round(input_total(northwind), 2))


def test_managers_are_employees_and_report_to_supervisors(books):
    alfki = books[0].clients().set_index("client_id").loc["ALFKI"]
    # by hand: the latest order of ALFKI is 11011 of 9 April 1998, by Leverling, who reports to Fuller
    assert (alfki["manager"], alfki["supervisor"]) == ("Janet Leverling", "Andrew Fuller")


@pytest.mark.parametrize("client", NEVER_ORDERED)
def test_who_never_ordered_has_an_honest_page(books, configs, tmp_path, client):
    with open_book(configs[0]) as book:
        result = review_run(book, RunRequest("1998Q1", ("client",), (client,), ("html",), tmp_path))
    assert result.ok
    text = re.sub(r"<[^>]+>", " ", result.report_paths.report(client, "client", "html").read_text(encoding="utf-8"))
    assert "nothing invoiced" in text
    assert "unknown" in text
    assert "nan" not in text.lower().split()


def test_a_client_that_ordered_has_its_own_numbers(northwind, configs, tmp_path, monkeypatch):
    with open_book(configs[0]) as book:
        amounts = book.slice("SAVEA", "client").frames["revenue"]
    quarter = amounts[amounts["service_date"].between("1998-01-01", "1998-03-31")]["amount"].sum()
    monkeypatch.setenv("NORTHWIND", str(northwind))
    review = open_review("SAVEA", "1998Q1", "client", str(configs[0].root / "acctlib.yml"))
    assert review.facts["fees"].value == pytest.approx(quarter)
    with (northwind / "orders.csv").open(newline="", encoding="utf-8") as file:
        orders = [
            r for r in csv.DictReader(file) if r["CustomerID"] == "SAVEA" and "1997-04" <= r["ShippedDate"] < "1998-04"
        ]
    # counted from the file: being on time is all that Northwind knows of success
    on_time = sum(r["ShippedDate"] <= r["RequiredDate"] for r in orders)
    success = review.facts["delivery_success"]
    assert (success.n, success.value) == (len(orders), on_time / len(orders))


def test_its_portfolio_has_sections_and_says_plainly_which_are_not_there(configs):
    with open_book(configs[0]) as opened:
        book = portfolio_of(whole(opened), configs[0], opened.last_full_quarter)
    said = json.dumps([section().payload() for section in (book.satisfaction, book.team, book.actions, book.growth)])
    for absent in ("no survey was sent", "Actions not available: none are recorded", "no opportunities are recorded"):
        assert absent in said
    assert book.facts["nps"].value is None
    assert len(book.names) == 93
