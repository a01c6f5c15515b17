"""Who knows whom and share of wallet, on the account's page and in the portfolio; never for the client."""

import json
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from acctlib.book.schema.tables import TABLES
from acctlib.book.store.slice import Slice
from acctlib.display import Note
from acctlib.facts.base.prepared import Prepared
from acctlib.facts.satisfaction.relationship import wallet
from acctlib.review import Review, open_portfolio, open_review
from acctlib.review.portfolio.threads import threads
from acctlib.review.session import portfolio_of, terms_of


def text_of(block):
    return block._repr_mimebundle_()["text/plain"]


@pytest.fixture(scope="module")
def account(demo_yml):
    return lambda client, edition="internal": open_review(client, "2026Q3", edition, str(demo_yml))


@pytest.fixture(scope="module")
def firm(demo_yml):
    return open_portfolio(quarter="2026Q3", config=str(demo_yml))


@pytest.fixture(scope="module")
def single(demo_folder):
    """The client of whom all contacts but one have departed."""
    told = json.loads((demo_folder / "truth.json").read_text(encoding="utf-8"))["planted"]
    return next(row["client_id"] for row in told if "a single thread" in row.values())


def with_tables(review, **tables):
    held = replace(review.slice, frames={**review.frames, **tables})
    return Review(held, terms_of(held, review.config, review.quarter), review.config)


class TestContacts:
    """Whom we know."""

    def test_the_planted_single_thread_is_named(self, account, single):
        note = account(single).relationships().blocks[-1]
        assert note.text.startswith("Single-threaded (one contact). 1 active contact held by 1 of our team. ")

    def test_it_is_in_the_portfolio_too(self, firm, single):
        table, note = threads(firm)
        row = next(row for row in table.rows if row[0].text == firm.names[single])
        assert (row[1].text, row[1].state, row[2].text) == ("single-threaded (one contact)", "bad", "1")
        assert f"On a single thread: {len(table.rows)};" in note.text

    def test_those_who_departed_come_last(self, account, single):
        rows = account(single).relationships().blocks[0].rows
        assert [row[-1].text for row in rows] == ["active", *["departed"] * (len(rows) - 1)]
        assert len(rows) > 1

    def test_without_the_table_one_line_says_so(self, account, firm):
        review = account("C001")
        frames = {name: review.frames[name] for name in review.frames if name != "contacts"}
        bare = Review(replace(review.slice, frames=frames), review.context, review.config)
        assert bare.relationships() == Note("Relationships not available: no contacts are recorded.")
        held = Slice(
            "", "internal", {n: firm.frames[n] for n in ("clients", "revenue", "rates")}, firm.context.covered_to, ""
        )
        told = text_of(portfolio_of(held, firm.config, firm.quarter).team())
        assert "Relationships not available: no contacts are recorded." in told

    def test_a_client_of_whom_nobody_is_listed_is_unknown(self, account, firm):
        review = account("C001")
        none = with_tables(review, contacts=review.frames["contacts"].iloc[:0])
        assert "no contact of this client is listed" in none.relationships().text
        frames = {name: firm.frames[name] for name in ("clients", "revenue", "rates", "contacts")}
        frames["contacts"] = frames["contacts"].iloc[:0]
        book = portfolio_of(Slice("", "internal", frames, firm.context.covered_to, ""), firm.config, firm.quarter)
        there = int((~(frames["clients"]["end_date"] < pd.Timestamp("2026-10-01"))).sum())
        assert threads(book)[-1].text == (
            f"Clients here: {there}. On a single thread: 0; known broadly: 0; unknown: {there}."
        )

    def test_no_column_of_it_is_for_a_client(self, account, demo_book):
        assert TABLES["contacts"].class_ == "internal"
        assert {column.class_ for column in TABLES["contacts"].columns} == {"internal", "restricted"}
        assert TABLES["contacts"].visible("client") == []
        assert "contacts" not in account("C001", "client").frames
        names = set(demo_book.slice("C001", "internal").frames["contacts"]["name"])
        cells = " ".join(frame.to_csv() for frame in demo_book.slice("C001", "client").frames.values())
        assert names
        assert not [name for name in names if name in cells]

    def test_its_numbers_are_facts_with_a_definition_and_not_compared_with_earlier_quarters(self, account, single):
        review = account(single)
        review.relationships()
        names = ("active_contacts", "contact_owners", "executive_silence")
        assert set(names) <= set(review.facts.used)
        facts = [review.facts[name] for name in names]
        assert [fact.value for fact in facts[:2]] == [1, 1]
        assert {(fact.prior, fact.year_ago, fact.moved) for fact in facts} == {(None, None, None)}
        assert not set(names) & set(account(single, "client").facts)


class TestWallet:
    """What is spent, and how much of it is ours."""

    def told(self, account, client="C004", **said):
        review = account(client)
        clients = review.frames["clients"].assign(**said)
        return text_of(with_tables(review, clients=clients).whitespace())

    def test_a_range_stands_with_its_source_and_date(self, account):
        said = {"wallet_low": 4e6, "wallet_high": 8e6, "wallet_source": "their annual report"}
        told = self.told(account, "C001", **said, wallet_date=pd.Timestamp("2026-03-31"))
        assert "Share of wallet: " in told
        assert "Estimate: their annual report, 31 Mar 2026." in told

    def test_without_an_estimate_it_is_unknown_and_not_zero(self, account):
        told = self.told(account, "C001", wallet_low=float("nan"), wallet_high=float("nan"))
        assert "Share of wallet not available: no estimate" in told
        assert "Share of wallet: " not in told

    def test_an_estimate_below_our_fees_is_named_as_wrong(self, account):
        told = self.told(account, "C001", wallet_low=10.0, wallet_high=20.0)
        assert "Share of wallet not available: our fees of " in told

    def test_fees_of_a_foreign_client_are_held_against_it_in_the_firms_money(self, account, firm):
        review = account("C002")
        assert review.context.currency == "USD"
        from acctlib.metrics.fees.fees import by_client, fee_income
        from acctlib.periods import trailing_four

        year = by_client(fee_income(firm.prepared.revenue), trailing_four(firm.quarter))
        assert wallet(Prepared(review.frames, review.context)).fees == pytest.approx(year["C002"])

    def test_in_a_quarter_that_is_not_over_the_fees_are_of_four_whole_ones(self, account):
        review = account("C001")
        cut = review.frames["revenue"]["service_date"] <= pd.Timestamp("2026-08-10")
        frames = {**review.frames, "revenue": review.frames["revenue"][cut]}
        part = replace(review.context, covered_to=date(2026, 8, 10))
        before = replace(review.context, quarter=review.quarter - 1, covered_to=date(2026, 6, 30))
        assert wallet(Prepared(frames, part)).fees == wallet(Prepared(review.frames, before)).fees > 0

    def test_nothing_of_it_is_in_the_client_edition(self, account):
        assert not [name for name in account("C004", "client").frames["clients"] if name.startswith("wallet")]
