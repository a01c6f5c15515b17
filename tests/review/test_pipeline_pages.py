"""The account's page and the portfolio show the same chances."""

import pandas as pd
import pytest

from acctlib.book.store.slice import Slice
from acctlib.display import Note
from acctlib.periods import quarter
from acctlib.review import Review, open_portfolio
from acctlib.review.portfolio.growth import _pipeline
from acctlib.review.session import portfolio_of, terms_of


@pytest.fixture(scope="module")
def firm(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


def shown_in_accounts(book, frames):
    """Rows of the table over all accounts of a book."""
    count = 0
    for client in book.names.index:
        own = {name: frame[frame["client_id"] == client] for name, frame in frames.items() if "client_id" in frame}
        held = Slice(client, "internal", own, book.context.covered_to, "")
        page = Review(held, terms_of(held, book.config, book.quarter), book.config).opportunities()
        count += 0 if isinstance(page, Note) else len(page.blocks[0].rows)
    return count


def shown_in_portfolio(book):
    block = _pipeline(book)
    return 0 if isinstance(block, Note) else sum(row[1].value for row in block.blocks[0].rows)


def spoilt(frame):
    """Decided after the quarter, decided on its last day, and won without a day."""
    first, second, third = frame.index[:3]
    days = frame["closed_date"].copy()
    won = frame["won"].astype("boolean").copy()
    days.loc[[first, second, third]] = [pd.Timestamp("2026-10-05"), pd.Timestamp("2026-09-30"), pd.NaT]
    won.loc[[first, second, third]] = [True, False, True]
    return frame.assign(closed_date=days, won=won)


@pytest.mark.parametrize("change", [lambda frame: frame, spoilt], ids=["as it is", "decided at the edges"])
def test_both_show_the_same_clients_chances(firm, change):
    frames = {name: firm.frames[name] for name in ("clients", "revenue", "opportunities")}
    frames["opportunities"] = change(frames["opportunities"])
    held = Slice("", "internal", frames, firm.context.covered_to, "")
    book = portfolio_of(held, firm.config, quarter("2026Q3"))
    assert shown_in_portfolio(book) == shown_in_accounts(book, frames) > 3


def test_one_that_was_decided_after_the_quarter_was_open_in_it_on_both_pages(firm):
    frames = {name: firm.frames[name] for name in ("clients", "revenue", "opportunities")}
    one = frames["opportunities"].head(1)
    frames["opportunities"] = one.assign(closed_date=pd.Timestamp("2026-10-05"), won=pd.array([True], dtype="boolean"))
    book = portfolio_of(Slice("", "internal", frames, firm.context.covered_to, ""), firm.config, quarter("2026Q3"))
    assert shown_in_portfolio(book) == shown_in_accounts(book, frames) == 1
