"""Whitespace on the account's page and in the portfolio."""

import pytest

from acctlib.errors import ReviewError
from acctlib.facts.growth.whitespace import KEY
from acctlib.metrics.growth.whitespace import STATES, state_counts
from acctlib.review import open_portfolio, open_review
from acctlib.review.portfolio.whitespace import CLIENTS, whitespace
from acctlib.review.session import book_benchmarks


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


@pytest.fixture(scope="module")
def firm(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def test_the_account_has_a_row_for_each_service_of_the_firm(demo_yml, firm):
    review = open_review("C004", "2026Q3", "internal", str(demo_yml))
    table = review.whitespace().blocks[0]
    grid = firm.frames["revenue"]
    assert [row[0].text for row in table.rows] == sorted(grid["service_line"].dropna().unique())
    assert {row[1].text for row in table.rows} <= {"active", "in pipeline", "whitespace", "not eligible", "unknown"}
    assert all(" of " in row[2].text or "too few" in row[2].text for row in table.rows)


def test_a_value_stands_only_beside_a_gap_that_enough_others_do_not_have(demo_yml):
    for client in ("C001", "C004", "C010"):
        for row in open_review(client, "2026Q3", "internal", str(demo_yml)).whitespace().blocks[0].rows:
            supposed = row[1].text == "whitespace" and row[2].value is not None and row[2].value >= 0.4
            assert bool(row[3].text) is supposed


def test_it_is_not_for_the_client(demo_yml, demo_book):
    with pytest.raises(ReviewError, match="this section is internal"):
        open_review("C004", "2026Q3", "client", str(demo_yml)).whitespace()
    figures = book_benchmarks(demo_book, open_review("C004", "2026Q3", "client", str(demo_yml)).quarter)
    assert not [name for name in figures.of("C004", "client") if name.startswith(KEY)]
    assert [name for name in figures.of("C004", "internal") if name.startswith(KEY)]


def test_the_portfolio_counts_every_client_and_shows_the_largest(firm):
    from acctlib.facts.growth.whitespace import whitespace_grid

    counts, grid, rest = whitespace(firm)
    whole = whitespace_grid(firm.prepared).states
    found = state_counts(whole)
    assert all(found.loc[row[0].text][list(STATES)].sum() == len(whole) for row in counts.rows)
    assert len(grid.rows) == CLIENTS
    assert rest.text == f"{len(whole) - CLIENTS} smaller clients not shown."


def test_without_services_on_the_invoices_one_line_says_so(firm):
    from acctlib.book.store.slice import Slice
    from acctlib.review.session import portfolio_of

    frames = {**firm.frames, "revenue": firm.frames["revenue"].assign(service_line=None)}
    bare = portfolio_of(Slice("", "internal", frames, firm.context.covered_to, ""), firm.config, firm.quarter)
    assert "Whitespace not available: invoices name no service line." in text_of(bare.growth())
